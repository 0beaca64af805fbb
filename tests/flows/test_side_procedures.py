"""Every side procedure: startable at any moment of an open case, beside the main line."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Row

from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.errors import FormInvalid, NotAllowed, RuleBroken
from models.forms.catalogue import FORMS
from models.law.dates import SHANGHAI
from models.words import SIDE_STAGES, Stage
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.flows.practice import START, Practice
from tests.flows.routes import SAFE
from tests.people_factories import make_staff
from tests.playing import Changes

NO_RENEWAL = {"renews": "否", "violations": None, "child_safe_reason": "已经迁居"}
ENDED_ORDER: Changes = {"order-renewal": NO_RENEWAL}
REJECTED = {
    "granted": "否", "measures": None, "valid_until": None, "served": None, "dismissal": "证据不足",
}  # fmt: skip
EXTENSION_REFUSED: Changes = {
    "extension-decision": {
        "granted": "否", "new_limit_on": None, "conditions": None, "number": None,
        "refusal": "应当申请撤销",
    }
}  # fmt: skip
NOT_RECEIVED: Changes = {
    "reception-handover": {"child_was_received": "否", "not_received_note": "已由外祖母接走"}
}


@pytest.fixture
def practice(positions: Positions):
    with positions.at("ask:investigation") as practice:
        yield practice


def start(practice: Practice, side: Stage, who: str = "worker1") -> UUID:
    """Start a side procedure and do what is a worker's."""
    stage_id = practice.desk.start_side(
        practice.staff[who], practice.case(), side, reason="情况需要"
    )
    practice.work_off()
    return stage_id


def play_only(practice: Practice, stage_id: UUID, *, most: int = 40) -> str | None:
    """Play one procedure alone to its end; the main line stands still."""
    for _ in range(most):
        outcome: str | None = practice.one("SELECT outcome FROM stages WHERE id = :id", id=stage_id)
        if outcome:
            return outcome
        steps = [
            one for one in practice.player.open_steps(practice.case()) if one.stage_id == stage_id
        ]
        for step in steps:
            if step.kind == "ask":
                practice.player.answer(step)
                break
            if step.kind == "approve":
                practice.player.sign(step)
                break
        else:
            assert practice.player.pass_time()
    raise AssertionError("the procedure does not end")


def correct_birth(practice: Practice, day: str) -> None:
    """Put the birth date of the child right."""
    practice.desk.correct_people(
        practice.staff["worker1"],
        practice.case(),
        {"child": {"called": "小禾(化名)", "birth_date": day}, "reason": "户口簿"},
    )


GOOD_ENDS: tuple[tuple[Stage, Changes, str], ...] = (
    (Stage.CUSTODY, {}, "done"),
    (Stage.CUSTODY, NOT_RECEIVED, "lapsed"),
    (Stage.PROTECTION_ORDER, ENDED_ORDER, "done"),
    (Stage.INJUNCTION, {}, "done"),
    (Stage.INJUNCTION, {"injunction-ruling": {"granted": "否", "measures": None,
                        "executed_on": None, "dismissal": "不符合条件"}}, "lapsed"),
    (Stage.INJUNCTION, {"suit-filed": {"filed": "否", "filed_on": None, "suit": None,
                        "case_number": None, "why_not": "已无必要"}}, "lapsed"),
    (Stage.EXTENSION, {}, "done"),
    (Stage.EXTENSION, EXTENSION_REFUSED, "lapsed"),
    (Stage.SUGGESTION_REPLY, {}, "done"),
    (Stage.RESTORATION, {}, "done"),
    (Stage.RESTORATION, {"restoration-ruling": {"restored": "否"}}, "lapsed"),
    (Stage.FEEDBACK, {}, "done"),
    (Stage.MAJORITY, {}, "done"),
    (Stage.MAJORITY, {"majority-preparation": {"turns_eighteen": "否", "eighteenth_on": None,
                      "why_not": "出生日期有误"}}, "lapsed"),
    (Stage.TRANSFER, {"transfer-receipt": {"child_handed_over": "否"}}, "done"),
    (Stage.TRANSFER, {"transfer-receipt": {"accepted": "否", "signed_at": None, "signed_by": None,
                      "their_number": None, "refusal": "不属于辖区"}}, "lapsed"),
    (Stage.MISSING, {}, "done"),
    (Stage.MISSING, {"missing-record": {"is_missing": "否", "why_not": "已经回来"}}, "lapsed"),
    (Stage.DEATH, {}, "done"),
    (Stage.DEATH, {"death-record": {"confirmed": "否", "why_not": "误报"}}, "lapsed"),
)  # fmt: skip


