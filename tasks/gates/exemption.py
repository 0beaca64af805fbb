"""Gates about exemption from visits: what may be left out, and no longer than that."""

from uuid import UUID

from sqlalchemy import Connection

from documents.record import CaseRecord
from models.forms.exemption import ExemptionDecision, ExemptionRequest
from models.forms.follow_up import FollowUpPlan
from models.law.verdict import Allowed, Refused, Verdict

#: The rule of which windows may be excused.
_RULE = "6.4"


def something_may_be_exempt(record: CaseRecord) -> Verdict:
    """Weekly visits after a return or a revocation know no exemption, and without a plan is none.

    Source: outline art. 78-81 (reading in ADR-0125); which rules allow it is in the rule pack.
    """
    plan = record.facts_of(FollowUpPlan)
    if plan is None:
        return Refused("本案还没有回访计划,没有可以免访的窗口。", record.law.rule(_RULE).source)
    if not all(record.law.rule(window.rule).exempt for window in record.windows(plan)):
        return Refused(
            "领回、亲友照料、撤销监护人资格后的每周回访不能免访;确实访不到的,窗口过后照实记录并补访。",
            record.law.rule(_RULE).source,
        )
    return Allowed()


def only_what_may_be_exempt(
    form: ExemptionRequest, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Whole windows of a plan that knows exemption, and no longer than the plan."""
    plan, refused = record.facts_of(FollowUpPlan), something_may_be_exempt(record)
    if plan is None or isinstance(refused, Refused):
        return refused
    windows = record.windows(plan)
    if form.until_on > windows[-1].last_on:
        return Refused(
            f"免访不能超过回访计划的最后一个窗口({windows[-1].last_on})。",
            record.law.rule(_RULE).source,
        )
    if not any(form.from_on <= w.first_on and w.last_on <= form.until_on for w in windows):
        return Refused(
            "免访的起止之间没有一个完整的走访窗口,请核对日期。", record.law.rule(_RULE).source
        )
    return Allowed()


def no_longer_than_asked(
    form: ExemptionDecision, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """A supervisor may shorten what was asked for, and not lengthen it."""
    asked = record.latest(ExemptionRequest, here=True)
    if asked is None or form.until_on is None:
        return Allowed()
    if asked.from_on <= form.until_on <= asked.until_on:
        return Allowed()
    return Refused(
        f"准予免访的截止日期应当在申请的{asked.from_on}至{asked.until_on}之间。",
        record.law.rule(_RULE).source,
    )
