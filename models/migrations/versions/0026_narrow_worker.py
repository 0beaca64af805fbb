"""The worker's role holds what the procedure needs: it gives no answer, and knows no password.

Until now it read every column but those of log-ins and changed every table. Rows are added and
columns changed by name from here on, as by the portal's role.
"""

from alembic import op

from models.settings import WORKER_ROLE

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

#: Rows that the procedure adds.
ADDS = (
    "calendar_notice_days", "calendar_notices", "cards", "case_team", "centre_places", "counters",
    "custodies", "deadline_changes", "deadlines", "events", "files", "notices", "paper_versions",
    "papers", "recounts", "rungs", "stages", "system_facts",
)  # fmt: skip
#: The same, where a person writes the rest of the row: what is answered, and what is decided.
ADDS_IN_PART = {
    "signatures": "id, case_id, step_id, centre_id, ordinal, role, mode, officer_id, "
    "stands_in_for, state, opened_at, version_id, sha256, data_digest",
    "steps": "id, case_id, stage_id, centre_id, kind, key, about, turn, round, position, state, "
    "form, paper, owner_role, owner_id, stands_in_for, holder, rule, due_at, no_due_reason, "
    "opened_at, done_at, done_by, taken_up_at, result, attempts",
}
#: Columns that the procedure changes.
CHANGES = {
    "absences": "ended_at",
    "calendar_notices": "ordinal, applied_at, applied_by, dropped_at",
    "cards": "centre_id",
    "case_team": "lead, left_at",
    "cases": "state, closed_at, centre_id, locality, child_look_at",
    "children": "centre_id",
    "counters": "last",
    "custodies": "ended_at",
    "deadline_suspensions": "last_on, lifted_by, lifted_at",
    "deadlines": "state, ended_at, met_late, owner_id, rule, starts_at, due_at, provisional, "
    "printable, receipt, step_id, key, holder, centre_id, watch_at, yellow_at, red_at",
    "deliveries": "state, attempts, next_at, reason, sent_at",
    "notices": "centre_id",
    "paper_versions": "void",
    "signatures": "state, opened_at, viewed_at, officer_id, stands_in_for, centre_id",
    "stages": "state, outcome, closed_at, leased_until, fence, flow_run_id, centre_id",
    "steps": "state, done_at, viewed_at, reason, owner_id, owner_role, stands_in_for, result, "
    "attempts, failure, taken_up_at, due_at, no_due_reason, centre_id",
    "supervision_orders": "centre_id",
    "system_facts": "value, at",
}
#: Tables whose rows it does not add to.
ONLY_READS = (
    "absences", "case_persons", "case_voidings", "cases", "centres", "chasers", "children",
    "corrections", "deadline_suspensions", "deliveries", "law_moves", "order_entries",
    "own_targets", "supervision_orders",
)  # fmt: skip
#: Columns of what is read in part.
READS = {
    "channels": "id, centre_id, officer_id, kind, address, muted, code, verified_at, "
    "removed_at, created_at",
    "officers": "id, centre_id, account, name, roles, active, must_change_password",
    "presses": "at",
}
#: What it does not read: who looked at what is for people, and so is the trace of an account.
NOT_READ = ("account_changes", "view_log")

#: Facts of the owner.
OF_THE_OWNER = "('master_key', 'practice_accounts')"


def upgrade() -> None:
    """Apply."""
    held = sorted({*ADDS, *ADDS_IN_PART, *CHANGES, *ONLY_READS})
    op.execute(f"REVOKE INSERT, UPDATE, DELETE ON {', '.join(held)} FROM {WORKER_ROLE}")
    op.execute(f"REVOKE ALL ON {', '.join((*READS, *NOT_READ))} FROM {WORKER_ROLE}")
    op.execute(f"GRANT INSERT ON {', '.join(ADDS)} TO {WORKER_ROLE}")
    for table, columns in ADDS_IN_PART.items():
        op.execute(f"GRANT INSERT ({columns}) ON {table} TO {WORKER_ROLE}")
    for table, columns in CHANGES.items():
        op.execute(f"GRANT UPDATE ({columns}) ON {table} TO {WORKER_ROLE}")
    for table, columns in READS.items():
        op.execute(f"GRANT SELECT ({columns}) ON {table} TO {WORKER_ROLE}")
    op.execute(f"GRANT DELETE ON presses TO {WORKER_ROLE}")
    op.execute("DROP POLICY worker ON system_facts")
    for name, what in (("reads", "FOR SELECT"), ("adds", "FOR INSERT"), ("notes", "FOR UPDATE")):
        # The key's proof tells since when an installation is there; it is read, never written.
        of = "name <> 'practice_accounts'" if name == "reads" else f"name NOT IN {OF_THE_OWNER}"
        clause = "WITH CHECK" if name == "adds" else "USING"
        op.execute(
            f"CREATE POLICY worker_{name} ON system_facts {what} TO {WORKER_ROLE} {clause} ({of})"
        )


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
