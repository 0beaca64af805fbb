"""What is done stays done for the portal's role: it changes the columns that people change.

What of that may change only once, in one's own name, or by the procedure, triggers hold.
"""

from alembic import op

from models.settings import PORTAL_ROLE

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

#: All that the portal's role may change of rows that it sees.
CHANGES = {
    "absences": "ended_at",
    "calendar_feeds": "revoked_at",
    "cards": "withdrawn_at, withdrawn_by, reason",
    "case_persons": "identity, kind",
    "case_team": "lead, left_at",
    "cases": "state, closed_at, pack, locality",
    "channels": "address, muted, code, code_at, code_tries, verified_at, removed_at",
    "children": "identity, id_number_hash",
    "counters": "last",
    "custodies": "ended_at",
    "deadline_suspensions": "last_on, lifted_by, lifted_at",
    "deadlines": "state, ended_at, met_late, owner_id, rule, starts_at, due_at, provisional, "
    "printable, receipt, step_id, key, holder",
    "deliveries": "state, attempts, next_at, reason",
    "notices": "read_at",
    "paper_versions": "void",
    "signatures": "state, opened_at, viewed_at, decided_at, decided_by, opinion, returned_to, "
    "officer_id, stands_in_for",
    "stages": "state, outcome, closed_at, leased_until, fence",
    "steps": "state, answer, draft, done_at, done_by, done_on, late_reason, viewed_at, reason, "
    "owner_id, owner_role, stands_in_for, result, attempts, failure, taken_up_at, due_at, "
    "no_due_reason",
    "supervision_orders": "state, due_at, closed_at, closed_by",
}
#: What it only adds to.
ADDS = ("chasers", "deadline_changes", "events", "files", "papers", "view_log")


def upgrade() -> None:
    """Apply."""
    for table in (*CHANGES, *ADDS):
        op.execute(f"REVOKE UPDATE ON {table} FROM {PORTAL_ROLE}")
    for table, columns in CHANGES.items():
        op.execute(f"GRANT UPDATE ({columns}) ON {table} TO {PORTAL_ROLE}")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
