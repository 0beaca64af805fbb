"""Where a centre says it is, for the law: each change with who, when and why."""

import sqlalchemy as sa
from alembic import op

from models.migrations.function_files import load

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PORTAL, WORKER = "hutong_portal", "hutong_worker"
BOTH = f"{PORTAL}, {WORKER}"
MY_CENTRE = "centre_id = nullif(current_setting('hutong.centre', true), '')::uuid"
MINE = "by_id = nullif(current_setting('hutong.officer', true), '')::uuid"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "centre_places",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "ordinal", sa.BigInteger(), sa.Identity(always=True), nullable=False,
            comment="Order of the changes",
        ),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True, comment="Null: from the command line"),
        sa.Column(
            "old_local", sa.String(length=64), nullable=False,
            comment="Locality of the overlay before; empty for none",
        ),
        sa.Column(
            "new_local", sa.String(length=64), nullable=False,
            comment="Locality whose overlay cases opened from then on take; empty for none",
        ),
        sa.Column("reason", sa.Text(), nullable=False, comment="Why; nothing of a case"),
        sa.ForeignKeyConstraint(
            ["by_id"], ["officers.id"], name=op.f("fk_centre_places_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centres.id"], name=op.f("fk_centre_places_centre_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_places")),
    )  # fmt: skip
    op.create_index(op.f("ix_centre_places_centre_id"), "centre_places", ["centre_id"])
    load("hutong_places")
    op.execute(f"GRANT SELECT, INSERT ON centre_places TO {BOTH}")
    op.execute("ALTER TABLE centre_places ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY worker ON centre_places TO {WORKER} USING (true) WITH CHECK (true)")
    op.execute(
        f"CREATE POLICY portal_reads ON centre_places FOR SELECT TO {PORTAL} USING ({MY_CENTRE})"
    )
    op.execute(
        f"CREATE POLICY portal_writes ON centre_places FOR INSERT TO {PORTAL} "
        f"WITH CHECK ({MY_CENTRE} AND {MINE} AND hutong_places(centre_id))"
    )


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
