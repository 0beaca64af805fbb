"""Running deadlines are shown with their ledger: a function of other columns takes the place."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("DROP FUNCTION IF EXISTS hutong_running_deadlines(uuid[])")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
