"""What stands still in each case, kept beside its drawing for the table of its centre."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from models.settings import WORKER_ROLE

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "drawings",
        sa.Column(
            "still", JSONB(), nullable=False, server_default=sa.text("'[]'::jsonb"),
            comment="What stands still in it, and why",
        ),
    )  # fmt: skip
    op.create_index(
        "ix_drawings_still", "drawings", ["case_id"],
        postgresql_where=sa.text("still <> '[]'::jsonb"),
    )  # fmt: skip
    op.execute(f"GRANT UPDATE (still) ON drawings TO {WORKER_ROLE}")
    # Every open case is looked at once more: nothing is told twice of it.
    op.execute("UPDATE drawings SET look_at = to_timestamp(0)")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
