"""A wrong fact is put right by a new version of its answer; old, new, who, when and why are kept."""

from enum import StrEnum

import sqlalchemy as sa
from alembic import op

from models.migrations.function_files import load
from models.settings import PORTAL_ROLE, WORKER_ROLE
from models.tables.step import ChangeKind
from models.words import Tag

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

SEEN = "EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id)"
MINE = "centre_id = (SELECT hutong_centre()) AND by_id = (SELECT hutong_officer())"


def upgrade() -> None:
    """Apply."""
    _admit("deadline_changes", "kind", ChangeKind)
    _admit("events", "tag", Tag)
    op.add_column("steps", sa.Column(
        "corrects", sa.Uuid(), nullable=True, comment="The answer it stands in the place of",
    ))  # fmt: skip
    op.add_column("steps", sa.Column(
        "given_at", sa.DateTime(timezone=True), nullable=True,
        comment="Of a corrected answer: when it was first given, its place among the answers",
    ))  # fmt: skip
    op.create_foreign_key(op.f("fk_steps_corrects"), "steps", "steps", ["corrects"], ["id"])
    op.create_index(
        "ix_steps_corrects", "steps", ["corrects"],
        postgresql_where=sa.text("corrects IS NOT NULL"),
    )  # fmt: skip
    _table()
    op.execute(f"GRANT UPDATE (began_at) ON custodies TO {PORTAL_ROLE}")
    op.execute(f"GRANT SELECT, INSERT ON corrections TO {PORTAL_ROLE}, {WORKER_ROLE}")
    op.execute("ALTER TABLE corrections ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY worker ON corrections TO {WORKER_ROLE} USING (true) WITH CHECK (true)"
    )
    op.execute(
        f"CREATE POLICY portal_reads ON corrections FOR SELECT TO {PORTAL_ROLE} USING ({SEEN})"
    )
    op.execute(
        f"CREATE POLICY portal_writes ON corrections FOR INSERT TO {PORTAL_ROLE} "
        f"WITH CHECK ({SEEN} AND {MINE} AND (hutong_leads(centre_id) OR step_id IS NULL))"
    )
    load("hutong_guard_custody")


def _table() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step_id", sa.Uuid(), nullable=True,
            comment="The new version of the answer; null: what is known of the people",
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False, comment="Why; sealed"),
        sa.Column("evidence", sa.LargeBinary(), nullable=False, comment="What proves it; sealed"),
        sa.Column(
            "changed", sa.LargeBinary(), nullable=False,
            comment="Each field with its old and its new value as JSON; sealed",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["officers.id"], name=op.f("fk_corrections_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_corrections_case_id")),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centres.id"], name=op.f("fk_corrections_centre_id")
        ),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_corrections_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )  # fmt: skip
    op.create_index(op.f("ix_corrections_case_id"), "corrections", ["case_id"])
    op.create_index(op.f("ix_corrections_step_id"), "corrections", ["step_id"])


def _admit(table: str, column: str, words: type[StrEnum]) -> None:
    """Put a longer list of words in the place of the CHECK that knows the first of them."""
    for check in sa.inspect(op.get_bind()).get_check_constraints(table):
        if f"'{next(iter(words)).value}'" in check["sqltext"]:
            listed = ", ".join(f"'{word.value}'" for word in words)
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {check['name']}")
            op.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {check['name']} CHECK ({column} IN ({listed}))"
            )


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
