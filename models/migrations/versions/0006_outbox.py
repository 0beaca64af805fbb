"""The outbox: channels, deliveries written with each notice, calendar feeds."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from models.words import Role

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PORTAL, WORKER = "hutong_portal", "hutong_worker"

KINDS = ("email", "wecom", "dingtalk", "feishu")
STATES = ("queued", "sent", "failed", "given_up", "withheld")
REASONS = (
    "unreachable", "refused", "recipient", "login", "not_set", "address", "abandoned", "practice",
    "read", "removed",
)  # fmt: skip

MINE = """
    officer_id = nullif(current_setting('hutong.officer', true), '')::uuid
    AND centre_id = nullif(current_setting('hutong.centre', true), '')::uuid
"""
#: One's own; all of the centre for who leads it and for who looks after the installation.
OF_THE_CENTRE = f"""
    centre_id = nullif(current_setting('hutong.centre', true), '')::uuid
    AND (
        {MINE} OR current_setting('hutong.scope', true) = 'centre' OR EXISTS (
            SELECT 1 FROM officers o WHERE '{Role.ADMINISTRATOR.value}' = ANY (o.roles)
              AND o.id = nullif(current_setting('hutong.officer', true), '')::uuid
        )
    )
"""


def upgrade() -> None:
    """Apply."""
    op.alter_column(
        "notices", "case_id", nullable=True, comment="None: about the installation",
        existing_type=sa.Uuid(),
    )  # fmt: skip
    op.add_column(
        "steps",
        sa.Column(
            "due_moves", sa.Integer(), server_default=sa.text("0"), nullable=False,
            comment="How often due_at moved; set by trigger",
        ),
    )  # fmt: skip
    _channels()
    _deliveries()
    _feeds()
    _rows()


def _key() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), nullable=False)


def _whose() -> tuple[sa.Column[Any], sa.Column[Any]]:
    return (
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
    )


def _owners(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["centre_id"], ["centres.id"], name=f"fk_{table}_centre_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=f"fk_{table}_officer_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _word(
    name: str, words: tuple[str, ...], check: str, *, nullable: bool = False
) -> sa.Column[str]:
    kind = sa.Enum(*words, name=check, native_enum=False, length=64, create_constraint=True)
    return sa.Column(name, kind, nullable=nullable)


def _instant(name: str, *, nullable: bool = True, comment: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, comment=comment)


def _channels() -> None:
    op.create_table(
        "channels",
        _key(),
        *_whose(),
        _word("kind", KINDS, "channelkind"),
        sa.Column(
            "address", sa.LargeBinary(),
            comment="E-mail or Apprise address, sealed; gone when the channel is removed",
        ),
        sa.Column(
            "muted", sa.ARRAY(sa.String(length=64)), nullable=False,
            comment="Kinds of notices not sent here; the portal shows all",
        ),
        sa.Column("code", sa.String(length=6), comment="Sent there, to be typed in here"),
        _instant("code_at"),
        sa.Column(
            "code_tries", sa.Integer(), nullable=False,
            comment="Wrong codes typed since it was sent",
        ),
        _instant("created_at", nullable=False),
        _instant("verified_at"),
        _instant("removed_at"),
        *_owners("channels"),
    )  # fmt: skip
    op.create_index(
        "uq_channels_live", "channels", ["officer_id", "kind"], unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )  # fmt: skip


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        _key(),
        *_whose(),
        sa.Column("notice_id", sa.Uuid(), comment="None: the code that confirms a channel"),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        _word("via", KINDS, "via"),
        _word("state", STATES, "deliverystate"),
        _word("reason", REASONS, "deliveryreason", nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="Counted before each try"),
        _instant("created_at", nullable=False),
        _instant(
            "next_at", nullable=False, comment="Not tried before; a lease while being tried"
        ),
        _instant("sent_at"),
        *_owners("deliveries"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_deliveries_notice_id"),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name="fk_deliveries_channel_id"),
        sa.UniqueConstraint(
            "notice_id", "channel_id", name="uq_deliveries_notice_id_channel_id"
        ),
    )  # fmt: skip
    op.create_index("ix_deliveries_channel_id", "deliveries", ["channel_id"])
    op.create_index(
        "ix_deliveries_officer_id_created_at", "deliveries", ["officer_id", "created_at"]
    )
    op.create_index(
        "ix_deliveries_waiting", "deliveries", ["next_at"],
        postgresql_where=sa.text("state IN ('queued', 'failed')"),
    )  # fmt: skip
    op.create_index(
        "ix_deliveries_given_up", "deliveries", ["centre_id"],
        postgresql_where=sa.text("state = 'given_up'"),
    )  # fmt: skip


def _feeds() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column(
            "id", sa.LargeBinary(), nullable=False, comment="SHA-256 of the address's secret"
        ),
        *_whose(),
        _instant("created_at", nullable=False),
        _instant("revoked_at"),
        _instant("fetched_at"),
        _instant("hour_at", comment="Beginning of the hour whose fetches are counted"),
        sa.Column("hour_count", sa.Integer(), nullable=False, comment="Fetches in that hour"),
        *_owners("calendar_feeds"),
    )
    op.create_index(
        "uq_calendar_feeds_live", "calendar_feeds", ["officer_id"], unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )  # fmt: skip


def _rows() -> None:
    for table, seen in (
        ("channels", MINE),
        ("deliveries", OF_THE_CENTRE),
        ("calendar_feeds", MINE),
    ):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY portal ON {table} TO {PORTAL} USING ({seen})")
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON {table} TO {PORTAL}")
    for table in ("channels", "deliveries"):
        op.execute(f"CREATE POLICY worker ON {table} TO {WORKER} USING (true) WITH CHECK (true)")
        op.execute(f"GRANT SELECT, UPDATE ON {table} TO {WORKER}")
    # A notice about the installation has no case to be seen with.
    op.execute(f"CREATE POLICY own ON notices TO {PORTAL} USING (case_id IS NULL AND {MINE})")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
