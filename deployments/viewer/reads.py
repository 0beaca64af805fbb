"""Which requests to Prefect's API only read: an explicit list, and everything else is an act.

Prefect reads much by POST (`…/filter`, `…/count`), so the method tells nothing. What is not listed
is refused, a route of the next version among it. Left out on purpose: blocks and variables, which
may hold secrets; the server's settings; `/collections`, which asks a foreign host; and what looks
like reading but hands work out (`get_scheduled_flow_runs`, `get_runs`).
"""

import re
from collections.abc import Mapping

#: One part of a path: an id, a name, a key. What ends a path or stands for something else once it
#: is sent on (`?`, `#`, `%2f`) is in none: `work_queues/?/concurrency_status` would make a queue.
_ONE = r"[^/?#%\\\s\x00-\x1f\x7f]+"

GETS = (
    "health", "version", "admin/version",
    "flow_runs/{}", "flow_runs/{}/graph", "flow_runs/{}/graph-v2", "flow_run_states",
    "flow_run_states/{}", "task_runs/{}", "task_run_states", "task_run_states/{}",
    "ui/task_runs/{}", "flows/{}", "flows/name/{}", "deployments/{}", "deployments/name/{}/{}",
    "deployments/{}/schedules", "deployments/{}/work_queue_check", "artifacts/{}",
    "artifacts/{}/latest", "events/filter/next", "automations/{}", "automations/related-to/{}",
    "work_pools/{}", "work_pools/{}/queues/{}", "work_queues/{}", "work_queues/{}/status",
    "work_queues/name/{}", "concurrency_limits/{}", "concurrency_limits/tag/{}",
    "v2/concurrency_limits/{}", "saved_searches/{}",
)  # fmt: skip
POSTS = (
    "flow_runs/filter", "flow_runs/paginate", "flow_runs/count", "flow_runs/history",
    "flow_runs/lateness", "task_runs/filter", "task_runs/paginate", "task_runs/count",
    "task_runs/history", "flows/filter", "flows/paginate", "flows/count", "deployments/filter",
    "deployments/paginate", "deployments/count", "artifacts/filter", "artifacts/count",
    "artifacts/latest/filter", "artifacts/latest/count", "events/filter", "events/count-by/{}",
    "logs/filter", "automations/filter", "automations/count", "work_pools/filter",
    "work_pools/count", "work_pools/{}/queues/filter", "work_pools/{}/workers/filter",
    "work_pools/{}/concurrency_status", "work_queues/filter", "work_queues/{}/concurrency_status",
    "task_workers/filter", "concurrency_limits/filter", "v2/concurrency_limits/filter",
    "saved_searches/filter", "ui/flow_runs/history", "ui/flow_runs/count-task-runs",
    "ui/flows/count-deployments", "ui/flows/next-runs", "ui/task_runs/count",
    "ui/task_runs/dashboard/counts",
)  # fmt: skip


def _any_of(paths: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(one.replace("{}", _ONE) for one in paths))


_READS: Mapping[str, re.Pattern[str]] = {"GET": _any_of(GETS), "POST": _any_of(POSTS)}


def is_read(method: str, path: str) -> bool:
    """Say whether a request to Prefect's API changes nothing there.

    Args:
        method: Of HTTP; HEAD is none that Prefect answers.
        path: Behind `/api/`, as it will be sent on; a slash at its end means nothing. One that
            climbs (`..`) is no read.
    """
    wanted = _READS.get(method)
    asked = path.removesuffix("/")
    if wanted is None or {".", ".."} & set(asked.split("/")):
        return False
    return wanted.fullmatch(asked) is not None
