"""Starting beside and reopening: what begins a stage of a case from outside the procedure."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, insert, text

from models.errors import NotAllowed, NotFound, RuleBroken
from models.law.dates import SHANGHAI
from models.law.verdict import Refused
from models.store import events
from models.store.events import Happening
from models.tables.case import CaseState, StageRow
from models.words import SIDE_STAGES, Role, Stage, Tag
from tasks.act import Act
from tasks.acts.cases import insert_stage, next_ordinal, stage_row
from tasks.gates.exemption import something_may_be_exempt
from tasks.record.reading import read_record

#: Who may start a side procedure, and who reopens.
MAY_START = frozenset({Role.CASEWORKER, Role.SUPERVISOR, Role.DIRECTOR, Role.LEGAL})
MAY_REOPEN = frozenset({Role.SUPERVISOR, Role.DIRECTOR})
#: Return, relatives' care, petition and placement need a conclusion or judgment of their own first.
MAY_REOPEN_AT = frozenset(
    {
        Stage.RECEIPT,
        Stage.INVESTIGATION,
        Stage.ASSESSMENT,
        Stage.CONSULTATION,
        Stage.FOLLOW_UP,
    }
)

_EVER_OPENED = text("SELECT 1 FROM stages WHERE case_id = :case AND name = :name LIMIT 1")
_IN_CUSTODY = text(
    "SELECT 1 FROM custodies WHERE case_id = :case AND ended_at IS NULL UNION ALL "
    "SELECT 1 FROM stages WHERE case_id = :case AND name = 'custody' AND state = 'open' LIMIT 1"
)
#: A person extends what runs in this case; what runs elsewhere is extended there.
_CUSTODY_RUNS = text("SELECT 1 FROM custodies WHERE case_id = :case AND ended_at IS NULL LIMIT 1")
#: Begun, and nothing in it done yet by a person.
_UNTOUCHED = text(
    "SELECT opened_at FROM stages g WHERE case_id = :case AND name = :name AND state = 'open' "
    "AND NOT EXISTS (SELECT 1 FROM steps WHERE stage_id = g.id AND kind = 'ask' "
    "AND state IN ('done', 'superseded')) ORDER BY opened_at DESC LIMIT 1"
)


def start_side(act: Act, case_id: UUID, stage: Stage, *, reason: str) -> UUID:
    """Open a side procedure of an open case.

    Raises:
        RuleBroken: The case is closed, this is no side procedure, the child is in temporary
            guardianship already, or is not and it was to be extended, no visit may be exempt, or
            the same procedure was begun and nobody has answered anything in it.
    """
    if not act.actor.roles & MAY_START:
        raise NotAllowed("您的岗位不能启动旁支程序。")
    if stage not in SIDE_STAGES:
        raise RuleBroken("这不是可以单独启动的程序。")
    case = _lock_case(act.db, case_id)
    if case.state != CaseState.OPEN:
        raise RuleBroken("案件已结案;请先由督导或者主任重新打开。")
    if stage is Stage.CUSTODY and act.db.execute(_IN_CUSTODY, {"case": case_id}).first():
        raise RuleBroken("未成年人已经在临时监护中,或者正在办理接收。")
    if stage is Stage.EXTENSION and not act.db.execute(_CUSTODY_RUNS, {"case": case_id}).first():
        raise RuleBroken("未成年人不在临时监护中,没有可以延长的期限。")
    if stage is Stage.EXEMPTION:
        _refuse_useless_exemption(act, case_id)
    _refuse_twice(act, case_id, stage)
    return _open(act, case, stage, reason)


def _refuse_twice(act: Act, case_id: UUID, stage: Stage) -> None:
    """Two presses, or two people, begin one procedure; a second of its kind comes later."""
    begun = act.db.execute(_UNTOUCHED, {"case": case_id, "name": stage}).scalar()
    if begun is not None:
        at = begun.astimezone(SHANGHAI)
        raise RuleBroken(
            f"该程序已于{at.year}年{at.month}月{at.day}日{at:%H:%M}启动,还没有办理;"
            "请在案件页直接办理它的第一个环节。"
        )


def _refuse_useless_exemption(act: Act, case_id: UUID) -> None:
    """What its first form would refuse for ever is not begun."""
    record = read_record(
        act.db, act.office, case_id, stage=Stage.EXEMPTION, stage_ordinal=0, now=act.now
    )
    verdict = something_may_be_exempt(record)
    if isinstance(verdict, Refused):
        raise RuleBroken(verdict.reason, source=verdict.source)


def open_by_watch(
    db: Connection, case_id: UUID, centre_id: UUID, stage: Stage, *, now: datetime
) -> UUID | None:
    """Open a side procedure because its day has come; None where somebody was first."""
    there = {"case": case_id, "name": stage.value}
    if _lock_case(db, case_id).state != CaseState.OPEN or db.execute(_EVER_OPENED, there).first():
        return None
    ordinal = next_ordinal(db, case_id)
    stage_id = uuid4()
    db.execute(
        insert(StageRow.__table__),  # type: ignore[arg-type]
        stage_row(stage_id, case_id, centre_id=centre_id, stage=stage, ordinal=ordinal, now=now)
        | {"reason": None},
    )
    opened = [Happening(Tag.STAGE_OPENED, stage_id, None, None, {"stage": stage.value})]
    events.append(db, opened, case_id=case_id, centre_id=centre_id, at=now)
    db.execute(text("SELECT pg_notify('hutong_stage', :id)"), {"id": str(stage_id)})
    return stage_id


def reopen(act: Act, case_id: UUID, *, to: Stage, reason: str) -> UUID:
    """Open a closed case again at a stage of the main line, with a reason.

    Raises:
        NotAllowed: Only supervisors and directors reopen.
        RuleBroken: The case is open, the reason is missing, or the stage is not on the main line.
    """
    if not act.actor.roles & MAY_REOPEN:
        raise NotAllowed("只有督导或者主任可以重新打开案件。")
    if not reason.strip():
        raise RuleBroken("重新打开案件必须写明理由。")
    if to not in MAY_REOPEN_AT:
        raise RuleBroken("只能重新打开到接报、核实、评估、会商或者回访阶段。")
    case = _lock_case(act.db, case_id)
    if case.state != CaseState.CLOSED:
        raise RuleBroken("案件没有结案,不需要重新打开。")
    act.db.execute(
        text("UPDATE cases SET state = 'open', closed_at = NULL WHERE id = :id"), {"id": case_id}
    )
    act.note(
        [Happening(Tag.CASE_REOPENED, actor_id=act.actor.officer_id, detail={"to": to.value})],
        case_id=case_id,
        centre_id=case.centre_id,
    )
    return _open(act, case, to, reason)


def _lock_case(db: Connection, case_id: UUID) -> Row[tuple[UUID, str, UUID]]:
    row = db.execute(
        text("SELECT id, state, centre_id FROM cases WHERE id = :id FOR NO KEY UPDATE"),
        {"id": case_id},
    ).first()
    if row is None:
        raise NotFound("没有找到这个案件。")
    return row


def _open(act: Act, case: Row[tuple[UUID, str, UUID]], stage: Stage, reason: str) -> UUID:
    ordinal = next_ordinal(act.db, case.id)
    happened: list[Happening] = []
    opened = insert_stage(act, case.id, stage, ordinal=ordinal, reason=reason, happened=happened)
    act.note(happened, case_id=case.id, centre_id=case.centre_id)
    return opened
