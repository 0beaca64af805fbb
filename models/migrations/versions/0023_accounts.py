"""Accounts are kept through the portal too: by functions that check who asks, and with a trace."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models.migrations.function_files import load
from models.settings import PORTAL_ROLE, WORKER_ROLE

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

WORDS = ("added", "roles", "ended", "password", "unlocked")


def upgrade() -> None:
    """Apply."""
    load("hutong_administers")
    op.create_table(
        "account_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "what",
            sa.Enum(*WORDS, name="accountchange", native_enum=False, create_constraint=True,
                    length=64),
            nullable=False,
        ),
        sa.Column(
            "detail", postgresql.JSONB(), nullable=False,
            comment="Roles as they became, who took over, how much went over",
        ),
        sa.Column("by_id", sa.Uuid(), nullable=True, comment="An administrator, at the portal"),
        sa.Column(
            "by_machine", sa.String(100), nullable=True,
            comment="Account of the operating system, on the machine itself",
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.id"], name="fk_account_changes_centre_id"),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name="fk_account_changes_officer_id"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["officers.id"], name="fk_account_changes_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account_changes"),
    )  # fmt: skip
    op.create_index(
        "ix_account_changes_officer_id_at", "account_changes", ["officer_id", "at", "id"]
    )
    op.execute("ALTER TABLE account_changes ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY portal ON account_changes FOR SELECT TO {PORTAL_ROLE} "
        "USING ((SELECT hutong_administers(centre_id)))"
    )
    op.execute(f"CREATE POLICY worker ON account_changes FOR SELECT TO {WORKER_ROLE} USING (true)")
    op.execute(f"GRANT SELECT ON account_changes TO {PORTAL_ROLE}, {WORKER_ROLE}")
    op.execute(f"GRANT UPDATE (owes_id) ON supervision_orders TO {PORTAL_ROLE}")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
