"""What a page costs the database: each statement that it runs, with the blocks it touches."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import Engine, event

from tests.statements import note_each

#: What can be explained, after comments.
_BEGINS = re.compile(r"(\s|--.*\n)*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Cost:
    """One statement of a page."""

    sql: str
    blocks: int
    rows: int


@dataclass
class Costs:
    """The statements of what was done meanwhile."""

    statements: list[Cost] = field(default_factory=list)
    transactions: int = 0

    @property
    def blocks(self) -> int:
        """Blocks of all statements, from memory or from disk."""
        return sum(one.blocks for one in self.statements)


@contextmanager
def costs(engine: Engine) -> Iterator[Costs]:
    """Count what an engine is asked.

    Each statement is explained, in a savepoint that is undone, in the very transaction that then
    runs it: with the same role, the same row-level security and the same values.
    """
    found = Costs()

    def explain(connection: "psycopg.Connection[Any]", sql: str, values: Any) -> None:
        if not _BEGINS.match(sql):
            return
        raw = psycopg.Cursor(connection)
        raw.execute("SAVEPOINT explained")
        raw.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}", values)
        explained = raw.fetchone()
        assert explained is not None
        plan = explained[0][0]["Plan"]
        raw.execute("ROLLBACK TO SAVEPOINT explained")
        blocks = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        found.statements.append(Cost(sql, blocks, plan["Actual Rows"]))

    def begun(_connection: Any) -> None:
        found.transactions += 1

    end = note_each(engine, explain)
    event.listen(engine, "begin", begun)
    try:
        yield found
    finally:
        end()
        event.remove(engine, "begin", begun)
