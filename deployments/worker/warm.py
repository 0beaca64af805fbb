"""The warm worker: Prefect flow runs in this process, resumed the moment there is work.

A stock worker starts a new interpreter for each step of a person, some four seconds of processor
time. This one imports each flow once and runs it in a thread. It asks nothing of a flow that a
stock process, Docker or Kubernetes worker would not: the same deployments run on either.

Work arrives on two ways. The *edge* (`deployments.worker.edge`) hears a stage's id, asks `wake`
for its run and takes that run up directly. The *poll* finds what was scheduled by anybody else,
Prefect's scheduler among them, and what the edge missed. A run that both of them bring, or two
workers, is claimed once (`PrefectApi.take_up`).
"""

import asyncio
import logging
import os
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import anyio
import anyio.abc
from prefect.client.schemas.objects import FlowRun
from prefect.workers.base import (
    BaseJobConfiguration,
    BaseVariables,
    BaseWorker,
    BaseWorkerResult,
)

from deployments.machine.register import WARM
from deployments.worker.client import ThreadClientContext
from deployments.worker.driver import Driver
from deployments.worker.edge import StageListener
from deployments.worker.slots import Slots
from flows.clockwork.tidying import LATE_AFTER, skip_late
from models.time_source import MachineTime
from tasks.engine.prefect_api import PrefectApi


@dataclass(frozen=True)
class Edge:
    """How the worker hears of work.

    Attributes:
        url: Of the application's database, to listen on.
        wake: Gives the run of a stage, created when there is none; None: nothing to do. Called
            in a run thread for each stage heard.
        missed: Gives the stages that have work; asked after each (re)connection, when what was
            sent before was not heard.
        urgent: Those of some stages whose cases go first; asked where more wait than there are
            slots.
    """

    url: str
    wake: Callable[[UUID], UUID | None]
    missed: Callable[[], Iterable[UUID]] = tuple
    urgent: Callable[[Sequence[UUID]], Collection[UUID]] = lambda _stages: ()


logger = logging.getLogger("hutong.worker")


class WarmWorkerResult(BaseWorkerResult):
    """What `run` tells Prefect's base class: the run's id, and 0."""


