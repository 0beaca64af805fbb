"""Cases opened by mistake are voided: a state of their own, with who, when, why, and for which case."""

import sqlalchemy as sa
from alembic import op

from models.migrations.function_files import load
from models.settings import PORTAL_ROLE, WORKER_ROLE
from models.tables.case import CaseState
from models.words import Tag

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

#: The entry is read with either of its cases.
SEEN = "EXISTS (SELECT 1 FROM cases c WHERE c.id IN (case_id, in_favour_of))"
MINE = (
    "centre_id = (SELECT hutong_centre()) AND by_id = (SELECT hutong_officer()) "
    "AND EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id)"
)


def upgrade() -> None:
    """Apply."""
    _words()
    op.create_table(
        "case_voidings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "in_favour_of", sa.Uuid(), nullable=True,
            comment="The case that goes on in its place, where one was opened twice",
        ),
        sa.Column("reason", sa.LargeBinary(), nullable=False, comment="Why; sealed"),
        sa.ForeignKeyConstraint(["by_id"], ["officers.id"], name=op.f("fk_case_voidings_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_voidings_case_id")),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centres.id"], name=op.f("fk_case_voidings_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["in_favour_of"], ["cases.id"], name=op.f("fk_case_voidings_in_favour_of")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_voidings")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_voidings_case_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_case_voidings_in_favour_of"), "case_voidings", ["in_favour_of"])
    op.execute(f"GRANT SELECT, INSERT ON case_voidings TO {PORTAL_ROLE}, {WORKER_ROLE}")
    op.execute("ALTER TABLE case_voidings ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY worker ON case_voidings TO {WORKER_ROLE} USING (true) WITH CHECK (true)"
    )
    op.execute(
        f"CREATE POLICY portal_reads ON case_voidings FOR SELECT TO {PORTAL_ROLE} USING ({SEEN})"
    )
    op.execute(
        f"CREATE POLICY portal_writes ON case_voidings FOR INSERT TO {PORTAL_ROLE} "
        f"WITH CHECK ({MINE} AND hutong_leads(centre_id))"
    )


def _words() -> None:
    load("hutong_leads")
    for table, column, words in (("cases", "state", CaseState), ("events", "tag", Tag)):
        for check in sa.inspect(op.get_bind()).get_check_constraints(table):
            if f"'{next(iter(words)).value}'" in check["sqltext"]:
                listed = ", ".join(f"'{word.value}'" for word in words)
                op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {check['name']}")
                op.execute(
                    f"ALTER TABLE {table} ADD CONSTRAINT {check['name']} "
                    f"CHECK ({column} IN ({listed}))"
                )


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
