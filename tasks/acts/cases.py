"""Opening a case: its number, its child, its first stages."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert, text

from models.errors import NotAllowed, NotFound
from models.forms.people import ChildIdentity
from models.law.dates import SHANGHAI
from models.store.events import Happening
from models.store.numbers import next_number
from models.store.officers import join_team
from models.tables.case import Case, CaseState, Child, StageRow, StageState
from models.words import MAIN_STAGES, Role, Stage, Tag
from tasks.act import Act
from tasks.effects.staging import PROCEDURE_VERSION
from tasks.law import kept
from tasks.office import Office
from tasks.record.reading import identity_place

#: Series of case numbers: 示例未保危〔2026〕17号.
CASE_SERIES = "危"
#: Who may register a case, start a side procedure, reopen.
MAY_REGISTER = frozenset({Role.CASEWORKER, Role.SUPERVISOR, Role.DIRECTOR})

_KNOWN_CHILD = text("SELECT 1 FROM children WHERE id = :id")


def open_case(
    act: Act,
    *,
    stages: tuple[Stage, ...],
    child_id: UUID | None = None,
    practice: bool = False,
    case_id: UUID | None = None,
) -> tuple[UUID, list[UUID]]:
    """Open a case and its first stages; who registers leads until somebody else is named.

    Args:
        act: By whom and when.
        stages: `receipt`, and `custody` beside it when the police brought the child first.
        child_id: A child already known from another case; temporary guardianship counts on.
        practice: Invented, for practice.
        case_id: Of the page on which it was asked for: pressed twice, there is one case.

    Returns:
        The case and the stages opened, to be gone on with; none where it was there already.

    Raises:
        NotAllowed: The actor does not register cases.
    """
    if not act.actor.roles & MAY_REGISTER:
        raise NotAllowed("只有个案工作者、督导、主任可以登记案件。")
    case_id = case_id or uuid4()
    if _is_there(act.db, case_id):
        return case_id, []
    number = _insert_case(act, case_id, child_id=child_id, practice=practice)
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
        insert_stage(act, case_id, stage, ordinal=n, reason=None, happened=happened)
        for n, stage in enumerate(stages, start=1)
    ]
    act.note(happened, case_id=case_id, centre_id=act.actor.centre_id)
    return case_id, opened


def _is_there(db: Connection, case_id: UUID) -> bool:
    """Whether another press of the same page was first; waits until it is through."""
    db.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:id, 0))"), {"id": str(case_id)})
    return (
        db.execute(text("SELECT 1 FROM cases WHERE id = :id"), {"id": case_id}).first() is not None
    )


def _insert_case(act: Act, case_id: UUID, *, child_id: UUID | None, practice: bool) -> int:
    """Number and write a case, with a child of whom nothing is known unless one is given.

    Raises:
        NotFound: The given child has no case that the actor may see.
    """
    if child_id and not act.db.execute(_KNOWN_CHILD, {"id": child_id}).first():
        raise NotFound("没有找到这名未成年人。")
    centre = act.db.execute(
        text("SELECT facts FROM centres WHERE id = :id"), {"id": act.actor.centre_id}
    ).scalar_one()
    today = act.now.astimezone(SHANGHAI).date()
    year = today.year
    pack, local = act.office.packs.for_new_case(today, centre.get("locality_pack", ""))
    kept.keep(act.db, act.office, pack, local, at=act.now)
    number = next_number(act.db, centre_id=act.actor.centre_id, series=CASE_SERIES, year=year)
    act.db.execute(
        insert(Case.__table__),  # type: ignore[arg-type]
        {
            "id": case_id,
            "centre_id": act.actor.centre_id,
            "child_id": child_id or _new_child(act.db, act.office, act.actor.centre_id),
            "number": f"{centre['short']}{CASE_SERIES}〔{year}〕{number}号",
            "state": CaseState.OPEN,
            "locality": local,
            "pack": pack,
            "opened_at": act.now,
            "practice": practice,
        },
    )
    return number


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


def insert_stage(
    act: Act,
    case_id: UUID,
    stage: Stage,
    *,
    ordinal: int,
    reason: str | None,
    happened: list[Happening],
) -> UUID:
    """Write a stage of a case on behalf of the actor, and wake the workers."""
    stage_id = uuid4()
    sealed = act.office.seal.close_text(reason, f"stages.reason:{stage_id}") if reason else None
    act.db.execute(
        insert(StageRow.__table__),  # type: ignore[arg-type]
        stage_row(
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


def next_ordinal(db: Connection, case_id: UUID) -> int:
    """Where the next stage of a case stands."""
    found = db.execute(
        text("SELECT coalesce(max(ordinal), 0) + 1 FROM stages WHERE case_id = :case"),
        {"case": case_id},
    ).scalar_one()
    return int(found)


def stage_row(
    stage_id: UUID, case_id: UUID, *, centre_id: UUID, stage: Stage, ordinal: int, now: datetime
) -> dict[str, Any]:
    """An open stage, ready to be inserted; its sealed reason is the caller's."""
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
