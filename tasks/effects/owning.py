"""Who gets a new step or signature, and comes onto the case team for it."""

from collections.abc import Sequence
from uuid import UUID

from models.store import team
from models.store.officers import Owner, pick_owner
from models.words import Role, Tag
from tasks.journal.case_journal import CaseJournal


def owner_for(journal: CaseJournal, role: Role) -> Owner | None:
    """Choose the owner of a new step and put them on the case team."""
    owner = choose(journal, role)
    if owner:
        admit(journal, owner, role)
    return owner


def choose(journal: CaseJournal, role: Role, barred: Sequence[UUID] = ()) -> Owner | None:
    """Choose who gets a step or a signature."""
    row = journal.row
    return pick_owner(
        journal.db,
        case_id=row.case_id,
        centre_id=row.centre_id,
        role=role,
        barred=barred,
        now=journal.now,
    )


def admit(journal: CaseJournal, owner: Owner, role: Role) -> None:
    """Put who was chosen on the case team."""
    if owner.on_team:
        return
    row = journal.row
    team.join(
        journal.db, case_id=row.case_id, centre_id=row.centre_id, officer_id=owner.officer_id,
        at=journal.now,
    )  # fmt: skip
    journal.note(Tag.TEAM_JOINED, officer=str(owner.officer_id), role=role.value)
