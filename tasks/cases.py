"""Opening, reopening and starting beside: what begins a stage from outside the procedure."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, insert, text

from models.errors import NotAllowed, NotFound, RuleBroken
from models.forms.people import ChildIdentity
from models.law.dates import SHANGHAI
from models.law.pack import load_pack
from models.store import events
from models.store.events import Happening
from models.store.numbers import next_number
from models.store.officers import join_team
from models.tables.case import Case, CaseState, Child, StageRow, StageState
from models.words import MAIN_STAGES, SIDE_STAGES, Role, Stage, Tag
from tasks.act import Act
from tasks.office import Office
from tasks.reading_record import identity_place
from tasks.staging import PROCEDURE_VERSION

#: Series of case numbers: 示例未保危〔2026〕17号.
CASE_SERIES = "危"
#: Who may register a case, start a side procedure, reopen.
MAY_REGISTER = frozenset({Role.CASEWORKER, Role.SUPERVISOR, Role.DIRECTOR})
MAY_START = frozenset({Role.CASEWORKER, Role.SUPERVISOR, Role.DIRECTOR, Role.LEGAL})
MAY_REOPEN = frozenset({Role.SUPERVISOR, Role.DIRECTOR})

_EVER_OPENED = text("SELECT 1 FROM stages WHERE case_id = :case AND name = :name LIMIT 1")
_IN_CUSTODY = text(
    "SELECT 1 FROM custodies WHERE case_id = :case AND ended_at IS NULL UNION ALL "
    "SELECT 1 FROM stages WHERE case_id = :case AND name = 'custody' AND state = 'open' LIMIT 1"
)


def open_case(
    act: Act,
    *,
    stages: tuple[Stage, ...],
    child_id: UUID | None = None,
    practice: bool = False,
) -> tuple[UUID, list[UUID]]:
    """Open a case and its first stages; who registers leads until somebody else is named.

    Args:
        act: By whom and when.
        stages: `receipt`, and `custody` beside it when the police brought the child first.
        child_id: A child already known from another case; temporary guardianship counts on.
        practice: Invented, for practice.

    Returns:
        The case and the stages opened, to be gone on with.

    Raises:
        NotAllowed: The actor does not register cases.
    """
    if not act.actor.roles & MAY_REGISTER:
        raise NotAllowed("只有个案工作者、督导、主任可以登记案件。")
    case_id, number = _insert_case(act, child_id=child_id, practice=practice)
    who = act.actor.officer_id
    join_team(
        act.db,
        case_id=case_id,
        centre_id=act.actor.centre_id,
        officer_id=who,
        at=act.now,
        lead=Role.CASEWORKER in act.actor.roles,
    )
    happened = [
        Happening(Tag.CASE_OPENED, actor_id=who, detail={"number": number}),
        Happening(Tag.TEAM_JOINED, actor_id=who, detail={"officer": str(who)}),
    ]
    opened = [
        _insert_stage(act, case_id, stage, ordinal=n, reason=None, happened=happened)
        for n, stage in enumerate(stages, start=1)
    ]
    act.note(happened, case_id=case_id, centre_id=act.actor.centre_id)
    return case_id, opened


def _insert_case(act: Act, *, child_id: UUID | None, practice: bool) -> tuple[UUID, int]:
    """Number and write a case, with a child of whom nothing is known unless one is given."""
    centre = act.db.execute(
        text("SELECT facts FROM centres WHERE id = :id"), {"id": act.actor.centre_id}
    ).scalar_one()
    year = act.now.astimezone(SHANGHAI).year
    number = next_number(act.db, centre_id=act.actor.centre_id, series=CASE_SERIES, year=year)
    case_id = uuid4()
    act.db.execute(
        insert(Case.__table__),  # type: ignore[arg-type]
        {
            "id": case_id,
            "centre_id": act.actor.centre_id,
            "child_id": child_id or _new_child(act.db, act.office, act.actor.centre_id),
            "number": f"{centre['short']}{CASE_SERIES}〔{year}〕{number}号",
            "state": CaseState.OPEN,
            "locality": centre.get("locality_pack", ""),
            "pack": load_pack().version,
            "opened_at": act.now,
            "practice": practice,
        },
    )
    return case_id, number


def start_side(act: Act, case_id: UUID, stage: Stage, *, reason: str) -> UUID:
    """Open a side procedure of an open case.

    Raises:
        RuleBroken: The case is closed, this is no side procedure, or the child is in temporary
            guardianship already.
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
    return _open(act, case, stage, reason)


