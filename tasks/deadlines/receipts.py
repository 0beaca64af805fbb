"""The receipt of a deadline of a case: what was counted, what shows the start, what moved it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from documents.titles import TITLES
from models.errors import NotFound
from models.forms.catalogue import FORMS
from models.labels import HOLDERS, STAGES
from models.law.dates import chinese_day, chinese_time, shanghai_date
from models.law.interruption import ground_of
from models.law.receipt import COMMA, DeadlineStanding, Move, Receipt
from models.sealed_places import SealedPlace
from models.words import Holder, Paper, Stage
from tasks.deadlines.standing import Breaks, breaks_of, source_of
from tasks.office import Office
from tasks.record import dated_papers

_DEADLINE = text(
    """
    SELECT d.*, c.number, g.name AS stage, o.name AS owner,
        coalesce(s.done_on, (s.done_at AT TIME ZONE 'Asia/Shanghai')::date) AS done_on,
        s.done_at, s.done_on IS NOT NULL AS entered_later,
        coalesce(s.opened_at, e.done_at, d.starts_at) AS opened_at
    FROM deadlines d JOIN cases c ON c.id = d.case_id JOIN stages g ON g.id = d.stage_id
    LEFT JOIN steps s ON s.id = d.step_id LEFT JOIN officers o ON o.id = d.owner_id
    LEFT JOIN steps e ON e.stage_id = d.stage_id AND e.key = d.key AND e.kind = 'effect'
        AND e.state <> 'superseded'
    WHERE d.id = :id
    """
)
_CHANGES = text(
    "SELECT h.*, o.name AS by FROM deadline_changes h LEFT JOIN officers o ON o.id = h.by_id "
    "WHERE h.deadline_id = :id ORDER BY h.at, h.id"
)
_STEP = """
    SELECT s.id, s.kind, s.form, s.paper, s.done_at, s.done_on, o.name AS by
    FROM steps s LEFT JOIN officers o ON o.id = s.done_by
