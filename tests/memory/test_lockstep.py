"""Memory and PostgreSQL walk the same keys for the same answers, step by step."""

from uuid import UUID

import pytest

from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.dates import SHANGHAI
from models.law.stages import TRANSITIONS
from models.law.vocabulary import ClockKind
from models.words import MAIN_STAGES, Began, Outcome, Stage, Tag
from tests.flows.practice import Practice
from tests.flows.routes import (
    ADVICE,
    ANEW,
    FOUND_AGAIN,
    RETURNED,
    ROUTES,
    SHORT,
    TO_CONSULTATION,
    Leg,
    Route,
    go,
)
from tests.law import LAW
from tests.memory.lockstep import Lockstep
from tests.people_factories import make_staff


def beside(practice: Practice, case_id: UUID, *elsewhere: str) -> Lockstep:
    """Follow in memory after every stretch of play."""
    lockstep = Lockstep(practice, case_id, elsewhere)
    lockstep.follow()
    practice.player.after_work = lockstep.follow
    return lockstep


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_the_main_line_goes_where_the_answers_lead_in_both(practice: Practice, route: Route):
    walk(practice, route)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_it_goes_there_under_a_law_in_which_every_number_is_another(
    under_other_law: Practice, route: Route
):
    walk(under_other_law, route)
    assert kept_days(under_other_law) == []


def walk(practice: Practice, route: Route) -> None:
    """Open a case and play every leg of a route."""
    case_id = practice.open_case(began=route.began)
    beside(practice, case_id)
    expected: list[tuple[str, str | None]] = []
    stage: Stage | None = Stage.RECEIPT
    for leg in route.legs:
        assert stage is not None
        expected.append((stage.value, leg.outcome.value))
        go(practice, case_id, leg)
        stage = leg.to
    main = [one for one in practice.outcomes(case_id) if Stage(one[0]) in MAIN_STAGES]
    assert main == expected + ([(stage.value, None)] if stage else [])
    assert practice.broken_promises() == {}


def kept_days(practice: Practice) -> list[str]:
    """The deadlines that end when the shipped law would have them end, by rule and day."""
    calendar, kept = Calendar.standard(), []
    for one in practice.rows("SELECT rule, starts_at, due_at, receipt FROM deadlines"):
        rule = LAW.rules.get(one.rule)
        if rule is None or rule.counted is None or rule.clock is ClockKind.WINDOWS:
            continue
        by_a_person = one.receipt.get("length") is None or one.receipt["extensions"]
        start = one.starts_at.astimezone(SHANGHAI)
        if not by_a_person and one.due_at == count(rule, start, calendar).due_at:
            kept.append(f"{one.rule}: {one.due_at}")
    return kept


def test_the_routes_take_every_transition_there_is():
    taken: set[tuple[Stage, Outcome]] = set()
    for route in ROUTES:
        stages = [Stage.RECEIPT, *(leg.to for leg in route.legs)]
        taken |= {
            (stage, leg.outcome) for stage, leg in zip(stages, route.legs, strict=False) if stage
        }
    # A closing that never begins passes at once: tests/flows/test_gates.py.
    passing = {(Stage.CLOSURE, Outcome.REINTERVENE), (Stage.CLOSURE, Outcome.VISITS_OWED)}
    assert set(TRANSITIONS) - taken == passing


def test_visits_broken_off_by_a_finding_begin_anew_in_both(practice: Practice):
    case_id = practice.open_case(began=Began.HANDOVER)
    beside(practice, case_id)
    returned = Leg({}, Outcome.RETURNED, Stage.FOLLOW_UP)
    found = Leg({**SHORT, **FOUND_AGAIN.changes}, Outcome.REINTERVENE, Stage.RECEIPT)
    for leg in (*TO_CONSULTATION, RETURNED, returned, found):
        go(practice, case_id, leg)
    go(practice, case_id, Leg(ADVICE.changes, Outcome.ADVICE_GIVEN, Stage.FOLLOW_UP))
    assert practice.outcomes(case_id)[-2:] == [("closure", "visits_owed"), ("follow_up", None)]
    go(practice, case_id, ANEW)
    go(practice, case_id, Leg({}, Outcome.CLOSED, None))
    assert practice.broken_promises() == {}


def test_returns_withdrawals_and_voided_approvals_are_followed(practice: Practice):
    case_id = practice.open_case()
    lockstep = beside(practice, case_id)
    chain = practice.play_to_step("approve:investigation-report", case_id=case_id)
    practice.desk.withdraw(practice.staff["worker1"], chain.id)
    practice.work_off()
    lockstep.follow()
    chain = practice.play_to_step("approve:consultation-minutes", case_id=case_id)
    for key in ("ask:party-opinion:school", "ask:convening", "ask:minutes"):
        form = practice.current(chain, key)
        practice.desk.send_back(
            practice.whose_turn(chain), chain.id, to_step=form.id, reason="补充"
        )
        practice.work_off()
        lockstep.follow()
        chain = practice.play_to_step("approve:consultation-minutes", case_id=case_id)
    practice.desk.correct_people(
        practice.staff["worker1"], case_id, {"child": {"called": "小和(化名)"}, "reason": "更正"}
    )
    practice.work_off()
    lockstep.follow()
    practice.player.play(case_id, until=Stage.REVOCATION)
    assert {Tag.APPROVAL_RETURNED, Tag.APPROVAL_WITHDRAWN, Tag.APPROVAL_VOIDED} <= set(
        lockstep.followed
    )


