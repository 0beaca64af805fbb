"""A version of a document keeps by which program it was written, and the facts it rests on.

Both stay empty for what was made before; such a version is judged by its sources.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "paper_versions",
        sa.Column(
            "program", sa.String(12), nullable=True,
            comment="Version of the code that wrote the context; null: not kept then",
        ),
    )  # fmt: skip
    op.add_column(
        "paper_versions",
        sa.Column(
            "facts", sa.LargeBinary(), nullable=True,
            comment="Digests of the facts the context rests on, sealed",
        ),
    )  # fmt: skip


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
