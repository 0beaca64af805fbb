"""Running one Prefect flow run inside this process.

`WarmEngine` is Prefect's own flow engine without the parts that only pay in a process of its own:
a heartbeat thread that is joined a second later, and a second thread with its own event loop and
websocket that watches for a suspension from outside (which our design forbids). What a flow sees
is the same as under a stock worker. What of Prefect it overrides is listed, and looked for in the
Prefect that is installed, by `tests/prefect/test_what_we_reach_into.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any
from uuid import UUID

from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import Abort, Pause
from prefect.flow_engine import FlowRunEngine, run_flow
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.results import ResultStore
from prefect.states import Crashed, Failed
from prefect.utilities.asyncutils import run_coro_as_sync
from prefect.utilities.callables import get_call_parameters, parameters_to_args_kwargs

from deployments.worker.client import announce
from tasks.engine.prefect_api import PrefectApi
from tasks.engine.prefect_run import Run

AnyFlow = Flow[..., Any]


class WarmEngine(FlowRunEngine[..., Any]):
    """Drives one run that this process has taken up, from there to Suspended or to its end."""

    flow_run: FlowRun

    @property
    def heartbeat_seconds(self) -> int | None:
        """Return None: our own leases tell who is alive, and the thread costs a second a run."""
        return None

    @contextmanager
    def setup_flow_run_suspension_request(self) -> Iterator[Any]:
        """Watch for no suspension from outside: each would cost a thread and a websocket."""
        yield None

    def set_state(self, state: State[Any], force: bool = False) -> State[Any]:  # noqa: FBT001,FBT002
        """Propose a state, but not Running for a run that was taken up as Running."""
        if state.is_running() and self.state.is_running() and not force:
            return self.state
        return super().set_state(state, force)

    def handle_exception(
        self, exc: Exception, msg: str | None = None, result_store: ResultStore | None = None
    ) -> State[Any]:
        """End the run as Failed, naming the kind of error only.

        Prefect would store the error's text in its database and pickle the error to disk, and
        both may carry what a person typed. The text is in this process's log.
        """
        del msg, result_store
        return self.set_state(Failed(message=f"{type(exc).__name__}, see the worker's log"))

    def handle_crash(self, exc: BaseException) -> None:
        """End the run as Crashed, naming the kind of what left the flow only."""
        self.set_state(Crashed(message=f"{type(exc).__name__} left the flow"), force=True)


def drive(flow: AnyFlow, run: Run) -> str:
    """Run a flow run that this process has taken up, to its next suspension or its end.

    Args:
        flow: What the run's deployment names.
        run: As `PrefectApi.take_up` returned it.

    Returns:
        The state's name the run was left in, such as `Suspended` or `Completed`.

    Raises:
        Exception: The server could not be told. The flow's own errors end in the run's state.
    """
    flow_run = FlowRun.model_validate(run.raw)
    announce(flow_run)
    if flow.isasync or flow.isgenerator:
        return _drive_stock(flow, flow_run)
    args, kwargs = parameters_to_args_kwargs(flow.fn, flow_run.parameters)
    parameters = get_call_parameters(flow.fn, args, kwargs)
    engine = WarmEngine(flow=flow, flow_run=flow_run, parameters=parameters)
    try:
        with engine.start():
            while engine.is_running():
                with engine.run_context():
                    engine.call_flow_fn()
    except (Abort, Pause):
        pass
    return engine.state.name or engine.state.type.value


def _drive_stock(flow: AnyFlow, flow_run: FlowRun) -> str:
    """Leave an asynchronous flow to Prefect's own engine, heartbeat and all."""
    try:
        outcome: Any = run_flow(flow, flow_run=flow_run, return_type="state")
        state: State[Any] = run_coro_as_sync(outcome) if flow.isasync else outcome
    except (Abort, Pause):
        return "Suspended"
    return state.name or state.type.value


class FlowBook:
    """The flows of this process, imported once each by their deployment's module path."""

    def __init__(self, api: PrefectApi) -> None:
        """Start empty."""
        self._api = api
        self._flows: dict[UUID, AnyFlow] = {}
        self._lock = Lock()

    def of(self, run: Run) -> AnyFlow:
        """Return the flow of a run's deployment.

        Raises:
            LookupError: The run has no deployment, or the deployment names no module path.
            ImportError: The module is not there.
            prefect.exceptions.MissingFlowError: The flow is not in it.
        """
        key = run.deployment_id
        if key is None:
            raise LookupError(f"run {run.id} has no deployment")
        with self._lock:
            if key not in self._flows:
                entrypoint = self._api.entrypoint(key)
                if not entrypoint or ":" in entrypoint:
                    raise LookupError(f"deployment {key} names no module path")
                self._flows[key] = load_flow_from_entrypoint(entrypoint, use_placeholder_flow=False)
            return self._flows[key]
