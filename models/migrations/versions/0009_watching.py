"""The watch looks at what is due; rungs, cards and supervision orders are kept.

A deadline says when it must be looked at next, so that a pass reads what is due and not what is
open.
"""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.law.vocabulary import Tell
from models.tables.watch import EntryKind, OrderState
from models.words import CardColour, Holder, Paper, Tag

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PORTAL, WORKER = "hutong_portal", "hutong_worker"
BOTH = f"{PORTAL}, {WORKER}"
TABLES = ("rungs", "cards", "supervision_orders", "order_entries")

ME = "nullif(current_setting('hutong.officer', true), '')::uuid"
SEES_CASE = "EXISTS (SELECT 1 FROM cases c WHERE c.id = {table}.case_id)"
#: Those who lead see all cards of what they see; an officer sees their own.
SEES_CARD = (
    f"{SEES_CASE} AND (current_setting('hutong.scope', true) = 'centre' OR officer_id = {ME})"
)


def upgrade() -> None:
    """Apply."""
    _columns()
    _rungs()
    _cards()
    _orders()
    _words("events", "tag", Tag)
    _words("papers", "paper", Paper)
    _rights()


def _words(table: str, column: str, words: type[StrEnum]) -> None:
    """Admit all words there are now."""
    name = f"ck_{table}_{column}"
    values = ", ".join(f"'{word.value}'" for word in words)
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({values}))")


def _instant(name: str, *, null: bool = False, comment: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null, comment=comment)


def _id(name: str, *, null: bool = False, comment: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=null, comment=comment)


def _word(
    name: str, words: type[StrEnum], *, null: bool = False, comment: str | None = None
) -> sa.Column[Any]:
    kind = sa.Enum(
        *(word.value for word in words), name=words.__name__.lower(), native_enum=False,
        create_constraint=True, length=64,
    )  # fmt: skip
    return sa.Column(name, kind, nullable=null, comment=comment)


def _sealed(name: str, *, null: bool = False, comment: str = "Sealed") -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=null, comment=comment)


def _refers(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, to in columns.items()
    ]


def _columns() -> None:
    op.add_column(
        "deadlines",
        _instant("yellow_at", null=True,
                 comment="From when its light is yellow; null until the watch looks"),
    )  # fmt: skip
    op.add_column("deadlines", _instant("red_at", null=True, comment="From when its light is red"))
    op.add_column(
        "deadlines",
        sa.Column(
            "watch_at", sa.DateTime(timezone=True), nullable=True,
            server_default=sa.text("'epoch'"),
            comment="When the watch must look at it; by trigger at once when moved or ended",
        ),
    )  # fmt: skip
    op.create_index(
        "ix_deadlines_watch", "deadlines", ["watch_at"],
        postgresql_where=sa.text("watch_at IS NOT NULL"),
    )  # fmt: skip
    # What ended before this version is not judged after the fact.
    op.execute("UPDATE deadlines SET watch_at = NULL WHERE state <> 'running'")
    op.add_column(
        "chasers",
        _word("holder", Holder, null=True,
              comment="Who was reminded; null in rows of before 2026-11"),
    )  # fmt: skip
    op.add_column(
        "chasers", _id("to_id", null=True, comment="The officer reminded, if one of ours")
    )
    op.add_column("chasers", _id("version_id", null=True, comment="The chaser letter, if one went"))


