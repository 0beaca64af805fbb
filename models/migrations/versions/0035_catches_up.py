"""Databases of 0.2.0 get what migration 0015 gained after it was released.

It was changed in place: of six tables a row of no case is nobody's but by another policy, and a
card goes with its case to another centre. A database made since has both; nothing changes there.
"""

import sqlalchemy as sa
from alembic import op

from models.settings import WORKER_ROLE

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

WITH_THE_CASE = ("stages", "steps", "signatures", "deadlines", "notices", "supervision_orders")
_SEEN_WITHOUT_A_CASE = sa.text(
    "SELECT tablename, qual FROM pg_policies WHERE schemaname = 'public' AND policyname = 'portal' "
    "AND tablename = ANY (:tables) AND qual !~ 'case_id IS NOT NULL' ORDER BY tablename"
)


def upgrade() -> None:
    """Apply."""
    found = op.get_bind().execute(_SEEN_WITHOUT_A_CASE, {"tables": list(WITH_THE_CASE)}).all()
    for row in found:
        op.execute(
            f"ALTER POLICY portal ON {row.tablename} USING (case_id IS NOT NULL AND {row.qual})"
        )
    op.execute(f"GRANT UPDATE (centre_id) ON cards TO {WORKER_ROLE}")
    op.execute("ALTER TABLE cards DISABLE TRIGGER USER")
    op.execute(
        "UPDATE cards k SET centre_id = c.centre_id FROM cases c "
        "WHERE c.id = k.case_id AND c.centre_id <> k.centre_id"
    )
    op.execute("ALTER TABLE cards ENABLE TRIGGER USER")
    op.execute("SELECT hutong_imprint_all('cards')")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
