"""What the record is asked fits the tables: each statement is prepared in the migrated database."""

import dataclasses
import importlib
import pkgutil
import re
import typing
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import ModuleType, UnionType
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

import models.store
from models.store.query import Query, Statement, Value, named
from tests.conftest import Database

#: What psycopg makes of a column, by the name of its type in PostgreSQL.
PYTHON: dict[str, tuple[Any, ...]] = {
    "uuid": (UUID,),
    "text": (str,),
    "varchar": (str,),
    "name": (str,),
    "timestamptz": (datetime,),
    "date": (date,),
    "bool": (bool,),
    "int2": (int,),
    "int4": (int,),
    "int8": (int,),
    "float8": (float,),
    "numeric": (Decimal,),
    "bytea": (bytes,),
    "jsonb": (dict, list, object),
    "_text": (list,),
    "_varchar": (list,),
    "_uuid": (list,),
}
_BOUND = re.compile(r"%\((\w+)\)s")


def _import_all(package: ModuleType) -> None:
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(found.name)


def every() -> list[Statement]:
    """Return every statement of the store, its modules imported."""
    _import_all(models.store)
    return Statement.every


def numbered(sql: str) -> bytes:
    """Return a statement as PostgreSQL prepares it: `$1` for the first name bound, and so on."""
    compiled = str(text(sql).compile(dialect=PGDialect_psycopg()))
    names: list[str] = []

    def place(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _BOUND.sub(place, compiled).replace("%%", "%").encode()


def _kinds(hint: Any) -> set[Any]:
    """Return what a field may hold, as psycopg returns it."""
    union = typing.get_origin(hint) in (typing.Union, UnionType)
    parts = typing.get_args(hint) if union else (hint,)
    return {_seen(part) for part in parts if part is not type(None)}


def _seen(kind: Any) -> Any:
    plain = object if kind is Any else typing.get_origin(kind) or kind
    if hasattr(plain, "load") or hasattr(plain, "model_validate"):
        return dict
    return str if issubclass(plain, StrEnum) else plain


def test_every_statement_is_one_that_the_database_understands(database: Database) -> None:
    with psycopg.connect(database.owner_url) as db:
        found: list[tuple[int, str]] = db.execute("SELECT oid, typname FROM pg_type").fetchall()
        kinds = dict(found)
        wrong = [told for one in every() for told in _wrong(db, one, kinds)]

    assert wrong == []


def _wrong(db: "psycopg.Connection[Any]", one: Statement, kinds: dict[int, str]) -> Iterator[str]:
    done = db.pgconn.prepare(b"", numbered(one.sql))
    if done.status != psycopg.pq.ExecStatus.COMMAND_OK:
        db.rollback()
        yield f"{one.sql[:80]}…: {done.error_message.decode()}"
        return
    shape = db.pgconn.describe_prepared(b"")
    columns = {
        (shape.fname(at) or b"").decode(): kinds[shape.ftype(at)] for at in range(shape.nfields)
    }
    if isinstance(one, Query):
        yield from _unlike(one.rows, columns)
    if isinstance(one, Value) and one.kind not in PYTHON[next(iter(columns.values()))]:
        yield f"{one.sql[:80]}…: {columns} is not {one.kind}"


def _unlike(rows: type, columns: dict[str, str]) -> Iterator[str]:
    """Tell where a row class and the columns that fill it differ."""
    hints = typing.get_type_hints(rows)
    fields = {field.name: hints[field.name] for field in dataclasses.fields(rows)}
    if columns.keys() != fields.keys():
        yield f"{rows.__name__}: {sorted(columns.keys() ^ fields.keys())}"
        return
    for name, hint in fields.items():
        if not _kinds(hint) & {object, *PYTHON[columns[name]]}:
            yield f"{rows.__name__}.{name}: {columns[name]} is not {hint}"


def test_a_row_class_is_frozen() -> None:
    loose = [
        one.rows.__name__
        for one in every()
        if isinstance(one, Query) and not one.rows.__dataclass_params__.frozen
    ]

    assert loose == []


def test_a_statement_that_is_not_there_is_an_error() -> None:
    with pytest.raises((KeyError, FileNotFoundError)):
        named("fragments", "no_such_statement")
