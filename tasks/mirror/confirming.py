"""Looking whether Prefect's server wrote down what it was told.

Its queue of events is memory: a server that is killed within a second or two of being told has
answered that it took them, and forgets them. So what was told of a case is unsure until somebody
has found it there, and is told again where it is not. That is kept beside the drawing, and outlives
a worker too.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from models.store.mirror import StaleCase
from tasks.engine.prefect_api import EVENTS_SECONDS, PAGE, PrefectApi
from tasks.mirror.comparing import BY_WORKER
from tasks.mirror.drawing import CaseDrawn
from tasks.mirror.sending import Sent, short_of
from tasks.mirror.task_drawn import TaskDrawn

#: By then a server that lives has written it down.
SURE_AFTER = timedelta(seconds=2 * EVENTS_SECONDS)
#: What is kept of a task run of which Prefect is to be told again.
_FORGOTTEN = ""

Drawn = tuple[StaleCase, CaseDrawn]


def sure_at(sent: Sent) -> datetime | None:
    """When it is to be looked whether the server wrote it down; None: it is known."""
    return datetime.fromisoformat(sent.told_at) + SURE_AFTER if sent.unsure else None


def confirmed(api: PrefectApi, cases: Sequence[Drawn], now: datetime) -> list[Drawn]:
    """Some cases, with what the server forgot taken out of what it was told.

    Raises:
        OrchestratorUnreachable: Prefect is away.
    """
    asked: dict[UUID, dict[UUID, TaskDrawn]] = {}
    for case, drawn in cases:
        sent = Sent.of(case)
        due = sure_at(sent)
        if due is not None and due <= now:
            asked[case.id] = _unsure(drawn, sent)
    if not asked:
        return list(cases)
    there = _shown(api, [one for tasks in asked.values() for one in tasks])
    return [
        (_looked_at(case, asked[case.id], there) if case.id in asked else case, drawn)
        for case, drawn in cases
    ]


def _unsure(drawn: CaseDrawn, sent: Sent) -> dict[UUID, TaskDrawn]:
    runs = {run.stage.id: run.stage.flow_run_id for run in drawn.runs}
    ids = {task.id_in(run): task for task in drawn.tasks if (run := runs[task.stage_id])}
    return {id_: task for id_, task in ids.items() if short_of(id_) in sent.unsure}


def _shown(api: PrefectApi, ids: Sequence[UUID]) -> dict[UUID, str]:
    parts = (ids[at : at + PAGE] for at in range(0, len(ids), PAGE))
    return {
        UUID(row["id"]): row["state_name"] for part in parts for row in api.task_runs_by_id(part)
    }


def _looked_at(case: StaleCase, unsure: dict[UUID, TaskDrawn], there: dict[UUID, str]) -> StaleCase:
    sent, drawn_seq = Sent.of(case), case.drawn_seq
    lost = [id_ for id_, task in unsure.items() if not _is_there(task, there.get(id_))]
    if lost:
        sent.tasks = {**sent.tasks, **dict.fromkeys(map(short_of, lost), _FORGOTTEN)}
        drawn_seq = min(drawn_seq, sent.unsure_after)
    sent.unsure = []
    return replace(case, sent=sent.as_json(), drawn_seq=drawn_seq)


def _is_there(task: TaskDrawn, state: str | None) -> bool:
    # What a worker does it tells of itself, in Prefect's own words.
    return state == task.shown.name or (state is not None and task.kind in BY_WORKER)