class WarmWorker(BaseWorker[BaseJobConfiguration, BaseVariables, WarmWorkerResult]):
    """Polls a work pool of type `hutong-warm`, hears stages, and runs both in its own threads."""

    type = WARM
    job_configuration = BaseJobConfiguration
    _description = "Runs Hutong's stage flows inside one warm process."

    def __init__(
        self,
        work_pool_name: str,
        api: PrefectApi,
        *,
        edge: Edge | None = None,
        run_limit: int = 8,
        poll_seconds: float = 5.0,
        drain_seconds: float = 3.0,
        name: str | None = None,
    ) -> None:
        """Prepare; `start` does the work and returns after `stop`.

        Args:
            work_pool_name: Created when the server does not have it.
            api: Of the same server as Prefect's own settings name.
            edge: None: poll only.
            run_limit: How many runs at once in this process; at least 1.
            poll_seconds: Between two polls when the edge is silent.
            drain_seconds: For the runs under way after `stop`. What is not done by then stays
                Running in Prefect, and reconcile takes it up by its lease.
            name: Shown in Prefect; invented when absent.
        """
        # No prefetch: a run is taken up when it is due, never to wait in one of our threads.
        super().__init__(work_pool_name, name=name, prefetch_seconds=0)
        self._pool = work_pool_name
        self._edge = edge
        self._api = api
        self._clock = MachineTime()
        self._slots = Slots(
            run_limit, around=ThreadClientContext, freed=self._freed, first=self._first
        )
        self._driver = Driver(api, self._slots)
        self._listener = edge and StageListener(edge.url, self._heard, self._connected)
        self._poll_seconds = poll_seconds
        self._drain_seconds = drain_seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop_asked = asyncio.Event()
        self._poll_asked = asyncio.Event()
        self._held_back = False
        #: After `start` returned: whether every run under way came to its end.
        self.drained = True

    async def start(
        self,
        run_once: bool = False,  # noqa: FBT001,FBT002 - Prefect's signature
        with_healthcheck: bool = False,  # noqa: FBT001,FBT002
        printer: Callable[..., None] = print,
    ) -> None:
        """Work until `stop`; the server or the database being away only delays.

        Args:
            run_once: Not offered; a stock worker can do it for the same deployments.
            with_healthcheck: Not offered; the supervisor watches the process.
            printer: Told that the worker started and stopped.
        """
        del run_once, with_healthcheck
        self._loop = asyncio.get_running_loop()
        async with self:
            printer(f"Worker {self.name!r} started!")
            await self._work_until_stopped()
        printer(f"Worker {self.name!r} stopped!")

    async def _work_until_stopped(self) -> None:
        if self._listener:
            self._listener.start()
        async with anyio.create_task_group() as loops:
            loops.start_soon(self._poll_for_ever)
            loops.start_soon(self._sync_for_ever)
            await self._stop_asked.wait()
            loops.cancel_scope.cancel()
        if self._listener:
            self._listener.stop()
        self.drained = await anyio.to_thread.run_sync(self._slots.drain, self._drain_seconds)
        if not self.drained:
            logger.warning("Runs were still under way; reconcile will take them up")

    def stop(self) -> None:
        """End the work; may be called from any thread and from a signal handler."""
        if self._loop:
            self._loop.call_soon_threadsafe(self._stop_asked.set)

    async def run(
        self,
        flow_run: FlowRun,
        configuration: BaseJobConfiguration,
        task_status: anyio.abc.TaskStatus[int] | None = None,
    ) -> WarmWorkerResult:
        """Run one flow run that Prefect's base class has claimed; ours go past this method."""
        del configuration
        if task_status:
            task_status.started(os.getpid())
        await anyio.to_thread.run_sync(self._driver.attend, flow_run.id)
        return WarmWorkerResult(identifier=str(flow_run.id), status_code=0)

    async def _poll(self) -> None:
        """Offer what is due to the free slots, in Prefect's order; the rest stays for the next."""
        now = self._clock.now()
        due = await self.client.get_scheduled_flow_runs_for_work_pool(
            self._pool, scheduled_before=now
        )
        late = [one for one in due if _is_late(one.flow_run, now)]
        if late:
            self._slots.offer("late", partial(skip_late, self._api, now))
        for entry in due:
            if entry in late:
                continue
            if self._slots.free == 0:
                self._held_back = True
                break
            self._offer(entry.flow_run)

    def _offer(self, run: FlowRun) -> None:
        attend = partial(self._driver.attend, run.id, again=False)
        if run.auto_scheduled:
            # One that goes by the clock never overlaps its last run here.
            self._slots.offer(("clock", run.deployment_id), attend, sole=True)
        else:
            self._slots.offer(run.id, attend)

    async def _poll_for_ever(self) -> None:
        while True:
            self._poll_asked.clear()
            await self._forgiving(self._poll)
            with anyio.move_on_after(self._poll_seconds):
                await self._poll_asked.wait()

    async def _sync_for_ever(self) -> None:
        while True:
            await anyio.sleep(self.heartbeat_interval_seconds)
            await self._forgiving(self.sync_with_backend)

    async def _forgiving(self, work: Callable[[], Any]) -> None:
        """Do one round; an absent server is a line in the log and another round."""
        try:
            await work()
        except Exception as exc:  # noqa: BLE001 - the worker outlives its server
            logger.warning("Prefect did not answer (%s)", type(exc).__name__)

    def _poke(self) -> None:
        """Poll now; from any thread."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._poll_asked.set)

    def _connected(self) -> None:
        self._poke()
        self._slots.offer("missed", self._catch_up)

    def _catch_up(self) -> None:
        for stage_id in self._edge.missed() if self._edge else ():
            self._heard(stage_id)

    def _freed(self) -> None:
        if self._held_back:
            self._held_back = False
            self._poke()

    def _heard(self, stage_id: UUID) -> None:
        self._slots.offer(("stage", stage_id), partial(self._attend_stage, stage_id))

    def _first(self, keys: Sequence[Hashable]) -> Hashable:
        """An urgent case before others, as Prefect's queues have it for what is scheduled."""
        heard = {key[1]: key for key in keys if isinstance(key, tuple) and key[0] == "stage"}
        urgent = self._edge.urgent(list(heard)) if self._edge and heard else ()
        return next((key for stage_id, key in heard.items() if stage_id in urgent), keys[0])

    def _attend_stage(self, stage_id: UUID) -> None:
        run_id = self._edge.wake(stage_id) if self._edge else None
        if run_id:
            self._driver.attend(run_id)


def _is_late(run: FlowRun, now: datetime) -> bool:
    """Whether a run that goes by the clock was missed, and its next does the same."""
    due = run.expected_start_time
    return bool(run.auto_scheduled and due and due < now - LATE_AFTER)
