"""Runs of housekeeping that nobody need see any more: done a while ago, or missed.

Prefect keeps every ended run for as long as a case lasts. Of what runs each minute an hour is
enough, and of what stood still with the worker the newest run does all.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from tasks.engine.queues import HOUSEKEEPING

#: How long a run that went well is shown.
SHOWN_FOR = timedelta(hours=1)
#: A run that began later than this after its time has been overtaken by its next.
LATE_AFTER = timedelta(minutes=2)
#: How many Prefect deletes a request.
_AT_ONCE = 50


class Prefect(Protocol):
    """What is asked of Prefect; `tasks.engine.prefect_api.PrefectApi` is the one there is."""

    def ask(self, method: str, path: str, body: object = None) -> Any: ...


def forget_done(api: Prefect, now: datetime) -> int:
    """Delete runs of housekeeping that went well over an hour ago; how many that were.

    What failed stays, as long as Prefect keeps any run.

    Raises:
        OrchestratorUnreachable: Prefect is away.
    """
    over = {"end_time": {"before_": (now - SHOWN_FOR).isoformat()}}
    return _delete(api, over | {"state": {"type": {"any_": ["COMPLETED"]}}})


def skip_late(api: Prefect, now: datetime) -> int:
    """Delete runs of housekeeping that were due while nobody worked; how many that were.

    A worker away for a night leaves a thousand of them, and what they would do is done by one.

    Raises:
        OrchestratorUnreachable: Prefect is away.
    """
    late = {"expected_start_time": {"before_": (now - LATE_AFTER).isoformat()}}
    return _delete(api, late | {"state": {"type": {"any_": ["SCHEDULED"]}}})


def _delete(api: Prefect, which: Mapping[str, Any]) -> int:
    wanted = {"flow_runs": {**which, "tags": {"all_": [HOUSEKEEPING]}}, "limit": _AT_ONCE}
    gone = 0
    while True:
        deleted = api.ask("POST", "/flow_runs/bulk_delete", wanted)["deleted"]
        gone += len(deleted)
        if len(deleted) < _AT_ONCE:
            return gone
