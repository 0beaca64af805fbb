"""Temporary guardianship by child; words for exemption from visits and for visits still owed.

A child's spans are asked for by one function that tells two instants a span and nothing else: not
which case, not which centre. Row-level security keeps the rest to those who may see the case.
"""

from enum import StrEnum

import sqlalchemy as sa
from alembic import op

from models.words import Outcome, Stage

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SPANS = """
CREATE FUNCTION hutong_custody_spans(of_case uuid)
RETURNS TABLE (began_at timestamptz, ended_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT k.began_at, k.ended_at FROM custodies k
    WHERE k.child_id IN (
        SELECT o.id FROM cases c JOIN children h ON h.id = c.child_id
        JOIN children o ON o.id = h.id OR o.id_number_hash = h.id_number_hash
        WHERE c.id = of_case)
    ORDER BY k.began_at, k.ended_at
$$;
REVOKE ALL ON FUNCTION hutong_custody_spans FROM PUBLIC;
"""


def upgrade() -> None:
    """Apply."""
    op.execute(SPANS)
    op.execute("GRANT EXECUTE ON FUNCTION hutong_custody_spans TO hutong_portal, hutong_worker")
    _admit("name", "receipt", Stage)
    _admit("outcome", "advice_given", Outcome)


def _admit(column: str, known: str, words: type[StrEnum]) -> None:
    """Put a longer list of words in the place of the CHECK that knows this word."""
    for check in sa.inspect(op.get_bind()).get_check_constraints("stages"):
        if f"'{known}'" in check["sqltext"]:
            name = check["name"]
            listed = ", ".join(f"'{word.value}'" for word in words)
            op.execute(f"ALTER TABLE stages DROP CONSTRAINT {name}")
            op.execute(f"ALTER TABLE stages ADD CONSTRAINT {name} CHECK ({column} IN ({listed}))")


def downgrade() -> None:
    """Refuse: cases are never taken back to an older shape; restore a backup instead."""
    raise RuntimeError("no way back; restore a backup")
