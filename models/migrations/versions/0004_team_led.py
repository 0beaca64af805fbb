"""The chain of events knows that another caseworker became responsible."""

from alembic import op

from models.words import Tag

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    words = ", ".join(f"'{tag.value}'" for tag in Tag)
    op.execute("ALTER TABLE events DROP CONSTRAINT ck_events_tag")
    op.execute(f"ALTER TABLE events ADD CONSTRAINT ck_events_tag CHECK (tag IN ({words}))")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
