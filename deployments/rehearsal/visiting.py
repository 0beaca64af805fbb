"""The visits of a follow-up: one sentence in the file, one real visit in every window."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from deployments.rehearsal.doing import Doing, placed
from deployments.rehearsal.marked import BadCase
from deployments.rehearsal.script import Answer, Visits, WindowSaying
from deployments.rehearsal.time_passing import TimePassing
from models.law.dates import SHANGHAI
from models.store import played
from models.store.acting import as_worker


def visit_all(visits: Visits, case: str, doing: Doing, passing: TimePassing) -> None:
    """Visit in every window, in order, until none is left, or the stage ends, or the last asked.

    Raises:
        BadCase: A visit is refused.
    """
    for number, opens_at in _windows(doing, doing.case(case)):
        if visits.last is not None and number > visits.last:
            return
        special = visits.special.get(number)
        place = special.place if special else visits.place
        if number < visits.first:
            raise BadCase(place, f"第 {number} 个窗口还没有回访,不能从第 {visits.first} 个开始。")
        with placed(place, doing):
            passing.go_to(max(opens_at, doing.scene.clock.now()))
            at = _when(visits, special, opens_at, _closes_on(doing, doing.case(case)))
            passing.go_to(max(at, doing.scene.clock.now()))
            doing.answer(
                _answer(visits, special, number), doing.case(case),
                under=visits.filled,
            )  # fmt: skip
            passing.work()


def _windows(doing: Doing, case_id: UUID) -> Iterator[tuple[int, datetime]]:
    """Each window to be visited, with its first instant; read anew after each visit."""
    while True:
        with as_worker(doing.scene.worker) as db:
            row = played.next_window(db, case_id)
        if row is None:
            return
        yield int(row.key.rpartition("-")[2]), row.opens_at


def _closes_on(doing: Doing, case_id: UUID) -> date | None:
    """The last day of the window that is open now."""
    with as_worker(doing.scene.worker) as db:
        row = played.next_window(db, case_id)
    return row.closes_at.astimezone(SHANGHAI).date() if row and row.closes_at else None


def _when(
    visits: Visits, special: WindowSaying | None, opens_at: datetime, closes_on: date | None
) -> datetime:
    """The instant of a visit; a short last window is kept to, unless the file says otherwise."""
    own = special.on_day if special else None
    first = opens_at.astimezone(SHANGHAI).date()
    day = first + timedelta(days=(own or visits.on_day) - 1)
    if own is None and closes_on is not None:
        day = min(day, closes_on)
    return datetime.combine(day, time.fromisoformat(visits.at), SHANGHAI)


def _answer(visits: Visits, special: WindowSaying | None, number: int) -> Answer:
    return Answer(
        place=special.place if special else visits.place,
        by=(special.by if special else None) or visits.by,
        form="visit", about=f"window-{number}", stage=None,
        filled=special.filled if special else None, usual=visits.usual, done_on=None,
    )  # fmt: skip
