"""Calendar notices, recounts, and the functions by which running deadlines are counted again.

An administrator sees no case, and yet a holiday notice moves deadlines of all of them. So a
recount goes through functions that see more than their caller and show less than a row: ids, case
number, rule and dates.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PORTAL, WORKER = "hutong_portal", "hutong_worker"
BOTH = f"{PORTAL}, {WORKER}"
TABLES = ("calendar_notices", "calendar_notice_days", "recounts")

#: Who may: the portal only for an administrator, or for a director in the own centre.
MAY = """
CREATE FUNCTION hutong_may_recount(of_centre uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT session_user <> 'hutong_portal' OR EXISTS (
        SELECT 1 FROM officers o
        WHERE o.id = nullif(current_setting('hutong.officer', true), '')::uuid AND o.active
          AND ('administrator' = ANY (o.roles)
               OR ('director' = ANY (o.roles) AND o.centre_id = of_centre))
    )
$$;
CREATE FUNCTION hutong_may_keep_calendar() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT session_user <> 'hutong_portal' OR EXISTS (
        SELECT 1 FROM officers o
        WHERE o.id = nullif(current_setting('hutong.officer', true), '')::uuid AND o.active
          AND 'administrator' = ANY (o.roles)
    )
$$;
"""

#: Whoever counts holds the calendar until the end of the transaction; who changes it waits. Two
#: statements, so that the second sees what the first has waited for.
HEAD = """
CREATE FUNCTION hutong_calendar_head() RETURNS uuid LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1213548613);
    RETURN (SELECT id FROM calendar_notices WHERE ordinal IS NOT NULL
            ORDER BY ordinal DESC LIMIT 1);
END $$;
CREATE FUNCTION hutong_hold_calendar() RETURNS uuid LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(1213548613);
    RETURN hutong_calendar_head();
END $$;
"""

RUNNING = """
CREATE FUNCTION hutong_running_deadlines(of_cases uuid[]) RETURNS TABLE (
    id uuid, case_id uuid, centre_id uuid, case_number varchar, locality varchar, centre text,
    stage_id uuid, stage varchar, step_id uuid, key varchar, form varchar, paper varchar,
    kind varchar, about varchar, turn integer, rule varchar, pack varchar, starts_at timestamptz,
    due_at timestamptz, provisional boolean, printable boolean, receipt jsonb, extended boolean
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT d.id, d.case_id, d.centre_id, c.number, c.locality, e.facts->>'short', d.stage_id,
        g.name, d.step_id, d.key, s.form, s.paper, s.kind, s.about, s.turn, d.rule, d.pack,
        d.starts_at, d.due_at, d.provisional, d.printable, d.receipt,
        EXISTS (SELECT 1 FROM deadline_changes h
                WHERE h.deadline_id = d.id AND h.recount_id IS NULL)
    FROM deadlines d JOIN cases c ON c.id = d.case_id JOIN centres e ON e.id = d.centre_id
    JOIN stages g ON g.id = d.stage_id LEFT JOIN steps s ON s.id = d.step_id
    WHERE d.state = 'running' AND (of_cases IS NULL OR d.case_id = ANY (of_cases))
      AND d.centre_id IN (SELECT id FROM centres WHERE hutong_may_recount(id))
    ORDER BY c.number, d.due_at, d.key
$$;
CREATE FUNCTION hutong_lock_cases(these uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM 1 FROM cases WHERE id = ANY (these) AND hutong_may_recount(centre_id)
        ORDER BY id FOR NO KEY UPDATE;
END $$;
"""

#: One deadline: its row, its step, what it was, the event, who is told. `entry` is what
#: `models.store.recounts` writes.
RECOUNT = """
CREATE FUNCTION hutong_recount(of_recount uuid, at_ timestamptz, by_ uuid, entry jsonb)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    d deadlines; due timestamptz := (entry->>'due')::timestamptz;
    moves boolean := (entry->>'moves')::boolean;
BEGIN
    SELECT * INTO d FROM deadlines WHERE id = (entry->>'deadline')::uuid FOR UPDATE;
    IF d.state <> 'running' OR d.due_at <> (entry->>'old_due')::timestamptz
        OR NOT hutong_may_recount(d.centre_id)
    THEN RETURN false; END IF;
    UPDATE deadlines SET due_at = due, provisional = (entry->>'provisional')::boolean,
        printable = (entry->>'printable')::boolean, pack = entry->>'pack',
        receipt = entry->'receipt' WHERE id = d.id;
    UPDATE steps SET due_at = due WHERE id = d.step_id AND state = 'open';
    IF NOT moves THEN RETURN true; END IF;
    INSERT INTO deadline_changes (id, case_id, deadline_id, at, old_due_at, new_due_at, recount_id,
        old_provisional, new_provisional, old_receipt, why)
    VALUES (gen_random_uuid(), d.case_id, d.id, at_, d.due_at, due, of_recount, d.provisional,
        (entry->>'provisional')::boolean, d.receipt, entry->'why');
    INSERT INTO events (case_id, centre_id, seq, tag, at, actor_id, stage_id, step_id, detail,
        prev_hash, hash)
    VALUES (d.case_id, d.centre_id, 0, 'clock:recounted', at_, by_, d.stage_id, d.step_id,
        entry->'detail', '', '');
    INSERT INTO notices (id, centre_id, case_id, officer_id, step_id, kind, dedup, created_at)
    SELECT gen_random_uuid(), d.centre_id, d.case_id, o.id, d.step_id, entry->>'notice',
        'recount:' || of_recount || ':' || d.id || ':' || o.id, at_
    FROM officers o WHERE o.active AND (
        o.id = coalesce((SELECT s.owner_id FROM steps s WHERE s.id = d.step_id), d.owner_id)
        OR o.id IN (SELECT t.officer_id FROM case_team t
                    WHERE t.case_id = d.case_id AND t.lead AND t.left_at IS NULL)
        OR ((entry->>'supervisors')::boolean AND o.centre_id = d.centre_id
            AND 'supervisor' = ANY (o.roles)))
    ON CONFLICT (dedup) DO NOTHING;
    RETURN true;
END $$;
"""
SEEING_MORE = (
    "hutong_may_recount(uuid)", "hutong_may_keep_calendar()", "hutong_running_deadlines(uuid[])",
    "hutong_lock_cases(uuid[])", "hutong_recount(uuid, timestamptz, uuid, jsonb)",
)  # fmt: skip
#: What a notice says stays as it was loaded; only its course is written.
COURSE = "ordinal, applied_at, applied_by, dropped_at"


def upgrade() -> None:
    """Apply."""
    _tables()
    _changes()
    for text in (MAY, HEAD, RUNNING, RECOUNT):
        op.execute(text)
    for function in SEEING_MORE:
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {BOTH}")
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
