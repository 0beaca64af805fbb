"""Let a word column take more words: its CHECK is made anew with what it admits now and the new.

Reading the words from the database keeps migrations of separate changes from undoing each other.
"""

import re

from alembic import op
from sqlalchemy import text

_FIND = text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
_WORD = re.compile(r"'([^']+)'::")


def admit(table: str, column: str, constraint: str, *words: str) -> None:
    """Admit words in a column made by `models.tables.base.one_of`; ones it has are no error.

    Args:
        table: Name of the table.
        column: Name of the column.
        constraint: The CHECK's name, `ck_<table>_<enumeration>`.
        words: Values to be admitted; letters, digits, `:`, `-`, `_`, `.` only.
    """
    found = op.get_bind().execute(_FIND, {"name": constraint}).scalar_one()
    every = dict.fromkeys([*_WORD.findall(found), *words])
    listed = ", ".join(f"'{word}'" for word in every)
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK ({column} IN ({listed}))")