def _rungs() -> None:
    op.create_table(
        "rungs",
        _id("id"), _id("case_id"), _id("centre_id"),
        _id("deadline_id", null=True, comment="Null: a step nobody owns"),
        _id("step_id", null=True),
        _instant("due_at", null=True,
                 comment="What the hours count from; a moved deadline climbs anew"),
        sa.Column("hours", sa.Integer(), nullable=False,
                  comment="Before (negative) or after the due instant"),
        _word("tell", Tell),
        _id("officer_id", null=True, comment="Null: nobody was there to hear"),
        _id("notice_id", null=True, comment="Of a higher rung or a digest, where it went into one"),
        _instant("at"),
        *_refers("rungs", case_id="cases", centre_id="centres"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rungs")),
        sa.UniqueConstraint("deadline_id", "step_id", "due_at", "hours", "tell", "officer_id",
                            name="uq_rungs_once", postgresql_nulls_not_distinct=True),
    )  # fmt: skip
    for column in ("case_id", "step_id", "notice_id"):
        op.create_index(op.f(f"ix_rungs_{column}"), "rungs", [column])


def _cards() -> None:
    op.create_table(
        "cards",
        _id("id"), _id("case_id"), _id("centre_id"), _id("deadline_id"), _id("step_id", null=True),
        _instant("due_at"), _word("colour", CardColour),
        sa.Column("rule", sa.String(length=32), nullable=False), _word("holder", Holder),
        _id("officer_id", null=True, comment="Who had the step; null: an outside body, nobody, "
            "or late before they had it"),
        _instant("at", comment="The instant that passed undone"), _instant("given_at"),
        _instant("withdrawn_at", null=True), _id("withdrawn_by", null=True),
        _sealed("reason", null=True, comment="Why withdrawn; sealed"),
        *_refers("cards", case_id="cases", centre_id="centres"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("deadline_id", "due_at", "colour", name="uq_cards_once"),
    )  # fmt: skip
    op.create_index(op.f("ix_cards_case_id"), "cards", ["case_id"])
    op.create_index("ix_cards_centre_id_at", "cards", ["centre_id", "at"])


def _orders() -> None:
    op.create_table(
        "supervision_orders",
        _id("id"), _id("case_id"), _id("centre_id"), _id("stage_id"),
        _id("step_id", null=True, comment="Null: about the whole case"),
        _id("ordered_by"), _instant("ordered_at"),
        _id("owes_id", comment="Who must report back, and never closes"),
        _instant("due_at", comment="Of the feedback; its deadline has the receipt"),
        _word("state", OrderState), _instant("closed_at", null=True), _id("closed_by", null=True),
        _sealed("text", comment="What is ordered; sealed"),
        *_refers("supervision_orders", case_id="cases", centre_id="centres", stage_id="stages",
                 ordered_by="officers", owes_id="officers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_orders")),
    )  # fmt: skip
    for column in ("case_id", "stage_id"):
        op.create_index(op.f(f"ix_supervision_orders_{column}"), "supervision_orders", [column])
    op.create_index(
        "ix_supervision_orders_open", "supervision_orders", ["centre_id"],
        postgresql_where=sa.text("state <> 'closed'"),
    )  # fmt: skip
    op.create_table(
        "order_entries",
        _id("id"), _id("case_id"), _id("order_id"), _instant("at"), _id("by_id"),
        _word("kind", EntryKind), _sealed("text"),
        *_refers("order_entries", case_id="cases", by_id="officers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_entries")),
    )  # fmt: skip
    for column in ("case_id", "order_id"):
        op.create_index(op.f(f"ix_order_entries_{column}"), "order_entries", [column])


def _rights() -> None:
    op.execute(f"GRANT SELECT ON {', '.join(TABLES)} TO {BOTH}")
    op.execute(f"GRANT INSERT ON rungs, cards TO {WORKER}")
    op.execute(f"GRANT UPDATE (withdrawn_at, withdrawn_by, reason) ON cards TO {PORTAL}")
    op.execute(f"GRANT INSERT ON supervision_orders, order_entries TO {PORTAL}")
    op.execute(
        f"GRANT UPDATE (state, due_at, closed_at, closed_by) ON supervision_orders TO {PORTAL}"
    )
    op.execute(f"GRANT UPDATE (centre_id) ON supervision_orders TO {WORKER}")
    for table in TABLES:
        shown = (SEES_CARD if table == "cards" else SEES_CASE).format(table=table)
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY worker ON {table} TO {WORKER} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY portal ON {table} TO {PORTAL} USING ({shown})")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
