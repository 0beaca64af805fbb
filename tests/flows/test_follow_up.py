"""Follow-up as the law asks: windows of their own, misses that stay, exemptions that end."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.errors import FormInvalid, RuleBroken
from models.law.dates import SHANGHAI
from models.words import Stage
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.flows.routes import RETURNED, SHORT
from tests.playing import Changes

ROUTE: Changes = {**RETURNED.changes, **SHORT}


@pytest.fixture
def practice(positions: Positions):
    """A case whose first weekly window is open."""
    with positions.at("ask:visit:window-1", ROUTE) as practice:
        yield practice


def today(practice: Practice) -> date:
    return practice.clock.now().astimezone(SHANGHAI).date()


def wait(practice: Practice, *, days: int) -> None:
    """Let days pass; timers fire as the worker's clock would."""
    until = practice.clock.now() + timedelta(days=days)
    practice.player.changes = {**ROUTE}
    while practice.clock.now() < until:
        practice.clock.advance_to(min(until, practice.clock.now() + timedelta(days=1)))
        practice.player._acted()


def open_keys(practice: Practice) -> set[str]:
    return {step.key for step in practice.player.open_steps(practice.case())}


def refused(practice: Practice, key: str, **changes: Any) -> str:
    with pytest.raises(FormInvalid) as refusal:
        practice.player.answer(practice.player.find(practice.case(), key), **changes)
    return str(refusal.value.errors)


def deadline(practice: Practice, key: str) -> tuple[str, bool | None]:
    [row] = practice.rows("SELECT state, met_late FROM deadlines WHERE key = :k", k=f"{key}:1")
    return row.state, row.met_late


def test_a_window_nobody_recorded_does_not_hold_up_the_next(practice: Practice):
    wait(practice, days=8)
    assert {"ask:visit:window-1", "ask:visit:window-2"} <= open_keys(practice)
    assert practice.broken_promises() == {}


def test_a_missed_window_climbs_the_ladder_while_the_next_one_runs(practice: Practice):
    # What was promised before and is overdue by now would be told in one digest with the visit.
    practice.tell(
        "UPDATE deadlines SET state = 'met', ended_at = :now, met_late = false "
        "WHERE obliged_by IS NOT NULL",
        now=practice.clock.now(),
    )
    wait(practice, days=11)
    watch_once(Workplace(practice.worker, practice.office, practice.clock))
    told = {
        row.account
        for row in practice.rows(
            "SELECT o.account FROM notices n JOIN officers o ON o.id = n.officer_id "
            "JOIN steps s ON s.id = n.step_id WHERE s.key = 'ask:visit:window-1' "
            "AND n.kind IN ('overdue', 'due')"
        )
    }
    assert any(account.startswith("supervisor") for account in told)
    assert any(account.startswith("director") for account in told)


def test_a_visit_made_in_time_and_recorded_late_is_not_late(practice: Practice):
    made = today(practice)
    wait(practice, days=9)
    step = practice.player.find(practice.case(), "ask:visit:window-1")
    practice.player.answer(step, on=made.isoformat())
    assert deadline(practice, "ask:visit:window-1") == ("met", False)


def test_a_visit_made_late_is_late_and_cannot_take_the_windows_own_date(practice: Practice):
    wait(practice, days=9)
    step = practice.player.find(practice.case(), "ask:visit:window-1")
    practice.player.answer(step, on=today(practice).isoformat())
    assert deadline(practice, "ask:visit:window-1") == ("met", True)


def test_a_window_is_missed_only_when_it_is_over(practice: Practice):
    missed = {"kind": "missed_with_reason", "reason": "全家外出"}
    assert "请继续回访" in refused(practice, "ask:visit:window-1", **missed)
    wait(practice, days=8)
    step = practice.player.find(practice.case(), "ask:visit:window-1")
    practice.player.answer(step, **missed)
    assert deadline(practice, "ask:visit:window-1") == ("met", True)


def test_on_the_last_day_of_its_window_a_visit_is_not_missed_yet(practice: Practice):
    """Whoever comes on the seventh day has come in time."""
    missed = {"kind": "missed_with_reason", "reason": "全家外出"}
    [laid] = practice.rows("SELECT result FROM steps WHERE key = 'lay:windows'")
    last = datetime.fromisoformat(laid.result["windows"][0]["closes_at"]) - timedelta(hours=12)
    practice.clock.advance_to(last)
    assert "请继续回访" in refused(practice, "ask:visit:window-1", **missed)
    step = practice.player.find(practice.case(), "ask:visit:window-1")
    practice.player.answer(step, on=today(practice).isoformat())
    assert deadline(practice, "ask:visit:window-1") == ("met", False)


def test_weekly_visits_know_no_exemption(practice: Practice):
    exempt = {"kind": "exempt", "reason": "住院"}
    assert "没有覆盖本窗口" in refused(practice, "ask:visit:window-1", **exempt)
    with pytest.raises(RuleBroken, match="每周回访不能免访"):
        practice.desk.start_side(
            practice.staff["worker1"], practice.case(), Stage.EXEMPTION, reason="住院"
        )