def test_side_procedures_beside_the_main_line_are_followed(practice: Practice):
    case_id = practice.open_case()
    lockstep = beside(practice, case_id)
    practice.player.changes = {
        # Who is kept away does not collect the child.
        "protection-application": {
            "respondents": [{"name": "石某某", "relation": "母亲的同居人", "address": "示例路9号"}]
        },
        "order-renewal": {"renews": "否", "violations": None, "child_safe_reason": "已经迁居"},
        # An order that keeps her away would keep the mother from collecting the child.
        "order-ruling": {"measures": ["no_violence"]},
        **SHORT,
        **RETURNED.changes,
    }
    for leg in TO_CONSULTATION:
        practice.player.play(case_id, until=leg.to)
    for side in (
        Stage.PROTECTION_ORDER, Stage.INJUNCTION, Stage.EXTENSION, Stage.SUGGESTION_REPLY,
        Stage.FEEDBACK,
    ):  # fmt: skip
        practice.desk.start_side(practice.staff["worker1"], case_id, side, reason="演练")
        practice.work_off()
        lockstep.follow()
    practice.player.play(case_id, until=Stage.FOLLOW_UP)
    # Nothing is restored over a child who is held and of whom nothing was revoked.
    practice.desk.start_side(practice.staff["worker1"], case_id, Stage.RESTORATION, reason="演练")
    practice.work_off()
    lockstep.follow()
    names = [name for name, _ in practice.outcomes(case_id)]
    assert {"protection_order", "injunction", "extension", "suggestion_reply",
            "restoration"} <= set(names)  # fmt: skip


def test_a_child_that_goes_missing_and_dies_is_followed(practice: Practice):
    case_id = practice.open_case(began=Began.HANDOVER)
    lockstep = beside(practice, case_id)
    practice.player.changes = {
        "ask:search-record": {
            "state": "not_found", "found_at": None, "found_where": None, "next_on": "2026-12-12",
        },
    }  # fmt: skip
    for leg in TO_CONSULTATION:
        practice.player.play(case_id, until=leg.to)
    for side, key in (
        (Stage.MISSING, "ask:brought-back"),
        (Stage.SUGGESTION_REPLY, "ask:reply-draft"),
        (Stage.PROTECTION_ORDER, "ask:protection-application"),
        (Stage.DEATH, "ask:death-record"),
    ):
        practice.desk.start_side(practice.staff["worker1"], case_id, side, reason="演练")
        practice.play_to_step(key, case_id=case_id)
        lockstep.follow()
    practice.player.answer(practice.player.find(case_id, "ask:death-record"))
    lockstep.follow()
    left = {name for name, outcome in practice.outcomes(case_id) if outcome is None}
    assert left == {"closure", "death", "suggestion_reply"}


@pytest.mark.parametrize("here", [True, False], ids=["to a centre here", "to a centre elsewhere"])
def test_a_moved_case_goes_on_alike(practice: Practice, here: bool):  # noqa: FBT001 - a parameter
    if here:
        practice.staff.by_account.update(
            {f"{k}@shifan-linxian": v
             for k, v in make_staff(practice.owner, "shifan-linxian").by_account.items()}
        )  # fmt: skip
    case_id = practice.open_case()
    lockstep = beside(practice, case_id, *([] if here else ["shifan-linxian"]))
    practice.player.play(case_id, until=Stage.ASSESSMENT)
    practice.desk.start_side(practice.staff["worker1"], case_id, Stage.TRANSFER, reason="迁居")
    practice.play_to_step("ask:transfer-receipt", case_id=case_id)
    practice.player.answer(
        practice.player.find(case_id, "ask:transfer-receipt"),
        child_handed_over="否" if here else "是",
    )
    lockstep.follow()
    assert practice.player.main_stage(case_id) == (Stage.ASSESSMENT if here else Stage.CLOSURE)


def test_a_reopened_case_is_followed(practice: Practice):
    case_id = practice.open_case()
    lockstep = beside(practice, case_id)
    advice = ROUTES[0]
    for leg in advice.legs:
        go(practice, case_id, leg)
    practice.desk.reopen(practice.staff["director1"], case_id, to=Stage.RECEIPT, reason="再次来电")
    lockstep.follow()
    practice.player.changes = {}
    practice.player.play(case_id, until=Stage.ASSESSMENT)
