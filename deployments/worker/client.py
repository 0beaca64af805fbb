"""Prefect's own client, one for each run thread, that does not ask what it was just told.

A new client for each run would open a connection and read the certificate store; two of the
requests of a step would repeat what the claim has answered or what never changes, and a third
tells the server the flow's version and how often it may be tried, which nobody asks.
"""

from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, ServerDefaultResultStorage
from prefect.context import SyncClientContext
from prefect.settings import get_current_settings


class ThreadClient(SyncPrefectClient):
    """Knows the run its thread has taken up, until the run is asked for."""

    _announced: FlowRun | None = None

    def announce(self, flow_run: FlowRun) -> None:
        """Remember a run as the server described it a moment ago."""
        self._announced = flow_run

    def read_flow_run(self, flow_run_id: UUID) -> FlowRun:
        """Return the announced run, once; ask the server for any other and any later time."""
        known, self._announced = self._announced, None
        if known is not None and known.id == flow_run_id:
            return known
        return super().read_flow_run(flow_run_id)

    def update_flow_run(self, flow_run_id: UUID, *more: Any, **said: Any) -> httpx.Response:
        """Leave out what the engine tells of each run when it begins."""
        if not more and set(said) <= {"flow_version", "empirical_policy"}:
            return httpx.Response(HTTPStatus.NO_CONTENT)
        return super().update_flow_run(flow_run_id, *more, **said)

    def read_server_default_result_storage(self) -> ServerDefaultResultStorage:
        """Say that there is none: nothing of ours is kept in Prefect's results."""
        return ServerDefaultResultStorage(default_result_storage_block_id=None)


class ThreadClientContext(SyncClientContext):
    """What Prefect's engines find when they look for the client of this thread."""

    def __init__(self) -> None:
        """Make the thread's client from Prefect's settings."""
        super().__init__()
        settings = get_current_settings().api
        auth = settings.auth_string.get_secret_value() if settings.auth_string else None
        self.client = ThreadClient(settings.url or "", auth_string=auth)


def announce(flow_run: FlowRun) -> None:
    """Tell this thread's client what the claim has answered; without such a client, nothing."""
    context: Any = SyncClientContext.get()
    if context is not None and isinstance(context.client, ThreadClient):
        context.client.announce(flow_run)
