"""A case built again from its imprints: as it was known at an instant, and as it was.

Pure: imprints go in, rows come out. `rebuilt` folds what was recorded until an instant; `as_it_was`
takes from it what had not begun or not ended yet at an instant of the case itself, so that what was
entered late stands where it happened.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from models.store.imprints import Imprint, StandingRow
from models.tables.case import CaseState, StageState
from models.tables.step import DeadlineState
from models.words import SignatureState, StepState

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Rebuilt:
    """The rows of a case by table and id, each told as an imprint tells it."""

    rows: Mapping[tuple[str, UUID], Row] = field(default_factory=dict)

    def of(self, table: str) -> dict[UUID, Row]:
        """The rows of a table."""
        return {row_id: row for (name, row_id), row in self.rows.items() if name == table}


@dataclass(frozen=True)
class Difference:
    """A row that stands otherwise than it was built again.

    Attributes:
        columns: Which of its columns differ; empty where the whole row is missing on a side.
        is_gone: Whether the row is there no more; else, without columns, nothing ever left it.
        seq: The imprint that says last what stood there; 0: none does.
    """

    of_table: str
    row_id: UUID
    columns: tuple[str, ...]
    is_gone: bool
    seq: int


@dataclass(frozen=True)
class _Life:
    """How long a row of a table is true, and what it said before it ended."""

    begins: str
    ends: str | None = None
    before: Mapping[str, Any] = field(default_factory=dict)


_RUNNING = {"state": DeadlineState.RUNNING.value, "met_late": None}
#: Rows of other tables begin with what they belong to.
_LIVES: Mapping[str, _Life] = {
    "cases": _Life("opened_at", "closed_at", {"state": CaseState.OPEN.value}),
    "case_voidings": _Life("at"),
    "attachments": _Life("at", "removed_at", {"removed_by": None, "removal_reason": None}),
    "case_team": _Life("joined_at", "left_at"),
    "stages": _Life("opened_at", "closed_at", {"state": StageState.OPEN.value, "outcome": None}),
    "steps": _Life("opened_at", "done_at", {
        "state": StepState.OPEN.value, "answer": None, "done_by": None, "done_on": None,
        "late_reason": None, "taken_up_at": None,
    }),
    "corrections": _Life("at"),
    "signatures": _Life("opened_at", "decided_at", {
        "state": SignatureState.OPEN.value, "decided_by": None, "opinion": None,
        "returned_to": None,
    }),
    "paper_versions": _Life("made_at"),
    "custodies": _Life("began_at", "ended_at"),
    "deadlines": _Life("starts_at", "ended_at", _RUNNING),
    "deadline_changes": _Life("at"),
    "deadline_suspensions": _Life("recorded_at", "lifted_at", {"lifted_by": None}),
    "law_moves": _Life("at"),
    "cards": _Life("given_at", "withdrawn_at", {"withdrawn_by": None, "reason": None}),
    "supervision_orders": _Life("ordered_at", "closed_at", {"state": "open", "closed_by": None}),
    "order_entries": _Life("at"),
    "chasers": _Life("at"),
}  # fmt: skip


def rebuilt(imprints: Iterable[Imprint], *, known_on: datetime | None = None) -> Rebuilt:
    """Fold imprints, in their order, into the rows they left.

    Args:
        imprints: Of a case and its child.
        known_on: Only what was recorded until then; None: all of it.
    """
    rows: dict[tuple[str, UUID], dict[str, Any]] = {}
    for one in imprints:
        if known_on is not None and one.at > known_on:
            continue
        key = (one.of_table, one.row_id)
        if one.columns is None:
            rows.pop(key, None)
            continue
        row = rows.setdefault(key, {})
        row.update(one.columns)
        for gone in [name for name, value in one.columns.items() if value is None]:
            del row[gone]
    return Rebuilt(rows)


def as_it_was(known: Rebuilt, at: datetime) -> Rebuilt:
    """The rows that were true at an instant, by what is known."""
    rows: dict[tuple[str, UUID], Row] = {}
    for (table, row_id), row in known.rows.items():
        life = _LIVES.get(table)
        if life is None:
            rows[table, row_id] = row
            continue
        begins = instant_of(row, life.begins)
        if begins is not None and begins > at:
            continue
        ends = instant_of(row, life.ends) if life.ends else None
        if ends is not None and ends > at:
            said = {**row, **life.before, str(life.ends): None}
            rows[table, row_id] = {name: one for name, one in said.items() if one is not None}
        else:
            rows[table, row_id] = row
    return Rebuilt(rows)


def instant_of(row: Row, column: str | None) -> datetime | None:
    """An instant as an imprint writes it."""
    told = row.get(column) if column else None
    return datetime.fromisoformat(told) if told else None


def differences(
    built: Rebuilt, standing: Iterable[StandingRow], imprints: Iterable[Imprint]
) -> Iterator[Difference]:
    """Compare what was built again with what stands, row by row and column by column."""
    stands = {(one.of_table, one.row_id): one.columns for one in standing}
    last = {(one.of_table, one.row_id): one.seq for one in imprints}
    for table, row_id in sorted({*built.rows, *stands}, key=str):
        was, is_ = built.rows.get((table, row_id)), stands.get((table, row_id))
        if was == is_:
            continue
        columns = (
            tuple(sorted(name for name in {*was, *is_} if was.get(name) != is_.get(name)))
            if was is not None and is_ is not None
            else ()
        )
        yield Difference(table, row_id, columns, is_ is None, last.get((table, row_id), 0))
