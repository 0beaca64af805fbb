"""Every change of a row of a case leaves an imprint, from which the case can be built again.

Rows of before get one as they stand: what was changed earlier is not known, and is said so.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models.migrations.function_files import load
from models.settings import PORTAL_ROLE, WORKER_ROLE

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

#: In the order in which a case comes to be, as it will be read.
TABLES = (
    "children", "cases", "case_voidings", "case_persons", "case_team", "law_moves", "stages",
    "steps", "corrections", "papers", "paper_versions", "signatures", "custodies", "deadlines",
    "deadline_changes", "deadline_suspensions", "cards", "supervision_orders", "order_entries",
    "chasers",
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "imprint_heads",
        sa.Column("chain", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_imprint_heads")),
    )
    op.create_table(
        "imprints",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "chain", sa.Uuid(), nullable=False,
            comment="The case; of a row of `children` the child",
        ),
        sa.Column("seq", sa.Integer(), nullable=False, comment="From 1 within the chain"),
        sa.Column("of_table", sa.String(64), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), nullable=False,
            comment="When it was written, by the clock that counts",
        ),
        sa.Column(
            "by_role", sa.String(64), nullable=False,
            comment="Database role that connected; `migration`: taken over by one",
        ),
        sa.Column(
            "actor_id", sa.Uuid(), nullable=True, comment="Who spoke; null: the procedure"
        ),
        sa.Column(
            "columns", postgresql.JSONB(), nullable=True,
            comment="Columns as they became; of sealed values their SHA-256; null: row removed",
        ),
        sa.Column(
            "whole", sa.String(64), nullable=True,
            comment="SHA-256 of the whole row as it became; null: removed",
        ),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imprints")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_imprints_chain_seq")),
    )  # fmt: skip
    op.create_index("ix_imprints_of_row", "imprints", ["of_table", "row_id", "seq"])
    for table in ("imprints", "imprint_heads"):
        op.execute(f"REVOKE ALL ON {table} FROM {PORTAL_ROLE}, {WORKER_ROLE}")
        op.execute(f"GRANT SELECT ON {table} TO {WORKER_ROLE}")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY worker ON {table} FOR SELECT TO {WORKER_ROLE} USING (true)")
    load(
        "hutong_imprinted", "hutong_imprint_text", "hutong_leave_imprint", "hutong_imprint_all",
        "hutong_imprint",
    )  # fmt: skip
    for table in TABLES:
        op.execute(f"SELECT hutong_imprint_all('{table}')")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
