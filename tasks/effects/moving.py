"""The case moves to another centre: rows, team and open steps go with it (outside effect)."""

from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import text

from models.law.dates import shanghai_date
from models.permissions import Permission, may
from models.store import deadlines
from models.store.notices import tell
from models.store.officers import join_team, pick_owner
from models.words import Role, Stage, StepState, Tag
from tasks.effects.custody import end_custody
from tasks.effects.issuing import leave_to_worker
from tasks.effects.staging import divert
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import Divert, EndCustody, MoveCase

#: Every table whose rows are seen by centre and belong to the case.
_WITH_THE_CASE = ("stages", "steps", "signatures", "deadlines", "notices", "supervision_orders")


def move_case(journal: CaseJournal, effect: MoveCase) -> None:
    """Give the case to a centre of this installation, or to closure when it goes elsewhere.

    The new centre's supervisor leads until a caseworker is named. Numbers, documents and the
    chain keep the centre that made them.
    """
    leave_to_worker(journal, effect)
    step = journal.find(effect.key)
    if step is None or step.state is StepState.DONE:
        return
    centre = journal.db.execute(
        text("SELECT id FROM centres WHERE code = :code"), {"code": effect.to_centre}
    ).scalar()
    if centre is None:
        end_custody(journal, EndCustody("custody:end", journal.now))
        divert(journal, Divert("divert:closure", Stage.CLOSURE))
    elif centre != journal.row.centre_id:
        _move(journal, centre)
    journal.db.execute(
        text(
            "UPDATE steps SET state = 'done', done_at = :now, taken_up_at = :now, "
            "result = :result WHERE id = :id"
        ),
        {"now": journal.now, "id": step.step_id, "result": Jsonb({"to": effect.to_centre})},
    )
    journal.refresh()


def _move(journal: CaseJournal, centre: UUID) -> None:
    case = {"case": journal.row.case_id, "centre": centre, "now": journal.now}
    journal.note(Tag.CASE_MOVED, from_centre=str(journal.row.centre_id), to_centre=str(centre))
    db = journal.db
    db.execute(
        text("UPDATE case_team SET left_at = :now WHERE case_id = :case AND left_at IS NULL"), case
    )
    # What is local is the receiving locality's from now on; the national law stays the case's.
    facts = db.execute(text("SELECT facts FROM centres WHERE id = :centre"), case).scalar_one()
    today = shanghai_date(journal.now)
    _, local = journal.office.packs.for_new_case(today, facts.get("locality_pack", ""))
    db.execute(
        text("UPDATE cases SET centre_id = :centre, locality = :local WHERE id = :case"),
        case | {"local": local},
    )
    db.execute(
        text(
            "UPDATE children SET centre_id = :centre WHERE id = "
            "(SELECT child_id FROM cases WHERE id = :case)"
        ),
        case,
    )
    for table in _WITH_THE_CASE:
        db.execute(
            text(f"UPDATE {table} SET centre_id = :centre WHERE case_id = :case"),  # noqa: S608
            case,
        )
    _hand_over_open_work(journal, centre)


#: Open work by role: steps have an owner, signatures an officer.
_WORK = {
    "steps": ("owner_id", "owner_role", "('open')"),
    "signatures": ("officer_id", "role", "('open', 'pending')"),
}


_OPEN_WORK = text(
    "SELECT id, owner_id FROM steps WHERE case_id = :case AND state = 'open' "
    "AND owner_id IS NOT NULL ORDER BY opened_at, key"
)


def _hand_over_open_work(journal: CaseJournal, centre: UUID) -> None:
    db, case_id = journal.db, journal.row.case_id
    for table, (officer, role_column, states) in _WORK.items():
        open_work = f"case_id = :case AND state IN {states}"
        roles = db.execute(
            text(f"SELECT DISTINCT {role_column} FROM {table} WHERE {open_work}"),  # noqa: S608
            {"case": case_id},
        ).scalars()
        for role in [Role(found) for found in roles.all() if found]:
            owner = pick_owner(
                db, case_id=case_id, centre_id=centre, role=role, barred=(), now=journal.now
            )
            if owner:
                join_team(
                    db,
                    case_id=case_id,
                    centre_id=centre,
                    officer_id=owner.officer_id,
                    at=journal.now,
                    lead=may([role], Permission.LEAD_CASE),
                )
            given = {
                "owner": owner.officer_id if owner else None,
                "for": owner.stands_in_for if owner else None,
                "case": case_id,
                "role": role,
            }
            db.execute(
                text(
                    f"UPDATE {table} SET {officer} = :owner, stands_in_for = :for, "  # noqa: S608
                    f"viewed_at = NULL WHERE {open_work} AND {role_column} = :role"
                ),
                given,
            )
    deadlines.give_with_steps(db, case_id)
    for step in db.execute(_OPEN_WORK, {"case": case_id}).all():
        once = f"moved:{journal.row.id}:{step.id}"
        of_case = {"case_id": case_id, "centre_id": centre, "step_id": step.id}
        tell(db, step.owner_id, kind="work", once=once, at=journal.now, **of_case)
