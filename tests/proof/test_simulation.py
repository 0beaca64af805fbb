"""The simulator: one seed one log, deadlines of the rule pack, reminders once across outages."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from deployments.cli import build
from models.errors import BadInput
from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.dates import shanghai_date
from models.law.loading import load_pack
from models.law.vocabulary import ClockKind, Tell
from models.words import Role, Stage
from proof.answers import VARIANTS
from proof.simulation import chances
from proof.simulation.agenda import Agenda
from proof.simulation.deadlines import Due, Rulebook
from proof.simulation.office_time import (
    DAY,
    HOUR,
    NEVER,
    START,
    instant,
    minute_of,
    work_until,
    working_days,
)
from proof.simulation.options import Options
from proof.simulation.report import Report, report
from proof.simulation.simulating import simulate
from proof.simulation.staff import Staff
from proof.simulation.tally import Tally
from proof.simulation.watch import EVERY, Outage, Watch, draw_outages

ROOT = Path(__file__).parents[2]
SMALL = Options(cases=120, days=300, seed=5)


@pytest.fixture(scope="module")
def small() -> Report:
    return simulate(SMALL)


def test_the_same_seed_gives_the_same_log_in_every_process(small: Report) -> None:
    """Each process hashes strings differently: an order taken from a set would show."""
    ask = ["simulate", "--cases", "120", "--days", "300", "--seed", "5", "--json"]
    told = []
    for hash_seed in ("0", "4711"):
        ran = subprocess.run(
            [sys.executable, "-m", "deployments", *ask],
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        told.append(json.loads(ran.stdout))

    assert told[0] == told[1] == json.loads(json.dumps(small.as_json()))


def test_another_seed_gives_another_log(small: Report) -> None:
    other = simulate(Options(cases=120, days=300, seed=6))

    assert other.log_hash != small.log_hash


def test_nothing_that_was_counted_is_lost(small: Report) -> None:
    assert small.opened == SMALL.cases == small.closed + small.running
    assert small.closed > SMALL.cases / 2
    for rule, one in small.rules.items():
        parts = ("met", "late", "stopped", "running", "overdue")
        assert one["started"] == sum(one[part] for part in parts), rule
    opened, ended = small.events["stage opened"], small.events["stage closed"]
    assert opened - ended >= small.running
    assert ended == sum(small.endings.values())


def test_no_reminder_is_missed_or_doubled_although_the_watch_was_away(small: Report) -> None:
    told = small.reminders

    assert (told["missed"], told["doubled"], told["untimely"]) == (0, 0, 0)
    assert told["told"] > 200
    assert told["caught_up"] > 0
    assert small.outages
    assert small.events["reminded"] == told["told"]


class ForgetfulWatch(Watch):
    """A watch that does not know what it told before it died."""

    def _was_told(self, due: Due, rung: int) -> bool:
        return False


class SleepyWatch(Watch):
    """A watch that never looks back at what fell due while it was away."""

    def next_pass(self, minute: int) -> int:
        at = super().next_pass(minute)
        return NEVER if at > minute + EVERY else at


@pytest.mark.parametrize(("kind", "fault"), [(ForgetfulWatch, "doubled"), (SleepyWatch, "missed")])
def test_a_watch_with_a_fault_is_found_out(kind: type[Watch], fault: str) -> None:
    """More outages would find it sooner; these are many cases over a long time."""
    found = simulate(Options(cases=400, days=400, seed=1), kind)

    assert found.reminders[fault] > 0


def test_a_reminder_told_after_its_deadline_was_over_is_found_out() -> None:
    watch = Watch([])
    due = Due("1/1/ask", "2.1", 0, 100, ((60, Tell.OWNER),))
    due.told[0], due.closed = 1, 30

    watch.check(due, DAY)

    assert watch.count.untimely == 1


def test_a_reminder_waits_for_the_end_of_an_outage_and_comes_once() -> None:
    outage = Outage(begins=600, ends=1200)
    watch = Watch([outage])
    first, second = (Due(n, "2.1", 0, 700, ((590, Tell.OWNER),)) for n in ("a", "b"))

    assert watch.next_pass(590) == 600
    assert watch.next_pass(601) == 1200
    assert watch.next_pass(1200) == 1200
    assert watch.tell(first, 0, 600) == (True, 1200)
    assert watch.tell(second, 0, 600) == (False, 1200)
    assert watch.tell(first, 0, 1200) == (False, None)
    assert watch.tell(second, 0, 1200) == (True, None)
    for due in (first, second):
        watch.check(due, DAY)
    assert (watch.count.missed, watch.count.doubled, watch.count.refused) == (0, 0, 1)


def test_outages_are_apart_and_begin_with_a_pass() -> None:
    outages = draw_outages(Random(3), 400)

    assert len(outages) > 3
    assert all(one.begins % EVERY == 0 for one in outages)
    assert all(a.ends < b.begins for a, b in pairwise(outages))


def test_every_rule_is_counted_as_the_law_counts_it() -> None:
    pack, calendar = load_pack("national"), Calendar.standard()
    rulebook, rng = Rulebook(pack, calendar), Random(11)

    counted = 0
    for rule in pack.rules.values():
        for _ in range(6):
            since = rng.randrange(400 * DAY)
            due = rulebook.due(rule.id, since)
            if rule.clock in (ClockKind.NONE, ClockKind.WINDOWS):
                assert due is None
                continue
            law = count(rule, instant(since), calendar)
            assert due == minute_of(law.due_at), rule.id
            counted += 1
    assert counted > 100


def test_a_deadline_has_only_the_rungs_that_lie_ahead() -> None:
    rulebook = Rulebook(load_pack("national"), Calendar.standard())

    due = rulebook.open("1/1/x", "2.1", now=10 * HOUR, since=0, by=None)

    assert due is not None
    assert list(due.rungs) == sorted(due.rungs)
    assert all(at > 10 * HOUR for at, _ in due.rungs)
    assert rulebook.open("1/1/x", None, now=0, since=0, by=None) is None


def test_work_is_done_in_office_hours_and_goes_on_the_next_day() -> None:
    week: Sequence[int] = (0, 1, 4)

    assert work_until(week, 8 * HOUR, 60) == (9 * HOUR, 10 * HOUR)
    assert work_until(week, 16 * HOUR, 120) == (16 * HOUR, DAY + 10 * HOUR)
    assert work_until(week, DAY + 18 * HOUR, 30) == (4 * DAY + 9 * HOUR, 4 * DAY + 9 * HOUR + 30)
    assert work_until(week, 5 * DAY, 30)[1] == NEVER


def test_the_office_keeps_the_calendar_with_its_make_up_days() -> None:
    first, calendar = shanghai_date(START), Calendar.standard()

    days = [first + timedelta(days=n) for n in working_days(365, calendar)]

    assert date(2026, 10, 1) not in days
    assert all(not calendar.is_rest_day(day) for day in days)
    assert any(day.weekday() >= 5 for day in days)


def test_an_absent_officer_is_covered_by_the_least_busy_colleague() -> None:
    days = list(range(300))
    staff = Staff(Random(2), cases_a_day=3.0, office_days=days)
    workers = staff.by_role[Role.CASEWORKER]
    owner = workers[0]
    away = next(day for day in days if day not in owner.days)

    cover = staff.at_work(owner, away * DAY + 10 * HOUR)

    assert cover is not owner
    assert away in cover.days
    assert cover.covered == 1
    assert staff.at_work(owner, owner.days[0] * DAY) is owner


def test_events_come_in_order_of_time_and_of_planning_and_end_with_the_simulation() -> None:
    agenda, seen = Agenda(end=100), list[str]()

    def note(what: str) -> None:
        seen.append(f"{agenda.now} {what}")

    agenda.plan(50, note, "watch", rank=40)
    agenda.plan(50, note, "older watch", rank=10)
    agenda.plan(50, note, "person")
    agenda.plan(10, lambda: agenda.plan(5, note, "late plan"))
    agenda.plan(101, note, "never")
    agenda.run()

    assert seen == ["10 late plan", "50 person", "50 older watch", "50 watch"]


def test_what_people_decide_in_the_simulation_are_decisions_of_the_proof() -> None:
    for form, weights in chances.DECISIONS.items():
        known = {one.says for one in VARIANTS[form]}
        assert set(weights) <= known, form
    assert set(chances.WORK) | set(chances.FORMS) | chances.ON_DUTY <= set(VARIANTS)
    assert all(side not in (Stage.EXTENSION, Stage.FEEDBACK) for side in chances.SIDES)


def test_the_report_names_breaches_queues_and_overloaded_signers(small: Report) -> None:
    text = small.as_text()

    assert small.log_hash in text
    assert "超期最多的规则" in text
    assert "没有漏发,没有重发" in text
    assert {one["role"] for one in small.signers} >= {"supervisor", "director"}
    assert all(0 <= one["load"] <= 1 for one in small.queues.values())


def test_a_signer_who_works_all_the_time_is_shown_as_overloaded() -> None:
    tally, watch = Tally(), Watch([])
    staff = Staff(Random(1), cases_a_day=1.0, office_days=list(range(100)))
    busy, idle = staff.by_role[Role.DIRECTOR][:2]
    for officer, pieces in ((busy, 95), (idle, 20)):
        for piece in range(pieces):
            finished = officer.take(officer.days[0] * DAY, 8 * HOUR)
            officer.put_down()
            tally.signature(officer, finished - piece)

    found = report(SMALL, tally, staff, watch, running=0)

    told = {one["name"]: one["overloaded"] for one in found.signers}
    assert told == {busy.name: True, idle.name: False}
    assert "过载" in found.as_text()


@pytest.mark.parametrize("wrong", [(0, 10), (10, 0), (10, 100_000), (10**7, 10)])
def test_a_number_that_cannot_be_is_refused_with_a_sentence(wrong: tuple[int, int]) -> None:
    with pytest.raises(BadInput, match="应当在1至"):
        Options(cases=wrong[0], days=wrong[1], seed=1)


def test_the_command_prints_a_summary_people_can_read() -> None:
    ran = CliRunner().invoke(build(), ["simulate", "--cases", "20", "--days", "60"])

    assert ran.exit_code == 0
    assert "模拟:20件虚构案件,60天,种子1" in ran.stdout
    assert "用时" in ran.stdout
