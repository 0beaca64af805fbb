"""Targets a centre sets for itself, and cases moved to another rule pack."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models.migrations.function_files import load

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PORTAL, WORKER = "hutong_portal", "hutong_worker"
BOTH = f"{PORTAL}, {WORKER}"
TABLES = ("own_targets", "law_moves")
MY_CENTRE = "centre_id = nullif(current_setting('hutong.centre', true), '')::uuid"
MINE = "by_id = nullif(current_setting('hutong.officer', true), '')::uuid"


def upgrade() -> None:
    """Apply."""
    _tables()
    load("hutong_directs")
    for table in TABLES:
        op.execute(f"GRANT SELECT, INSERT ON {table} TO {BOTH}")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY worker ON {table} TO {WORKER} USING (true) WITH CHECK (true)")
        op.execute(
            f"CREATE POLICY portal_writes ON {table} FOR INSERT TO {PORTAL} "
            f"WITH CHECK ({MY_CENTRE} AND {MINE} AND hutong_directs(centre_id))"
        )
    op.execute(
        f"CREATE POLICY portal_reads ON own_targets FOR SELECT TO {PORTAL} USING ({MY_CENTRE})"
    )
    op.execute(
        f"CREATE POLICY portal_reads ON law_moves FOR SELECT TO {PORTAL} "
        "USING (EXISTS (SELECT 1 FROM cases c WHERE c.id = law_moves.case_id))"
    )
    _words()


def _tables() -> None:
    op.create_table(
        "own_targets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "ordinal", sa.BigInteger(), sa.Identity(always=True), nullable=False,
            comment="Order of the changes",
        ),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), nullable=False,
            comment="Deadlines opened from then on are counted by it",
        ),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("old", postgresql.JSONB(), nullable=False, comment="Term that counted before"),
        sa.Column(
            "new", postgresql.JSONB(), nullable=True,
            comment="Term; null: the pack's number again",
        ),
        sa.Column("reason", sa.Text(), nullable=False, comment="Why; nothing of a case"),
        sa.ForeignKeyConstraint(
            ["by_id"], ["officers.id"], name=op.f("fk_own_targets_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centres.id"], name=op.f("fk_own_targets_centre_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_targets")),
    )  # fmt: skip
    op.create_index(
        "ix_own_targets_centre_id_rule_ordinal", "own_targets", ["centre_id", "rule", "ordinal"]
    )
    op.create_table(
        "law_moves",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("old_pack", sa.String(length=64), nullable=False),
        sa.Column("old_locality", sa.String(length=64), nullable=False),
        sa.Column("new_pack", sa.String(length=64), nullable=False),
        sa.Column("new_locality", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False, comment="Why; sealed"),
        sa.Column(
            "recount_id", sa.Uuid(), nullable=True, comment="The recounting it went with"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["officers.id"], name=op.f("fk_law_moves_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_law_moves_case_id")),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centres.id"], name=op.f("fk_law_moves_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["recount_id"], ["recounts.id"], name=op.f("fk_law_moves_recount_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_moves")),
    )  # fmt: skip
    op.create_index(op.f("ix_law_moves_case_id"), "law_moves", ["case_id"])
    op.create_index(op.f("ix_law_moves_recount_id"), "law_moves", ["recount_id"])


def _words() -> None:
    """A further tag of the chain; a case's overlay is kept by version, as its pack is."""
    op.execute(
        """
        DO $$
        DECLARE so_far text;
        BEGIN
            SELECT pg_get_constraintdef(oid) INTO so_far FROM pg_constraint
            WHERE conrelid = 'events'::regclass AND conname = 'ck_events_tag';
            ALTER TABLE events DROP CONSTRAINT ck_events_tag;
            EXECUTE 'ALTER TABLE events ADD CONSTRAINT ck_events_tag '
                || replace(so_far, 'ARRAY[', 'ARRAY[''case:law-changed''::character varying, ');
        END $$
        """
    )
    for local, version in (
        ("wuhan", "wuhan-2015"), ("kunshan", "kunshan-2017"), ("changzhi", "changzhi-2014"),
        ("nayong", "nayong-yangchang"), ("fenggang", "fenggang-wangzhai"), ("beiliu", "beiliu-1"),
        ("farm", "farm-1"), ("shanghai", "shanghai-2024"),
    ):  # fmt: skip
        op.execute(f"UPDATE cases SET locality = '{version}' WHERE locality = '{local}'")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
