"""An administrator keeps the calendar: loads, previews, puts in effect, corrects; once, and alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from threading import Event, Thread
from uuid import UUID

import pytest
from sqlalchemy import text

from flows.desk import calendar_desk
from models.errors import FormInvalid, NotAllowed, RuleBroken
from models.law.calendar.notice_file import rows_of_file
from models.law.calendar.reading import TypedDay, TypedNotice
from models.store import calendars
from models.store.acting import Actor, as_officer, as_worker
from models.store.practice import PracticeAccount, keep_practice_accounts
from models.words import Role
from tasks.effects.handlers import HANDLERS
from tasks.journal.case_journal import CaseJournal
from tasks.law import calendar_keeping
from tasks.law.new_law import Preview, WorldMoved
from tests.flows.at_once import at_once
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.notice_of_2027 import YEAR_2027
from tests.people_factories import make_staff

#: The arrangement of 2027 is published.
OFFICIAL = TypedNotice(
    year="2027", scope="whole", number="示例〔2026〕7号", title="示例2027年放假通知",
    days=rows_of_file(YEAR_2027.encode()), published_on="2026-11-04",
)  # fmt: skip


def some(*days: tuple[date, str], number: str = "示例〔2026〕9号") -> TypedNotice:
    """An adjustment of single days."""
    rows = [
        TypedDay(f"第{n}行", str(day), "", kind, "示例日") for n, (day, kind) in enumerate(days, 1)
    ]
    return TypedNotice(str(days[0][0].year), "some", number, "示例调整通知", rows)


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    """A child in care since 9 March 2026: the year of custody ends in a provisional year."""
    with positions.at("ask:police-statement") as practice:
        practice.hire("keeper1", "甄管理", Role.ADMINISTRATOR)
        yield practice


def keeper(practice: Practice) -> Actor:
    return practice.staff["keeper1"]


def preview(practice: Practice, notice: UUID) -> Preview:
    with as_officer(practice.portal, keeper(practice)) as db:
        return calendar_keeping.preview(db, practice.office, notice, now=practice.clock.now())


def in_effect(practice: Practice, typed: TypedNotice, *, supersedes: UUID | None = None) -> UUID:
    """Load a notice and put it in effect."""
    notice = calendar_desk.load_notice(
        practice.desk, keeper(practice), typed, supersedes=supersedes
    )
    calendar_desk.apply_notice(practice.desk, keeper(practice), notice, digest=preview(practice, notice).digest
    )  # fmt: skip
    return notice


def rests(practice: Practice, day: date) -> bool:
    with as_worker(practice.worker) as db:
        return calendars.in_effect(db).is_rest_day(day)


def test_a_provisional_year_that_becomes_official_makes_its_deadlines_certain(
    practice: Practice,
) -> None:
    [before] = practice.rows("SELECT * FROM deadlines WHERE rule = '3.4'")
    assert (before.provisional, before.printable) == (True, False)

    in_effect(practice, OFFICIAL)

    [after] = practice.rows("SELECT * FROM deadlines WHERE rule = '3.4'")
    assert not after.provisional
    assert after.receipt["provisional"] is False
    assert "2027年放假安排已录入" in "".join(after.receipt["recounted"][0]["why"])
    assert not [step for step in after.receipt["steps"] if step.get("kind") == "provisional"]
    assert practice.rows(
        "SELECT 1 FROM events WHERE tag = 'clock:recounted' AND detail->>'rule' = '3.4'"
    )
    assert practice.broken_promises() == {}


def test_what_becomes_certain_may_be_printed(practice: Practice) -> None:
    """A deadline of a rule whose text was read: only the calendar had stood in the way."""
    practice.tell(
        "UPDATE deadlines SET rule = '3.2', starts_at = '2026-08-31T04:00:00Z', provisional = true, "
        "printable = false WHERE rule = '3.4'"
    )
    in_effect(practice, OFFICIAL)

    [after] = practice.rows(
        "SELECT * FROM deadlines WHERE starts_at = '2026-08-31T04:00:00Z'"
    )  # fmt: skip
    assert (after.provisional, after.printable) == (False, True)
    assert after.receipt["printable"] is True


def test_a_wrong_notice_changes_nothing(practice: Practice) -> None:
    before = practice.counts()
    wrong = replace(
        OFFICIAL, days=[*OFFICIAL.days, TypedDay("第13行", "2027-10-01", "", "放假", "国庆节")]
    )
    with pytest.raises(FormInvalid):
        calendar_desk.load_notice(practice.desk, keeper(practice), wrong)

    assert practice.counts() == before


def test_a_year_far_ahead_leaves_a_gap_and_is_refused(practice: Practice) -> None:
    far = replace(
        OFFICIAL, year="2040",
        days=[replace(one, first=one.first.replace("2027", "2040"),
                      last=one.last.replace("2027", "2040")) for one in OFFICIAL.days
              if one.kind == "放假"],
    )  # fmt: skip
    before = practice.counts()
    with pytest.raises(FormInvalid) as refused:
        calendar_desk.load_notice(practice.desk, keeper(practice), far)

    assert "缺少2031年" in "".join(refused.value.errors["days"])
    assert practice.counts() == before


@pytest.mark.parametrize("account", ["worker1", "supervisor1", "director1", "legal1"])
def test_only_an_administrator_keeps_the_calendar(practice: Practice, account: str) -> None:
    who = practice.staff[account]
    notice = calendar_desk.load_notice(practice.desk, keeper(practice), OFFICIAL)
    digest = preview(practice, notice).digest
    for act in (
        lambda: calendar_desk.load_notice(practice.desk, who, OFFICIAL),
        lambda: calendar_desk.apply_notice(practice.desk, who, notice, digest=digest),
        lambda: calendar_desk.drop_notice(practice.desk, who, notice),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert practice.one("SELECT count(*) FROM calendar_notices") == 1
    assert practice.one("SELECT ordinal FROM calendar_notices") is None


def test_the_database_itself_lets_nobody_else_write_the_calendar(practice: Practice) -> None:
    notice = in_effect(practice, some((date(2026, 12, 30), "放假")))
    with as_officer(practice.portal, practice.staff["director1"]) as db:
        changed = db.execute(text("UPDATE calendar_notices SET ordinal = 9"))
        assert changed.rowcount == 0
    for order in (
        "UPDATE calendar_notices SET number = 'x'", "DELETE FROM calendar_notices",
        "DELETE FROM calendar_notice_days", "UPDATE calendar_notice_days SET name = 'x'",
        "UPDATE recounts SET moved = 0", "DELETE FROM recounts",
    ):  # fmt: skip
        for engine in (practice.portal, practice.worker):
            with (
                pytest.raises(Exception, match="denied"),
                as_officer(engine, keeper(practice)) as db,
            ):
                db.execute(text(order))
    assert practice.one("SELECT id FROM calendar_notices") == notice


def test_pressed_at_once_it_takes_effect_once(practice: Practice) -> None:
    notice = calendar_desk.load_notice(practice.desk, keeper(practice), OFFICIAL)
    digest = preview(practice, notice).digest
    results = at_once(
        *[
            lambda: calendar_desk.apply_notice(
                practice.desk, keeper(practice), notice, digest=digest
            )
        ]
        * 4
    )

    assert sorted(one.again for one in results) == [False, True, True, True]
    assert len({one.moved for one in results}) == 1
    assert practice.one("SELECT count(*) FROM recounts") == 1
    assert practice.one("SELECT count(*) FROM deadline_changes") == results[0].moved


def test_two_notices_at_once_one_is_asked_to_look_again(practice: Practice) -> None:
    loaded = [
        calendar_desk.load_notice(
            practice.desk, keeper(practice), some((date(2026, 12, n), "放假"))
        )
        for n in (29, 30)
    ]
    digests = [preview(practice, one).digest for one in loaded]
    results = at_once(
        *(
            lambda n=n: calendar_desk.apply_notice(
                practice.desk, keeper(practice), loaded[n], digest=digests[n]
            )
            for n in (0, 1)
        )
    )

    assert [type(one) for one in results].count(WorldMoved) == 1
    assert practice.one("SELECT count(*) FROM recounts") == 1


def test_a_notice_waits_for_whoever_is_counting_and_then_sees_what_was_counted(
    practice: Practice,
) -> None:
    # Somebody opens a step while the notice is being put in effect: its deadline must not escape.
    notice = calendar_desk.load_notice(practice.desk, keeper(practice), OFFICIAL)
    digest = preview(practice, notice).digest
    came: list[object] = []
    done = Event()

    def apply() -> None:
        try:
            came.append(
                calendar_desk.apply_notice(practice.desk, keeper(practice), notice, digest=digest)
            )
        except WorldMoved as refused:
            came.append(refused)
        done.set()

    other = practice.desk.open_case(practice.staff["worker1"])
    stage = practice.one("SELECT id FROM stages WHERE case_id = :c", c=other)
    with as_worker(practice.worker) as db:
        CaseJournal(
            db, practice.office, stage, handlers=HANDLERS, now=practice.clock.now(), outside=False
        )
        thread = Thread(target=apply)
        thread.start()
        assert not done.wait(0.5)
        # Counted by the calendar so far, in a transaction that began before the notice.
        db.execute(
            text(
                "INSERT INTO deadlines SELECT gen_random_uuid(), :case, :stage, centre_id, NULL, "
                "'clock:3.4', rule, pack, holder, NULL, starts_at, due_at, provisional, printable, "
                "receipt, state FROM deadlines WHERE rule = '3.4'"
            ),
            {"case": other, "stage": stage},
        )
    thread.join(20)

    assert [type(one) for one in came] == [WorldMoved]
    assert len([one for one in preview(practice, notice).moves if one.row.rule == "3.4"]) == 2


def test_a_correction_supersedes_and_both_are_kept(practice: Practice) -> None:
    day, other = date(2026, 12, 30), date(2026, 12, 29)
    wrong = in_effect(practice, some((day, "放假")))
    assert rests(practice, day)
    right = in_effect(
        practice, some((other, "放假"), number="示例〔2026〕9号(更正)"), supersedes=wrong
    )

    assert (rests(practice, day), rests(practice, other)) == (False, True)
    kept = practice.rows("SELECT id, supersedes, ordinal FROM calendar_notices ORDER BY ordinal")
    assert [(one.id, one.supersedes, one.ordinal) for one in kept] == [
        (wrong, None, 1), (right, wrong, 2)
    ]  # fmt: skip
    with pytest.raises(FormInvalid):
        calendar_desk.load_notice(
            practice.desk, keeper(practice), some((day, "放假")), supersedes=wrong
        )


def test_a_second_arrangement_of_a_year_must_say_that_it_corrects_the_first(
    practice: Practice,
) -> None:
    first = in_effect(practice, OFFICIAL)
    with pytest.raises(FormInvalid) as refused:
        calendar_desk.load_notice(practice.desk, keeper(practice), OFFICIAL)
    assert "已有生效的全年安排" in "".join(refused.value.errors["supersedes"])

    assert calendar_desk.load_notice(practice.desk, keeper(practice), OFFICIAL, supersedes=first)


def test_a_notice_laid_aside_never_takes_effect_and_one_in_effect_is_not_laid_aside(
    practice: Practice,
) -> None:
    notice = calendar_desk.load_notice(practice.desk, keeper(practice), OFFICIAL)
    digest = preview(practice, notice).digest
    calendar_desk.drop_notice(practice.desk, keeper(practice), notice)
    with pytest.raises(RuleBroken):
        calendar_desk.apply_notice(practice.desk, keeper(practice), notice, digest=digest)

    second = in_effect(practice, OFFICIAL)
    with pytest.raises(RuleBroken):
        calendar_desk.drop_notice(practice.desk, keeper(practice), second)


def test_practice_accounts_do_not_change_the_calendar_of_real_centres(practice: Practice) -> None:
    with practice.owner.begin() as db:
        keep_practice_accounts(
            db, (PracticeAccount("keeper1", "known", "甄管理", ("administrator",)),),
            now=practice.clock.now(),
        )  # fmt: skip
    notice = calendar_desk.load_notice(practice.desk, keeper(practice), OFFICIAL)
    make_staff(practice.owner, "elsewhere")
    with pytest.raises(RuleBroken, match="演练中心"):
        calendar_desk.apply_notice(practice.desk, keeper(practice), notice, digest=preview(practice, notice).digest
        )  # fmt: skip
