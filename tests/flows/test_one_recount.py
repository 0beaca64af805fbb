"""Whatever moves a deadline, it is counted from its ledger, and row, step and receipt agree."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from models.errors import HutongError
from models.law.calendar.calendar_notice import NoticeDayKind
from models.law.calendar.reading import TypedDay, TypedNotice
from models.law.dates import end_of_day, shanghai_date
from models.law.interruption import SuspensionGround
from models.law.vocabulary import ClockKind
from models.store import calendars, ledger
from models.store.acting import Actor, as_officer
from models.store.ledger import DeadlineOfCase
from models.tables.step import DeadlineState
from models.words import Role
from tasks.act import Act
from tasks.deadlines.extending import Extending, extend
from tasks.deadlines.restarting import Restarting, restart
from tasks.deadlines.standing import resume_ended, rule_of
from tasks.deadlines.suspending import Suspending, resume, suspend
from tasks.law import calendar_keeping
from tests.flows import naive_walk
from tests.flows.positions import Positions
from tests.flows.practice import Practice

DAY = timedelta(days=1)
KEYS = ("clock:3.2", "ask:convening:1")
Move = tuple[str, int, int]
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["wait", "suspend", "resume", "extend", "decide", "restart", "rest"]),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    min_size=2,
    max_size=9,
)


class Undone(Exception):
    """Ends a transaction of which nothing may stay."""


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    """A case before its consultation, whose deadlines have run for three days."""
    with positions.at("ask:convening") as practice:
        practice.clock.advance_to(practice.clock.now() + 3 * DAY)
        practice.work_off()
        yield practice


@pytest.fixture
def both(practice: Practice) -> Actor:
    """Somebody who may move deadlines and keeps the calendar."""
    return practice.hire("both1", "甄两任", Role.DIRECTOR, Role.SUPERVISOR, Role.ADMINISTRATOR)


@contextmanager
def undone(practice: Practice, actor: Actor) -> Iterator[Connection]:
    with pytest.raises(Undone), as_officer(practice.portal, actor) as db:
        yield db
        raise Undone


class Story:
    """One deadline and what happens to it, in a transaction that is undone."""

    def __init__(self, db: Connection, practice: Practice, actor: Actor, key: str) -> None:
        self.db, self.practice, self.actor = db, practice, actor
        self.now = practice.clock.now()
        self.id: UUID = db.execute(
            text("SELECT id FROM deadlines WHERE key = :key"), {"key": key}
        ).scalar_one()

    @property
    def act(self) -> Act:
        return Act(self.db, self.practice.office, self.actor, self.now)

    @property
    def today(self) -> date:
        return shanghai_date(self.now)

    def happens(self, what: str, one: int, two: int) -> None:
        """Do it; what is refused leaves nothing."""
        self.now += timedelta(minutes=1)
        try:
            with self.db.begin_nested():
                getattr(self, what)(one, two)
        except HutongError:
            pass

    def wait(self, one: int, two: int) -> None:
        self.now += timedelta(days=one + two)
        resume_ended(self.db, self.practice.office, now=self.now)

    def suspend(self, one: int, two: int) -> None:
        first = self.today - one * DAY
        last = None if two == 0 else first + two * DAY
        ground = SuspensionGround.FORCE_MAJEURE
        suspend(self.act, self.id, Suspending(uuid4(), first, last, ground, None, "示例"))

    def resume(self, one: int, two: int) -> None:
        resume(self.act, self.id, resumed_on=self.today - min(one, two) * DAY)

    def extend(self, one: int, two: int) -> None:
        self._extend(two + 1, None, self.today - one * DAY)

    def decide(self, one: int, two: int) -> None:
        due = shanghai_date(ledger.read(self.db, self.id).due_at)
        self._extend(None, due + (two + 1) * DAY, self.today - one * DAY)

    def _extend(self, length: int | None, until: date | None, decided: date) -> None:
        extend(self.act, self.id, Extending(uuid4(), length, until, decided, None, "示例"))

    def restart(self, one: int, two: int) -> None:
        since = self.now - timedelta(days=one, hours=two)
        new = Restarting(uuid4(), since, None, "示例〔2026〕9号", "示例")
        self.id = restart(self.act, self.id, new)

    def rest(self, one: int, two: int) -> None:
        """A day near the end becomes a day of rest; all that runs is counted again."""
        due = shanghai_date(ledger.read(self.db, self.id).due_at)
        day = due - (one % 3) * DAY + (two % 2) * DAY
        typed = notice(day)
        loaded = calendar_keeping.load(self.act, typed)
        seen = calendar_keeping.preview(self.db, self.practice.office, loaded, now=self.now)
        calendar_keeping.put_in_effect(self.act, loaded, digest=seen.digest)

    def agrees(self) -> None:
        """Row, step and receipt say what a walk over the ledger gives."""
        deadline = ledger.read(self.db, self.id)
        still = deadline.ledger.pause_on(self.today) is not None
        assert (deadline.state is DeadlineState.SUSPENDED) is still
        if not still:
            # While it stands still the calendar may change; it is counted when it runs again.
            assert deadline.due_at == end_of_day(self.walked(deadline)), deadline.ledger
        assert deadline.receipt.due_utc == deadline.due_at
        assert (deadline.receipt.provisional, deadline.receipt.printable) == (
            deadline.provisional, deadline.printable,
        )  # fmt: skip
        if deadline.step_id:
            step: Any = self.db.execute(
                text("SELECT due_at, no_due_reason FROM steps WHERE id = :id"),
                {"id": deadline.step_id},
            ).one()
            assert step.due_at == (None if still else deadline.due_at)
            assert bool(step.no_due_reason) is still

    def walked(self, deadline: DeadlineOfCase) -> date:
        rests: Callable[[date], bool] = calendars.in_effect(self.db).is_rest_day
        term = rule_of(self.practice.office, deadline).counted
        assert term is not None
        assert term.length
        assert term.unit
        start = shanghai_date(deadline.starts_at)
        if term.clock is ClockKind.WORKING_DAYS:
            return naive_walk.working_days(
                start, term.length, deadline.ledger, rests, until=self.today
            )
        return naive_walk.legal_period(
            start, term.length, term.unit, deadline.ledger, rests, until=self.today
        )


def notice(day: date) -> TypedNotice:
    return TypedNotice(
        year=str(day.year), scope="some", number=f"示例〔2099〕{day:%m%d}号", title="示例放假通知",
        days=(TypedDay("第1行", day.isoformat(), "", NoticeDayKind.REST.value, "示例日"),),
        official=False,
    )  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(key=st.sampled_from(KEYS), moves=MOVES)
def test_a_deadline_is_what_a_walk_over_its_ledger_gives(
    practice: Practice, both: Actor, key: str, moves: list[Move]
) -> None:
    with undone(practice, both) as db:
        story = Story(db, practice, both, key)
        story.agrees()
        for move in moves:
            story.happens(*move)
            story.agrees()


def test_an_extension_of_before_the_ledger_keeps_its_day_when_it_is_counted_again(
    practice: Practice, both: Actor
) -> None:
    """It was kept as the instant it moved to, and nothing else."""
    until = datetime.fromisoformat("2026-12-19T15:59:59+00:00")
    with practice.owner.begin() as db:
        db.execute(
            text(
                "INSERT INTO deadline_changes (id, case_id, deadline_id, kind, at, old_due_at, "
                "new_due_at) SELECT gen_random_uuid(), case_id, id, 'extension', :at, due_at, "
                ":until FROM deadlines WHERE key = 'clock:3.2'"
            ),
            {"at": practice.clock.now(), "until": until},
        )
        db.execute(
            text("UPDATE deadlines SET due_at = :until WHERE key = 'clock:3.2'"), {"until": until}
        )
    with undone(practice, both) as db:
        story = Story(db, practice, both, "clock:3.2")
        story.rest(0, 0)
        assert ledger.read(db, story.id).due_at.replace(microsecond=0) == until
