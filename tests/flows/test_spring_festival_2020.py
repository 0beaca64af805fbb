"""The spring festival of 2020: seven days off become ten in the middle of the holiday.

On 27 January the State Council's office made the holiday last until 2 February; 1 February, until
then a make-up workday, and 31 January became days off. What moves is reckoned here a second time,
day by day, from two plain sets of days.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from deployments.machine.postgres import EmbeddedPostgres
from flows.desk import calendar_desk
from models.law.calendar.calendar_notice import NoticeDayKind
from models.law.calendar.reading import TypedDay, TypedNotice
from models.law.dates import SHANGHAI
from models.store import deadlines
from models.store.acting import Actor, as_officer, as_worker
from models.words import Role
from tasks.deadlines.counting import Counted, deadline
from tasks.effects.handlers import HANDLERS
from tasks.effects.opening import ids_of
from tasks.journal.case_journal import CaseJournal
from tasks.law import calendar_keeping
from tests.conftest import Database
from tests.flows.notices import put_in_effect
from tests.flows.practice import Practice, at_work

REST, WORK = NoticeDayKind.REST, NoticeDayKind.WORK
#: Monday 27 January 2020, in the evening.
ANNOUNCED = datetime(2020, 1, 27, 12, 0, tzinfo=UTC)
FIRST = [date(2020, 1, 1), *(date(2020, 1, n) for n in range(24, 31))]
MAKE_UP = {date(2020, 1, 19), date(2020, 2, 1)}
LONGER = {date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2)}
#: Working days, days that roll, months, hours.
RULES = {"1.7": 5, "5A.2": 3, "3.2": 0, "5B.1": 0}
STARTS = [date(2020, 1, 10) + timedelta(days=n) for n in range(18)]

EXTENSION = TypedNotice(
    year="2020", scope="some", number="国办发明电〔2020〕1号",
    title="国务院办公厅关于延长2020年春节假期的通知", published_on="2020-01-27",
    days=[TypedDay("第1行", "2020-01-31", "2020-02-02", "放假", "春节延长")],
)  # fmt: skip


def rests(day: date, *, longer: bool) -> bool:
    """Whether offices rest, before the announcement and after it."""
    if longer and day in LONGER:
        return True
    return day in FIRST or (day.weekday() in (5, 6) and day not in MAKE_UP)


def expected(rule: str, start: date, *, longer: bool) -> date:
    """The last day, one day at a time."""
    day, left = start, RULES[rule]
    while left:
        day += timedelta(days=1)
        if rule == "5A.2" or not rests(day, longer=longer):
            left -= 1
    while rests(day, longer=longer):
        day += timedelta(days=1)
    return day


@pytest.fixture
def practice(database: Database, postgres: EmbeddedPostgres) -> Iterator[Practice]:
    """A centre in the holiday, with deadlines counted as the first arrangement had it."""
    with at_work(database, postgres, start=ANNOUNCED) as centre:
        keeper = centre.hire("keeper1", "甄管理", Role.ADMINISTRATOR)
        days = [(day, REST, "春节") for day in FIRST]
        days += [(day, WORK, "春节调休上班") for day in MAKE_UP]
        with as_worker(centre.worker) as db:
            put_in_effect(
                db, keeper.officer_id, days, year=2020, whole=True, official=True,
                number="国办发明电〔2019〕16号", title="关于2020年部分节假日安排的通知",
            )  # fmt: skip
        for start in STARTS:
            run_from(centre, start)
        yield centre


def run_from(centre: Practice, start: date) -> None:
    """A case in which every rule runs from noon of this day."""
    case_id = centre.open_case()
    since = datetime(start.year, start.month, start.day, 12, 0, tzinfo=SHANGHAI)
    stage = centre.one("SELECT id FROM stages WHERE case_id = :c LIMIT 1", c=case_id)
    with as_worker(centre.worker) as db:
        journal = CaseJournal(
            db, centre.office, stage, handlers=HANDLERS, now=ANNOUNCED, outside=False
        )
        for rule in RULES:
            counted = deadline(
                centre.office, journal.calendar, pack=journal.row.pack, locality="", rule=rule,
                since=since, by=None,
            )  # fmt: skip
            assert isinstance(counted, Counted)
            deadlines.start(db, counted.starting(key=f"clock:{rule}", **ids_of(journal)))
        journal.settle()


def keeper(practice: Practice) -> Actor:
    return practice.staff["keeper1"]


def ends(practice: Practice) -> dict[tuple[str, date], date]:
    """When each clock ends, by its rule and start."""
    return {
        (row.rule, row.starts_at.astimezone(SHANGHAI).date()): (
            row.due_at.astimezone(SHANGHAI).date()
        )
        for row in practice.rows("SELECT * FROM deadlines WHERE key LIKE 'clock:%'")
    }


def test_exactly_what_must_move_is_previewed_and_moved(practice: Practice) -> None:
    before = ends(practice)
    rolling = [(rule, start) for rule in ("1.7", "5A.2") for start in STARTS]
    assert {one: before[one] for one in rolling} == {
        one: expected(*one, longer=False) for one in rolling
    }
    moving = {one for one in rolling if expected(*one, longer=True) != before[one]}
    assert moving

    notice = calendar_desk.load_notice(practice.desk, keeper(practice), EXTENSION)
    with as_officer(practice.portal, keeper(practice)) as db:
        preview = calendar_keeping.preview(
            db, practice.office, notice, now=practice.clock.now()
        )  # fmt: skip
    clocks = [move for move in preview.moves if move.row.key.startswith("clock:")]
    told = {(move.row.rule, move.row.starts_at.astimezone(SHANGHAI).date()) for move in clocks}
    assert told == moving
    assert ends(practice) == before
    assert all("春节延长" in "".join(move.why) for move in clocks)

    done = calendar_desk.apply_notice(
        practice.desk, keeper(practice), notice, digest=preview.digest
    )

    assert done.moved == len(preview.moves)
    after = ends(practice)
    assert {one: after[one] for one in rolling} == {
        one: expected(*one, longer=True) for one in rolling
    }
    assert {one for one in after if after[one] != before[one]} == moving
    assert practice.broken_promises() == {}


def test_receipts_show_the_notice_that_moved_them(practice: Practice) -> None:
    notice = calendar_desk.load_notice(practice.desk, keeper(practice), EXTENSION)
    with as_officer(practice.portal, keeper(practice)) as db:
        digest = calendar_keeping.preview(
            db, practice.office, notice, now=practice.clock.now()
        ).digest  # fmt: skip
    calendar_desk.apply_notice(practice.desk, keeper(practice), notice, digest=digest)

    for row in practice.rows(
        "SELECT d.receipt, h.why FROM deadlines d JOIN deadline_changes h ON h.deadline_id = d.id"
    ):
        steps = "".join(step["text"] for step in row.receipt["steps"])
        assert "国办发明电〔2020〕1号" in steps
        assert row.receipt["recounted"][-1]["why"] == row.why


def test_nothing_moves_to_an_earlier_day(practice: Practice) -> None:
    notice = calendar_desk.load_notice(practice.desk, keeper(practice), EXTENSION)
    with as_officer(practice.portal, keeper(practice)) as db:
        preview = calendar_keeping.preview(
            db, practice.office, notice, now=practice.clock.now()
        )  # fmt: skip

    assert all(move.due_at > move.row.due_at and not move.is_past for move in preview.moves)


def test_a_case_opened_after_the_notice_is_counted_with_it(practice: Practice) -> None:
    notice = calendar_desk.load_notice(practice.desk, keeper(practice), EXTENSION)
    with as_officer(practice.portal, keeper(practice)) as db:
        digest = calendar_keeping.preview(
            db, practice.office, notice, now=practice.clock.now()
        ).digest  # fmt: skip
    calendar_desk.apply_notice(practice.desk, keeper(practice), notice, digest=digest)
    with practice.root.begin() as db:
        db.execute(text("DELETE FROM deadlines WHERE key LIKE 'clock:%'"))
    run_from(practice, date(2020, 1, 27))

    assert ends(practice)["1.7", date(2020, 1, 27)] == expected(
        "1.7", date(2020, 1, 27), longer=True
    )
