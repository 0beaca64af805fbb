"""The child of a case: what is known of it, sealed."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.forms.people import ChildIdentity
from models.printable import kept
from models.sealed_places import SealedPlace
from models.store import key_ring, people
from tasks.office import Office


def read_child(db: Connection, office: Office, child_id: UUID) -> dict[str, Any]:
    """What is known of a child, as JSON values."""
    sealed = people.child(db, child_id)
    known: dict[str, Any] = kept(
        office.seal.open_json(sealed, SealedPlace.CHILD_IDENTITY.of(child_id))
    )
    return known


def write_child(db: Connection, office: Office, child_id: UUID, child: ChildIdentity) -> None:
    """Seal and store what is known of a child."""
    number = child.id_number
    sealed = office.seal.close_json(
        child.model_dump(mode="json"), SealedPlace.CHILD_IDENTITY.of(child_id)
    )
    number_hash = key_ring.number_hash(db, office.seal, number) if number else None
    people.write_child(db, child_id, sealed, number_hash=number_hash)
