"""The child of a case: what is known of it, sealed."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from models.forms.people import ChildIdentity
from models.sealed_places import SealedPlace
from tasks.office import Office


def read_child(db: Connection, office: Office, child_id: UUID) -> dict[str, Any]:
    """What is known of a child, as JSON values."""
    sealed = db.execute(
        text("SELECT identity FROM children WHERE id = :id"), {"id": child_id}
    ).scalar_one()
    return office.seal.open_json(sealed, SealedPlace.CHILD_IDENTITY.of(child_id))


def write_child(db: Connection, office: Office, child_id: UUID, child: ChildIdentity) -> None:
    """Seal and store what is known of a child."""
    number = child.id_number
    db.execute(
        text("UPDATE children SET identity = :identity, id_number_hash = :hash WHERE id = :id"),
        {
            "identity": office.seal.close_json(
                child.model_dump(mode="json"), SealedPlace.CHILD_IDENTITY.of(child_id)
            ),
            "hash": office.seal.index(number.upper()) if number else None,
            "id": child_id,
        },
    )
