"""The view log is read by who watches over it, and by nobody else with the portal's role."""

import sqlalchemy as sa
from alembic import op

from models.migrations.function_files import load
from models.settings import PORTAL_ROLE

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MINE = "centre_id = (SELECT hutong_centre())"


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_view_log_centre_id_at", "view_log", ["centre_id", "at", "id"])
    op.create_index("ix_view_log_officer_id_at", "view_log", ["officer_id", "at", "id"])
    op.alter_column(
        "view_log", "what", existing_type=sa.String(64), existing_nullable=False,
        comment="A word of words.Look", existing_comment="case, step, download, search, list",
    )  # fmt: skip
    load("hutong_reads_looks")
    op.execute("DROP POLICY portal ON view_log")
    op.execute(f"CREATE POLICY looked ON view_log FOR INSERT TO {PORTAL_ROLE} WITH CHECK ({MINE})")
    op.execute(
        f"CREATE POLICY read ON view_log FOR SELECT TO {PORTAL_ROLE} "
        f"USING ({MINE} AND (SELECT hutong_reads_looks()))"
    )


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
