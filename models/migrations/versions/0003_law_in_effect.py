"""Calendar notices, and recounts of running deadlines."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models.migrations.function_files import load

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PORTAL, WORKER = "hutong_portal", "hutong_worker"
BOTH = f"{PORTAL}, {WORKER}"
TABLES = ("calendar_notices", "calendar_notice_days", "recounts")

#: What a notice says stays as it was loaded; only its course is written.
COURSE = "ordinal, applied_at, applied_by, dropped_at"


def upgrade() -> None:
    """Apply."""
    _tables()
    _changes()
    load("hutong_may_keep_calendar")
    for table in TABLES:
        op.execute(f"GRANT SELECT, INSERT ON {table} TO {BOTH}")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY worker ON {table} TO {WORKER} USING (true) WITH CHECK (true)")
        # Everybody counts by the calendar; who keeps it is an administrator.
        op.execute(f"CREATE POLICY portal_reads ON {table} FOR SELECT TO {PORTAL} USING (true)")
    for table in TABLES[:2]:
        op.execute(
            f"CREATE POLICY portal_loads ON {table} FOR INSERT TO {PORTAL} "
            "WITH CHECK (hutong_may_keep_calendar())"
        )
    op.execute(f"GRANT UPDATE ({COURSE}) ON calendar_notices TO {BOTH}")
    op.execute(
        f"CREATE POLICY portal_applies ON calendar_notices FOR UPDATE TO {PORTAL} "
        "USING (hutong_may_keep_calendar()) WITH CHECK (hutong_may_keep_calendar())"
    )
    op.execute(
        f"CREATE POLICY portal_writes ON recounts FOR INSERT TO {PORTAL} WITH CHECK "
        "(by_id = nullif(current_setting('hutong.officer', true), '')::uuid)"
    )


def _tables() -> None:
    op.create_table(
        "calendar_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False, comment="The year it arranges"),
        sa.Column("scope", _one_of("noticescope", "whole", "some"), nullable=False),
        sa.Column(
            "official", sa.Boolean(), nullable=False, comment="The year's arrangement is published"
        ),
        sa.Column(
            "number", sa.String(length=64), nullable=False, comment="Document number of the notice"
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("supersedes", sa.Uuid(), nullable=True, comment="The notice this one corrects"),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=True, comment="Order of taking effect"),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by", sa.Uuid(), nullable=True),
        sa.Column(
            "dropped_at", sa.DateTime(timezone=True), nullable=True,
            comment="Laid aside before it took effect",
        ),
        sa.ForeignKeyConstraint(
            ["loaded_by"], ["officers.id"], name=op.f("fk_calendar_notices_loaded_by")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["calendar_notices.id"], name=op.f("fk_calendar_notices_supersedes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_notices")),
        sa.UniqueConstraint("ordinal", name=op.f("uq_calendar_notices_ordinal")),
    )  # fmt: skip
    op.create_table(
        "calendar_notice_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", _one_of("noticedaykind", "rest", "work", "plain"), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["calendar_notices.id"],
            name=op.f("fk_calendar_notice_days_notice_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_notice_days")),
        sa.UniqueConstraint(
            "notice_id", "day", name=op.f("uq_calendar_notice_days_notice_id_day")
        ),
    )  # fmt: skip
    op.create_index(
        op.f("ix_calendar_notice_days_notice_id"), "calendar_notice_days", ["notice_id"]
    )
    op.create_table(
        "recounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "identity", sa.String(length=200), nullable=False,
            comment="Names the change of law, so that it happens once",
        ),
        sa.Column(
            "law", sa.String(length=400), nullable=False,
            comment="What changed, in Chinese; no case",
        ),
        sa.Column(
            "digest", sa.String(length=64), nullable=False,
            comment="Of what was previewed and applied",
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False, comment="Deadlines that moved"),
        sa.ForeignKeyConstraint(["by_id"], ["officers.id"], name=op.f("fk_recounts_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recounts")),
        sa.UniqueConstraint("identity", name=op.f("uq_recounts_identity")),
    )  # fmt: skip


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=64)


def _changes() -> None:
    for column in (
        sa.Column("recount_id", sa.Uuid(), nullable=True, comment="Null: an extension"),
        sa.Column("old_provisional", sa.Boolean(), nullable=True),
        sa.Column("new_provisional", sa.Boolean(), nullable=True),
        sa.Column(
            "old_receipt", postgresql.JSONB(), nullable=True, comment="How it was counted before"
        ),
        sa.Column(
            "why", postgresql.JSONB(), nullable=True,
            comment="Which days, years or rules moved it; Chinese",
        ),
    ):  # fmt: skip
        op.add_column("deadline_changes", column)
    op.create_foreign_key(
        op.f("fk_deadline_changes_recount_id"), "deadline_changes", "recounts",
        ["recount_id"], ["id"],
    )  # fmt: skip
    op.create_index(op.f("ix_deadline_changes_recount_id"), "deadline_changes", ["recount_id"])
    # A further tag of the chain: the words admitted are those so far and this one.
    op.execute(
        """
        DO $$
        DECLARE so_far text;
        BEGIN
            SELECT pg_get_constraintdef(oid) INTO so_far FROM pg_constraint
            WHERE conrelid = 'events'::regclass AND conname = 'ck_events_tag';
            ALTER TABLE events DROP CONSTRAINT ck_events_tag;
            EXECUTE 'ALTER TABLE events ADD CONSTRAINT ck_events_tag '
                || replace(so_far, 'ARRAY[', 'ARRAY[''clock:recounted''::character varying, ');
        END $$
        """
    )


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
