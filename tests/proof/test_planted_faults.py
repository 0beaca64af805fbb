"""Faults planted in the procedure: the proof finds each, and shows the way to it."""

from dataclasses import dataclass, field

import pytest

from flows.catalogue import PROCEDURE
from flows.stage import StageFunction
from models.law.stages import TRANSITIONS, Transition
from models.words import Outcome, Stage
from proof.plan import INDEPENDENT, Plan
from proof.proving import Proof, prove
from tests.proof import planted

MAIN = Plan("主线", (Stage.RECEIPT,), without=INDEPENDENT | {Stage.CUSTODY}, returns=False)
IN_CUSTODY = Plan(
    "在临时监护中",
    (Stage.RECEIPT,),
    without=INDEPENDENT | {Stage.CUSTODY},
    in_custody=True,
    returns=False,
)
CUSTODY = Plan("接收", (Stage.CUSTODY,), alone=True)
FEEDBACK = Plan("反馈", (Stage.FEEDBACK,), alone=True)
REPLY = Plan("回复", (Stage.SUGGESTION_REPLY,), alone=True)

Row = tuple[Stage, Outcome]


@dataclass(frozen=True)
class Fault:
    """A procedure or a table with a fault, where to look, and what must be found."""

    code: str
    says: str
    step: str
    stages: dict[Stage, StageFunction] = field(default_factory=dict)
    rows: dict[Row, Stage] = field(default_factory=dict)
    plan: Plan = MAIN

    def prove(self) -> Proof:
        procedure: dict[Stage, StageFunction] = {**PROCEDURE, **self.stages}
        rows = {row: Transition(to, "植入的错误") for row, to in self.rows.items()}
        return prove(procedure, {**TRANSITIONS, **rows}, (self.plan,))


