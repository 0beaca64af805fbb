"""Words for long-term guardianship without a judgment."""

from enum import StrEnum

import sqlalchemy as sa
from alembic import op

from models.words import Outcome, Stage

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
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
