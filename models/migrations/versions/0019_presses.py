"""Presses: what is sent three times by one page is one act with one answer.

A row is written in the transaction of its act. An officer sees their own, and gives each its answer
once; the worker takes away those whose pages are too old to be sent.
"""

import sqlalchemy as sa
from alembic import op

from models.settings import PORTAL_ROLE, WORKER_ROLE

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MINE = "officer_id = (SELECT hutong_officer())"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "presses",
        sa.Column("id", sa.Uuid(), nullable=False, comment="Made with the form on its page"),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("route", sa.String(100), nullable=False, comment="With names in place of ids"),
        sa.Column(
            "digest", sa.LargeBinary(), nullable=False,
            comment="Keyed hash of what was sent, and where to",
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer", sa.String(300), nullable=False,
            comment="Address its answer leads to: ids and words; empty while the act goes on",
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name="fk_presses_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_presses"),
    )  # fmt: skip
    op.create_index("ix_presses_at", "presses", ["at"])
    op.execute("ALTER TABLE presses ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY portal ON presses FOR SELECT TO {PORTAL_ROLE} USING ({MINE})")
    op.execute(f"CREATE POLICY claim ON presses FOR INSERT TO {PORTAL_ROLE} WITH CHECK ({MINE})")
    op.execute(
        f"CREATE POLICY answer ON presses FOR UPDATE TO {PORTAL_ROLE} "
        f"USING ({MINE} AND answer = '') WITH CHECK ({MINE})"
    )
    op.execute(f"CREATE POLICY worker ON presses TO {WORKER_ROLE} USING (true) WITH CHECK (false)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE (answer) ON presses TO {PORTAL_ROLE}")
    op.execute(f"GRANT SELECT, DELETE ON presses TO {WORKER_ROLE}")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
