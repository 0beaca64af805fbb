"""A centre of any size, by COPY: a few cases are played, and written again under other ids.

Whatever a played case left behind in any table is copied with it, so that lists, lights, titles and
receipts are those of real work. Each copy has ids, people, days and names of its own; what is
sealed is sealed for its row; the chain of events is hashed for each case. Bytes of documents are
left out.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import psycopg

from models.seal import Seal
from tests.bench.shapes import ORDER, Shape, shape_of

#: Cases between two writings.
BATCH = 500
#: How far back the closed cases of a centre reach.
YEARS = 5
#: Indexes of many rows are built anew after so many cases.
REBUILT_FROM = 5_000


@dataclass(frozen=True)
class Size:
    """How much is written."""

    closed: int
    open: int

    @property
    def cases(self) -> int:
        """All of them."""
        return self.closed + self.open

    @staticmethod
    def of(cases: int) -> "Size":
        """Most cases of a centre are closed; what is open is what its people can have in hand."""
        live = min(max(cases // 5, 1), 200)
        return Size(cases - live, live)


@dataclass(frozen=True)
class Played:
    """The cases that are copied, and the instant that counts as now."""

    closed: Sequence[UUID]
    #: How often each of the closed ones is copied, beside the others.
    shares: Sequence[int]
    open: Sequence[UUID]
    now: datetime


@dataclass(frozen=True)
class People:
    """Who stands in for whom: the caseworkers among whom the cases are shared."""

    centre: UUID
    played_by: UUID
    shared_by: Sequence[UUID]


def generate(
    db: psycopg.Connection, seal: Seal, played: Played, people: People, size: Size, *, seed: int = 7
) -> None:
    """Write so many cases beside the played ones.

    Args:
        db: The database as its superuser; triggers and foreign keys rest meanwhile.
        seal: Closes the identities.
        played: What is copied.
        people: Among whom the copies are shared.
        size: How many.
        seed: The same seed writes the same ids and days.
    """
    drawn = random.Random(seed)
    closed = [shape_of(db, seal, case, people.played_by) for case in played.closed]
    live = [shape_of(db, seal, case, people.played_by) for case in played.open]
    db.execute("SET session_replication_role = replica")
    indexes = _drop_indexes(db) if size.cases >= REBUILT_FROM else []
    numbers = iter(range(1, size.cases + 1))
    copier = _Copier(db, seal, people, drawn)
    for _ in range(size.closed):
        shape = drawn.choices(closed, played.shares)[0]
        ended = played.now - timedelta(minutes=drawn.randrange(60, YEARS * 365 * 1440))
        copier.write(shape, next(numbers), ended)
    for _ in range(size.open):
        shape = drawn.choice(live)
        ended = played.now - timedelta(minutes=drawn.randrange(1, 12 * 1440))
        copier.write(shape, next(numbers), ended)
    copier.flush()
    for index in indexes:
        db.execute(index.encode())
    db.execute("SET session_replication_role = origin")
    db.commit()
    db.autocommit = True
    db.execute("VACUUM (ANALYZE)")


class _Copier:
    """Collects the rows of many cases by table and writes them together."""

    def __init__(
        self, db: psycopg.Connection, seal: Seal, people: People, drawn: random.Random
    ) -> None:
        self._db, self._seal, self._people, self._drawn = db, seal, people, drawn
        self._rows: dict[str, list[str]] = {}
        self._columns: dict[str, str] = {}
        self._held = 0

    def write(self, shape: Shape, number: int, ended: datetime) -> None:
        """Copy a case so that its last event was at an instant."""
        worker = self._drawn.choice(self._people.shared_by)
        mask = self._drawn.getrandbits(128)
        for table, columns, rows in shape.copied(
            self._seal, mask=mask, worker=worker, number=number, ended=ended
        ):
            self._columns[table] = columns
            self._rows.setdefault(table, []).append(rows)
        self._held += 1
        if self._held >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what was collected."""
        for table in ORDER:
            rows = self._rows.pop(table, None)
            if not rows:
                continue
            into = f"COPY {table} ({self._columns[table]}) FROM STDIN"
            with self._db.cursor().copy(into.encode()) as out:
                out.write("".join(rows))
        self._held = 0


def _drop_indexes(db: psycopg.Connection) -> list[str]:
    """Drop what no constraint stands on; the statements that make it again."""
    found = db.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_constraint k "
        "WHERE k.conindid = i.indexrelid)"
    ).fetchall()
    for name, _made in found:
        db.execute(f"DROP INDEX {name}".encode())
    return [made for _name, made in found]
