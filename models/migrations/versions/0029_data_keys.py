"""Data keys: what is sealed is sealed with one of these, and each of them with the master key."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "data_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "key_id", sa.String(8), nullable=False, comment="By which sealed values name the key",
        ),
        sa.Column(
            "master", sa.String(8), nullable=False,
            comment="Of the master key; two while it is being changed",
        ),
        sa.Column(
            "place", sa.Integer(), nullable=False,
            comment="The key with the highest closes, every other opens",
        ),
        sa.Column(
            "generation", sa.Integer(), nullable=False,
            comment="Of the master key: the newest has the highest",
        ),
        sa.Column(
            "wrapped", sa.LargeBinary(), nullable=False,
            comment="The 32 bytes, sealed with the master key",
        ),
        sa.Column("wrapped_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_keys")),
        sa.UniqueConstraint("key_id", "master", name=op.f("uq_data_keys_key_id_master")),
    )  # fmt: skip


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
