"""Targets a centre sets for itself, and cases moved to another rule pack."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PORTAL, WORKER = "hutong_portal", "hutong_worker"
BOTH = f"{PORTAL}, {WORKER}"
TABLES = ("own_targets", "law_moves")
MY_CENTRE = "centre_id = nullif(current_setting('hutong.centre', true), '')::uuid"
MINE = "by_id = nullif(current_setting('hutong.officer', true), '')::uuid"

#: Only a director of this centre, whatever else the portal may.
MAY = """
CREATE FUNCTION hutong_directs(of_centre uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM officers o
        WHERE o.id = nullif(current_setting('hutong.officer', true), '')::uuid AND o.active
          AND o.centre_id = of_centre AND 'director' = ANY (o.roles)
    )
$$;
REVOKE ALL ON FUNCTION hutong_directs FROM PUBLIC;
"""
#: What counts now of a centre's own targets, by rule, as whoever asks may see it.
OWN = """
CREATE FUNCTION hutong_own_targets(of_centre uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_object_agg(t.rule, jsonb_build_object('new', t.new, 'by', t.name, 'at', t.at))
    FROM (SELECT DISTINCT ON (w.rule) w.rule, w.new, w.at, o.name FROM own_targets w
          JOIN officers o ON o.id = w.by_id WHERE w.centre_id = of_centre
          ORDER BY w.rule, w.ordinal DESC) t
$$;
"""


def upgrade() -> None:
    """Apply."""
    _tables()
    op.execute(MAY)
    op.execute(OWN)
    op.execute(f"GRANT EXECUTE ON FUNCTION hutong_directs TO {BOTH}")
    for table in TABLES:
        op.execute(f"GRANT SELECT, INSERT ON {table} TO {BOTH}")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY worker ON {table} TO {WORKER} USING (true) WITH CHECK (true)")
        op.execute(
            f"CREATE POLICY portal_writes ON {table} FOR INSERT TO {PORTAL} "
            f"WITH CHECK ({MY_CENTRE} AND {MINE} AND hutong_directs(centre_id))"
        )
        op.execute(
            f"CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION hutong_refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION hutong_refuse_change()"
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
