"""What a worker has to do is found by what is owed, not by looking at every open stage."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_steps_owed", "steps", ["stage_id"],
        postgresql_where=sa.text("state = 'open' AND kind IN ('issue', 'effect')"),
    )  # fmt: skip
    op.create_index(
        "ix_steps_not_taken_up", "steps", ["stage_id"],
        postgresql_where=sa.text("state = 'done' AND taken_up_at IS NULL"),
    )  # fmt: skip


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
