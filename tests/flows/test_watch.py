"""The watch: ladders climbed once each, by the right person, also after days of silence."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, text

from flows.clockwork.watching import Watched, watch_once
from flows.readers.workplace import Workplace
from models.law.lights import Turns, light
from models.law.loading import load_pack
from models.law.vocabulary import Tell
from models.store.acting import as_worker
from models.store.views_light import CLOCK_LIGHT
from models.words import Stage
from tasks.watch.reminding import MANY
from tasks.watch.watching_over import look
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.people_factories import make_staff

FORM = "ask:investigation"
REPORT = "approve:investigation-report"
POLICE = "ask:police-statement"
DAY = timedelta(days=1)


@pytest.fixture
def practice(positions: Positions, request: pytest.FixtureRequest) -> Iterator[Practice]:
    names = request.fixturenames
    key = REPORT if "report" in names else POLICE if "police" in names else FORM
    with positions.at(key) as practice:
        watch(practice)
        yield practice


@pytest.fixture
def form(practice: Practice) -> Row[Any]:
    return practice.current(practice.player.find(practice.case(), FORM))


@pytest.fixture
def report(practice: Practice) -> Row[Any]:
    return practice.current(practice.player.find(practice.case(), REPORT))


@pytest.fixture
def police(practice: Practice) -> Row[Any]:
    return practice.current(practice.player.find(practice.case(), POLICE))


def watch(practice: Practice) -> Watched:
    return watch_once(Workplace(practice.worker, practice.office, practice.clock))


def watch_at(practice: Practice, at: Any) -> Watched:
    practice.clock.advance_to(at)
    return watch(practice)


def heard(practice: Practice, step: Row[Any]) -> list[tuple[str, str]]:
    """Who was told what of a step's deadline, in order."""
    return [
        (row.account, row.kind)
        for row in practice.rows(
            "SELECT o.account, n.kind FROM notices n JOIN officers o ON o.id = n.officer_id "
            "WHERE n.step_id = :id AND n.dedup LIKE 'rung:%' ORDER BY n.created_at, o.account",
            id=step.id,
        )
    ]


def rungs(practice: Practice, step: Row[Any]) -> list[tuple[int, str]]:
    return [
        tuple(row)
        for row in practice.rows(
            "SELECT DISTINCT hours, tell FROM rungs WHERE step_id = :id AND deadline_id "
            "IS NOT NULL ORDER BY hours", id=step.id,
        )
    ]  # fmt: skip


def alone(practice: Practice) -> None:
    """Leave one of each leading role, so that who hears is known."""
    practice.dismiss("supervisor2", "director2")


def test_a_ladder_is_climbed_rung_by_rung_and_each_is_told_once(practice: Practice, form: Row[Any]):
    alone(practice)
    ladder = load_pack("national").rule(form.rule).remind
    assert [one.tell for one in ladder] == [Tell.OWNER, Tell.SUPERVISOR, Tell.DIRECTOR]
    expected: list[tuple[str, str]] = []
    for rung, who in zip(ladder, ("worker1", "supervisor1", "director1"), strict=True):
        at = form.due_at + timedelta(hours=rung.hours)
        watch_at(practice, at - timedelta(minutes=1))
        assert heard(practice, form) == expected
        watch_at(practice, at)
        expected.append((who, "due" if at < form.due_at else "overdue"))
        assert heard(practice, form) == expected
        watch(practice)
        assert heard(practice, form) == expected
    watch_at(practice, form.due_at + 30 * DAY)
    assert heard(practice, form) == expected
    assert rungs(practice, form) == [(one.hours, one.tell) for one in ladder]


def test_after_ten_days_away_each_person_hears_once_and_every_rung_is_written_down(
    practice: Practice, form: Row[Any]
):
    alone(practice)
    watch_at(practice, form.due_at + 10 * DAY)

    assert heard(practice, form) == [
        ("director1", "overdue"), ("supervisor1", "overdue"), ("worker1", "overdue"),
    ]  # fmt: skip
    assert rungs(practice, form) == [
        (one.hours, one.tell) for one in load_pack("national").rule(form.rule).remind
    ]
    before = practice.counts()
    watch(practice)
    assert practice.counts() == before


