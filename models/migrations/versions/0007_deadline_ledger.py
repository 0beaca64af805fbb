"""The ledger of deadlines: suspensions, and who extended, restarted or recounted one, and why."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from models.migrations.admit import admit

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PORTAL, WORKER = "hutong_portal", "hutong_worker"


def upgrade() -> None:
    """Apply."""
    admit("deadlines", "state", "ck_deadlines_deadlinestate", "suspended")
    admit("events", "tag", "ck_events_tag", "clock:suspended", "clock:resumed", "clock:restarted")
    op.add_column(
        "deadlines",
        sa.Column(
            "restarts", sa.Integer(), nullable=False, server_default="0",
            comment="How often it was started anew before this count",
        ),
    )  # fmt: skip
    op.drop_constraint(op.f("uq_deadlines_stage_id_key"), "deadlines")
    op.create_unique_constraint(
        op.f("uq_deadlines_stage_id_key_restarts"), "deadlines", ["stage_id", "key", "restarts"]
    )
    op.create_index(
        "ix_deadlines_suspended",
        "deadlines",
        ["id"],
        postgresql_where=sa.text("state = 'suspended'"),
    )
    for added in _of_a_change():
        op.add_column("deadline_changes", added)
    op.execute("UPDATE deadline_changes SET kind = 'extension' WHERE recount_id IS NULL")
    op.alter_column("deadline_changes", "recount_id", comment="Null: done by a person")
    op.create_check_constraint(
        op.f("ck_deadline_changes_changekind"),
        "deadline_changes",
        "kind IN ('extension', 'suspension', 'restart')",
    )
    for column, comment in (
        ("at", "When it was recorded"), ("step_id", "Effect of the procedure that moved it"),
    ):  # fmt: skip
        op.alter_column("deadline_changes", column, comment=comment)
    _suspensions()


def _of_a_change() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column(
            "kind", sa.String(64), comment="What a person did; null: counted again under new law"
        ),
        sa.Column("length", sa.Integer(), comment="Extension by a length on the rule's clock"),
        sa.Column("unit", sa.String(64)),
        sa.Column("until_on", sa.Date(), comment="Extension to a day that was decided"),
        sa.Column("decided_on", sa.Date(), comment="Shanghai date of the decision"),
        sa.Column("decided_by", sa.String(64), comment="The body that decided"),
        sa.Column("document", sa.String(100), comment="Number of the decision"),
        sa.Column("evidence_id", sa.Uuid(), comment="Step that proves the new event; restart only"),
        sa.Column("reason", sa.LargeBinary(), comment="Sealed"),
        sa.Column("by_id", sa.Uuid(), comment="Who recorded it"),
    )


def _suspensions() -> None:
    op.create_table(
        "deadline_suspensions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), nullable=False),
        sa.Column(
            "first_on", sa.Date(), nullable=False, comment="First day that does not count"
        ),
        sa.Column(
            "last_on", sa.Date(), comment="Last day that does not count; null: not lifted yet"
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "force_majeure", "court_stay", "expert_or_notice", "centre_decision",
                name="suspensionground", native_enum=False, create_constraint=True, length=64,
            ),
            nullable=False,
        ),
        sa.Column("document", sa.String(100), comment="Number of the paper"),
        sa.Column("reason", sa.LargeBinary(), comment="Sealed"),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Uuid()),
        sa.Column("lifted_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_deadline_suspensions_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["officers.id"], name=op.f("fk_deadline_suspensions_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_suspensions")),
    )  # fmt: skip
    for column in ("case_id", "deadline_id"):
        op.create_index(op.f(f"ix_deadline_suspensions_{column}"), "deadline_suspensions", [column])
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON deadline_suspensions TO {PORTAL}, {WORKER}")
    op.execute("ALTER TABLE deadline_suspensions ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY worker ON deadline_suspensions TO {WORKER} USING (true) WITH CHECK (true)"
    )
    op.execute(
        f"CREATE POLICY portal ON deadline_suspensions TO {PORTAL} "
        "USING (EXISTS (SELECT 1 FROM cases c WHERE c.id = deadline_suspensions.case_id))"
    )


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
