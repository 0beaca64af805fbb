"""Looking at each statement an engine sends, whichever way it goes to psycopg."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Engine, event

#: What is told of a statement: the connection, its text, its values.
Note = Callable[["psycopg.Connection[Any]", str, Any], None]


def note_each(engine: Engine, note: Note) -> Callable[[], None]:
    """Have every statement told before it is sent; returns what ends that."""

    class Noting(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **more: Any) -> "Noting":
            told = query.decode() if isinstance(query, bytes) else str(query)
            note(self.connection, told, params)
            super().execute(query, params, **more)
            return self

    def taken(connection: Any, *_: object) -> None:
        connection.cursor_factory = Noting

    def returned(connection: Any, *_: object) -> None:
        if connection is not None:
            connection.cursor_factory = psycopg.Cursor

    event.listen(engine, "checkout", taken)
    event.listen(engine, "checkin", returned)

    def end() -> None:
        event.remove(engine, "checkout", taken)
        event.remove(engine, "checkin", returned)

    return end


@contextmanager
def sent(engine: Engine) -> Iterator[list[str]]:
    """Gather the statements an engine sends."""
    statements: list[str] = []
    end = note_each(engine, lambda _connection, statement, _values: statements.append(statement))
    try:
        yield statements
    finally:
        end()
