"""Copying between migrated databases: people to where cases are played, and the cases back."""

import psycopg
from psycopg import sql
from sqlalchemy import Table

from models.tables.all import Base

#: Written by the triggers of the target, from the events copied.
_BY_TRIGGER = frozenset({"event_heads"})
#: Of one database alone: its key, and sessions that nobody opened with a password.
_OF_ITS_OWN = frozenset({"installation", "login_sessions"})
#: In the target before, in the order in which they refer to each other.
_PEOPLE = ("centres", "officers")


def copy_people(from_url: str, to_url: str) -> None:
    """Copy centres and officers into a database that has none, so that their ids are the same."""
    with psycopg.connect(from_url) as source, psycopg.connect(to_url) as target:
        for table in _PEOPLE:
            _copy(source, target, Base.metadata.tables[table])
        target.commit()


def copy_cases(from_url: str, to_url: str) -> None:
    """Copy every row but people and installation facts, in one transaction of the target.

    Args:
        from_url: `postgresql://` address of the source, as its owner.
        to_url: The same of the target, whose officers the source's are; what it has stays.
    """
    with psycopg.connect(from_url) as source, psycopg.connect(to_url) as target:
        target.execute("DELETE FROM system_facts WHERE name = 'practice_cases'")
        # The imprints of the rows come with them, as they were left.
        target.execute("SET LOCAL hutong.imprints = 'carried'")
        for table in Base.metadata.sorted_tables:
            if table.name not in (*_BY_TRIGGER, *_PEOPLE, *_OF_ITS_OWN):
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
