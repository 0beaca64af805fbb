"""Signatures of approval chains (审批): opened for an exact version, given, decided once."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, named
from models.words import Paper, Role, SignatureState, SignMode, Stage


@dataclass(frozen=True)
class NewSignature:
    """A signature that is asked for: whose, and under exactly what."""

    id: UUID
    case_id: UUID
    step_id: UUID
    centre_id: UUID
    ordinal: int
    role: Role
    mode: SignMode
    officer_id: UUID | None
    stands_in_for: UUID | None
    state: SignatureState
    opened_at: datetime | None
    version_id: UUID
    sha256: str
    data_digest: str


@dataclass(frozen=True)
class ChainSignature:
    """A signature of a chain, as whoever decides must know it."""

    id: UUID
    ordinal: int
    role: Role
    officer_id: UUID | None
    stands_in_for: UUID | None
    state: SignatureState
    viewed_at: datetime | None
    decided_at: datetime | None
    decided_by: UUID | None
    version_id: UUID
    sha256: str
    data_digest: str
    decided_by_name: str | None


@dataclass(frozen=True)
class CompletedChain:
    """A document whose chain is signed through, and when its last signature was given."""

    paper: Paper
    stage: Stage
    ordinal: int
    turn: int
    at: datetime


@dataclass(frozen=True)
class OpenChain:
    """A chain that waits for signatures, and what it was opened for."""

    step_id: UUID
    version_id: UUID
    sha256: str
    data_digest: str


_WRITE = Statement(named("approval", "write"))
_CHAIN = Query(ChainSignature, named("approval", "chain"))
_DECIDE = Statement(named("approval", "decide"))
_GIVE = Statement(named("approval", "give"))
_OPEN_CHAINS = Query(OpenChain, named("approval", "open_chains"))


def write(db: Connection, signatures: Sequence[NewSignature]) -> None:
    """Ask for these signatures."""
    _WRITE.run(db, signatures=json.dumps([asdict(one) for one in signatures], default=str))


def chain(db: Connection, step_id: UUID) -> list[ChainSignature]:
    """The signatures of a chain, in order."""
    return _CHAIN.all(db, step=step_id)


def decide(
    db: Connection,
    signature_id: UUID,
    state: SignatureState,
    *,
    by: UUID,
    at: datetime,
    opinion: bytes | None,
    returned_to: UUID | None = None,
) -> bool:
    """Give or refuse a signature; false where it was not open any more."""
    decided = _DECIDE.run(
        db, signature=signature_id, state=state.value, by=by, at=at, opinion=opinion,
        returned_to=returned_to,
    )  # fmt: skip
    return decided == 1


def give(db: Connection, signature_id: UUID, *, to: UUID) -> None:
    """Hand a signature over."""
    _GIVE.run(db, signature=signature_id, to=to)


def open_chains(db: Connection, case_id: UUID) -> list[OpenChain]:
    """The chains of a case that wait for signatures."""
    return _OPEN_CHAINS.all(db, case=case_id)
