"""Whether an officer sees a row is looked up for that row, never by reading all cases they have.

PostgreSQL may answer `EXISTS` in a policy by reading the whole inner table once into a hash: of a
caseworker of many years every case they ever had, for a page of one step. With `LIMIT` it cannot.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_POLICIES = sa.text(
    "SELECT tablename, policyname, qual, with_check FROM pg_policies WHERE schemaname = 'public' "
    "AND concat_ws(' ', qual, with_check) ~ 'EXISTS' ORDER BY tablename, policyname"
)
_BEGINS = "EXISTS ( SELECT 1"


def upgrade() -> None:
    """Apply."""
    for row in op.get_bind().execute(_POLICIES).all():
        using = f" USING ({_one_by_one(row.qual)})" if row.qual else ""
        check = f" WITH CHECK ({_one_by_one(row.with_check)})" if row.with_check else ""
        op.execute(f"ALTER POLICY {row.policyname} ON {row.tablename}{using}{check}")
    if left := op.get_bind().execute(_POLICIES).all():
        raise RuntimeError(f"policies that may read all of a table: {left}")


def _one_by_one(said: str) -> str:
    """`EXISTS (SELECT 1 …)` as `(SELECT true … LIMIT 1)`, also one within another."""
    while (at := said.rfind(_BEGINS)) >= 0:
        begin = at + len("EXISTS ")
        depth, end = 0, begin
        for end in range(begin, len(said)):
            depth += {"(": 1, ")": -1}.get(said[end], 0)
            if depth == 0:
                break
        inner = said[at + len(_BEGINS) : end]
        said = f"{said[:at]}(SELECT true{inner} LIMIT 1){said[end + 1 :]}"
    return said


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
