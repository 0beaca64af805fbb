"""Why something was done before its step could have begun: asked for at a late entry."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "steps",
        sa.Column(
            "late_reason", sa.LargeBinary(),
            comment="Why that date lies before the step could have begun; sealed",
        ),
    )  # fmt: skip


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
