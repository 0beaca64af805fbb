"""Imprints: what each change made of a row of a case; read to build it again and to compare."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, named


@dataclass(frozen=True)
class Imprint:
    """What one change made of one row.

    Attributes:
        chain: The case; of a row of `children` the child.
        by_role: Database role that connected; `migration` where one took the row over.
        columns: Columns as they became, of sealed values their SHA-256; None: the row was removed.
    """

    chain: UUID
    seq: int
    of_table: str
    row_id: UUID
    at: datetime
    by_role: str
    actor_id: UUID | None
    columns: dict[str, Any] | None


@dataclass(frozen=True)
class StandingRow:
    """A row as it stands, told as an imprint tells it."""

    of_table: str
    row_id: UUID
    columns: dict[str, Any]


@dataclass(frozen=True)
class OtherRow:
    """A row that is not what its newest imprint made of it."""

    chain: UUID
    of_table: str
    row_id: UUID


@dataclass(frozen=True)
class StrangeChange:
    """A change by who is neither the portal nor the worker."""

    chain: UUID
    seq: int
    of_table: str
    row_id: UUID


@dataclass(frozen=True)
class BrokenChain:
    """A chain, and the first imprint that is not what was written."""

    id: UUID
    seq: int


@dataclass(frozen=True)
class NamedChain:
    """The number of the case a chain is of."""

    chain: UUID
    number: str


@dataclass(frozen=True)
class CaseNamed:
    """A case found by what was typed."""

    id: UUID
    child_id: UUID
    number: str
    centre_id: UUID


@dataclass(frozen=True)
class SealedBytes:
    """Sealed bytes, and of which row."""

    id: UUID
    sealed: bytes


_SPELLING = Statement(named("imprints", "spelling"))
_BROKEN = Query(BrokenChain, named("imprints", "broken_chains"))
_DIFFERING = Query(OtherRow, named("imprints", "differing"))
_STANDING = Query(StandingRow, named("imprints", "standing"))
_OF_CHAINS = Query(Imprint, named("imprints", "of_chains"))
_STRANGERS = Query(StrangeChange, named("imprints", "strangers"))
_NAMED = Query(NamedChain, named("imprints", "cases_named"))
_ANSWERS = Query(SealedBytes, named("imprints", "sealed_answers"))
_GUARDIANS = Query(SealedBytes, named("imprints", "sealed_guardians"))
_CASE_NUMBERED = Query(CaseNamed, named("imprints", "case_numbered"))


def broken_chains(db: Connection) -> list[BrokenChain]:
    """Chains of imprints that were altered, cut or reordered."""
    return _BROKEN.all(db)


def differing(db: Connection) -> list[OtherRow]:
    """Rows of all cases that are not what their newest imprint made of them; one question."""
    _SPELLING.run(db)
    return _DIFFERING.all(db)


def standing(db: Connection, chains: Collection[UUID]) -> list[StandingRow]:
    """The rows of these cases and children as they stand."""
    _SPELLING.run(db)
    return _STANDING.all(db, chains=list(chains))


def of_chains(db: Connection, chains: Collection[UUID]) -> list[Imprint]:
    """Every imprint of these chains, in order."""
    return _OF_CHAINS.all(db, chains=list(chains))


def strangers(db: Connection) -> list[StrangeChange]:
    """Changes by who is neither the portal nor the worker, but the commands that leave an entry."""
    return _STRANGERS.all(db)


def numbers(db: Connection, chains: Collection[UUID]) -> dict[UUID, str]:
    """The numbers of the cases that chains are of, as far as they are there."""
    return {one.chain: one.number for one in _NAMED.all(db, chains=list(chains))}


def case_numbered(db: Connection, wanted: str) -> CaseNamed | None:
    """The case with this number or id."""
    return _CASE_NUMBERED.first(db, wanted=wanted)


def sealed_answers(db: Connection, case_id: UUID) -> list[SealedBytes]:
    """The answers of a case, of whatever round, by the id of their step."""
    return _ANSWERS.all(db, case=case_id)


def sealed_guardians(db: Connection, case_id: UUID) -> list[SealedBytes]:
    """The guardians of a case, in their order."""
    return _GUARDIANS.all(db, case=case_id)
