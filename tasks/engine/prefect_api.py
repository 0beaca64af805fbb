"""A small synchronous client of Prefect's REST API: what reconcile and the worker ask of it.

It imports no Prefect, so the portal and `hutong doctor` may use it at the price of an HTTP
client. Everything it sends carries ids only: the run's one parameter, its name and its tag are
the stage's id, and nothing else of a case ever goes to Prefect.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from uuid import UUID, uuid5

import httpx2

from models.errors import OrchestratorUnreachable
from tasks.engine.prefect_run import LIVE, STAGE_TAG, Run, run_from

#: Page size of Prefect's filter routes; the server refuses more.
PAGE = 200
#: Seconds; a server that takes longer than this is as good as away.
TIMEOUT_SECONDS = 15.0

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
        self, flow_name: str, deployment_name: str, stage_id: UUID, idempotency_key: str
    ) -> UUID:
        """Create the run of a stage, scheduled for now; the same key gives the same run.

        Args:
            flow_name: The flow's name in Prefect.
            deployment_name: Its deployment's name.
            stage_id: The run's only parameter.
            idempotency_key: Unique for one intended run, such as `<stage id>:<attempt>`.

        Raises:
            OrchestratorUnreachable: Also when the deployment was never registered.
        """
        wanted = {
            "name": str(stage_id),
            "parameters": {"stage_id": str(stage_id)},
            "tags": [f"{STAGE_TAG}{stage_id}"],
        }
        return self._create(f"{flow_name}/{deployment_name}", wanted, idempotency_key)

    def resume_run(self, run_id: UUID) -> bool:
        """Ask for a suspended run to be scheduled again; False when it is not suspended.

        A run still on its way to suspend is refused too: the caller leaves it to reconcile.
        Several callers may all be told True for one suspension; one continuation runs.
        """
        run = self.run_state(run_id)
        if run is None or not run.is_suspended:
            return False
        answer = self.ask("POST", f"/flow_runs/{run_id}/resume", {"run_input": None})
        return answer is not None and answer["status"] == "ACCEPT"

    def run_state(self, run_id: UUID) -> Run | None:
        """Return the run as it stands, or None when Prefect does not know it."""
        found = self.ask("GET", f"/flow_runs/{run_id}")
        return None if found is None else run_from(found)

    def runs_of_stage(self, stage_id: UUID) -> list[Run]:
        """Return every run ever created for the stage that Prefect still has, newest first."""
        wanted = {"flow_runs": {"name": {"any_": [str(stage_id)]}}, "sort": "START_TIME_DESC"}
        return [run_from(row) for row in self._pages(wanted)]

    def live_runs(self) -> Iterator[Run]:
        """Yield every run that has not ended, 200 a request: what reconcile compares with."""
        wanted = {"flow_runs": {"state": {"type": {"any_": sorted(LIVE)}}}, "sort": "ID_DESC"}
        return (run_from(row) for row in self._pages(wanted))

    def take_up(self, run: Run) -> Run | None:
        """Claim a run for the calling process; None when another was first or it may not run.

        A suspended run goes straight to Running, which saves the server two of four state
        changes. The claim is decided by Prefect's row lock: every contender names its transition
        after the suspension it saw, and a second transition of that name is refused. Any other
        run is claimed as the stock worker does it, by Pending.
        """
        if run.is_suspended:
            return self._propose(run, "RUNNING", transition=uuid5(_CLAIMS, str(run.state_id)))
        if run.state == "SCHEDULED":
            return self._propose(run, "PENDING", transition=None)
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
        wanted |= {"idempotency_key": idempotency_key, "state": {"type": "SCHEDULED"}}
        for _ in range(2):
            path = f"/deployments/{self._deployment_id(deployment)}/create_flow_run"
            found = self.ask("POST", path, wanted)
            if found is not None:
                return UUID(found["id"])
            # The id was remembered from a Prefect database that has since been dropped.
            self._deployments.clear()
        raise OrchestratorUnreachable

    def _propose(self, run: Run, state: str, transition: UUID | None) -> Run | None:
        details = {"transition_id": str(transition)} if transition else {}
        wanted = {"type": state, "name": state.capitalize(), "state_details": details}
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

    def _pages(self, wanted: dict[str, Any]) -> Iterator[dict[str, Any]]:
        offset = 0
        while True:
            page = self.ask("POST", "/flow_runs/filter", wanted | {"limit": PAGE, "offset": offset})
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
