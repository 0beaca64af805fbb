"""Opening a case: its number, its child, its first stages."""

from uuid import UUID, uuid4

from sqlalchemy import Connection

from models.errors import NotFound, RuleBroken
from models.law.dates import SHANGHAI
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store import case, own_targets, people, team
from models.store import stage as stages
from models.store.case import NewCase
from models.store.events import Happening
from models.store.numbers import next_number
from models.store.practice import PracticeCases, practice_cases
from models.store.stage import NewStage
from models.words import Stage, Tag
from tasks.act import Act, Done
from tasks.acts.people import UNKNOWN
from tasks.law import kept
from tasks.office import Office

#: Series of case numbers: 示例未保危〔2026〕17号.
CASE_SERIES = "危"


def open_case(
    act: Act,
    *,
    begin_at: tuple[Stage, ...],
    child_id: UUID | None = None,
    practice: bool = False,
    case_id: UUID | None = None,
) -> Done[UUID]:
    """Open a case and its first stages; who registers leads until somebody else is named.

    Args:
        act: By whom and when.
        begin_at: `receipt`, and `custody` beside it when the police brought the child first.
        child_id: A child already known from another case; temporary guardianship counts on.
        practice: Invented, for practice.
        case_id: Of the page on which it was asked for: pressed twice, there is one case.

    Returns:
        The case; there is nothing to go on with where it was there already.

    Raises:
        NotAllowed: The actor does not register cases.
    """
    act.require(Permission.REGISTER_CASE)
    own_targets.keep(act.db, act.actor.centre_id)
    case_id = case_id or uuid4()
    if case.is_there(act.db, case_id):
        return Done(case_id)
    number = _insert_case(act, case_id, child_id=child_id, practice=practice)
    who = act.actor.officer_id
    team.join(
        act.db,
        case_id=case_id,
        centre_id=act.actor.centre_id,
        officer_id=who,
        at=act.now,
        lead=act.actor.may(Permission.LEAD_CASE),
    )
    happened = [
        Happening(Tag.CASE_OPENED, actor_id=who, detail={"number": number}),
        Happening(Tag.TEAM_JOINED, actor_id=who, detail={"officer": str(who)}),
    ]
    opened = [open_stage(act, case_id, stage) for stage in begin_at]
    happened += [told for _, told in opened]
    act.note(happened, case_id=case_id, centre_id=act.actor.centre_id)
    return Done(case_id, tuple(stage_id for stage_id, _ in opened))


def _insert_case(act: Act, case_id: UUID, *, child_id: UUID | None, practice: bool) -> int:
    """Number and write a case, with a child of whom nothing is known unless one is given.

    Raises:
        NotFound: The given child has no case that the actor may see.
        RuleBroken: The practice centre's own cases are not there yet, and bring their numbers.
    """
    if practice and practice_cases(act.db) is PracticeCases.AWAITED:
        raise RuleBroken("演练案件正在装入,约一分钟后再登记新的案件。")
    if child_id and not people.knows_child(act.db, child_id):
        raise NotFound("没有找到这名未成年人。")
    centre = case.centre(act.db, act.actor.centre_id)
    today = act.now.astimezone(SHANGHAI).date()
    year = today.year
    pack, local = act.office.packs.for_new_case(today, centre.locality)
    kept.keep(act.db, act.office, pack, local, at=act.now)
    number = next_number(act.db, centre_id=act.actor.centre_id, series=CASE_SERIES, year=year)
    new = NewCase(
        id=case_id,
        centre_id=act.actor.centre_id,
        child_id=child_id or _new_child(act.db, act.office, act.actor.centre_id),
        number=f"{centre.short}{CASE_SERIES}〔{year}〕{number}号",
        locality=local,
        pack=pack,
        opened_at=act.now,
        practice=practice,
    )
    case.add(act.db, new)
    return number


def _new_child(db: Connection, office: Office, centre_id: UUID) -> UUID:
    """A child of whom nothing is known yet."""
    child_id = uuid4()
    sealed = office.seal.close_json(
        UNKNOWN.model_dump(mode="json"), SealedPlace.CHILD_IDENTITY.of(child_id)
    )
    people.add_child(db, child_id, centre_id, sealed)
    return child_id


def open_stage(
    act: Act, case_id: UUID, stage: Stage, *, reason: str | None = None
) -> tuple[UUID, Happening]:
    """Open a stage of a case on behalf of the actor; its id, and what to write into the chain."""
    stage_id = uuid4()
    sealed = (
        act.office.seal.close_text(reason, SealedPlace.STAGE_REASON.of(stage_id))
        if reason
        else None
    )
    new = NewStage(stage_id, case_id, act.actor.centre_id, stage, act.now, reason=sealed)
    stages.add(act.db, new)
    told = {"stage": stage.value}
    return stage_id, Happening(Tag.STAGE_OPENED, stage_id, None, act.actor.officer_id, told)
