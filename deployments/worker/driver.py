"""Taking up one run and driving it, whatever comes of it."""

import logging
from functools import partial
from uuid import UUID

from deployments.worker.engine import FlowBook, drive
from deployments.worker.slots import Slots
from models.errors import OrchestratorUnreachable
from tasks.engine.prefect_api import PrefectApi
from tasks.engine.prefect_run import Run

logger = logging.getLogger("hutong.worker")


class Driver:
    """Drives runs in the calling thread; never raises."""

    def __init__(self, api: PrefectApi, slots: Slots) -> None:
        """Know no flow yet.

        Args:
            api: Of the server the runs are on.
            slots: Where it is known which runs are under way in this process.
        """
        self._api = api
        self._slots = slots
        self._flows = FlowBook(api)

    def attend(self, run_id: UUID, *, again: bool = True) -> None:
        """Take up a run and drive it, unless this process has it already.

        Args:
            run_id: The run.
            again: Whether a run under way is then to be looked at once more: yes when somebody
                said there is new work, no when the run was merely seen waiting for a worker.
        """
        self._slots.alone(run_id, partial(self._take_up, run_id), again=again)

    def _take_up(self, run_id: UUID) -> None:
        try:
            run = self._api.run_state(run_id)
            taken = self._api.take_up(run) if run else None
        except OrchestratorUnreachable as exc:
            logger.warning("Run %s was not taken up: %s", run_id, exc.message)
            return
        if taken is not None:
            self._drive(taken)

    def _drive(self, run: Run) -> None:
        try:
            left_in = drive(self._flows.of(run), run)
        except BaseException as exc:
            logger.exception("Run %s was not driven to an end", run.id)
            self._tell_crash(run.id, exc)
        else:
            logger.info("Run %s left in %s", run.id, left_in)

    def _tell_crash(self, run_id: UUID, exc: BaseException) -> None:
        try:
            self._api.crash_run(run_id, f"{type(exc).__name__}, see the worker's log")
        except OrchestratorUnreachable as refused:
            logger.warning("Run %s stays as it is: %s", run_id, refused.message)
