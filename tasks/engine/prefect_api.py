"""A small synchronous client of Prefect's REST API: what reconcile and the worker ask of it.

It imports no Prefect, so the portal and `hutong doctor` may use it at the price of an HTTP
client. A run's one parameter is the stage's id; what else Prefect shows of a case is drawn by
`tasks.mirror`: ids and words of the vocabulary.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from uuid import UUID, uuid5

import httpx2

from models.errors import OrchestratorUnreachable
from tasks.engine.prefect_run import LIVE, Run, run_from
from tasks.engine.queues import STAGES

#: Page size of Prefect's filter routes; the server refuses more.
PAGE = 200
#: Seconds; a server that takes longer than this is as good as away.
TIMEOUT_SECONDS = 15.0
#: Seconds after which the server has written down the events it was given, unless it is overrun.
EVENTS_SECONDS = 2.0

#: Prefect counts no first run of what was created as waiting, and would try it once more by itself.
_NO_RETRY = {"retries": -1, "retry_delay": 0}
_CLAIMS = UUID("6f1d6b4e-5a0c-4c8e-9a55-1f2c3d4e5f60")


class PrefectApi:
    """One connection pool to one server; safe to share between threads.

    Every method raises `OrchestratorUnreachable` when the server is away, refuses the auth
    string or answers with an error of its own.
    """

    def __init__(self, api_url: str, auth_string: str | None = None) -> None:
        """Open nothing yet.

        Args:
            api_url: Such as `http://127.0.0.1:4200/api`.
            auth_string: `user:password` as in `PREFECT_SERVER_API_AUTH_STRING`, or None.
        """
        user, _, password = (auth_string or "").partition(":")
        self._deployments: dict[str, UUID] = {}
        self._http = httpx2.Client(
            base_url=api_url.rstrip("/"),
            auth=(user, password) if auth_string else None,
            timeout=TIMEOUT_SECONDS,
            # Loopback or an inner network: a proxy of the environment is never meant, and
            # without TLS the certificate store need not be read (some 30 ms a client).
            trust_env=False,
            verify=api_url.startswith("https"),
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections; the client is of no use afterwards."""
        self._http.close()

    def server_ready(self) -> bool:
        """Return whether the server answers and reaches its own database; never raises."""
        try:
            return self._http.get("/ready", timeout=5).status_code == HTTPStatus.OK
        except httpx2.HTTPError:
            return False

    def create_run(
        self,
        name: str,
        stage_id: UUID,
        idempotency_key: str,
        shown: Mapping[str, Any] | None = None,
    ) -> UUID:
        """Create the run of a stage; the same key gives the same run.

        Args:
            name: The flow's name in Prefect, and its deployment's.
            stage_id: The run's only parameter.
            idempotency_key: Unique for one intended run, such as `<stage id>:<attempt>`.
            shown: Its `name`, `tags`, `state` and `work_queue_name` as Prefect takes them; none:
                scheduled for now, in the queue of its deployment. A run that waits is created as
                waiting: no worker need take it up to put it down.

        Raises:
            OrchestratorUnreachable: Also when the deployment was never registered.
        """
        wanted = {
            "name": str(stage_id),
            "state": {"type": "SCHEDULED"},
            **(shown or {}),
            "parameters": {"stage_id": str(stage_id)},
            "empirical_policy": _NO_RETRY,
        }
        return self._create(f"{name}/{name}", wanted, idempotency_key)

    def resume_run(self, run_id: UUID) -> bool:
        """Ask for a suspended run to be scheduled again; False when it is not suspended.

        A run still on its way to suspend is refused too: the caller leaves it to reconcile.
        Several callers may all be told True for one suspension; one continuation runs.
        """
        run = self.run_state(run_id)
        if run is None or not run.is_suspended:
            return False
        # Not by Prefect's own `resume`, which would also resume a run that a worker has taken up
        # since: only one of who claims a suspension has it.
        return self._claim(run, "SCHEDULED", "Resuming") is not None

    def run_state(self, run_id: UUID) -> Run | None:
        """Return the run as it stands, or None when Prefect does not know it."""
        found = self.ask("GET", f"/flow_runs/{run_id}")
        return None if found is None else run_from(found)

    def runs_of_stage(self, stage_id: UUID) -> list[Run]:
        """Return every run ever created for the stage that Prefect still has; reads all runs."""
        every = (run_from(row) for row in self._pages({"sort": "ID_DESC"}))
        return [run for run in every if run.stage_id == stage_id]

    def live_runs(self) -> Iterator[Run]:
        """Yield every run that has not ended, 200 a request: what reconcile compares with."""
        wanted = {"flow_runs": {"state": {"type": {"any_": sorted(LIVE)}}}, "sort": "ID_DESC"}
        return (run_from(row) for row in self._pages(wanted))

    def moving_runs(self) -> Iterator[Run]:
        """Yield every run that has not ended and is not suspended."""
        moving = {"any_": sorted(LIVE - {"PAUSED"})}
        # A run that was paused by hand does not wait as ours do.
        state = {"operator": "or_", "type": moving, "name": {"any_": ["Paused"]}}
        wanted = {"flow_runs": {"state": state}, "sort": "ID_DESC"}
        return (run_from(row) for row in self._pages(wanted))

    def count_suspended(self) -> int:
        """How many runs of stages are suspended."""
        state = {"type": {"any_": ["PAUSED"]}, "name": {"any_": ["Suspended"]}}
        wanted = {"flow_runs": {"state": state, "tags": {"all_": [STAGES]}}}
        return int(self.ask("POST", "/flow_runs/count", wanted))

    def take_up(self, run: Run) -> Run | None:
        """Claim a run for the calling process; None when another was first or it may not run.

        A suspended run goes straight to Running, which saves the server two of four state
        changes. The claim is decided by Prefect's row lock: every contender names its transition
        after the suspension it saw, and a second transition of that name is refused. Any other
        run is claimed as the stock worker does it, by Pending.
        """
        if run.is_suspended:
            return self._claim(run, "RUNNING", "Running")
        if run.state == "SCHEDULED":
            return self._propose(run, "PENDING", "Pending", transition=None)
        return None

    def entrypoint(self, deployment_id: UUID) -> str | None:
        """Return the path a deployment loads its flow from, or None when there is no such."""
        found = self.ask("GET", f"/deployments/{deployment_id}")
        return None if found is None else found["entrypoint"]

    def upsert_deployment(self, deployment: Mapping[str, Any]) -> UUID:
        """Create or update a deployment, and the flow of the same name it belongs to."""
        flow = self.ask("POST", "/flows/", {"name": deployment["name"]})
        made = self.ask("POST", "/deployments/", {**deployment, "flow_id": flow["id"]})
        return UUID(made["id"])

    def show_run(
        self, run_id: UUID, state: Mapping[str, Any], said: Mapping[str, Any] | None
    ) -> bool:
        """Force a run's state, and give it another name and tags; False when it is not known."""
        if said is not None and self.ask("PATCH", f"/flow_runs/{run_id}", dict(said)) is None:
            return False
        forced = {"state": dict(state), "force": True}
        return self.ask("POST", f"/flow_runs/{run_id}/set_state", forced) is not None

    def send_events(self, events: Sequence[Mapping[str, Any]]) -> None:
        """Hand events over; from those of task runs the server records their states.

        The server keeps them in memory for `EVENTS_SECONDS` before it writes them down.
        """
        self.ask("POST", "/events", list(events))

    def make_artifact(
        self, key: str, kind: str, data: object, description: str, run_id: UUID | None
    ) -> UUID:
        """Make the newest artifact of a key.

        Args:
            key: Small letters, digits and dashes.
            kind: `table` or `markdown`.
            data: Lines as dictionaries, or text.
            description: Shown above it.
            run_id: The run it is shown with.
        """
        wanted = {"key": key, "type": kind, "description": description, "data": _text(data)}
        if run_id:
            wanted["flow_run_id"] = str(run_id)
        return UUID(self.ask("POST", "/artifacts/", wanted)["id"])

    def change_artifact(self, artifact_id: UUID, data: object) -> bool:
        """Change what an artifact shows; False when Prefect does not know it."""
        return self.ask("PATCH", f"/artifacts/{artifact_id}", {"data": _text(data)}) is not None

    def artifact(self, key: str) -> dict[str, Any] | None:
        """The newest artifact of a key; its own id is `latest_id`. None: there is none."""
        wanted = {"artifacts": {"key": {"any_": [key]}}, "limit": 1}
        found: list[dict[str, Any]] = self.ask("POST", "/artifacts/latest/filter", wanted)
        return found[0] if found else None

    def variable(self, name: str) -> str | None:
        """The value of a variable of Prefect's; None: there is none."""
        found = self.ask("GET", f"/variables/name/{name}")
        return None if found is None else str(found["value"])

    def set_variable(self, name: str, value: str) -> None:
        """Make a variable that is not there."""
        self.ask("POST", "/variables/", {"name": name, "value": value})

    def runs_by_id(self, run_ids: Sequence[UUID]) -> Iterator[Run]:
        """Those of some runs that Prefect knows."""
        wanted = {"flow_runs": {"id": {"any_": [str(one) for one in run_ids]}}}
        return (run_from(row) for row in self._pages(wanted))

    def task_runs_of(self, run_ids: Sequence[UUID]) -> Iterator[dict[str, Any]]:
        """Every task run of some runs as the server tells it."""
        wanted = {"flow_runs": {"id": {"any_": [str(one) for one in run_ids]}}}
        return self._pages(wanted, "/task_runs/filter")

    def task_runs_by_id(self, ids: Sequence[UUID]) -> Iterator[dict[str, Any]]:
        """Those of some task runs that Prefect knows, as the server tells them."""
        wanted = {"task_runs": {"id": {"any_": [str(one) for one in ids]}}}
        return self._pages(wanted, "/task_runs/filter")

    def cancel_run(self, run_id: UUID, message: str = "") -> None:
        """End a run whatever it is doing; a body that still runs is not stopped by this."""
        self._end(run_id, "CANCELLED", message)

    def complete_run(self, run_id: UUID, message: str = "") -> None:
        """End a run whose stage is over without replaying it."""
        self._end(run_id, "COMPLETED", message)

    def crash_run(self, run_id: UUID, message: str) -> None:
        """Mark a run as one that ended without a verdict of its own."""
        self._end(run_id, "CRASHED", message)

    def delete_run(self, run_id: UUID) -> None:
        """Forget a run; one that Prefect does not know is no error."""
        self.ask("DELETE", f"/flow_runs/{run_id}")

    def _end(self, run_id: UUID, state: str, message: str) -> None:
        wanted = {"type": state, "name": state.capitalize(), "message": message}
        self.ask("POST", f"/flow_runs/{run_id}/set_state", {"state": wanted, "force": True})

    def _create(self, deployment: str, wanted: dict[str, Any], idempotency_key: str) -> UUID:
        wanted = wanted | {"idempotency_key": idempotency_key}
        for _ in range(2):
            path = f"/deployments/{self._deployment_id(deployment)}/create_flow_run"
            found = self.ask("POST", path, wanted)
            if found is not None:
                return UUID(found["id"])
            # The id was remembered from a Prefect database that has since been dropped.
            self._deployments.clear()
        raise OrchestratorUnreachable

    def _claim(self, run: Run, state: str, name: str) -> Run | None:
        """Take a run out of the suspension it was seen in; None when another did."""
        return self._propose(run, state, name, transition=uuid5(_CLAIMS, str(run.state_id)))

    def _propose(self, run: Run, state: str, name: str, transition: UUID | None) -> Run | None:
        details = {"transition_id": str(transition)} if transition else {}
        wanted = {"type": state, "name": name, "state_details": details}
        answer = self.ask(
            "POST", f"/flow_runs/{run.id}/set_state", {"state": wanted, "force": False}
        )
        if answer is None or answer["status"] != "ACCEPT":
            return None
        taken = answer["state"]
        return run_from(
            run.raw
            | {"state": taken, "state_id": taken["id"], "state_type": state}
            | {"state_name": taken["name"]}
        )

    def _deployment_id(self, name: str) -> UUID:
        if name not in self._deployments:
            found = self.ask("GET", f"/deployments/name/{name}")
            if found is None:
                raise OrchestratorUnreachable(f"流程“{name}”尚未登记,请重新启动服务。")
            self._deployments[name] = UUID(found["id"])
        return self._deployments[name]

    def _pages(
        self, wanted: dict[str, Any], path: str = "/flow_runs/filter"
    ) -> Iterator[dict[str, Any]]:
        offset = 0
        while True:
            page = self.ask("POST", path, wanted | {"limit": PAGE, "offset": offset})
            yield from page or []
            if len(page or []) < PAGE:
                return
            offset += PAGE

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Send one request; None for "not found"."""
        try:
            answer = self._http.request(method, path, json=body)
        except httpx2.HTTPError as exc:
            raise OrchestratorUnreachable from exc
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return None
        if answer.is_error:
            raise OrchestratorUnreachable(f"流程引擎拒绝了请求(HTTP {answer.status_code})。")
        return answer.json() if answer.content else {}


def _text(data: object) -> object:
    """A table's lines as Prefect wants them."""
    return data if isinstance(data, str) else json.dumps(data)
