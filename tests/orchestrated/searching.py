"""Looking for a mark in everything that is stored or printed: tables, files, the raw data folder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

_TABLES = """
    SELECT table_schema, table_name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
"""


@dataclass(frozen=True)
class Found:
    """What was looked through, and where a mark was found."""

    looked_at: int
    places: tuple[str, ...]


def spellings(mark: str) -> tuple[bytes, ...]:
    """A mark as it stands, and as PostgreSQL and Python print it when it is bytes."""
    plain = mark.encode()
    return (plain, plain.hex().encode(), plain.hex().upper().encode())


def in_tables(url: str, marks: Iterable[str]) -> Found:
    """Search every column of every table, as text; bytes are searched as hexadecimal."""
    patterns = [f"%{one.decode()}%" for mark in marks for one in spellings(mark)]
    places = []
    with psycopg.connect(url) as link:
        tables = link.execute(_TABLES).fetchall()
        for schema, table in tables:
            question = sql.SQL("SELECT count(*) FROM {} AS t WHERE t::text LIKE ANY (%s)")
            name = sql.Identifier(schema, table)
            row = link.execute(question.format(name), [patterns]).fetchone()
            if row and row[0]:
                places.append(f"{schema}.{table}: {row[0]}")
    return Found(len(tables), tuple(places))


def in_files(folder: Path, marks: Iterable[str]) -> Found:
    """Search every file below a folder, byte by byte."""
    wanted = [one for mark in marks for one in spellings(mark)]
    files = [file for file in folder.rglob("*") if file.is_file()]
    return Found(len(files), tuple(str(file) for file in _with_any(files, wanted)))


def _with_any(files: list[Path], wanted: list[bytes]) -> Iterator[Path]:
    for file in files:
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            continue  # A running database removes files while we look.
        if any(one in content for one in wanted):
            yield file