FAULTS = {
    "a report nobody signs": Fault(
        "P13", "“初步调查核实报告”没有经过审批", "填写“初步调查核实”",
        {Stage.INVESTIGATION: planted.investigation_nobody_signs},
    ),
    "signed before it is written": Fault(
        "P04", "以前没有生成这份文书", "填写“初步调查核实”",
        {Stage.INVESTIGATION: planted.investigation_signed_before_it_is_written},
    ),
    "home without follow-up": Fault(
        "P06", "下一阶段不是回访,而是:多方会商", "填写“领回”——已领回",
        rows={(Stage.RETURN_HOME, Outcome.RETURNED): Stage.CONSULTATION},
    ),
    "closed while visits are owed": Fault(
        "P07", "没有办完回访", "审批“结案报告”,同意",
        rows={(Stage.PLACEMENT, Outcome.PLACED): Stage.CLOSURE},
    ),
    "closed by advice while visits are broken off": Fault(
        "P07", "没有办完回访", "审批“结案报告”,同意",
        {Stage.CLOSURE: planted.closure_that_forgets_broken_off_visits},
    ),
    "done although the answer says not yet": Fault(
        "P24", "“反馈报告人”还没有办到,却没有再办", "填写“反馈报告人”——改天再反馈",
        {Stage.FEEDBACK: planted.feedback_that_takes_no_for_an_answer}, plan=FEEDBACK,
    ),
    "a step without owner": Fault(
        "P01", "“接报登记”没有办理岗位", "",
        {Stage.RECEIPT: planted.receipt_without_owner},
    ),
    "a step of somebody who does no casework": Fault(
        "P01", "“接报登记”没有办理岗位", "",
        {Stage.RECEIPT: planted.receipt_of_the_administrator},
    ),
    "a step without rule or reason": Fault(
        "P02", "没有期限规则", "", {Stage.RECEIPT: planted.receipt_without_rule},
    ),
    "a rule that is not in the pack": Fault(
        "P02", "规则9.99不在规则包中", "",
        {Stage.RECEIPT: planted.receipt_by_a_rule_that_is_not},
    ),
    "a decision nobody wrote down": Fault(
        "P16", "AttributeError", "填写“受理决定”",
        {Stage.RECEIPT: planted.receipt_reading_a_decision_nobody_knows},
    ),
    "one key told twice": Fault(
        "P15", "同一个键“ask:referral”", "填写“转办”",
        {Stage.RECEIPT: planted.receipt_asking_one_key_twice},
    ),
    "one key with two meanings": Fault(
        "P15", "在不同的路径上指不同的事", "填写“接报登记”",
        {Stage.RECEIPT: planted.receipt_with_a_key_of_two_meanings},
    ),
    "two main stages at once": Fault(
        "P05", "打开的主线阶段:接报接收、初步调查核实", "",
        {Stage.RECEIPT: planted.receipt_opening_a_second_main_stage},
    ),
    "support at home for a child who is not there": Fault(
        "P12", "没有经过会商", "审批“家庭监护评估报告”,同意",
        {Stage.ASSESSMENT: planted.assessment_supporting_whom_it_holds}, plan=IN_CUSTODY,
    ),
    "home by another conclusion": Fault(
        "P08", "生效的会商结论:延长临时监护", "审批“会商纪要”,同意",
        {Stage.RETURN_HOME: planted.return_home_by_any_conclusion},
        {(Stage.CONSULTATION, Outcome.EXTEND): Stage.RETURN_HOME},
    ),
    "home without any consultation": Fault(
        "P08", "生效的会商结论:没有", "审批“家庭监护评估报告”,同意",
        {Stage.RETURN_HOME: planted.return_home_by_any_conclusion},
        {(Stage.ASSESSMENT, Outcome.SUPPORT_AT_HOME): Stage.RETURN_HOME},
    ),
    "home by the conclusion of an earlier intervention": Fault(
        "P08", "生效的会商结论:没有", "填写“回访记录·window-1”——发现异常",
        {Stage.RETURN_HOME: planted.return_home_by_any_conclusion},
        {(Stage.FOLLOW_UP, Outcome.REINTERVENE): Stage.RETURN_HOME},
    ),
    "the stage of return refuses another conclusion": Fault(
        "P16", "会商结论尚未生效", "审批“会商纪要”,同意",
        rows={(Stage.CONSULTATION, Outcome.EXTEND): Stage.RETURN_HOME},
    ),
    "a petition without assessment": Fault(
        "P09", "没有经审批的评估报告", "审批“撤销监护人资格申请书”,同意",
        rows={(Stage.INVESTIGATION, Outcome.SUBSTANTIATED): Stage.CONSULTATION},
    ),
    "a petition without conclusion": Fault(
        "P09", "没有生效的申请撤销的会商结论", "审批“撤销监护人资格申请书”,同意",
        {Stage.REVOCATION: planted.revocation_by_any_conclusion},
        {(Stage.ASSESSMENT, Outcome.SUPPORT_AT_HOME): Stage.REVOCATION},
    ),
    "a petition the legal officer did not sign": Fault(
        "P09", "没有法务审批", "审批“撤销监护人资格申请书”,同意",
        {Stage.REVOCATION: planted.revocation_without_the_legal_officer},
    ),
    "visits without records": Fault(
        "P13", "没有出具“回访记录表”", "填写“回访记录",
        {Stage.FOLLOW_UP: planted.follow_up_without_records},
    ),
    "a case closed over a child in custody": Fault(
        "P11", "儿童仍在临时监护中", "审批“结案报告”,同意",
        {Stage.CLOSURE: planted.closure_over_a_child_in_custody}, plan=IN_CUSTODY,
    ),
    "a dead end": Fault(
        "P17", "没有任何可办的环节", "填写“咨询答复”",
        {Stage.CLOSURE: planted.closure_that_waits_for_nothing}, plan=IN_CUSTODY,
    ),
    "closure out of reach": Fault(
        "P18", "到不了结案", "", {Stage.CLOSURE: planted.closure_that_never_closes},
    ),
    "closed without its report": Fault(
        "P13", "没有出具“结案报告”", "填写“结案报告”",
        {Stage.CLOSURE: planted.closure_without_its_report},
    ),
    "an outcome the table does not know": Fault(
        "P16", "流转表没有“接报接收”以“未办成”结束这一行", "填写“转办”",
        {Stage.RECEIPT: planted.receipt_ending_as_a_side_procedure},
    ),
    "custody before the hand-over": Fault(
        "P10", "没有接收儿童的交接单", "", {Stage.CUSTODY: planted.custody_from_the_telephone_call},
        plan=CUSTODY,
    ),
    "custody of a child who never came": Fault(
        "P10", "没有接收儿童的交接单", "填写“未成年人交接单”——没有接收",
        {Stage.CUSTODY: planted.custody_of_a_child_who_never_came}, plan=CUSTODY,
    ),
    "custody from another instant": Fault(
        "P10", "起点不是交接单上的接收时间", "已接收,双方签字",
        {Stage.CUSTODY: planted.custody_of_a_child_who_never_came}, plan=CUSTODY,
    ),
    "a side procedure without end": Fault(
        "P19", "再也不能办完", "", {Stage.SUGGESTION_REPLY: planted.reply_without_end}, plan=REPLY,
    ),
    "a side procedure that ends as a main stage": Fault(
        "P14", "以“回访期满”结束", "审批“检察",
        {Stage.SUGGESTION_REPLY: planted.reply_ending_as_a_main_stage}, plan=REPLY,
    ),
    "a side procedure that is not as independent as it is walked": Fault(
        "P16", "按互不影响的并行程序走查", "审批“检察",
        {Stage.SUGGESTION_REPLY: planted.reply_that_ends_custody}, plan=REPLY,
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found_with_the_way_to_it(fault: Fault) -> None:
    proof = fault.prove()

    found = [one for one in proof.found if one.code == fault.code and fault.says in one.says]

    assert not proof.holds
    assert found, [(one.code, one.says) for one in proof.found]
    way = "".join(found[0].path[-1:])
    assert fault.step in way
    assert all(":" in step for step in found[0].path)
    assert found[0].says in proof.as_text()


@pytest.mark.parametrize("plan", [MAIN, IN_CUSTODY, CUSTODY, REPLY], ids=lambda plan: plan.title)
def test_the_procedure_without_fault_holds_where_the_faults_are_found(plan: Plan) -> None:
    proof = prove(walks=(plan,))

    assert [(one.says, one.path) for one in proof.found] == []


def test_a_path_is_the_shortest_and_can_be_followed_by_hand() -> None:
    proof = FAULTS["a case closed over a child in custody"].prove()

    found = next(one for one in proof.found if one.code == "P11")

    assert found.path == (
        "接报接收:填写“接报登记”——只作咨询",
        "接报接收:填写“咨询答复”——填妥",
        "结案:填写“结案报告”——填妥",
        "结案:审批“结案报告”,同意",
    )
