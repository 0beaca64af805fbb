"""What stands in the record against what Prefect shows of it, by kind."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store import mirror
from models.store.mirror import StaleCase
from tasks.engine.prefect_api import PrefectApi
from tasks.mirror import tables
from tasks.mirror.drawing import CaseDrawn
from tasks.mirror.reading import drawings
from tasks.mirror.task_drawn import TaskDrawn

#: Cases compared together.
AT_ONCE = 20
#: Kinds whose last state a worker tells in Prefect's own words.
BY_WORKER = ("issue", "effect")


@dataclass
class Kind:
    """Of one kind: how many stand in the record, are not in Prefect, or stand otherwise there."""

    record: int = 0
    missing: int = 0
    different: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether Prefect shows all of it as it is."""
        return not self.missing and not self.different


@dataclass
class Compared:
    """Everything by kind: `case`, `stage`, each kind of step, `table` of a case, `centre`.

    Attributes:
        behind: Cases that changed since they were drawn; the mirror is on its way to them.
    """

    kinds: dict[str, Kind] = field(default_factory=dict)
    behind: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing, and nothing stands otherwise."""
        return not self.behind and all(kind.is_whole for kind in self.kinds.values())

    def of(self, name: str) -> Kind:
        """What is known of a kind."""
        return self.kinds.setdefault(name, Kind())


def compare(db: Connection, api: PrefectApi, *, now: datetime, link: str) -> Compared:
    """Compare every case that is to be seen in Prefect with what is seen there.

    Args:
        db: The transaction at hand.
        api: Of the server.
        now: The instant whose lights count.
        link: The portal's address, to which the tables point.

    Raises:
        OrchestratorUnreachable: Prefect is away.
    """
    found = Compared()
    for cases in _in_parts(db):
        for case, drawn in drawings(db, cases, now=now):
            found.behind += case.seq != case.drawn_seq
            found.of("case").record += 1
            _compare(api, drawn, found)
            _compare_table(api, case, drawn, found)
    for centre_id, lines in tables.of_centres(db, link=link).items():
        _count(found.of("centre"), tables.shown(api, tables.key_of_centre(centre_id)), lines)
    return found


def _compare_table(api: PrefectApi, case: StaleCase, drawn: CaseDrawn, found: Compared) -> None:
    shown = tables.shown(api, tables.key_of_case(case.id))
    _count(found.of("table"), shown, tables.of_case(drawn.lines))


def _count(kind: Kind, shown: object, wanted: object) -> None:
    kind.record += 1
    kind.missing += shown is None
    kind.different += shown is not None and shown != wanted


def _in_parts(db: Connection) -> Iterator[list[StaleCase]]:
    after = UUID(int=0)
    while cases := mirror.drawn(db, after=after, most=AT_ONCE):
        yield cases
        after = cases[-1].id


def _compare(api: PrefectApi, drawn: CaseDrawn, found: Compared) -> None:
    ids = {run.stage.id: run.stage.flow_run_id for run in drawn.runs}
    known = [run_id for run_id in ids.values() if run_id]
    runs = {run.id: run for run in api.runs_by_id(known)}
    tasks = {UUID(row["id"]): row for row in api.task_runs_of(known)}
    for drawn_run in drawn.runs:
        kind = found.of("stage")
        kind.record += 1
        run_id = drawn_run.stage.flow_run_id
        run = runs.get(run_id) if run_id else None
        kind.missing += run is None
        if run is not None and not drawn_run.stage.is_worked_on:
            kind.different += (run.state, run.raw["name"]) != (drawn_run.shown.type, drawn_run.name)
    for task in drawn.tasks:
        kind = found.of(task.kind)
        kind.record += 1
        run_id = ids[task.stage_id]
        row = tasks.get(task.id_in(run_id)) if run_id else None
        kind.missing += row is None
        kind.different += row is not None and not _is_same(task, row)


def _is_same(task: TaskDrawn, row: dict[str, str]) -> bool:
    is_named = task.kind in BY_WORKER or row["state_name"] == task.shown.name
    return row["state_type"] == task.shown.type and is_named
