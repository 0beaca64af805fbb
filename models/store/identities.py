"""Who the people of a case are, as it is sealed."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, named


@dataclass(frozen=True)
class SealedIdentity:
    """A child or a guardian; `identity` is sealed."""

    id: UUID
    identity: bytes
    is_child: bool


_OF_CASE = Query(SealedIdentity, named("identities", "of_case"))


def of_case(db: Connection, case_id: UUID) -> list[SealedIdentity]:
    """The child of a case and its guardians."""
    return _OF_CASE.all(db, case=case_id)
