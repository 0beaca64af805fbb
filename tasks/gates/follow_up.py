"""Gates about follow-up: visits have their own days, and it ends when their number is full (G8)."""

from uuid import UUID

from sqlalchemy import Connection

from documents.contexts.closing_report import exempt_windows
from documents.record import CaseRecord
from models.facts.given import GivenAnswer
from models.facts.whereabouts import Place
from models.forms.closure import ClosingReason, ClosingReport
from models.forms.follow_up import FollowUpPlan, FollowUpReview, Visit, VisitKind
from models.law.dates import shanghai_date
from models.law.follow_up import ASSESSMENT, is_rarer
from models.law.gates import may_end_follow_up
from models.law.verdict import Allowed, Refused, Verdict
from models.law.windows import Window
from models.store import stage as stages
from models.words import Outcome, Stage
from tasks.record.exemptions import granted


def a_visit_has_its_own_day(
    form: Visit, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """A visit is recorded under its real day, missed when its window is over, excused if approved.

    Source: outline art. 77-81 (reading in ADR-0125).
    """
    today = shanghai_date(record.now)
    window = _window(record)
    if form.kind is VisitKind.EXEMPT:
        return _is_exempt(window, record)
    if window is None:
        return Allowed()
    if form.kind is VisitKind.VISITED and form.on < window.first_on:
        return Refused(f"回访日期早于本窗口的第一天({window.first_on})。", _visiting(record))
    if form.kind is VisitKind.MISSED and min(today, form.on) <= window.last_on:
        return Refused(
            f"窗口到{window.last_on}才结束,请继续回访;过后再记录没有访成。", _visiting(record)
        )
    return Allowed()


def _is_exempt(window: Window | None, record: CaseRecord) -> Verdict:
    if _was_missing(record, window):
        return Allowed()
    if window is None:
        return Refused("延续回访的时间由评议决定,不适用免访;请照实记录。", _assessing(record))
    if any(one.covers(window) for one in granted(record)):
        return Allowed()
    span = f"{window.first_on}至{window.last_on}"
    return Refused(
        f"没有覆盖本窗口({span})的免访批准;免访到期的,应当照常走访。", _assessing(record)
    )


def _was_missing(record: CaseRecord, window: Window | None) -> bool:
    """Whether nobody can be visited: the child is missing, or was to the end of the window."""
    return any(
        one.place is Place.MISSING
        and (
            one.until is None
            or (
                window is not None
                and shanghai_date(one.since) <= window.last_on < shanghai_date(one.until)
            )
        )
        for one in record.facts.whereabouts.stays
    )


def ends_when_visits_are_complete(
    form: FollowUpReview, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """G8, where it is decided: follow-up ends with its visits made, and not before."""
    plan = record.facts_of(FollowUpPlan)
    return _complete(record, plan) if form.ends and plan else Allowed()


def less_often_when_it_is_better(
    form: FollowUpReview, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Preventive visits become rarer only when an assessment finds it better (art. 81)."""
    plan = record.latest(FollowUpPlan)
    if plan is None or form.frequency is None or form.improved:
        return Allowed()
    if is_rarer(form.frequency, plan, record.law):
        return Refused(
            "少于第80条的走访频次,须经评估情况改善;没有改善的,请保持频次。", _assessing(record)
        )
    return Allowed()


def a_broken_series_begins_anew(
    form: FollowUpPlan, record: CaseRecord, db: Connection, case_id: UUID
) -> Verdict:
    """After a finding without a new hand-over the whole period is owed again, from then on.

    Source: outline art. 77-79: weekly and lasting (持续) (reading in ADR-0125).
    """
    last = stages.last_main(db, case_id)
    if last is None or last.outcome is not Outcome.VISITS_OWED:
        return Allowed()
    before = record.latest(FollowUpPlan)
    found = [visit for _, visit in record.all(Visit) if visit.finds_something]
    if before and (form.basis is not before.basis or not set(before.grounds) <= set(form.grounds)):
        return Refused(
            f"上次回访因发现异常中断,须按原来的依据(“{before.basis.label}”)重新排期。",
            _visiting(record),
        )
    if found and form.starts_on < found[-1].on:
        return Refused(f"重新起算的日期不能早于发现异常的{found[-1].on}。", _visiting(record))
    return Allowed()


def visits_are_complete(
    form: ClosingReport, record: CaseRecord, db: Connection, case_id: UUID
) -> Verdict:
    """G8: no closing while a visit is owed or the last finding is open.

    It binds a case whose follow-up ran its course; majority, transfer or a referral end a case
    for reasons of their own.
    """
    last = stages.last_main(db, case_id)
    if last is None or last.name is not Stage.FOLLOW_UP or last.outcome is not Outcome.FOLLOWED_UP:
        if form.reason is ClosingReason.FOLLOWED_UP:
            return Refused("本案没有完成回访期,不能以回访期满结案。", _visiting(record))
        return Allowed()
    plan = record.facts_of(FollowUpPlan)
    if plan is None:
        return Refused("没有回访计划,不能以回访期满结案。", _visiting(record))
    if any(visit.child_died for _, visit in _visits(record, plan)):
        if form.reason is ClosingReason.DEATH:
            return Allowed()
        return Refused("回访记录写明未成年人死亡,结案理由应当是“未成年人死亡”。", _visiting(record))
    return _complete(record, plan)


def _complete(record: CaseRecord, plan: GivenAnswer) -> Verdict:
    visits = _visits(record, plan)
    newest = visits[-1][1] if visits else None
    return may_end_follow_up(
        record.law,
        windows=record.windows(plan),
        visited_on=[visit.on for _, visit in visits if visit.kind is VisitKind.VISITED],
        exempt=exempt_windows(record, plan.stage_ordinal),
        anomaly_open=bool(newest and newest.finds_something and not newest.dealt_with),
        on=shanghai_date(record.now),
    )


def _visits(record: CaseRecord, plan: GivenAnswer) -> list[tuple[GivenAnswer, Visit]]:
    """The visits of this follow-up; those of an earlier one do not count."""
    return [one for one in record.all(Visit) if one[0].stage_ordinal == plan.stage_ordinal]


def _window(record: CaseRecord) -> Window | None:
    """The planned window the visit at hand is about; None for a further visit."""
    kind, _, number = (record.about or "").partition("-")
    if kind != "window":
        return None
    planned = record.windows(record.facts_of(FollowUpPlan, here=True))
    return next((one for one in planned if str(one.number) == number), None)


def _visiting(record: CaseRecord) -> str:
    """What visits rest on, as the case's pack names it."""
    return record.law.gate("G8").source


def _assessing(record: CaseRecord) -> str:
    return record.law.rule(ASSESSMENT).source
