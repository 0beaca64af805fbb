"""Each table of the case record by its count and hash, as one snapshot of the database sees it.

Rows are hashed as PostgreSQL writes them and brought into the order of their hashes, so that two
databases with the same rows have the same hash, wherever the rows lie.
"""

from typing import Any

import psycopg
from psycopg import sql

from deployments.backup.manifest import TableDigest

#: What decides how a value is written; the same on every server.
_SPELLING = (
    "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; "
    "SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 1; "
    "SET LOCAL bytea_output = 'hex'; SET LOCAL row_security = off; "
    "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
)
_TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
    "AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname"
)
_SEQUENCES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
    "AND relkind = 'S' ORDER BY relname"
)
_ROWS = sql.SQL(
    "SELECT count(*), encode(sha256(coalesce(string_agg(one, ''::bytea ORDER BY one), '')), 'hex') "
    "FROM (SELECT sha256(convert_to(t::text, 'UTF8')) AS one FROM {} t) AS rows"
)
_SEQUENCE = sql.SQL(
    "SELECT 1, encode(sha256(convert_to(concat(last_value, is_called), 'UTF8')), 'hex') FROM {}"
)

Link = psycopg.Connection[tuple[Any, ...]]


def begin_snapshot(link: Link) -> None:
    """Begin a transaction that sees one moment until it ends, whoever works meanwhile.

    Args:
        link: As the owner; not in a transaction.
    """
    link.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    for order in _SPELLING.split("; "):
        link.execute(order)


def digests(link: Link) -> dict[str, TableDigest]:
    """Count and hash every table and sequence of ours; in a snapshot (`begin_snapshot`)."""
    found = {}
    for question, asked in ((_TABLES, _ROWS), (_SEQUENCES, _SEQUENCE)):
        for (name,) in link.execute(question).fetchall():
            row = link.execute(asked.format(sql.Identifier("public", name))).fetchone()
            assert row is not None  # noqa: S101 - an aggregate gives one row
            found[name] = TableDigest(*row)
    return found


def tables(link: Link) -> list[str]:
    """Names of all tables of ours; none: the database is empty."""
    return [name for (name,) in link.execute(_TABLES).fetchall()]