def open_by_watch(
    db: Connection, case_id: UUID, centre_id: UUID, stage: Stage, *, now: datetime
) -> UUID | None:
    """Open a side procedure because its day has come; None where somebody was first."""
    there = {"case": case_id, "name": stage.value}
    if _lock_case(db, case_id).state != CaseState.OPEN or db.execute(_EVER_OPENED, there).first():
        return None
    ordinal = _next_ordinal(db, case_id)
    stage_id = uuid4()
    db.execute(
        insert(StageRow.__table__),  # type: ignore[arg-type]
        _stage_row(stage_id, case_id, centre_id=centre_id, stage=stage, ordinal=ordinal, now=now)
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
    if to not in MAIN_STAGES or to is Stage.CLOSURE:
        raise RuleBroken("请选择主线上的一个阶段。")
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
    ordinal = _next_ordinal(act.db, case.id)
    happened: list[Happening] = []
    opened = _insert_stage(act, case.id, stage, ordinal=ordinal, reason=reason, happened=happened)
    act.note(happened, case_id=case.id, centre_id=case.centre_id)
    return opened


def _new_child(db: Connection, office: Office, centre_id: UUID) -> UUID:
    """A child of whom nothing is known yet."""
    child_id = uuid4()
    unknown = ChildIdentity.model_validate({"called": "身份待查明"})
    db.execute(
        insert(Child.__table__),  # type: ignore[arg-type]
        {
            "id": child_id,
            "centre_id": centre_id,
            "identity": office.seal.close_json(
                unknown.model_dump(mode="json"), identity_place(child_id)
            ),
        },
    )
    return child_id


def _insert_stage(
    act: Act,
    case_id: UUID,
    stage: Stage,
    *,
    ordinal: int,
    reason: str | None,
    happened: list[Happening],
) -> UUID:
    stage_id = uuid4()
    sealed = act.office.seal.close_text(reason, f"stages.reason:{stage_id}") if reason else None
    act.db.execute(
        insert(StageRow.__table__),  # type: ignore[arg-type]
        _stage_row(
            stage_id,
            case_id,
            centre_id=act.actor.centre_id,
            stage=stage,
            ordinal=ordinal,
            now=act.now,
        )
        | {"reason": sealed},
    )
    happened.append(
        Happening(Tag.STAGE_OPENED, stage_id, None, act.actor.officer_id, {"stage": stage.value})
    )
    act.db.execute(text("SELECT pg_notify('hutong_stage', :id)"), {"id": str(stage_id)})
    return stage_id


def _next_ordinal(db: Connection, case_id: UUID) -> int:
    found = db.execute(
        text("SELECT coalesce(max(ordinal), 0) + 1 FROM stages WHERE case_id = :case"),
        {"case": case_id},
    ).scalar_one()
    return int(found)


def _stage_row(
    stage_id: UUID, case_id: UUID, *, centre_id: UUID, stage: Stage, ordinal: int, now: datetime
) -> dict[str, Any]:
    return {
        "id": stage_id,
        "case_id": case_id,
        "centre_id": centre_id,
        "name": stage,
        "ordinal": ordinal,
        "is_main": stage in MAIN_STAGES,
        "state": StageState.OPEN,
        "procedure": PROCEDURE_VERSION,
        "opened_at": now,
        "fence": 0,
    }