"""
_BY_FORM = text(
    f"{_STEP} WHERE s.case_id = :case AND s.form = ANY (:forms) AND s.kind = 'ask' "
    "AND s.state IN ('done', 'superseded') AND s.done_at <= :opened "
    "ORDER BY s.done_at DESC, s.position DESC LIMIT 1"
)
_LAST_BEFORE = text(
    f"{_STEP} WHERE s.case_id = :case AND s.kind IN ('ask', 'approve') "
    "AND s.state IN ('done', 'superseded') AND s.done_at <= :opened "
    "ORDER BY s.done_at DESC, s.position DESC LIMIT 1"
)
_ONE_STEP = text(f"{_STEP} WHERE s.id = :id")
_PAPER = text(
    "SELECT p.title, p.full_number FROM papers p JOIN paper_versions v ON v.paper_id = p.id "
    "WHERE p.case_id = :case AND p.paper = :paper AND NOT v.void "
    "ORDER BY v.made_at DESC LIMIT 1"
)
_NAMES = text("SELECT id, name FROM officers WHERE id = ANY (:ids)")

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


def read_receipt(db: Connection, office: Office, deadline_id: UUID) -> Receipt:
    """Read the receipt of a deadline as it stands.

    Raises:
        NotFound: No such deadline, or not to be seen by this actor.
    """
    row = db.execute(_DEADLINE, {"id": deadline_id}).first()
    if row is None:
        raise NotFound("没有找到这个期限。")
    changes = db.execute(_CHANGES, {"id": deadline_id}).all()
    book = breaks_of(db, deadline_id)
    standing = DeadlineStanding(
        number=row.number,
        stage=STAGES[Stage(row.stage)],
        holder="、".join(filter(None, (HOLDERS[Holder(row.holder)], row.owner))),
        state=row.state,
        said=_said(row),
        due_at=row.due_at,
        provisional=row.provisional,
        printable=row.printable,
        evidence=tuple(_evidence(db, row, changes)),
        moves=tuple(_moves(db, office, book, changes)),
        printed=_printed(db, row.case_id, deadline_id) if changes else "",
    )
    return Receipt(row.receipt, standing)


def _printed(db: Connection, case_id: UUID, deadline_id: UUID) -> str:
    """Say which documents were made before the day moved, and print it."""
    found = dated_papers.outdated(db, case_id).values()
    named = [dated_papers.named(paper) for paper, moved in found if deadline_id in moved]
    return f"{'、'.join(named)}印有变动前的日期{COMMA}{dated_papers.ASKED}" if named else ""


def _said(row: Row[Any]) -> str:
    if row.state == "met":
        kept = "逾期办结" if row.met_late else "按期办结"
        return f"{kept}{_done(row)}"
    return {"running": "计算中", "suspended": "中止", "stopped": "已停止,不再计算"}[row.state]


def _done(row: Row[Any]) -> str:
    """When it was done and when it was recorded, told apart where they differ."""
    if row.done_at is None:
        return f",{chinese_day(shanghai_date(row.ended_at))}结束" if row.ended_at else ""
    recorded = chinese_time(row.done_at)
    if not row.entered_later:
        return f",{recorded}办理"
    return f",{chinese_day(row.done_on)}办理,{recorded}登记;是否逾期按办理日期判断"


def _evidence(db: Connection, row: Row[Any], changes: Sequence[Row[Any]]) -> Iterator[str]:
    restarted = next((one for one in reversed(changes) if one.kind == "restart"), None)
    if restarted:
        if restarted.evidence_id:
            step = db.execute(_ONE_STEP, {"id": restarted.evidence_id}).one()
            yield _step_text(step)
        if restarted.document:
            yield f"文书:{restarted.document}"
        return
    event = row.receipt.get("start_event_code") or ""
    forms, paper = EVIDENCE.get(event, ((), None))
    given = {"case": row.case_id, "opened": row.opened_at + timedelta(seconds=1)}
    found = db.execute(_BY_FORM, given | {"forms": list(forms)}).first() if forms else None
    found = found or db.execute(_LAST_BEFORE, given).first()
    if found:
        yield _step_text(found)
    issued = db.execute(_PAPER, {"case": row.case_id, "paper": paper}).first() if paper else None
    if issued:
        yield f"文书《{issued.title}》{issued.full_number}"


def _step_text(step: Row[Any]) -> str:
    title = FORMS[step.form].title if step.form else f"审批{TITLES[Paper(step.paper)]}"
    recorded = chinese_time(step.done_at)
    when = f"{chinese_day(step.done_on)}办理,{recorded}登记" if step.done_on else f"{recorded}登记"
    return f"环节“{title}”({when}{f',{step.by}' if step.by else ''})"


def _moves(
    db: Connection, office: Office, book: Breaks, changes: Sequence[Row[Any]]
) -> Iterator[Move]:
    told = [(one.recorded_at, move) for one, move in _suspended(db, office, book)]
    told += [(one.at, _changed(office, one)) for one in changes]
    for _, move in sorted(told, key=lambda one: one[0]):
        yield move


def _suspended(db: Connection, office: Office, book: Breaks) -> Iterator[tuple[Row[Any], Move]]:
    ids = [who for one in book.pauses for who in (one.by_id, one.lifted_by) if who]
    names = {one.id: one.name for one in db.execute(_NAMES, {"ids": ids})} if ids else {}
    for one in book.pauses:
        span = f"至{chinese_day(one.last_on)}中止" if one.last_on else "起中止(尚未恢复)"
        parts = [
            f"自{chinese_day(one.first_on)}{span}:{ground_of(one.ground).label}",
            f"依据{source_of(one.ground)}",
            f"文号{one.document}" if one.document else "",
            _reason(office, one),
            f"{chinese_time(one.recorded_at)}由{names.get(one.by_id, '')}登记",
            f"{chinese_time(one.lifted_at)}由{names.get(one.lifted_by, '')}登记恢复"
            if one.lifted_at else "",
        ]  # fmt: skip
        yield one, Move("suspended", COMMA.join(filter(None, parts)) + "。")


def _changed(office: Office, one: Row[Any]) -> Move:
    span = f"届满日由{_end(one.old_due_at)}改为{_end(one.new_due_at)}"
    who = f"{chinese_time(one.at)}由{one.by or '系统'}登记"
    parts = {
        "extension": [
            f"延长:{one.decided_by or ''}{_day(one.decided_on)}批准",
            f"文号{one.document}" if one.document else "",
        ],
        "suspension": ["中止的天数已经扣除"],
        "restart": ["由新的起算事件重新起算,原期限另行留存"],
        None: ["按新的放假安排或规则重算", _surer(one), *(one.why or ())],
    }[one.kind]
    said = [*parts, _reason(office, one), span, who]
    return Move(
        one.kind or "recount", COMMA.join(filter(None, said)) + "。", one.old_due_at, one.new_due_at
    )


def _reason(office: Office, row: Row[Any]) -> str:
    reason = office.seal.open_text(row.reason, SealedPlace.DEADLINE_REASON.of(row.id))
    return f"理由:{reason}" if reason else ""


def _surer(one: Row[Any]) -> str:
    return "由暂定改为确定" if one.old_provisional and not one.new_provisional else ""


def _day(day: date | None) -> str:
    return f"于{chinese_day(day)}" if day else ""


def _end(instant: datetime) -> str:
    return chinese_day(shanghai_date(instant))
