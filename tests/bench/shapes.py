"""The shape of a played case: its rows in every table, with places for all that differs in a copy."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import LargeBinary

from models.seal import Seal
from models.sealed_places import SealedPlace
from models.tables.all import Base

#: What is not copied: bytes, who looked, and what the copies get for themselves.
LEFT_OUT = frozenset({"files", "view_log", "deliveries", "law_moves", "event_heads", "drawings"})
#: Tables of a case in the order in which they are written.
ORDER = (
    "children", "cases",
    *(t.name for t in Base.metadata.sorted_tables
      if "case_id" in t.columns and t.name not in LEFT_OUT),
    "event_heads",
)  # fmt: skip
#: Columns that are empty in a copy: a child has one case, a stage no run, a version no context.
EMPTIED = {
    ("children", "id_number_hash"): "\\N", ("stages", "flow_run_id"): "\\N",
    ("stages", "leased_until"): "\\N", ("paper_versions", "context"): "\\\\x",
}  # fmt: skip
_CHAIN = """
    SELECT concat_ws('|', case_id, centre_id, seq, tag,
        to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        coalesce(actor_id::text, '-'), coalesce(stage_id::text, '-'),
        coalesce(step_id::text, '-'), detail::text)
    FROM events WHERE case_id = %s ORDER BY seq
