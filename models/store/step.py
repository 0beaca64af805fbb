"""What people do to a step: answered, signed through, superseded, taken back, handed over, seen.

Each change of state is one function and one statement, with what falls or ends together with the
step: its deadline, its signatures, its document. A round trip costs as much as the work in it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotFound
from models.store.notices import NewNotice, as_json
from models.store.query import Query, Statement, Value, named
from models.tables.case import CaseState, StageState
from models.words import Holder, Role, Stage, StepKind, StepState


@dataclass(frozen=True)
class StepInCase:
    """A step with its stage and its case, as whoever acts on it must know it."""

    id: UUID
    case_id: UUID
    centre_id: UUID
    stage_id: UUID
    kind: StepKind
    key: str
    round: int
    turn: int
    position: int
    form: str | None
    about: str | None
    state: StepState
    owner_id: UUID | None
    owner_role: Role | None
    stands_in_for: UUID | None
    holder: Holder
    rule: str | None
    opened_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    done_by: UUID | None
    answer: bytes | None
    draft: bytes | None
    stage: Stage
    ordinal: int
    stage_state: StageState
    case_state: CaseState
    child_id: UUID
    pack: str
    locality: str
    done_by_name: str | None


@dataclass(frozen=True)
class Overtaken:
    """A step that a return, a withdrawal or changed data put aside."""

    id: UUID
    key: str
    round: int


@dataclass(frozen=True)
class Given:
    """A step that went over to another officer."""

    id: UUID
    stage_id: UUID


_LOCKED = Query(StepInCase, named("step", "locked"))
_ANSWER = Statement(named("step", "answer"))
_SAY_NOT_YET = Statement(named("step", "say_not_yet"))
_COMPLETE = Statement(named("step", "complete"))
_SUPERSEDE = Query(Overtaken, named("step", "supersede"))
_TAKE_BACK = Statement(named("step", "take_back"))
_GIVE = Statement(named("step", "give"))
_GIVE_OF_LEAD = Query(Given, named("step", "give_of_lead"))
_SHOW_TURN = Statement(named("step", "show_turn"))
_NEXT_TURN = Statement(named("step", "next_turn"))
_SAVE_DRAFT = Statement(named("step", "save_draft"))
_LOOK_AT = Statement(named("step", "look_at"))
_TRY_AGAIN = Statement(named("step", "try_again"))
_STAGE_OF = Value(UUID, named("step", "stage_of"))


def lock(db: Connection, step_id: UUID) -> StepInCase:
    """Lock a step's case and read the step.

    Raises:
        NotFound: No such step, or not to be seen by this actor.
    """
    found = _LOCKED.first(db, step=step_id)
    if found is None:
        raise NotFound("没有找到这个环节。")
    return found


def answer(
    db: Connection,
    step_id: UUID,
    sealed: bytes,
    *,
    by: UUID,
    now: datetime,
    done_at: datetime | None,
    done_on: date | None,
    late_reason: bytes | None,
) -> None:
    """Keep an answer and meet the step's deadline; `done_at` says whether that was late.

    An answer that says "not yet" was done at no instant: it meets nothing; the deadline runs on.
    """
    told = {
        "step": step_id, "answer": sealed, "by": by, "now": now, "done_on": done_on,
        "late_reason": late_reason,
    }  # fmt: skip
    if done_at is None:
        _SAY_NOT_YET.run(db, **told)
    else:
        _ANSWER.run(db, **told, done_at=done_at)


def complete(db: Connection, step_id: UUID, *, by: UUID, now: datetime) -> None:
    """The last signature of a chain was given: its step is done, its target met."""
    _COMPLETE.run(db, step=step_id, by=by, now=now, done_at=now)


def supersede(
    db: Connection, stage_id: UUID, target: UUID, *, position: int, reason: bytes, now: datetime
) -> list[Overtaken]:
    """Put a step aside, with all that came after it in its stage; everything is kept.

    Signatures and versions made on the way fall, deadlines stop, and the stage's fence rises.
    """
    return _SUPERSEDE.all(
        db, stage=stage_id, target=target, position=position, reason=reason, now=now
    )


def take_back(
    db: Connection, stage_id: UUID, reasons: Mapping[UUID, bytes], *, now: datetime
) -> None:
    """Let all of a stage fall that was cancelled as begun by mistake; each step says why."""
    _TAKE_BACK.run(db, stage=stage_id, steps=list(reasons), reasons=list(reasons.values()), now=now)


def give(db: Connection, step_id: UUID, *, to: UUID) -> None:
    """Hand a step over, with its deadline."""
    _GIVE.run(db, step=step_id, to=to)


def give_of_lead(db: Connection, case_id: UUID, *, old: UUID | None, to: UUID) -> list[Given]:
    """Hand over what the earlier lead of a case has open as a caseworker."""
    return _GIVE_OF_LEAD.all(db, case=case_id, old=old, to=to)


def show_turn(
    db: Connection,
    step_id: UUID,
    *,
    owner: UUID | None,
    role: Role,
    stands_in_for: UUID | None,
    viewed_at: datetime | None,
) -> None:
    """A chain's step is in the hands of whose turn it is."""
    _SHOW_TURN.run(
        db, step=step_id, owner=owner, role=role.value, stands_in_for=stands_in_for,
        viewed_at=viewed_at,
    )  # fmt: skip


def next_turn(
    db: Connection,
    step: StepInCase,
    signature: UUID,
    *,
    owner: UUID | None,
    role: Role,
    stands_in_for: UUID | None,
    notices: Sequence[NewNotice],
    at: datetime,
) -> None:
    """Ask for the next signature of a chain: the step is in the hands of who gives it."""
    _NEXT_TURN.run(
        db, step=step.id, signature=signature, owner=owner, role=role.value,
        stands_in_for=stands_in_for, notices=as_json(notices), case=step.case_id,
        centre=step.centre_id, at=at,
    )  # fmt: skip


def draft_version(sealed: bytes | None) -> str:
    """What tells one keeping of a draft from the next; empty where there is none."""
    return hashlib.sha256(sealed).hexdigest()[:32] if sealed else ""


def save_draft(db: Connection, step_id: UUID, draft: bytes, *, by: UUID) -> None:
    """Keep what was typed so far; who drafted is an author of what another hands in."""
    _SAVE_DRAFT.run(db, step=step_id, draft=draft, by=str(by))


def look_at(db: Connection, step_id: UUID, *, by: UUID, at: datetime) -> None:
    """Note that whose turn it is has opened the step, once."""
    _LOOK_AT.run(db, step=step_id, by=by, at=at)


def try_again(db: Connection, step_id: UUID) -> None:
    """Let an automatic step be tried anew."""
    _TRY_AGAIN.run(db, step=step_id)


def stage_of(db: Connection, step_id: UUID, *, case_id: UUID) -> UUID | None:
    """The stage of a step of this case; None where it is none."""
    return _STAGE_OF.first(db, step=step_id, case=case_id)