@pytest.mark.parametrize(("side", "changes", "outcome"), GOOD_ENDS)
def test_it_ends_as_its_answers_say(
    practice: Practice, side: Stage, changes: Changes, outcome: str
):
    if side is not Stage.EXTENSION:
        practice.arrange(
            "custodies", "UPDATE custodies SET ended_at = :now", now=practice.clock.now()
        )
    practice.arrange(
        "stages", "UPDATE stages SET state = 'closed', outcome = 'done' WHERE name = 'custody'"
    )
    practice.arrange(
        "steps",
        "UPDATE steps SET state = 'cancelled' WHERE stage_id IN "
        "(SELECT id FROM stages WHERE name = 'custody') AND state = 'open'",
    )
    practice.player.changes = changes
    if side in (Stage.RESTORATION, Stage.TRANSFER):
        # The child never came: over one that is held nothing is restored that was not revoked.
        practice.arrange(
            "steps", "UPDATE steps SET state = 'superseded' WHERE form = 'reception-handover'"
        )
    stage_id = start(practice, side)
    assert play_only(practice, stage_id) == outcome
    diverts = {Stage.MAJORITY: "closure", Stage.RESTORATION: "follow_up",
               Stage.TRANSFER: "closure", Stage.DEATH: "closure"}  # fmt: skip
    main = diverts.get(side, "investigation") if outcome == "done" else "investigation"
    assert practice.player.main_stage(practice.case()) == main
    assert practice.broken_promises() == {}


def test_the_parametrised_ends_cover_every_side_procedure():
    # Exemption needs a plan of preventive visits: tests/flows/test_follow_up.py.
    assert {side for side, _, _ in GOOD_ENDS} == set(SIDE_STAGES) - {Stage.EXEMPTION}


def test_what_the_law_said_of_an_overtaken_ruling_is_asked_again(practice: Practice):
    stage_id = start(practice, Stage.PROTECTION_ORDER)
    key = "approve:protection-application#2"
    for _ in range(40):
        mine = [x for x in practice.player.open_steps(practice.case()) if x.stage_id == stage_id]
        if any(one.key == key for one in mine):
            break
        asked = [one for one in mine if one.kind in ("ask", "approve")]
        if not asked:
            assert practice.player.pass_time()
        elif asked[0].kind == "ask":
            practice.player.answer(asked[0])
        else:
            practice.player.sign(asked[0])
    chain = practice.player.find(practice.case(), key)
    ruling = practice.current(chain, "ask:order-ruling")
    [before] = laid(practice, stage_id)

    practice.desk.send_back(
        practice.whose_turn(chain), chain.id, to_step=ruling.id, reason="裁定日期有误"
    )
    practice.player.answer(practice.player.find(practice.case(), "ask:order-ruling"))

    states = laid(practice, stage_id)
    assert [(one.round, one.state) for one in states] == [(1, "superseded"), (2, "done")]
    assert states[0].id == before.id


def laid(practice: Practice, stage_id: UUID) -> list[Row[Any]]:
    return practice.rows(
        "SELECT id, round, state FROM steps WHERE stage_id = :s AND key = 'law:renewal' "
        "ORDER BY round",
        s=stage_id,
    )


def test_a_refused_order_is_reconsidered_and_renewed(practice: Practice):
    practice.player.changes = {
        "order-ruling": REJECTED,
        "ask:order-renewal#2": NO_RENEWAL,
    }
    stage_id = start(practice, Stage.PROTECTION_ORDER)
    assert play_only(practice, stage_id) == "done"
    keys = {
        row.key for row in practice.rows("SELECT key FROM steps WHERE stage_id = :s", s=stage_id)
    }
    assert {"ask:reconsideration", "ask:reconsideration#2", "wait:renewal-1", "wait:renewal-2",
            "ask:protection-application#2"} <= keys  # fmt: skip
    numbers = practice.rows(
        "SELECT p.full_number, v.version FROM papers p JOIN paper_versions v ON v.paper_id = p.id "
        "WHERE p.stage_id = :s ORDER BY v.version",
        s=stage_id,
    )
    assert [one.version for one in numbers] == [1, 2]


