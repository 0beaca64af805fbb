"""What an answer says about people goes to where people are kept: sealed, apart from the answer."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from models.facts.persons import guardians_after
from models.forms.base import Form
from models.forms.people import ChildIdentity, GuardianEntry
from models.sealed_places import SealedPlace
from models.store import answers
from models.store import people as stored
from models.store.events import Happening
from models.store.step import StepInCase
from models.words import Tag
from tasks.act import Act
from tasks.deadlines.custody_recount import recount_custody
from tasks.office import Office
from tasks.record.child import read_child, write_child
from tasks.record.given import given

#: What is known of a child before anybody asked.
UNKNOWN = ChildIdentity.model_validate({"called": "身份待查明"})


def tell_anew(db: Connection, office: Office, case_id: UUID) -> None:
    """Keep of child and guardians what the answers say that count now, as if told in their order.

    What a person put right by hand stays, and what another case of the child tells of it.
    """
    whose = stored.whose(db, case_id)
    if not whose.by_answers:
        return
    known = UNKNOWN.model_dump(mode="json")
    guardians: list[GuardianEntry] = []
    for answer in answers.of_case(db, case_id):
        form = given(office, answer).form
        child = getattr(form, "child", None)
        if isinstance(child, ChildIdentity):
            known |= _given(child)
        guardians = guardians_after(guardians, _named(form))
    if whose.only_case:
        write_child(db, office, whose.child_id, ChildIdentity.model_validate(known))
    replace_guardians(db, office, case_id, tuple(guardians))


def _named(form: Form) -> tuple[GuardianEntry, ...]:
    """The guardians that a form names."""
    named = getattr(form, "guardians", None) or ()
    return tuple(named) if all(isinstance(one, GuardianEntry) for one in named) else ()


def project(act: Act, form: Form, row: StepInCase) -> list[Happening]:
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
            if merged.get("id_number") != known.get("id_number"):
                happened += recount_custody(act.db, act.office, row.case_id, now=act.now)
    guardians = getattr(form, "guardians", None)
    if guardians and all(isinstance(one, GuardianEntry) for one in guardians):
        add_guardians(act.db, act.office, row.case_id, guardians)
    return happened


def add_guardians(
    db: Connection, office: Office, case_id: UUID, guardians: tuple[GuardianEntry, ...]
) -> None:
    """Keep the guardians a form names: known ones are completed, others are added.

    A form that names one guardian says nothing of the others.
    """
    known = _guardians(db, office, case_id)
    entries = guardians_after([GuardianEntry.model_validate(one) for _, one in known], guardians)
    ids = [row[0] for row in known] + [uuid4() for _ in entries[len(known) :]]
    dumped = [entry.model_dump(mode="json") for entry in entries]
    _store(db, office, case_id, list(zip(ids, dumped, strict=True)))


def replace_guardians(
    db: Connection, office: Office, case_id: UUID, guardians: tuple[GuardianEntry, ...]
) -> None:
    """Put the whole list of guardians right; who stands there no more is kept, and read no more."""
    ids = [row[0] for row in _guardians(db, office, case_id)]
    stored.retire_guardians(db, case_id, beyond=len(guardians))
    entries = [guardian.model_dump(mode="json") for guardian in guardians]
    ids += [uuid4() for _ in entries[len(ids) :]]
    _store(db, office, case_id, list(zip(ids, entries, strict=False)))


def guardians_now(act: Act, case_id: UUID) -> list[dict[str, Any]]:
    """What is known of the guardians, as JSON values."""
    return [entry for _, entry in _guardians(act.db, act.office, case_id)]


def _guardians(db: Connection, office: Office, case_id: UUID) -> list[tuple[UUID, dict[str, Any]]]:
    return [
        (row.id, office.seal.open_json(row.identity, SealedPlace.PERSON_IDENTITY.of(row.id)))
        for row in stored.guardians(db, case_id)
    ]


def _store(
    db: Connection, office: Office, case_id: UUID, people: list[tuple[UUID, dict[str, Any]]]
) -> None:
    for ordinal, (person_id, entry) in enumerate(people, start=1):
        identity = office.seal.close_json(entry, SealedPlace.PERSON_IDENTITY.of(person_id))
        stored.keep_guardian(db, person_id, case_id, ordinal=ordinal, identity=identity)


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
