"""The watch reads a child's record when it may matter, and not at every pass.

The birth date is sealed, so that nobody can ask the database who comes of age. A case says when
the watch opens the record again; whoever changes what is known of the child need not know.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "cases",
        sa.Column(
            "child_look_at", sa.DateTime(timezone=True), nullable=True,
            server_default=sa.text("'epoch'"),
            comment="When the watch looks again whether the child comes of age; null: done",
        ),
    )  # fmt: skip
    op.create_index(
        "ix_cases_child_look_at", "cases", ["child_look_at"],
        postgresql_where=sa.text("state = 'open'"),
    )  # fmt: skip


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