@pytest.mark.parametrize("stage", [Stage.RECEIPT, Stage.CONSULTATION, Stage.FOLLOW_UP])
def test_it_can_be_started_in_any_stage_of_the_main_line(positions: Positions, stage: Stage):
    first = {"receipt": "ask:triage", "consultation": "ask:convening", "follow_up":
             "ask:follow-up-plan"}  # fmt: skip
    with positions.at(first[stage]) as practice:
        in_custody = practice.one("SELECT count(*) FROM custodies WHERE ended_at IS NULL")
        # Exemption needs visits that know one: tests/flows/test_withdrawing.py.
        expected = set(SIDE_STAGES) - {Stage.CUSTODY, Stage.EXEMPTION}
        # Over a child in custody nothing is restored that this case did not revoke.
        expected -= {Stage.RESTORATION} if in_custody else {Stage.EXTENSION}
        begun = {name for name, outcome in practice.outcomes(practice.case()) if outcome is None}
        for side in sorted(expected - begun):
            start(practice, side)
        opened = {name for name, outcome in practice.outcomes(practice.case()) if outcome is None}
        assert expected <= opened
        assert practice.broken_promises() == {}


def test_a_child_in_custody_is_not_taken_into_custody_again(positions: Positions):
    with positions.at("ask:convening") as practice:
        assert practice.one("SELECT count(*) FROM custodies WHERE ended_at IS NULL") == 1
        with pytest.raises(RuleBroken, match="临时监护"):
            start(practice, Stage.CUSTODY)


def test_a_main_stage_a_closed_case_and_a_wrong_role_are_refused(practice: Practice):
    with pytest.raises(RuleBroken):
        start(practice, Stage.CLOSURE)
    with pytest.raises(NotAllowed):
        start(practice, Stage.EXTENSION, who="community1")
    practice.tell("UPDATE cases SET state = 'closed'")
    with pytest.raises(RuleBroken, match="已结案"):
        start(practice, Stage.EXTENSION)


def test_the_clocks_of_custody_are_extended_and_met_when_the_child_leaves(positions: Positions):
    with positions.at("ask:convening") as practice:
        clock = "SELECT * FROM deadlines WHERE key = 'clock:3.2'"
        [before] = practice.rows(clock)
        play_only(practice, start(practice, Stage.EXTENSION))
        [extended] = practice.rows(clock)
        [change] = practice.rows("SELECT * FROM deadline_changes")
        assert (change.old_due_at, change.new_due_at) == (before.due_at, extended.due_at)
        assert extended.due_at > before.due_at
        practice.player.play(practice.case(), until=Stage.FOLLOW_UP)
        states = {row.key: row.state for row in practice.rows(
            "SELECT key, state FROM deadlines WHERE key LIKE 'clock:3.%'")}  # fmt: skip
        assert states == {"clock:3.2": "met", "clock:3.4": "met"}
        assert practice.one("SELECT ended_at FROM custodies") is not None


def test_an_extension_that_does_not_extend_is_refused_and_nothing_is_lost(positions: Positions):
    with positions.at("ask:convening") as practice:
        start(practice, Stage.EXTENSION)
        step = practice.play_to_step("ask:extension-decision", case_id=practice.case())
        before = practice.counts()
        with pytest.raises(FormInvalid) as refused:
            practice.player.answer(step, decided_on="2026-03-10", new_limit_on="2026-03-12")
        assert "晚于原届满日" in refused.value.errors["new_limit_on"][0]
        assert practice.counts() == before


