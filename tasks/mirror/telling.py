"""What Prefect is told of a drawing: events that its server records task runs from, and our own.

Prefect's task runs are made by its server from the events that a client sends; a batch of them is
one request, and one that was recorded already changes nothing. Our own events are for automations:
`hutong.step.opened`, `.answered`, `.due-soon`, `.overdue`, `hutong.deadline.moved`,
`hutong.case.stalled`, `hutong.document.issued`, and each other thing that happens by its tag.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any
from uuid import UUID, uuid5

from models.store.to_draw import EventToTell
from models.words import Tag
from tasks.mirror.drawing import RunDrawn
from tasks.mirror.task_drawn import LightShown, Shown, TaskDrawn

#: A request carries no more; Prefect's queue between its services is in memory.
BATCH = 400
_EVENTS = UUID("b4d4f6a0-7a3d-4b57-9a0e-0f6f5a0b7c52")
_MOVED = (
    Tag.CLOCK_EXTENDED,
    Tag.CLOCK_RECOUNTED,
    Tag.CLOCK_SUSPENDED,
    Tag.CLOCK_RESUMED,
    Tag.CLOCK_RESTARTED,
)
#: What has another name in Prefect than its tag, or is nobody's business there.
_NAMES: dict[Tag, str | None] = {
    **dict.fromkeys(_MOVED, "hutong.deadline.moved"),
    Tag.PAPER_ISSUED: "hutong.document.issued",
    Tag.STEP_VIEWED: None,
    Tag.PAPER_DOWNLOADED: None,
    Tag.NOTICE_QUEUED: None,
    Tag.NOTICE_DELIVERED: None,
    Tag.NOTICE_FAILED: None,
}


def digest(*parts: object) -> str:
    """A short mark of what was told, to see whether it differs."""
    return blake2b(repr(parts).encode(), digest_size=5).hexdigest()


def state_of(shown: Shown) -> dict[str, Any]:
    """A state as Prefect takes it."""
    # Rescheduled, not blocking: no process waits behind a suspension, and it has no timeout.
    details = {"pause_reschedule": True} if shown.name == "Suspended" else {}
    return {
        "type": shown.type,
        "name": shown.name,
        "message": shown.message,
        "state_details": details,
    }


@dataclass(frozen=True)
class Subject:
    """What an event is about: a case, its centre, and the run that shows it."""

    case_id: UUID
    centre_id: UUID
    run_id: UUID | None


def task_told(task: TaskDrawn, run_id: UUID, at: datetime) -> dict[str, Any]:
    """The event from which Prefect records the state of a task run.

    Args:
        task: The step.
        run_id: The run it is shown in.
        at: When; Prefect refuses a state that is older than the one it has.
    """
    id_ = task.id_in(run_id)
    run: dict[str, Any] = {
        "name": task.name,
        "task_key": task.kind,
        "dynamic_key": task.mark,
        "tags": list(task.tags),
        "expected_start_time": _iso(task.due_at or task.opened_at),
        "start_time": _iso(task.opened_at),
        "end_time": _iso(task.ended_at),
        "run_count": 1 if task.ended_at else 0,
        "task_inputs": {},
    }
    return {
        "id": str(uuid5(_EVENTS, f"{id_}/{digest(task)}/{at.timestamp()}")),
        "occurred": _iso(at),
        "event": f"prefect.task-run.{task.shown.name}",
        "payload": {
            "intended": {"from": None, "to": task.shown.type},
            "initial_state": None,
            "validated_state": state_of(task.shown),
            "task_run": {name: value for name, value in run.items() if value is not None},
        },
        "resource": {
            "prefect.resource.id": f"prefect.task-run.{id_}",
            "prefect.resource.name": task.name,
            "prefect.state-message": task.shown.message,
            "prefect.state-name": task.shown.name,
            "prefect.state-type": task.shown.type,
            "prefect.state-timestamp": _iso(at),
            "prefect.orchestration": "client",
        },
        "related": [_flow_run(run_id)],
    }


def happened(event: EventToTell, of: Subject) -> dict[str, Any] | None:
    """Our own event of what happened in a case; None: of no use in Prefect."""
    name = _NAMES.get(event.tag, "hutong." + event.tag.value.replace(":", "."))
    if name is None:
        return None
    id_ = uuid5(_EVENTS, f"{event.case_id}/{event.seq}")
    return _own(name, id_, event.at, of, {"step": event.key, "tag": event.tag.value})


def turned(task: TaskDrawn, of: Subject, now: datetime) -> dict[str, Any]:
    """Our own event of a step that is due soon, or overdue."""
    name = "overdue" if task.light is LightShown.OVERDUE else "due-soon"
    id_ = uuid5(_EVENTS, f"{of.case_id}/{of.run_id}/{task.mark}/{name}/{task.due_at}")
    detail = {"step": task.name, "due": _iso(task.due_at)}
    return _own(f"hutong.step.{name}", id_, now, of, detail)


def stalled(of: Subject, since: datetime, now: datetime) -> dict[str, Any]:
    """Our own event of a case in which nothing was done for long."""
    id_ = uuid5(_EVENTS, f"{of.case_id}/stalled/{since}")
    return _own("hutong.case.stalled", id_, now, of, {"since": _iso(since)})


def patch(run: RunDrawn) -> dict[str, Any]:
    """What is told of a run besides its state."""
    return {"name": run.name, "tags": list(run.tags)}


def after(at: datetime, times: int) -> datetime:
    """An instant and so many millionths of a second: states in their order."""
    return at + timedelta(microseconds=times)


def _own(
    name: str, id_: UUID, at: datetime, of: Subject, detail: Mapping[str, str | None]
) -> dict[str, Any]:
    related = [
        {"prefect.resource.id": f"hutong.centre.{of.centre_id}", "prefect.resource.role": "centre"}
    ]
    return {
        "id": str(id_),
        "occurred": _iso(at),
        "event": name,
        "resource": {"prefect.resource.id": f"hutong.case.{of.case_id}"},
        "related": related + ([_flow_run(of.run_id)] if of.run_id else []),
        "payload": {key: value for key, value in detail.items() if value is not None},
    }


def _flow_run(run_id: UUID) -> dict[str, str]:
    return {
        "prefect.resource.id": f"prefect.flow-run.{run_id}",
        "prefect.resource.role": "flow-run",
    }


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
