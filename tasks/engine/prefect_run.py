"""A Prefect run as the server tells it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

#: State types of a run that has not ended.
LIVE = frozenset({"SCHEDULED", "PENDING", "RUNNING", "PAUSED", "CANCELLING"})


@dataclass(frozen=True, slots=True)
class Run:
    """One Prefect run as the server last told it.

    Attributes:
        stage_id: The run's one parameter; None for one that belongs to no stage (reconcile, watch).
        state: Prefect's state type: SCHEDULED, PENDING, RUNNING, PAUSED, COMPLETED, FAILED,
            CRASHED, CANCELLED or CANCELLING.
        state_name: Prefect's finer name, such as `Suspended` or `Resuming`.
        since: When the state was entered; aware, UTC.
        raw: The server's whole answer.
    """

    id: UUID
    stage_id: UUID | None
    deployment_id: UUID | None
    state: str
    state_name: str
    state_id: UUID | None
    since: datetime | None
    raw: dict[str, Any]

    @property
    def is_suspended(self) -> bool:
        """Whether the run waits, holds no process and may be taken up."""
        return self.state == "PAUSED" and self.state_name == "Suspended"

    @property
    def is_live(self) -> bool:
        """Whether Prefect does not yet count the run as ended."""
        return self.state in LIVE

    def as_seen(self, state: str, state_name: str) -> "Run":
        """Return the run as somebody saw it in another state."""
        return replace(self, state=state, state_name=state_name)


def run_from(row: dict[str, Any]) -> Run:
    """Read a run as Prefect's REST API writes it."""
    state = row.get("state") or {}
    stage_id = (row.get("parameters") or {}).get("stage_id")
    since = state.get("timestamp")
    return Run(
        id=UUID(row["id"]),
        stage_id=UUID(stage_id) if stage_id else None,
        deployment_id=UUID(row["deployment_id"]) if row.get("deployment_id") else None,
        state=str(row.get("state_type") or "SCHEDULED"),
        state_name=str(row.get("state_name") or ""),
        state_id=UUID(state["id"]) if state.get("id") else None,
        since=datetime.fromisoformat(since) if since else None,
        raw=row,
    )
