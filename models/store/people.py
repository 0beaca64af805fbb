"""The people of a case as they are stored, sealed: its child and its guardians."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, Value, named


@dataclass(frozen=True)
class SealedPerson:
    """A guardian; the identity is sealed."""

    id: UUID
    identity: bytes


@dataclass(frozen=True)
class PeopleOfCase:
    """Whose case it is, and on what it rests what is kept of its people."""

    child_id: UUID
    #: On answers alone: nobody put the people right by hand.
    by_answers: bool
    #: The child has no other case.
    only_case: bool


_KNOWS_CHILD = Value(bool, named("people", "knows_child"))
_ADD_CHILD = Statement(named("people", "add_child"))
_CHILD = Value(bytes, named("people", "child"))
_WRITE_CHILD = Statement(named("people", "write_child"))
_GUARDIANS = Query(SealedPerson, named("people", "guardians"))
_KEEP_GUARDIAN = Statement(named("people", "keep_guardian"))
_RETIRE_GUARDIANS = Statement(named("people", "retire_guardians"))
_WHOSE = Query(PeopleOfCase, named("people", "whose"))


def knows_child(db: Connection, child_id: UUID) -> bool:
    """Whether the actor may see this child."""
    return _KNOWS_CHILD.one(db, child=child_id)


def add_child(db: Connection, child_id: UUID, centre_id: UUID, identity: bytes) -> None:
    """Write a child."""
    _ADD_CHILD.run(db, child=child_id, centre=centre_id, identity=identity)


def child(db: Connection, child_id: UUID) -> bytes:
    """A child's sealed identity."""
    return _CHILD.one(db, child=child_id)


def write_child(
    db: Connection, child_id: UUID, identity: bytes, *, number_hash: bytes | None
) -> None:
    """Put another identity in the place of what was known."""
    _WRITE_CHILD.run(db, child=child_id, identity=identity, hash=number_hash)


def guardians(db: Connection, case_id: UUID) -> list[SealedPerson]:
    """The guardians of a case, in their order."""
    return _GUARDIANS.all(db, case=case_id)


def keep_guardian(
    db: Connection, person_id: UUID, case_id: UUID, *, ordinal: int, identity: bytes
) -> None:
    """Write a guardian, or what is known of one by now."""
    _KEEP_GUARDIAN.run(db, person=person_id, case=case_id, ordinal=ordinal, identity=identity)


def retire_guardians(db: Connection, case_id: UUID, *, beyond: int) -> None:
    """Let guardians after this ordinal be none any more; they are kept."""
    _RETIRE_GUARDIANS.run(db, case=case_id, most=beyond)


def whose(db: Connection, case_id: UUID) -> PeopleOfCase:
    """Whose case it is, and on what it rests what is kept of its people."""
    return _WHOSE.one(db, case=case_id)