def test_after_ten_days_away_many_things_at_once_are_one_notice(practice: Practice):
    alone(practice)
    for _ in range(3 * MANY):
        practice.play_to_step("ask:triage")
    told_before = practice.one("SELECT count(*) FROM notices")
    practice.clock.advance_to(practice.clock.now() + 10 * DAY)
    watch(practice)

    per_person = practice.rows(
        "SELECT o.account, n.kind, count(*) AS n FROM notices n JOIN officers o ON o.id = n.officer_id "
        "WHERE n.kind <> 'work' GROUP BY 1, 2 ORDER BY 1, 2"
    )
    digests = {row.account: row.n for row in per_person if row.kind == "digest"}
    assert set(digests.values()) == {1}
    assert {"director1", "supervisor1"} <= set(digests)
    assert sum(row.n for row in per_person) <= (MANY + 1) * 4
    # Whoever has a digest finds every deadline in it.
    inside = practice.one(
        "SELECT count(DISTINCT r.deadline_id) FROM rungs r JOIN notices n ON n.id = r.notice_id "
        "JOIN officers o ON o.id = n.officer_id WHERE n.kind = 'digest' "
        "AND o.account = 'supervisor1'"
    )
    assert inside > 2 * MANY
    # Every rung reached is on record, whoever heard of it and how.
    assert practice.rows(
        "SELECT d.id FROM deadlines d WHERE d.state = 'running' AND d.due_at < :now "
        "AND NOT EXISTS (SELECT 1 FROM rungs r WHERE r.deadline_id = d.id)",
        now=practice.clock.now() - 2 * DAY,
    ) == []  # fmt: skip
    told = practice.one("SELECT count(*) FROM notices")
    assert told > told_before
    watch(practice)
    assert practice.one("SELECT count(*) FROM notices") == told


def test_a_watch_that_dies_between_two_batches_goes_on_where_it_stopped(practice: Practice):
    for _ in range(4):
        practice.play_to_step("ask:triage")
    practice.clock.advance_to(practice.clock.now() + 10 * DAY)
    now = practice.clock.now()
    with as_worker(practice.worker) as db:
        assert look(db, practice.office, now=now, heard=Counter(), most=2).looked == 2
    with pytest.raises(RuntimeError, match="dies"), as_worker(practice.worker) as db:
        look(db, practice.office, now=now, heard=Counter(), most=2)
        raise RuntimeError("dies before it commits")
    watch(practice)
    doubled = practice.rows(
        "SELECT 1 FROM rungs GROUP BY deadline_id, due_at, hours, tell, officer_id "
        "HAVING count(*) > 1"
    )
    assert doubled == []
    assert practice.one("SELECT count(*) FROM deadlines WHERE watch_at <= :now", now=now) == 0


def test_what_is_done_before_the_rung_tells_nobody(practice: Practice, form: Row[Any]):
    practice.player.answer(practice.player.find(practice.case(), FORM))
    watch_at(practice, form.due_at + 10 * DAY)

    assert heard(practice, form) == []


def test_what_is_withdrawn_before_the_rung_tells_nobody(practice: Practice, report: Row[Any]):
    practice.tell("UPDATE signatures SET viewed_at = NULL WHERE step_id = :id", id=report.id)
    practice.desk.withdraw(practice.staff["worker1"], report.id, reason="补充材料")
    watch_at(practice, report.due_at + 10 * DAY)

    assert heard(practice, report) == []


def test_after_a_hand_over_the_new_owner_hears(practice: Practice, form: Row[Any]):
    practice.desk.hand_over(
        practice.staff["supervisor1"], form.id, to=practice.staff["worker2"].officer_id
    )
    watch_at(practice, form.due_at - timedelta(hours=1))

    assert heard(practice, form) == [("worker2", "due")]


def test_while_somebody_stands_in_they_hear(practice: Practice, form: Row[Any]):
    now = practice.clock.now()
    practice.desk.cover(
        practice.staff["director1"], officer=practice.staff["worker1"].officer_id,
        by=practice.staff["worker2"].officer_id, from_at=now, until_at=form.due_at + DAY,
    )  # fmt: skip
    watch_at(practice, form.due_at - timedelta(hours=1))

    assert heard(practice, form) == [("worker2", "due")]


def test_of_an_owner_who_left_the_supervisor_hears_and_the_owner_does_not(
    practice: Practice, form: Row[Any]
):
    alone(practice)
    practice.dismiss("worker1")
    watch(practice)
    told = practice.rows(
        "SELECT o.account FROM notices n JOIN officers o ON o.id = n.officer_id "
        "WHERE n.step_id = :id AND n.kind = 'nobody'", id=form.id,
    )  # fmt: skip
    assert [row.account for row in told] == ["supervisor1"]
    watch_at(practice, form.due_at - timedelta(hours=1))
    assert heard(practice, form) == [("supervisor1", "due")]


