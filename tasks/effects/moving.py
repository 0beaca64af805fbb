"""The case moves to another centre: rows, team and open steps go with it (outside effect)."""

from uuid import UUID

from models.law.dates import shanghai_date
from models.permissions import Permission, may
from models.store import deadlines, move, own_targets, team
from models.store import journal as entries
from models.store.move import CentreAndPlace
from models.store.notices import tell
from models.store.officers import Owner, pick_owner
from models.words import Role, Stage, StepState, Tag
from tasks.effects.issuing import leave_to_worker
from tasks.effects.staging import divert
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import Divert, MoveCase
from tasks.journal.task_settings import effect_task


@effect_task("move-case", retries=2, retry_delay_seconds=(2, 8), timeout_seconds=120)
def move_case(journal: CaseJournal, effect: MoveCase) -> None:
    """Give the case to a centre of this installation, or to closure when it goes elsewhere.

    Over a child still in temporary guardianship closure is none, and the case goes on here.
    The new centre's supervisor leads until a caseworker is named. Numbers, documents and the
    chain keep the centre that made them.
    """
    leave_to_worker(journal, effect)
    journal.settle()
    step = journal.entry(effect.key)
    if step.state is StepState.DONE:
        return
    centre = move.centre_by_code(journal.db, effect.to_centre)
    if centre is None:
        divert(journal, Divert("divert:closure", Stage.CLOSURE))
    elif centre.id != journal.row.centre_id:
        _move(journal, centre)
    entries.finish(journal.db, step.step_id, {"to": effect.to_centre}, at=journal.now)
    journal.refresh()


def _move(journal: CaseJournal, centre: CentreAndPlace) -> None:
    own_targets.keep(journal.db, centre.id)
    journal.note(Tag.CASE_MOVED, from_centre=str(journal.row.centre_id), to_centre=str(centre.id))
    db, case_id = journal.db, journal.row.case_id
    team.leave_all(db, case_id, at=journal.now)
    # What is local is the receiving locality's from now on; the national law stays the case's.
    today = shanghai_date(journal.now)
    _, local = journal.office.packs.for_new_case(today, centre.locality)
    move.move(db, case_id, centre.id, locality=local)
    _hand_over_open_work(journal, centre.id)


def _hand_over_open_work(journal: CaseJournal, centre_id: UUID) -> None:
    db, case_id = journal.db, journal.row.case_id
    for role in move.roles_of_steps(db, case_id):
        move.give_steps(db, case_id, role, _owner(journal, centre_id, role))
    for role in move.roles_of_signatures(db, case_id):
        move.give_signatures(db, case_id, role, _owner(journal, centre_id, role))
    deadlines.give_with_steps(db, case_id)
    for step in move.open_work(db, case_id):
        once = f"moved:{journal.row.id}:{step.id}"
        tell(
            db, step.owner_id, kind="work", once=once, case_id=case_id, centre_id=centre_id,
            step_id=step.id, at=journal.now,
        )  # fmt: skip


def _owner(journal: CaseJournal, centre_id: UUID, role: Role) -> Owner | None:
    """Who has the work of a role from now on, on the case's team."""
    of_case = {"case_id": journal.row.case_id, "centre_id": centre_id}
    owner = pick_owner(journal.db, role=role, barred=(), now=journal.now, **of_case)
    if owner:
        leads = may([role], Permission.LEAD_CASE)
        team.join(journal.db, officer_id=owner.officer_id, at=journal.now, lead=leads, **of_case)
        journal.note(Tag.TEAM_JOINED, officer=str(owner.officer_id), role=role.value)
    return owner
