"""How the record is asked: SQL in named files, rows in frozen classes.

Beside a module of the store stands its SQL: `models/store/step.sql` holds statements, each after a
line `-- name: <name>`. A statement may take in another of its file, or of `fragments.sql`, by
`{name}`. `Query` binds a statement to the class of its rows, so that above the record a misspelt
column does not pass mypy; what stands in the SQL itself, a test compares with the class, in the
migrated database (`tests/migrations/test_queries.py`).
"""

import dataclasses
import re
import typing
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from types import UnionType
from typing import Any, ClassVar, Generic, TypeVar, cast

import psycopg
from psycopg import Cursor
from pydantic import TypeAdapter
from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError

from models.errors import BrokenInvariant

R = TypeVar("R")
V = TypeVar("V")

MISSING = "案件记录里缺少应有的一行。"

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)
_PIECE = re.compile(r"\{(\w+)\}")
_COMMENT = re.compile(r"^\s*--.*\n", re.MULTILINE)
_FRAGMENTS = "fragments"
_PSYCOPG = PGDialect_psycopg()  # type: ignore[no-untyped-call]


@cache
def _statements(file: str) -> dict[str, str]:
    """The statements of a file by name, without what is said of them to readers."""
    written = (resources.files("models.store") / f"{file}.sql").read_text("utf-8")
    _, *parts = _NAME.split(written)
    said = zip(parts[::2], parts[1::2], strict=True)
    return {name: _COMMENT.sub("", sql).strip() for name, sql in said}


def named(file: str, name: str) -> str:
    """A statement of `models/store/<file>.sql`, with what it takes in.

    Raises:
        KeyError: No such statement, or none that it takes in.
    """
    here = _statements(file)

    def piece(found: re.Match[str]) -> str:
        wanted = found.group(1)
        return named(file if wanted in here else _FRAGMENTS, wanted)

    return _PIECE.sub(piece, here[name])


class Statement:
    """A statement that changes something, and returns nothing."""

    #: Every statement and query there is, for the test that prepares them all.
    every: ClassVar[list["Statement"]] = []

    def __init__(self, sql: str) -> None:
        """Keep a statement; `sql` is our own text, its values are bound by name."""
        self.sql = sql
        self._sent = str(text(sql).compile(dialect=_PSYCOPG)).encode()
        Statement.every.append(self)

    def run(self, db: Connection, **given: Any) -> int:
        """Do it; how many rows it touched."""
        return self._send(db, given).rowcount

    def _send(self, db: Connection, given: Mapping[str, Any]) -> Cursor[tuple[Any, ...]]:
        """Hand it to psycopg itself: the way through SQLAlchemy costs as much as the statement.

        Transactions and the pool stay SQLAlchemy's, and so do the errors.
        """
        if not db.in_transaction():
            db.begin()
        raw = cast("psycopg.Connection[tuple[Any, ...]]", db.connection.driver_connection)
        try:
            return raw.execute(self._sent, given)
        except psycopg.Error as failed:
            lost = raw.closed
            if lost:
                db.invalidate(failed)
            raise DBAPIError.instance(
                self.sql, None, failed, psycopg.Error, hide_parameters=True,
                connection_invalidated=lost, dialect=db.dialect,
            ) from failed  # fmt: skip


class Value(Statement, Generic[V]):
    """A question to the record with one column; the answer is of one type."""

    def __init__(self, kind: type[V], sql: str) -> None:
        """Bind a statement to the type of its one column, as psycopg returns it."""
        super().__init__(sql)
        self.kind = kind

    def all(self, db: Connection, **given: Any) -> list[V]:
        """The value of every row."""
        return [row[0] for row in self._send(db, given)]

    def first(self, db: Connection, **given: Any) -> V | None:
        """The value of the first row; None also where there is none."""
        row = self._send(db, given).fetchone()
        return None if row is None else row[0]

    def one(self, db: Connection, **given: Any) -> V:
        """The value there must be.

        Raises:
            BrokenInvariant: There is no row, or it holds null.
        """
        value = self.first(db, **given)
        if value is None:
            raise BrokenInvariant(MISSING)
        return value


class Query(Statement, Generic[R]):
    """A question to the record whose rows are of one frozen dataclass.

    Fields are the columns by name. A field whose type is a `StrEnum` is made from the column's
    text, one whose type has `load` or is a pydantic model from the column's JSON, and a list of
    dataclasses from a JSON list of rows; everything else is what psycopg returns.
    """

    def __init__(self, rows: type[R], sql: str) -> None:
        """Bind a statement to the class of its rows."""
        super().__init__(sql)
        self.rows = rows
        self._makers = _makers_of(rows)
        #: Of its columns, once it was asked.
        self._names: list[str] = []

    def all(self, db: Connection, **given: Any) -> list[R]:
        """Every row."""
        return [self._made(row) for row in self._ask(db, given)]

    def all_that_read(self, db: Connection, **given: Any) -> tuple[list[R], list[dict[str, Any]]]:
        """Every row that can be made, and the columns of those that cannot: damaged rows stay few."""
        made, damaged = [], []
        for row in self._ask(db, given):
            try:
                made.append(self._made(row))
            except (ValueError, TypeError, KeyError):
                damaged.append(dict(zip(self._names, row, strict=True)))
        return made, damaged

    def first(self, db: Connection, **given: Any) -> R | None:
        """The first row, or None."""
        row = self._ask(db, given).fetchone()
        return None if row is None else self._made(row)

    def one(self, db: Connection, **given: Any) -> R:
        """The row there must be.

        Raises:
            BrokenInvariant: There is none.
        """
        row = self.first(db, **given)
        if row is None:
            raise BrokenInvariant(MISSING)
        return row

    def _ask(self, db: Connection, given: Mapping[str, Any]) -> Cursor[tuple[Any, ...]]:
        found = self._send(db, given)
        if not self._names:
            self._names = [column.name for column in found.description or ()]
        return found

    def _made(self, row: tuple[Any, ...]) -> R:
        columns = dict(zip(self._names, row, strict=True))
        for field, make in self._makers.items():
            if columns[field] is not None:
                columns[field] = make(columns[field])
        return self.rows(**columns)


def _makers_of(rows: type) -> dict[str, Callable[[Any], Any]]:
    """What makes the fields that are not as psycopg returns them."""
    hints = typing.get_type_hints(rows)
    kinds = {field.name: _kind(hints[field.name]) for field in dataclasses.fields(rows)}
    return {name: make for name, kind in kinds.items() if (make := _maker(kind)) is not None}


def _maker(kind: Any) -> Callable[[Any], Any] | None:
    if typing.get_origin(kind) is list and dataclasses.is_dataclass(typing.get_args(kind)[0]):
        return TypeAdapter(kind).validate_python
    if not isinstance(kind, type):
        return None
    if issubclass(kind, StrEnum):
        return kind
    return getattr(kind, "load", getattr(kind, "model_validate", None))


def _kind(hint: Any) -> Any:
    """The type itself, without its `| None`."""
    if typing.get_origin(hint) in (UnionType, typing.Union):
        kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
        return kinds[0] if len(kinds) == 1 else hint
    return hint