class TestMajority:
    """The watch opens the procedure ninety days before the eighteenth birthday."""

    @staticmethod
    def watch(practice: Practice) -> int:
        return watch_once(Workplace(practice.worker, practice.office, practice.clock)).majorities

    @pytest.fixture
    def nearly_adult(self, practice: Practice) -> Practice:
        born = (START + timedelta(days=200)).date()
        correct_birth(practice, born.replace(year=2008).isoformat())
        return practice

    def test_not_before_the_ninetieth_day(self, nearly_adult: Practice):
        assert self.watch(nearly_adult) == 0

    def test_from_the_ninetieth_day_on_once(self, nearly_adult: Practice):
        practice = nearly_adult
        practice.clock.advance_to(START + timedelta(days=115))
        assert self.watch(practice) == 1
        assert self.watch(practice) == 0
        step = practice.player.find(practice.case(), "ask:majority-preparation")
        assert step.owner_id == practice.staff["worker1"].officer_id
        assert practice.broken_promises() == {}

    def test_a_case_that_cannot_be_read_does_not_keep_the_others_waiting(
        self, nearly_adult: Practice
    ):
        practice = nearly_adult
        for _ in range(3):
            practice.open_case()
        practice.tell(
            "UPDATE children SET identity = '\\x00' WHERE id <> "
            "(SELECT child_id FROM cases ORDER BY opened_at LIMIT 1)"
        )
        practice.clock.advance_to(START + timedelta(days=115))
        assert self.watch(practice) == 1


def test_a_moved_case_is_seen_and_gone_on_with_by_the_other_centre_alone(practice: Practice):
    other = make_staff(practice.owner, "shifan-linxian")
    case_id = practice.case()
    practice.player.changes = {"transfer-receipt": {"child_handed_over": "否"}}
    play_only(practice, start(practice, Stage.TRANSFER))
    assert practice.player.main_stage(case_id) == Stage.INVESTIGATION
    step = practice.player.find(case_id, "ask:investigation")
    owners = {actor.officer_id: account for account, actor in other.by_account.items()}
    assert owners[step.owner_id].startswith("worker")
    [running] = practice.rows("SELECT owner_id FROM deadlines WHERE step_id = :id", id=step.id)
    assert running.owner_id == step.owner_id
    assert practice.rows("SELECT 1 FROM notices WHERE step_id = :id AND officer_id = :o",
                         id=step.id, o=step.owner_id)  # fmt: skip
    practice.staff.by_account.update({f"{k}@2": v for k, v in other.by_account.items()})
    practice.player.play(case_id, until=Stage.CONSULTATION)
    signers = practice.rows(
        "SELECT decided_by FROM signatures WHERE case_id = :c AND decided_at > :moved "
        "AND state = 'approved'",
        c=case_id,
        moved=practice.one("SELECT at FROM events WHERE tag = 'case:moved'"),
    )
    assert {one.decided_by for one in signers} <= set(owners)
    assert practice.broken_promises() == {}


def test_a_case_is_not_handed_to_the_centre_that_has_it(practice: Practice):
    start(practice, Stage.TRANSFER)
    step = practice.player.find(practice.case(), "ask:transfer-request")
    with pytest.raises(FormInvalid) as refused:
        practice.player.answer(step, to_centre="example")
    assert "已经在该中心" in refused.value.errors[""][0]


def test_a_death_ends_every_clock_but_what_the_law_still_asks(positions: Positions):
    with positions.at("ask:voice:child") as practice:
        case_id, worker = practice.case(), practice.staff["worker1"]
        start(practice, Stage.SUGGESTION_REPLY)
        start(practice, Stage.DEATH)
        practice.player.answer(practice.player.find(case_id, "ask:death-record"))

        still = {
            row.name
            for row in practice.rows(
                "SELECT g.name, d.key FROM deadlines d JOIN stages g ON g.id = d.stage_id "
                "WHERE d.case_id = :case AND d.state = 'running'", case=case_id,
            )
        }  # fmt: skip
        assert still <= {"closure", "death", "suggestion_reply", "feedback"}
        assert practice.one("SELECT count(*) FROM custodies WHERE ended_at IS NULL") == 0
        for side in (Stage.CUSTODY, Stage.MISSING, Stage.DEATH, Stage.PROTECTION_ORDER):
            with pytest.raises(RuleBroken, match="死亡|正在办理"):
                practice.desk.start_side(worker, case_id, side, reason="试试")
        assert practice.broken_promises() == {}


