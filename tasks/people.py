"""What an answer says about people goes to where people are kept: sealed, apart from the answer."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, text

from models.forms.base import Form
from models.forms.people import ChildIdentity, GuardianEntry
from models.store.events import Happening
from models.words import Tag
from tasks.act import Act
from tasks.office import Office
from tasks.reading_record import identity_place, person_place


def project(act: Act, form: Form, row: Row[Any]) -> list[Happening]:
    """Keep the child and the guardians a form names; the newest knowledge counts.

    A field left blank does not wipe out what was known: a later form asks again only for what
    changed.
    """
    happened = []
    child = getattr(form, "child", None)
    if isinstance(child, ChildIdentity):
        known = read_child(act.db, act.office, row.child_id)
        merged = {**known, **_given(child)}
        if merged != known:
            write_child(act.db, act.office, row.child_id, ChildIdentity.model_validate(merged))
            happened.append(
                Happening(
                    Tag.IDENTITY_CORRECTED,
                    row.stage_id,
                    row.id,
                    act.actor.officer_id,
                    {
                        "of": "child",
                        "fields": sorted(k for k in merged if merged[k] != known.get(k)),
                    },
                )
            )
    guardians = getattr(form, "guardians", None)
    if guardians and all(isinstance(one, GuardianEntry) for one in guardians):
        write_guardians(act.db, act.office, row.case_id, guardians)
    return happened


def read_child(db: Connection, office: Office, child_id: UUID) -> dict[str, Any]:
    """What is known of a child, as JSON values."""
    sealed = db.execute(
        text("SELECT identity FROM children WHERE id = :id"), {"id": child_id}
    ).scalar_one()
    return office.seal.open_json(sealed, identity_place(child_id))


def write_child(db: Connection, office: Office, child_id: UUID, child: ChildIdentity) -> None:
    """Seal and store what is known of a child."""
    number = child.id_number
    db.execute(
        text("UPDATE children SET identity = :identity, id_number_hash = :hash WHERE id = :id"),
        {
            "identity": office.seal.close_json(
                child.model_dump(mode="json"), identity_place(child_id)
            ),
            "hash": office.seal.index(number.upper()) if number else None,
            "id": child_id,
        },
    )


def write_guardians(
    db: Connection, office: Office, case_id: UUID, guardians: tuple[GuardianEntry, ...]
) -> None:
    """Seal and store the case's guardians in their order; surplus older rows are overwritten."""
    for ordinal, guardian in enumerate(guardians, start=1):
        known = db.execute(
            text(
                "SELECT id FROM case_persons WHERE case_id = :case AND kind = 'guardian' "
                "AND ordinal = :ordinal"
            ),
            {"case": case_id, "ordinal": ordinal},
        ).scalar()
        person_id = known or uuid4()
        identity = office.seal.close_json(guardian.model_dump(mode="json"), person_place(person_id))
        db.execute(
            text(
                "INSERT INTO case_persons (id, case_id, kind, ordinal, identity) VALUES "
                "(:id, :case, 'guardian', :ordinal, :identity) "
                "ON CONFLICT (case_id, kind, ordinal) DO UPDATE SET identity = excluded.identity"
            ),
            {"id": person_id, "case": case_id, "ordinal": ordinal, "identity": identity},
        )


def _given(child: ChildIdentity) -> dict[str, Any]:
    """Only what the form really says; blanks and "unknown" say nothing."""
    dumped = child.model_dump(mode="json")
    given = {
        name: value
        for name, value in dumped.items()
        if value not in (None, "", "unknown", "none", False)
    }
    if child.birth_date:  # Whether it is an estimate is said of this very date.
        given["birth_date_estimated"] = child.birth_date_estimated
    return given