"""
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_DIFFERS = re.compile(
    rf"({_UUID})|(\d{{4}}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?)(?:\+00)?(?=[\t\n|]|$)"
)


@dataclass(frozen=True)
class Copy:
    """What one copy has of its own."""

    seal: Seal
    mask: int
    worker: UUID
    number: int
    moved: timedelta

    def id_of(self, played: int) -> str:
        """The id that stands for a played one, as PostgreSQL writes it: the chain is hashed so."""
        h = f"{played ^ self.mask:032x}"
        return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


#: What stands in one place of a copy.
Made = Callable[[Copy], str]


@dataclass
class _Places:
    """The places of a shape, each once."""

    own: frozenset[str]
    worker: str
    keys: dict[Any, int] = field(default_factory=dict)
    made: list[Made] = field(default_factory=list)

    def at(self, key: Any, made: Made) -> int:
        if key not in self.keys:
            self.keys[key] = len(self.made)
            self.made.append(made)
        return self.keys[key]

    def of(self, found: re.Match[str]) -> int | None:
        """The place of an id or an instant; None for an id of somebody else."""
        one, at = found.groups()
        if one == self.worker:
            return self.at("worker", lambda copy: str(copy.worker))
        if one in self.own:
            number = UUID(one).int
            return self.at(one, lambda copy: copy.id_of(number))
        if one:
            return None
        then, mark = datetime.fromisoformat(at), at[10]
        if mark == "T":
            return self.at(at, lambda copy: (then + copy.moved).isoformat("T", "microseconds"))
        return self.at(at, lambda copy: f"{(then + copy.moved).isoformat(' ')}+00")


@dataclass(frozen=True)
class _Text:
    """A text with places, filled at once."""

    form: str
    fills: Callable[[list[str]], Any]

    def filled(self, values: list[str]) -> str:
        filled: str = self.form % self.fills(values)
        return filled


@dataclass(frozen=True)
class Shape:
    """A case that was played, to be copied."""

    made: list[Made]
    tables: list[tuple[str, str, _Text]]
    chain: list[_Text]
    last: datetime
    case: int
    #: Where the hashes of the chain begin among the values; the first is of nothing, all zeros.
    hashes: int

    def copied(
        self, seal: Seal, *, mask: int, worker: UUID, number: int, ended: datetime
    ) -> Iterator[tuple[str, str, str]]:
        """Yield table, columns and rows of one copy."""
        copy = Copy(seal, mask, worker, number, ended - self.last)
        values = [one(copy) for one in self.made]
        for place, written in enumerate(self.chain, self.hashes + 1):
            text = f"{written.filled(values)}|{values[place - 1]}"
            values[place] = hashlib.sha256(text.encode()).hexdigest()
        for table, columns, rows in self.tables:
            yield table, columns, rows.filled(values)
        end = values[self.hashes + len(self.chain)]
        head = (copy.id_of(self.case), str(len(self.chain)), end)
        yield "event_heads", "case_id, seq, hash", "\t".join(head) + "\n"


def shape_of(db: psycopg.Connection, seal: Seal, case_id: UUID, worker: UUID) -> Shape:
    """Read a played case of this caseworker."""
    rows = {name: _rows(db, name, case_id) for name in ORDER if name != "event_heads"}
    own = frozenset(
        row[0] for table, (names, found) in rows.items() if "id" in names and table != "events"
        for row in found
    )  # fmt: skip
    places = _Places(own, str(worker))
    written = [row[0] for row in db.execute(_CHAIN, (case_id,)).fetchall()]
    chain = [_text([one], places) for one in written]
    tables: list[tuple[str, str, list[str | int]]] = []
    for table, (names, found) in rows.items():
        if found and table != "events":
            tables.append((table, ", ".join(names), _pieces(table, names, found, places, seal)))
    names, found = rows["events"]
    hashes = len(places.made)
    places.made.extend([lambda _copy: "0" * 64] * (len(found) + 1))
    events: list[str | int] = []
    for place, row in enumerate(found, hashes):
        events += [*_split("\t".join(row[:-2]), places), "\t", place, "\t", place + 1, "\n"]
    tables.append(("events", ", ".join(names), events))
    last = db.execute("SELECT max(at) FROM events WHERE case_id = %s", (case_id,)).fetchone()
    assert last is not None
    return Shape(
        places.made, [(t, c, _join(p)) for t, c, p in tables], chain,
        last[0].astimezone(UTC), case_id.int, hashes,
    )  # fmt: skip


def _rows(db: psycopg.Connection, table: str, case_id: UUID) -> tuple[list[str], list[list[str]]]:
    """The rows of a case in a table, as COPY writes them, the id first."""
    columns = Base.metadata.tables[table].columns
    names = [c.name for c in columns if not (table == "events" and c.name == "id")]
    if table == "events":
        names = [*(n for n in names if not n.endswith("hash")), "prev_hash", "hash"]
    where = {
        "cases": "id = '{0}'", "children": "id = (SELECT child_id FROM cases WHERE id = '{0}')"
    }.get(table, "case_id = '{0}'").format(case_id)  # fmt: skip
    order = "seq" if table == "events" else "1"
    asked = (
        f"COPY (SELECT {', '.join(names)} FROM {table} WHERE {where} ORDER BY {order}) TO STDOUT"
    )
    with db.cursor().copy(asked.encode()) as out:
        written = b"".join(bytes(block) for block in out).decode()
    return names, [line.split("\t") for line in written.splitlines()]


def _pieces(
    table: str, names: list[str], found: list[list[str]], places: _Places, seal: Seal
) -> list[str | int]:
    pieces: list[str | int] = []
    for row in found:
        for number, (name, value) in enumerate(zip(names, row, strict=True)):
            pieces += ["\t"] if number else []
            pieces += _column(table, name, value, row[0], places=places, seal=seal)
        pieces.append("\n")
    return pieces


def _column(
    table: str, name: str, value: str, row_id: str, *, places: _Places, seal: Seal
) -> list[str | int]:
    if (table, name) in EMPTIED:
        return [EMPTIED[table, name]]
    if (table, name) == ("cases", "number"):
        head = value.rpartition("〕")[0]
        return [places.at("number", lambda copy: f"{head}〕{copy.number + 100_000}号")]
    if (table, name) == ("papers", "number"):
        return [places.at(("paper", row_id), lambda c: str(c.number * 1000 + int(value)))]
    if (table, name) == ("notices", "dedup"):
        mark = places.at("mark", lambda copy: f"{copy.number}")
        return [*_split(value, places), "#", mark]
    is_sealed = isinstance(Base.metadata.tables[table].columns[name].type, LargeBinary)
    if is_sealed and value != "\\N":
        return [places.at((table, name, row_id), _sealing(table, name, value, row_id, seal))]
    return _split(value, places)


def _sealing(table: str, name: str, value: str, row_id: str, seal: Seal) -> Made:
    """Close what a played row says for the row of the copy."""
    [place] = [one for one in SealedPlace if f"{table}.{name}" in one.columns]
    number = UUID(row_id).int
    plain = seal.open(bytes.fromhex(value[3:]), place.of(UUID(row_id)))

    def made(copy: Copy) -> str:
        said = plain
        if (table, name) == ("children", "identity"):
            known = json.loads(plain) | {"name": f"虚构{copy.number}", "called": None}
            said = json.dumps(known, ensure_ascii=False).encode()
        closed = copy.seal.close(said, place.of(UUID(int=number ^ copy.mask)))
        return f"\\\\x{closed.hex()}"

    return made


def _split(text: str, places: _Places) -> list[str | int]:
    """Literal pieces and the numbers of places, in turn."""
    pieces: list[str | int] = []
    done = 0
    for found in _DIFFERS.finditer(text):
        place = places.of(found)
        if place is not None:
            pieces += [text[done : found.start()], place]
            done = found.end()
    return [*pieces, text[done:]]


def _text(lines: list[str], places: _Places) -> _Text:
    return _join([piece for line in lines for piece in _split(line, places)])


def _join(pieces: list[str | int]) -> _Text:
    form = "".join("%s" if isinstance(one, int) else one.replace("%", "%%") for one in pieces)
    taken = [one for one in pieces if isinstance(one, int)]
    if not taken:
        return _Text(form, lambda _values: ())
    if len(taken) == 1:
        return _Text(form, lambda values: (values[taken[0]],))
    return _Text(form, itemgetter(*taken))