def test_a_child_that_is_missing_is_handed_to_nobody_and_comes_back_to_the_centre(
    positions: Positions,
):
    with positions.at("ask:collection", SAFE) as practice:
        case_id = practice.case()
        start(practice, Stage.MISSING)
        practice.player.answer(practice.player.find(case_id, "ask:missing-record"))
        with pytest.raises(FormInvalid) as refusal:
            practice.player.answer(practice.player.find(case_id, "ask:collection"))
        assert "下落不明" in str(refusal.value.errors)

        for key in ("ask:missing-reported", "ask:search-record"):
            practice.player.answer(practice.player.find(case_id, key))
        back = practice.player.find(case_id, "ask:brought-back")
        with pytest.raises(FormInvalid) as refusal:
            practice.player.answer(back, to="carer", taker_name="林某某", taker_relation="母亲")
        assert "应当回到中心" in str(refusal.value.errors)
        practice.player.answer(back)
        practice.player.answer(practice.player.find(case_id, "ask:collection"))
        assert practice.player.main_stage(case_id) == Stage.FOLLOW_UP
        assert practice.broken_promises() == {}


def sign_for_elsewhere(practice: Practice, **said: Any) -> None:
    """Another centre, outside this installation, signs for the case."""
    practice.player.answer(
        practice.player.find(practice.case(), "ask:transfer-receipt"),
        signed_at=f"{practice.clock.now().astimezone(SHANGHAI):%Y-%m-%d %H:%M}", **said,
    )  # fmt: skip


@pytest.fixture
def leaving(positions: Positions):
    """A child in temporary guardianship, whose case is on its way to a centre elsewhere."""
    with positions.at("ask:convening") as practice:
        start(practice, Stage.TRANSFER)
        request = practice.player.find(practice.case(), "ask:transfer-request")
        practice.player.answer(request, to_centre="waixian", to_centre_name="外县某中心")
        practice.player.sign(practice.player.find(practice.case(), "approve:referral-letter"))
        yield practice


def handed_over(practice: Practice, taker: str) -> dict[str, Any]:
    made = raw_example(FORMS["transfer-receipt"])["handover"]
    at = f"{practice.clock.now().astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return {**made, "handed_over_at": at, "taker_relation": taker}


def in_custody(practice: Practice) -> int:
    return int(practice.one("SELECT count(*) FROM custodies WHERE ended_at IS NULL"))


def test_a_receipt_for_the_file_ends_no_temporary_guardianship(leaving: Practice):
    for said in (
        {"child_handed_over": "否"},
        {"child_handed_over": "是", "handover": handed_over(leaving, "某某旅馆")},
    ):
        with pytest.raises(FormInvalid, match="表单有错误") as refusal:
            sign_for_elsewhere(leaving, **said)
        assert "交接" in str(refusal.value.errors) or "接收" in str(refusal.value.errors)
    assert (in_custody(leaving), leaving.player.main_stage(leaving.case())) == (
        1, Stage.CONSULTATION,
    )  # fmt: skip


def test_a_child_handed_to_the_other_centre_in_writing_ends_it_at_that_instant(leaving: Practice):
    made = handed_over(leaving, "外县某中心督导")
    sign_for_elsewhere(leaving, child_handed_over="是", handover=made)
    assert leaving.player.main_stage(leaving.case()) == Stage.CLOSURE
    ended = leaving.one("SELECT ended_at FROM custodies")
    assert f"{ended.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == made["handed_over_at"]
    assert leaving.one("SELECT count(*) FROM papers WHERE paper = 'handover'") == 1
    assert leaving.broken_promises() == {}


def test_inside_one_installation_temporary_guardianship_goes_along(positions: Positions):
    with positions.at("ask:convening") as practice:
        make_staff(practice.owner, "linxian")
        start(practice, Stage.TRANSFER)
        request = practice.player.find(practice.case(), "ask:transfer-request")
        practice.player.answer(request, to_centre="linxian", to_centre_name="邻县中心")
        practice.player.sign(practice.player.find(practice.case(), "approve:referral-letter"))
        with pytest.raises(FormInvalid) as refusal:
            sign_for_elsewhere(
                practice, child_handed_over="是", handover=handed_over(practice, "邻县中心督导")
            )
        assert "随案继续" in str(refusal.value.errors)
        sign_for_elsewhere(practice, child_handed_over="否")
        assert in_custody(practice) == 1
