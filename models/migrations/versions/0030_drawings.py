"""How far each case is drawn in Prefect; the worker's own, and nobody else's."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from models.settings import PORTAL_ROLE, WORKER_ROLE

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "drawings",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "seq", sa.Integer(), nullable=False,
            comment="End of the case's chain when it was drawn",
        ),
        sa.Column(
            "look_at", sa.DateTime(timezone=True), nullable=True,
            comment="When a light changes though nothing happens",
        ),
        sa.Column(
            "sent", JSONB(), nullable=False, comment="Ids and digests of what Prefect was told"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_drawings_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_drawings")),
    )  # fmt: skip
    op.create_index(
        "ix_drawings_look_at", "drawings", ["look_at"],
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )  # fmt: skip
    op.execute(f"REVOKE ALL ON drawings FROM {PORTAL_ROLE}")
    op.execute(f"REVOKE ALL ON drawings FROM {WORKER_ROLE}")
    op.execute(f"GRANT SELECT, INSERT, DELETE ON drawings TO {WORKER_ROLE}")
    op.execute(f"GRANT UPDATE (seq, look_at, sent) ON drawings TO {WORKER_ROLE}")
    op.execute("ALTER TABLE drawings ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY worker ON drawings TO {WORKER_ROLE} USING (true) WITH CHECK (true)")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
