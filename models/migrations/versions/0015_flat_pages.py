"""Lists read the page they show: indexes by what lists are ordered by, policies without a join.

A row of a step, stage, signature, deadline, notice or order bears the centre of its case, so that
seeing it needs no look at the case; writing it still does. A member of a team keeps when the case
closed, so that their open and their closed cases are each a stretch of one index. Words of a case
number are found by trigrams; row-level security would keep the index from being asked, so a
function asks it, for whoever asks the function.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from models.settings import WORKER_ROLE

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

CENTRE = "nullif(current_setting('hutong.centre', true), '')::uuid"
ME = "nullif(current_setting('hutong.officer', true), '')::uuid"
#: Tables whose rows follow their case to another centre.
WITH_THE_CASE = ("stages", "steps", "signatures", "deadlines", "notices", "supervision_orders")

#: A notice of no case is its officer's alone, by a policy of its own.
SEES = f"""
    case_id IS NOT NULL AND centre_id = {CENTRE} AND (
        current_setting('hutong.scope', true) = 'centre'
        OR EXISTS (
            SELECT 1 FROM case_team t WHERE t.case_id = {{table}}.case_id AND t.left_at IS NULL
              AND t.officer_id = {ME})
    )
"""


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "case_team",
        sa.Column(
            "case_closed_at", sa.DateTime(timezone=True), nullable=True,
            comment="When its case closed; set by trigger",
        ),
    )  # fmt: skip
    op.execute(
        "UPDATE case_team t SET case_closed_at = c.closed_at FROM cases c "
        "WHERE c.id = t.case_id AND c.closed_at IS NOT NULL"
    )
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    _cards()
    _indexes()
    for table in WITH_THE_CASE:
        op.execute(
            f"ALTER POLICY portal ON {table} USING ({SEES.format(table=table)}) "
            f"WITH CHECK (EXISTS (SELECT 1 FROM cases c WHERE c.id = {table}.case_id))"
        )


def _cards() -> None:
    """A card goes with its case to another centre, and knows by itself whether it counts."""
    op.add_column(
        "cards",
        sa.Column(
            "in_time", sa.Boolean(), nullable=False, server_default=sa.text("false"),
            comment="A late entry showed that all was done in time; set by trigger",
        ),
    )  # fmt: skip
    op.execute(
        "UPDATE cards k SET in_time = true FROM deadlines d "
        "WHERE d.id = k.deadline_id AND d.met_late IS FALSE"
    )
    op.drop_index("ix_cards_centre_id_at", "cards")
    counted = ["officer_id", "holder", "colour", "withdrawn_at", "in_time", "case_id"]
    op.create_index(
        "ix_cards_centre_id_at", "cards", ["centre_id", "at"], postgresql_include=counted
    )
    op.execute(
        "UPDATE cards k SET centre_id = c.centre_id FROM cases c "
        "WHERE c.id = k.case_id AND c.centre_id <> k.centre_id"
    )
    op.execute(f"GRANT UPDATE (centre_id) ON cards TO {WORKER_ROLE}")
    op.execute(
        f"ALTER POLICY portal ON cards USING (centre_id = {CENTRE} AND ("
        "current_setting('hutong.scope', true) = 'centre' OR officer_id = "
        f"{ME} AND EXISTS (SELECT 1 FROM cases c WHERE c.id = cards.case_id)))"
    )


def _indexes() -> None:
    def index(name: str, table: str, *by: str, where: str | None = None, **more: Any) -> None:
        only: dict[str, Any] = {"postgresql_where": sa.text(where)} if where else {}
        op.create_index(name, table, [sa.text(one) for one in by], **only, **more)

    live = "state IN ('running', 'suspended')"
    index("ix_steps_centre_open", "steps", "centre_id", "owner_role", where="state = 'open'")
    index("ix_stages_centre_open", "stages", "centre_id", where="state = 'open'")
    index("ix_cases_opened", "cases", "centre_id", "opened_at", "id", postgresql_include=["number"])
    index("ix_cases_closed", "cases", "centre_id", "closed_at", "id", where="state = 'closed'")
    index("ix_cases_number_words", "cases", "number gin_trgm_ops", postgresql_using="gin")
    index(
        "ix_case_team_by_case_end",
        "case_team",
        "officer_id",
        "case_closed_at",
        "case_id",
        where="left_at IS NULL",
    )
    index("ix_signatures_version_id", "signatures", "version_id")
    index("ix_signatures_case_open", "signatures", "case_id", where="state = 'open'")
    index("ix_notices_listed", "notices", "officer_id", "(read_at IS NULL)", "created_at", "id")
    index("ix_notices_step_unread", "notices", "step_id", where="read_at IS NULL")
    index("ix_deliveries_listed", "deliveries", "centre_id", "state", "created_at", "id")
    index("ix_deadlines_centre_live", "deadlines", "centre_id", where=live)
    index("ix_deadlines_case_live", "deadlines", "case_id", where=live)
    index("ix_supervision_orders_owed", "supervision_orders", "owes_id", where="state = 'open'")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
