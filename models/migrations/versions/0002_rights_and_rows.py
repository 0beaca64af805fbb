"""Rights of the two working roles, and row-level security.

Three database roles: the owner migrates, the portal acts for a person, the worker acts for the
procedure. The portal sees the rows of its centre and, for those who work by team, of its cases;
who asks is told by `set_config('hutong.…', …, true)` at the start of each transaction.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: Rows that belong to a case and are seen with it.
OF_A_CASE = (
    "case_persons", "stages", "custodies", "events", "notices", "steps", "signatures",
    "deadlines", "deadline_changes", "chasers", "papers", "paper_versions", "files",
)  # fmt: skip
#: Rows that belong to a centre.
OF_A_CENTRE = ("officers", "absences", "case_team", "counters", "view_log")
#: Rows that may never be changed or removed.
APPEND_ONLY = ("events", "view_log", "files")

PORTAL, WORKER = "hutong_portal", "hutong_worker"
BOTH = f"{PORTAL}, {WORKER}"

SEES_CASE = """
    centre_id = nullif(current_setting('hutong.centre', true), '')::uuid
    AND (
        current_setting('hutong.scope', true) = 'centre'
        OR EXISTS (
            SELECT 1 FROM case_team t
            WHERE t.case_id = cases.id AND t.left_at IS NULL
              AND t.officer_id = nullif(current_setting('hutong.officer', true), '')::uuid
        )
    )
"""


def upgrade() -> None:
    """Apply."""
    _rights()
    _rows()


def _rights() -> None:
    op.execute(f"GRANT USAGE ON SCHEMA public TO {BOTH}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {BOTH}")
    op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {BOTH}")
    op.execute(f"REVOKE INSERT, UPDATE ON event_heads, alembic_version FROM {BOTH}")
    op.execute(f"REVOKE SELECT ON event_heads FROM {PORTAL}")
    op.execute(f"REVOKE UPDATE ON {', '.join(APPEND_ONLY)} FROM {BOTH}")
    op.execute(f"GRANT DELETE ON login_attempts, login_sessions TO {PORTAL}")
    op.execute(f"REVOKE ALL ON login_sessions, login_attempts FROM {WORKER}")


def _rows() -> None:
    for table in ("cases", "children", *OF_A_CENTRE, *OF_A_CASE):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY worker ON {table} TO {WORKER} USING (true) WITH CHECK (true)")
    op.execute(
        f"CREATE POLICY portal ON cases TO {PORTAL} USING ({SEES_CASE}) WITH CHECK "
        "(centre_id = nullif(current_setting('hutong.centre', true), '')::uuid)"
    )
    # A child is seen with its cases, by every centre that has one; a new child has none yet.
    op.execute(
        f"CREATE POLICY portal ON children TO {PORTAL} "
        "USING (EXISTS (SELECT 1 FROM cases c WHERE c.child_id = children.id)) WITH CHECK "
        "(centre_id = nullif(current_setting('hutong.centre', true), '')::uuid "
        "OR EXISTS (SELECT 1 FROM cases c WHERE c.child_id = children.id))"
    )
    for table in OF_A_CENTRE:
        op.execute(
            f"CREATE POLICY portal ON {table} TO {PORTAL} "
            "USING (centre_id = nullif(current_setting('hutong.centre', true), '')::uuid)"
        )
    for table in OF_A_CASE:
        op.execute(
            f"CREATE POLICY portal ON {table} TO {PORTAL} "
            f"USING (EXISTS (SELECT 1 FROM cases c WHERE c.id = {table}.case_id))"
        )


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
