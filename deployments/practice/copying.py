"""Copying everything from a migrated database that was just played in into another, at once."""

import psycopg
from psycopg import sql
from sqlalchemy import Table

from models.tables.all import Base

#: Written by the triggers of the target, from the events copied.
_BY_TRIGGER = frozenset({"event_heads"})


def copy_all(from_url: str, to_url: str) -> None:
    """Copy every row of every table, in one transaction of the target.

    Args:
        from_url: `postgresql://` address of the source, as its owner.
        to_url: The same of the target; its centres, officers and cases stay beside the copied.
    """
    with psycopg.connect(from_url) as source, psycopg.connect(to_url) as target:
        for table in Base.metadata.sorted_tables:
            if table.name not in _BY_TRIGGER:
                _copy(source, target, table)
        target.commit()


def _copy(source: psycopg.Connection, target: psycopg.Connection, table: Table) -> None:
    """Copy a table; a column the target counts by itself keeps its order, not its numbers."""
    counted = table.autoincrement_column
    names = sql.SQL(", ").join(
        sql.Identifier(one.name) for one in table.columns if one is not counted
    )
    order = (
        sql.SQL(" ORDER BY {}").format(sql.Identifier(counted.name))
        if counted is not None
        else sql.SQL("")
    )
    name = sql.Identifier(table.name)
    out = sql.SQL("COPY (SELECT {} FROM {}{}) TO STDOUT (FORMAT binary)").format(names, name, order)
    into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(name, names)
    with source.cursor().copy(out) as rows, target.cursor().copy(into) as written:
        for block in rows:
            written.write(block)
