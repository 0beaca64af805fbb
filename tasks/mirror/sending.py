"""Telling Prefect what differs from what it was told of a case before.

Everything has an id that follows from what it shows, so that telling it twice changes nothing; what
was told is kept as digests beside the record (`models.store.mirror.keep`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from models.store.mirror import StaleCase
from models.store.to_draw import EventToTell
from tasks.engine.prefect_api import PrefectApi
from tasks.engine.queues import URGENT
from tasks.mirror import tables
from tasks.mirror.drawing import CaseDrawn, RunDrawn
from tasks.mirror.naming import short
from tasks.mirror.task_drawn import LightShown, TaskDrawn
from tasks.mirror.telling import (
    BATCH,
    Subject,
    after,
    digest,
    happened,
    patch,
    stalled,
    state_of,
    task_told,
    turned,
)

#: Lights that are told of when they turn on.
_TURNED = {LightShown.YELLOW: "soon", LightShown.RED: "soon", LightShown.OVERDUE: "overdue"}


class MakesRuns(Protocol):
    """What is asked of Prefect to make a run; `PrefectApi` is the one there is."""

    def create_run(
        self,
        name: str,
        stage_id: UUID,
        idempotency_key: str,
        shown: Mapping[str, Any] | None = None,
    ) -> UUID: ...


@dataclass
class Sent:
    """What Prefect was told of a case.

    Attributes:
        runs: Of each stage by its id: the run, and digests of its state, and of its
            name and tags.
        tasks: Of each task run by the beginning of its id: a digest.
        lights: Steps of which it was told that they are due soon or overdue.
        table: The artifact that shows what is open, and a digest of its lines.
        still: Since when it was told of as stalled.
        unsure: Task runs of which was told, by the beginnings of their ids, and nobody has looked
            yet whether the server wrote it down.
        unsure_after: Up to where the chain was drawn before that.
        told_at: When it was told last; an ISO instant.
    """

    runs: dict[str, list[str]] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    lights: list[str] = field(default_factory=list)
    table: list[str] = field(default_factory=list)
    still: str = ""
    unsure: list[str] = field(default_factory=list)
    unsure_after: int = 0
    told_at: str = ""

    @classmethod
    def of(cls, case: StaleCase) -> "Sent":
        """What was told of a case; nothing, where it was never drawn."""
        return cls(**(case.sent or {}))

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


@dataclass
class Sendings:
    """How much one pass told Prefect, by kind."""

    cases: int = 0
    runs: int = 0
    states: int = 0
    tasks: int = 0
    events: int = 0
    tables: int = 0
    centres: int = 0

    @property
    def nothing(self) -> bool:
        """Whether there was nothing to tell."""
        return not any(vars(self).values())


class Teller:
    """Tells one Prefect server; gathers events, which `flush` sends together."""

    def __init__(self, api: PrefectApi, told: Sendings, *, now: datetime, link: str) -> None:
        """Tell nothing yet.

        Args:
            api: Of the server.
            told: Where it is counted.
            now: The instant of this pass.
            link: The portal's address, ending in a slash.
        """
        self._api, self._now, self._link = api, now, link
        self._events: list[dict[str, Any]] = []
        self.told = told

    def tell(
        self, case: StaleCase, drawn: CaseDrawn, events: Sequence[EventToTell]
    ) -> tuple[Sent, dict[UUID, UUID], bool]:
        """Tell what differs in a case.

        Returns:
            What Prefect knows then; the runs made for stages by the stage's id; and whether all
            of it is told. It is not where a worker has a stage: its run's state is the worker's.

        Raises:
            OrchestratorUnreachable: Prefect is away; what was told by then may be told again.
        """
        sent, made, whole = Sent.of(case), dict[UUID, UUID](), True
        runs: dict[UUID, UUID] = {}
        known, sent.runs = sent.runs, {}
        for run in drawn.runs:
            stage = run.stage
            before = known.get(stage.id.hex, ["", "", ""])
            run_id, sent.runs[stage.id.hex] = self._run(run, before)
            runs[stage.id] = run_id
            if run_id != stage.flow_run_id:
                made[stage.id] = run_id
            whole = whole and not stage.is_worked_on
        self._tasks(case, drawn.tasks, runs, sent)
        main = next((runs[run.stage.id] for run in reversed(drawn.runs) if run.stage.is_main), None)
        for event in events:
            of = runs.get(event.stage_id) if event.stage_id else main
            self._add(happened(event, Subject(case.id, case.centre_id, of)))
        if drawn.is_stalled(self._now) and sent.still != str(drawn.moved_at):
            self._add(stalled(Subject(case.id, case.centre_id, main), drawn.moved_at, self._now))
            sent.still = str(drawn.moved_at)
        self._table(case, drawn, main, sent)
        self.told.cases += 1
        return sent, made, whole

    def flush(self) -> None:
        """Send what was gathered."""
        while self._events:
            self._api.send_events(self._events[:BATCH])
            del self._events[:BATCH]

    def _add(self, event: dict[str, Any] | None) -> None:
        if event is not None:
            self._events.append(event)
            self.told.events += 1

    def _run(self, run: RunDrawn, before: list[str]) -> tuple[UUID, list[str]]:
        """Make a stage's run, or tell what differs of it; its id, and what it was told."""
        stage = run.stage
        run_id = stage.flow_run_id
        if run_id is not None:
            told = [str(run_id), digest(run.shown, stage.fence), digest(patch(run))]
            if stage.is_worked_on or told == before:
                return run_id, before if stage.is_worked_on else told
            if self._say(run_id, run, is_named=told[2] == before[2]):
                return run_id, told
        self.told.runs += 1
        run_id = make_run(self._api, run)
        # The record counts one on when it is given its run.
        fence = stage.fence + stage.needs_run
        return run_id, [str(run_id), digest(run.shown, fence), digest(patch(run))]

    def _say(self, run_id: UUID, run: RunDrawn, *, is_named: bool) -> bool:
        """Tell a run its state and tags; False when Prefect does not know it."""
        self.told.states += 1
        said = None if is_named else patch(run)
        return self._api.show_run(run_id, state_of(run.shown), said)

    def _tasks(
        self, case: StaleCase, tasks: Iterable[TaskDrawn], runs: dict[UUID, UUID], sent: Sent
    ) -> None:
        known, lights, unsure = sent.tasks, list[str](), list[str]()
        sent.tasks = {}
        for times, task in enumerate(tasks):
            run_id = runs[task.stage_id]
            name, mark = short_of(task.id_in(run_id)), digest(task)
            if task.light in _TURNED:
                lights.append(f"{name}/{_TURNED[task.light]}/{task.due_at}")
                if lights[-1] not in sent.lights:
                    self._add(turned(task, Subject(case.id, case.centre_id, run_id), self._now))
            sent.tasks[name] = mark
            if known.get(name) == mark:
                continue
            # Prefect takes no state that is older than the one it has: what it was told of before
            # it is told of as of now.
            at = self._now if name in known else task.at or self._now
            self._events.append(task_told(task, run_id, after(at, times)))
            self.told.tasks += 1
            unsure.append(name)
        sent.lights = lights
        if unsure:
            sent.unsure_after = sent.unsure_after if sent.unsure else case.drawn_seq
            sent.unsure, sent.told_at = sorted({*sent.unsure, *unsure}), self._now.isoformat()

    def _table(self, case: StaleCase, drawn: CaseDrawn, run_id: UUID | None, sent: Sent) -> None:
        lines = tables.of_case(drawn.lines)
        mark = digest(lines)
        if sent.table[1:] == [mark]:
            return
        known = UUID(sent.table[0]) if sent.table else None
        if known is None or not self._api.change_artifact(known, lines):
            key = tables.key_of_case(case.id)
            link = f"{self._link}cases/{case.id}"
            known = self._api.make_artifact(
                key, "table", lines, f"What is open in case {short(case.id)}", run_id
            )
            self._api.make_artifact(
                f"{key}-link", "markdown", f"[case {short(case.id)}]({link})", "Its page", run_id
            )
        self.told.tables += 1
        sent.table = [str(known), mark]


def short_of(task_run_id: UUID) -> str:
    """A task run in what is kept of a drawing."""
    return task_run_id.hex[:12]


def make_run(api: MakesRuns, run: RunDrawn) -> UUID:
    """Make a stage's run in the state that it shows; of two who make it at once, both get one.

    A run keeps the queue in which it was made: Prefect moves none. The stages that open while a
    case is urgent wait in the urgent one, and so does a run that takes the place of a lost one.
    """
    stage = run.stage
    shown = {**patch(run), "state": state_of(run.shown)}
    if stage.is_urgent:
        shown["work_queue_name"] = URGENT
    return api.create_run(stage.name, stage.id, f"{stage.id}:{stage.fence}", shown)