def test_a_step_nobody_owns_reaches_a_supervisor_at_once_and_the_director_after_a_day(
    practice: Practice, form: Row[Any]
):
    alone(practice)
    practice.tell("UPDATE steps SET owner_id = NULL WHERE id = :id", id=form.id)
    question = (
        "SELECT o.account FROM notices n JOIN officers o ON o.id = n.officer_id "
        "WHERE n.step_id = :id AND n.kind = 'nobody' ORDER BY n.created_at"
    )
    watch(practice)
    assert [row.account for row in practice.rows(question, id=form.id)] == ["supervisor1"]
    watch_at(practice, form.opened_at + DAY)
    watch(practice)
    assert [row.account for row in practice.rows(question, id=form.id)] == [
        "supervisor1", "director1",
    ]  # fmt: skip


def test_leaders_of_another_centre_hear_nothing(practice: Practice, form: Row[Any]):
    other = make_staff(practice.owner, "elsewhere")
    watch_at(practice, form.due_at + 10 * DAY)

    assert practice.rows(
        "SELECT 1 FROM notices WHERE officer_id = ANY (:ids)",
        ids=[actor.officer_id for actor in other.by_account.values()],
    ) == []  # fmt: skip


def test_a_supervisor_late_with_their_own_work_is_heard_of_by_the_director(
    practice: Practice, report: Row[Any]
):
    alone(practice)
    signer = practice.whose_turn(report)
    assert signer == practice.staff["supervisor1"]
    watch_at(practice, report.due_at)

    assert heard(practice, report) == [("director1", "overdue"), ("supervisor1", "overdue")]


def test_with_the_ball_outside_its_follower_is_told_to_chase(practice: Practice, police: Row[Any]):
    alone(practice)
    watch_at(practice, police.due_at + 30 * DAY)

    assert ("worker1", "chase") in heard(practice, police)


def test_a_moved_deadline_climbs_anew(practice: Practice, form: Row[Any]):
    alone(practice)
    watch_at(practice, form.due_at)
    assert heard(practice, form)
    with practice.owner.begin() as db:
        db.execute(
            text("UPDATE deadlines SET due_at = due_at + interval '20 days' WHERE step_id = :id"),
            {"id": form.id},
        )
    turned = practice.rows("SELECT red_at FROM deadlines WHERE step_id = :id", id=form.id)[0]
    assert turned.red_at is None
    watch(practice)
    moved = practice.rows("SELECT red_at, due_at FROM deadlines WHERE step_id = :id", id=form.id)[0]
    assert form.due_at < moved.red_at < moved.due_at
    watch_at(practice, moved.due_at)
    assert heard(practice, form).count(("supervisor1", "overdue")) == 2


def test_the_light_in_sql_is_the_light_in_python(practice: Practice):
    practice.play_to(Stage.ASSESSMENT)
    watch(practice)
    begin = practice.clock.now() - 2 * DAY
    for hours in range(0, 24 * 12, 7):
        now = begin + timedelta(hours=hours)
        rows = practice.rows(
            f"SELECT d.*, {CLOCK_LIGHT} AS light FROM deadlines d WHERE red_at IS NOT NULL", now=now
        )
        assert rows
        for row in rows:
            turning = Turns(row.yellow_at, row.red_at)
            assert row.light == light(now, row.due_at, turning)


def test_a_childs_record_is_read_when_it_may_matter_and_when_it_was_changed(practice: Practice):
    looks = "SELECT child_look_at > :now AS later FROM cases"
    assert practice.one(looks, now=practice.clock.now())
    practice.desk.correct_people(
        practice.staff["worker1"], practice.case(),
        {"child": {"name": "小禾(化名)", "birth_date": "2008-04-20"}, "reason": "核对证件"},
    )  # fmt: skip
    assert not practice.one(looks, now=practice.clock.now())
    assert watch(practice).majorities == 1
    assert watch(practice).majorities == 0


def test_a_deadline_that_stands_still_tells_nobody_and_earns_nothing(
    practice: Practice, form: Row[Any]
):
    def change(what: str) -> None:
        with practice.owner.begin() as db:
            db.execute(text(f"UPDATE deadlines SET {what} WHERE step_id = :id"), {"id": form.id})

    change("state = 'suspended'")
    watch_at(practice, form.due_at + 10 * DAY)
    assert heard(practice, form) == []
    assert practice.rows("SELECT 1 FROM cards WHERE step_id = :id", id=form.id) == []
    change("state = 'running', due_at = due_at + interval '20 days'")
    watch_at(practice, form.due_at + 21 * DAY)
    assert heard(practice, form)
