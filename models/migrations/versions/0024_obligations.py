"""Obligations: a day that an answer promised or planned is a deadline that no step waits for."""

import sqlalchemy as sa
from alembic import op

from models.migrations.admit import admit

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

REACHES = "reach IN ('stage', 'case', 'body', 'beyond')"


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "deadlines",
        sa.Column(
            "obliged_by", sa.Uuid(), nullable=True,
            comment="Step whose answer obliges to it, and no step waits for it (约定事项)",
        ),
    )  # fmt: skip
    op.add_column(
        "deadlines",
        sa.Column(
            "reach", sa.String(64), nullable=True,
            comment="Until when an obligation is owed at the longest; null: it is none",
        ),
    )  # fmt: skip
    op.create_check_constraint(op.f("ck_deadlines_reach"), "deadlines", REACHES)
    op.create_index(
        "ix_deadlines_obligations", "deadlines", ["centre_id", "due_at"],
        postgresql_where=sa.text("reach IS NOT NULL AND state IN ('running', 'suspended')"),
    )  # fmt: skip
    admit("deadline_changes", "kind", "ck_deadline_changes_changekind", "kept", "put_off", "let_go")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
