"""The sheet of a deadline of a case: what was counted, what shows the start, what moved it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from documents.titles import TITLES
from models.forms.catalogue import FORMS
from models.labels import HOLDERS, STAGES
from models.law.dates import chinese_day, chinese_time, shanghai_date
from models.law.sheet import COMMA, DeadlineStanding, Move, Sheet
from models.sealed_places import SealedFor, SealedPlace
from models.store import evidence, ledger
from models.store.evidence import DoneStep, ToldOf
from models.store.ledger import DeadlineOfCase, KeptChange, Suspended
from models.tables.step import ChangeKind, DeadlineState
from models.words import Paper
from tasks.deadlines.standing import source_of
from tasks.record import dated_papers

#: Event of the rulebook to the forms that record it and the paper that shows it. What is not here
#: is shown by the step that was done last before the deadline began.
EVIDENCE: dict[str, tuple[tuple[str, ...], Paper | None]] = {
    "report_received": (("registration",), Paper.REGISTRATION),
    "harm_discovered": (("registration",), Paper.REGISTRATION),
    "case_accepted": (("registration",), Paper.REGISTRATION),
    "guardianship_began": (("reception-handover",), Paper.RECEPTION_HANDOVER),
    "child_arrived": (("reception-handover",), Paper.RECEPTION_HANDOVER),
    "assessment_finished": (("assessment",), Paper.ASSESSMENT_REPORT),
    "conclusion_in_force": (("minutes",), Paper.CONSULTATION_MINUTES),
    "meeting_held": (("convening",), Paper.CONSULTATION_NOTICE),
    "collection_notice_served": (("notice-served",), Paper.COLLECTION_NOTICE),
    "order_application_accepted": (("protection-filing",), Paper.PROTECTION_APPLICATION),
    "order_made": (("order-ruling",), None),
    "order_in_force": (("order-ruling",), None),
    "injunction_applied": (("injunction-filing",), Paper.INJUNCTION_APPLICATION),
    "injunction_executed": (("injunction-ruling",), None),
    "suggestion_received": (("suggestion-received",), None),
    "petition_submitted": (("filing",), Paper.REVOCATION_PETITION),
    "petition_filed": (("court-acceptance",), None),
    "judgment_served": (("judgment",), None),
    "guardianship_revoked": (("judgment",), None),
    "child_handed_over": (("collection",), Paper.HANDOVER),
}


_STATES = {
    DeadlineState.RUNNING: "计算中",
    DeadlineState.SUSPENDED: "中止",
    DeadlineState.STOPPED: "已停止,不再计算",
}


#: Changes that end an obligation where it stands.
_SETTLED = (ChangeKind.KEPT, ChangeKind.LET_GO)
#: Opens a sealed text; what does not open is the reader's to show.
Reading = Callable[[bytes | None, SealedFor], str]


def read_sheet(db: Connection, read: Reading, deadline_id: UUID) -> Sheet:
    """Read the sheet of a deadline as it stands.

    Args:
        db: As who asks.
        read: Opens the reasons of what moved it.
        deadline_id: The deadline.

    Raises:
        NotFound: No such deadline, or not to be seen by this actor.
    """
    deadline = ledger.read(db, deadline_id)
    told = evidence.told_of(db, deadline_id)
    changes = ledger.changes(db, deadline_id)
    standing = DeadlineStanding(
        number=told.number,
        stage=STAGES[told.stage],
        holder="、".join(filter(None, (HOLDERS[deadline.holder], told.owner_name))),
        state=deadline.state,
        said=_said(deadline.state, told),
        due_at=deadline.due_at,
        provisional=deadline.provisional,
        printable=deadline.printable,
        evidence=tuple(_evidence(db, deadline, told, changes)),
        moves=tuple(_moves(read, ledger.suspensions(db, deadline_id), changes)),
        printed=_printed(db, deadline.case_id, deadline_id) if changes else "",
    )
    return Sheet(deadline.receipt, standing)


def _printed(db: Connection, case_id: UUID, deadline_id: UUID) -> str:
    """Say which documents were made before the day moved, and print it."""
    found = dated_papers.outdated(db, case_id).values()
    named = [dated_papers.named(paper) for paper, moved in found if deadline_id in moved]
    return f"{'、'.join(named)}印有变动前的日期{COMMA}{dated_papers.ASKED}" if named else ""


def _said(state: DeadlineState, told: ToldOf) -> str:
    if state is DeadlineState.MET:
        kept = "逾期办结" if told.met_late else "按期办结"
        return f"{kept}{_done(told)}"
    return _STATES[state]


def _done(told: ToldOf) -> str:
    """When it was done and when it was recorded, told apart where they differ."""
    if told.done_at is None or told.done_on is None:
        return f",{chinese_day(shanghai_date(told.ended_at))}结束" if told.ended_at else ""
    recorded = chinese_time(told.done_at)
    if not told.entered_later:
        return f",{recorded}办理"
    return f",{chinese_day(told.done_on)}办理,{recorded}登记;是否逾期按办理日期判断"


def _evidence(
    db: Connection, deadline: DeadlineOfCase, told: ToldOf, changes: Sequence[KeptChange]
) -> Iterator[str]:
    if deadline.obliged_by:
        yield _step_text(evidence.step(db, deadline.obliged_by))
        return
    newest_first = reversed(changes)
    restarted = next((one for one in newest_first if one.kind is ChangeKind.RESTART), None)
    if restarted:
        if restarted.evidence_id:
            yield _step_text(evidence.step(db, restarted.evidence_id))
        if restarted.document:
            yield f"文书:{restarted.document}"
        return
    forms, paper = EVIDENCE.get(deadline.receipt.start_event_code or "", ((), None))
    case_id, until = deadline.case_id, told.opened_at + timedelta(seconds=1)
    found = evidence.by_form(db, case_id, forms, until=until) if forms else None
    found = found or evidence.last_before(db, case_id, until=until)
    if found:
        yield _step_text(found)
    issued = evidence.paper(db, case_id, paper) if paper else None
    if issued:
        yield f"文书《{issued.title}》{issued.full_number}"


def _step_text(step: DoneStep) -> str:
    title = FORMS[step.form].title if step.form else f"审批{TITLES[Paper(step.paper or '')]}"
    recorded = chinese_time(step.done_at) if step.done_at else ""
    when = f"{chinese_day(step.done_on)}办理,{recorded}登记" if step.done_on else f"{recorded}登记"
    return f"环节“{title}”({when}{f',{step.by_name}' if step.by_name else ''})"


def _moves(
    read: Reading, pauses: Sequence[Suspended], changes: Sequence[KeptChange]
) -> Iterator[Move]:  # fmt: skip
    told = [(one.recorded_at, _suspended(read, one)) for one in pauses]
    told += [(one.at, _changed(read, one)) for one in changes]
    for _, move in sorted(told, key=lambda one: one[0]):
        yield move


def _suspended(read: Reading, one: Suspended) -> Move:
    span = f"至{chinese_day(one.last_on)}中止" if one.last_on else "起中止(尚未恢复)"
    parts = [
        f"自{chinese_day(one.first_on)}{span}:{one.ground.label}",
        f"依据{source_of(one.ground)}",
        f"文号{one.document}" if one.document else "",
        _reason(read, one),
        f"{chinese_time(one.recorded_at)}由{one.by_name or ''}登记",
        f"{chinese_time(one.lifted_at)}由{one.lifted_by_name or ''}登记恢复"
        if one.lifted_at else "",
    ]  # fmt: skip
    return Move("suspended", COMMA.join(filter(None, parts)) + "。")


def _changed(read: Reading, one: KeptChange) -> Move:
    span = f"届满日由{_end(one.old_due_at)}改为{_end(one.new_due_at)}"
    who = f"{chinese_time(one.at)}由{one.by_name or '系统'}登记"
    parts = {
        ChangeKind.EXTENSION: [
            f"延长:{one.decided_by or ''}{_day(one.decided_on)}批准",
            f"文号{one.document}" if one.document else "",
        ],
        ChangeKind.SUSPENSION: ["中止的天数已经扣除"],
        ChangeKind.RESTART: ["由新的起算事件重新起算,原期限另行留存"],
        ChangeKind.KEPT: [f"{_on(one.decided_on)}已经办到"],
        ChangeKind.PUT_OFF: [f"改期至{_on(one.until_on)}"],
        ChangeKind.LET_GO: ["不再需要"],
        ChangeKind.CORRECTION: ["所依据的事实已更正,按更正后的事实计算"],
        None: ["按新的放假安排或规则重算", _surer(one), *(one.why or ())],
    }[one.kind]
    moved = one.new_due_at != one.old_due_at or one.kind not in _SETTLED
    said = [*parts, _reason(read, one), span if moved else "", who]
    return Move(
        one.kind or "recount", COMMA.join(filter(None, said)) + "。", one.old_due_at, one.new_due_at
    )


def _reason(read: Reading, one: Suspended | KeptChange) -> str:
    reason = read(one.reason, SealedPlace.DEADLINE_REASON.of(one.id))
    return f"理由:{reason}" if reason else ""


def _surer(one: KeptChange) -> str:
    return "由暂定改为确定" if one.old_provisional and not one.new_provisional else ""


def _day(day: date | None) -> str:
    return f"于{chinese_day(day)}" if day else ""


def _on(day: date | None) -> str:
    return chinese_day(day) if day else ""


def _end(instant: datetime) -> str:
    return chinese_day(shanghai_date(instant))
