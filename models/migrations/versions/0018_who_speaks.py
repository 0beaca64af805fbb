"""The portal's role holds nothing it does not need: who speaks is proved, not claimed.

A session is opened by a password alone, and its secret is what a transaction is entered with;
policies ask functions that verify it. Accounts, sessions and tries are seen by functions only.
"""

import re

import sqlalchemy as sa
from alembic import op

from models.migrations.function_files import load
from models.settings import PORTAL_ROLE, WORKER_ROLE

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

#: Settings that anybody may write, as PostgreSQL tells the policies that trusted them.
CLAIMED = re.compile(
    r"\(NULLIF\(current_setting\('hutong\.(centre|officer)'::text, true\), ''::text\)\)::uuid"
    r"|current_setting\('hutong\.(scope)'::text, true\)"
)
POLICIES = sa.text(
    "SELECT tablename, policyname, qual, with_check FROM pg_policies WHERE schemaname = 'public' "
    "AND concat(qual, with_check) LIKE '%current_setting%'"
)
#: What a page shows of an officer, and of a feed.
OF_AN_OFFICER = "id, centre_id, account, name, roles, active, must_change_password"
OF_A_FEED = "centre_id, officer_id, created_at, fetched_at, revoked_at"
#: Facts that are nobody's business, or shown by a function.
HIDDEN = "name NOT IN ('master_key', 'practice_accounts')"


def upgrade() -> None:
    """Apply."""
    _installation()
    op.add_column(
        "login_attempts",
        sa.Column(
            "compared", sa.Boolean(), nullable=False, server_default=sa.text("false"),
            comment="Its password was looked at; that is done once",
        ),
    )  # fmt: skip
    op.execute("DROP FUNCTION IF EXISTS hutong_find_officer, hutong_find_feed")
    load("hutong_mac", "hutong_speaker", "hutong_officer", "hutong_centre", "hutong_scope")
    _prove()
    _rights()


def _installation() -> None:
    op.create_table(
        "installation",
        sa.Column(
            "single", sa.Boolean(), nullable=False, server_default=sa.text("true"),
            comment="There is one row",
        ),
        sa.Column(
            "key", sa.LargeBinary(), nullable=False,
            comment="Under which it is sealed who speaks; of this database alone",
        ),
        sa.Column(
            "own_clock", sa.Boolean(), nullable=False, server_default=sa.text("true"),
            comment="Nothing is dated back; false where cases are played",
        ),
        sa.CheckConstraint("single", name=op.f("ck_installation_single")),
        sa.PrimaryKeyConstraint("single", name=op.f("pk_installation")),
    )  # fmt: skip
    op.execute(
        "INSERT INTO installation (key) SELECT sha256(convert_to(concat("
        "gen_random_uuid(), gen_random_uuid(), gen_random_uuid()), 'UTF8'))"
    )


def _prove() -> None:
    """Let every policy ask who speaks, once a statement, where it asked for a setting."""
    for row in op.get_bind().execute(POLICIES).all():
        using = f" USING ({_proved(row.qual)})" if row.qual else ""
        check = f" WITH CHECK ({_proved(row.with_check)})" if row.with_check else ""
        op.execute(f"ALTER POLICY {row.policyname} ON {row.tablename}{using}{check}")
    if left := op.get_bind().execute(POLICIES).all():
        raise RuntimeError(f"policies that trust a setting: {left}")


def _proved(said: str) -> str:
    return CLAIMED.sub(lambda found: f"(SELECT hutong_{found[1] or found[2]}())", said)


def _rights() -> None:
    op.execute(f"REVOKE ALL ON login_sessions, login_attempts FROM {PORTAL_ROLE}")
    op.execute(f"REVOKE ALL ON officers, centres, calendar_feeds, system_facts FROM {PORTAL_ROLE}")
    op.execute(f"GRANT SELECT ON centres TO {PORTAL_ROLE}")
    op.execute(f"GRANT SELECT ({OF_AN_OFFICER}) ON officers TO {PORTAL_ROLE}")
    op.execute(f"GRANT SELECT ({OF_A_FEED}) ON calendar_feeds TO {PORTAL_ROLE}")
    op.execute(
        "GRANT INSERT (id, centre_id, officer_id, created_at, hour_count) ON calendar_feeds "
        f"TO {PORTAL_ROLE}"
    )
    op.execute(f"GRANT UPDATE (revoked_at) ON calendar_feeds TO {PORTAL_ROLE}")
    op.execute(f"GRANT SELECT, INSERT ON system_facts TO {PORTAL_ROLE}")
    op.execute("ALTER TABLE system_facts ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY worker ON system_facts TO {WORKER_ROLE} USING (true)")
    op.execute(
        f"CREATE POLICY portal_reads ON system_facts FOR SELECT TO {PORTAL_ROLE} USING ({HIDDEN})"
    )
    op.execute(
        f"CREATE POLICY portal_writes ON system_facts FOR INSERT TO {PORTAL_ROLE} "
        "WITH CHECK (name LIKE 'pack:%')"
    )


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