def test_the_review_does_not_end_over_a_missed_window_until_it_is_made_up(practice: Practice):
    wait(practice, days=8)
    practice.player.answer(
        practice.player.find(practice.case(), "ask:visit:window-1"),
        kind="missed_with_reason", reason="全家外出",
    )  # fmt: skip
    for number in range(2, 6):
        step = practice.play_to_step(f"ask:visit:window-{number}", case_id=practice.case())
        practice.player.answer(step)
    wait(practice, days=10)
    assert "第1个窗口" in refused(practice, "ask:follow-up-review", decision="ends")
    review = practice.player.find(practice.case(), "ask:follow-up-review")
    day = today(practice)
    practice.player.answer(
        review, decision="continues", frequency="monthly", reviewed_on=day.isoformat(),
        next_visit_from=day.isoformat(), next_visit_to=(day + timedelta(days=5)).isoformat(),
    )  # fmt: skip
    practice.player.answer(practice.player.find(practice.case(), "ask:visit:further-1"))
    practice.player.answer(practice.player.find(practice.case(), "ask:follow-up-review#2"))
    assert practice.player.main_stage(practice.case()) == Stage.CLOSURE
    assert practice.broken_promises() == {}


def test_a_finding_ends_follow_up_and_leaves_nothing_open_behind(practice: Practice):
    wait(practice, days=8)
    found = {"finds_something": "是", "found": "新伤", "measures": "报警", "dealt_with": "否"}
    practice.player.answer(practice.player.find(practice.case(), "ask:visit:window-2"), **found)
    assert practice.player.main_stage(practice.case()) == Stage.RECEIPT
    assert not [key for key in open_keys(practice) if "window" in key]
    assert practice.one(
        "SELECT state FROM steps WHERE key = 'ask:visit:window-1'"
    ) == "cancelled"  # fmt: skip
    assert practice.broken_promises() == {}


def test_the_half_yearly_assessment_has_its_day(practice: Practice):
    for number in range(1, 6):
        step = practice.play_to_step(f"ask:visit:window-{number}", case_id=practice.case())
        practice.player.answer(step)
    starts = practice.one("SELECT opened_at FROM stages WHERE name = 'follow_up'")
    due = practice.player.find(practice.case(), "ask:follow-up-review").due_at
    assert timedelta(days=150) < due - starts


def test_a_child_who_died_closes_the_case_under_that_reason_alone(practice: Practice):
    died = {"kind": "died", "reason": "因病去世,附死亡证明"}
    practice.player.answer(practice.player.find(practice.case(), "ask:visit:window-1"), **died)
    assert practice.player.main_stage(practice.case()) == Stage.CLOSURE
    assert "未成年人死亡" in refused(practice, "ask:closing-report")
    for key in ("ask:death-record", "ask:death-reported"):
        practice.player.answer(practice.player.find(practice.case(), key))
    practice.player.answer(
        practice.player.find(practice.case(), "ask:closing-report"), reason="death"
    )


def test_visits_stand_still_while_the_child_is_missing_and_go_on_when_it_is_found(
    practice: Practice,
):
    case_id = practice.case()

    def due(number: int) -> tuple[str, date, date | None]:
        [row] = practice.rows(
            "SELECT d.state, d.due_at, s.due_at AS shown FROM deadlines d "
            "JOIN steps s ON s.id = d.step_id WHERE s.key = :k",
            k=f"ask:visit:window-{number}",
        )
        shown = row.shown and row.shown.astimezone(SHANGHAI).date()
        return row.state, row.due_at.astimezone(SHANGHAI).date(), shown

    first = due(1)[1]
    practice.desk.start_side(
        practice.staff["worker1"], case_id, Stage.MISSING, reason="放学没有回家"
    )
    practice.work_off()
    practice.player.answer(practice.player.find(case_id, "ask:missing-record"))
    practice.work_off()
    assert due(1) == ("suspended", first, None)
    told = practice.one("SELECT no_due_reason FROM steps WHERE key = 'ask:visit:window-1'")
    assert "下落不明" in told

    practice.player.answer(practice.player.find(case_id, "ask:missing-reported"))
    gone = today(practice)
    wait(practice, days=9)
    watch_once(Workplace(practice.worker, practice.office, practice.clock))
    assert due(2)[0] == "suspended"
    assert practice.one(
        "SELECT count(*) FROM rungs r JOIN deadlines d ON d.id = r.deadline_id "
        "WHERE d.key LIKE 'ask:visit:%' AND r.at > :since",
        since=datetime.combine(gone + timedelta(days=1), datetime.min.time(), SHANGHAI),
    ) == 0  # fmt: skip
    assert practice.broken_promises() == {}

    practice.player.answer(
        practice.player.find(case_id, "ask:search-record"),
        found_at=f"{practice.clock.now().astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
    )
    practice.player.answer(
        practice.player.find(case_id, "ask:brought-back"), to="carer", taker_name="林某某",
        taker_relation="母亲",
    )  # fmt: skip
    practice.work_off()
    stood_still = today(practice) - gone
    assert due(1) == ("running", first + stood_still, first + stood_still)
    opened = practice.one("SELECT opened_at FROM steps WHERE key = 'ask:visit:window-2'")
    week = timedelta(days=7)
    second = first + week + (today(practice) - opened.astimezone(SHANGHAI).date())
    assert due(2) == ("running", second, second)
    assert practice.broken_promises() == {}
