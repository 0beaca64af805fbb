"""Telling Prefect what there is to run: the work pool, its queues, one deployment a flow.

What is told is `deployments/prefect.yaml`, the same as Prefect's own `prefect deploy --all` reads.
Plain REST calls from one process, so that a start takes a part of a second and may be repeated:
what is already so is left alone, and nothing of a run already created or suspended is touched. A
deployment names its flow by module path and has no pull step, because the code comes with the
installed wheel.

What an administrator has set in Prefect stays as it is: a deployment or a schedule that is paused,
the number behind a limit, a queue's priority.
"""

from collections.abc import Mapping
from typing import Any

from deployments.machine.prefect_file import Clockwork, entry, shipped
from models.errors import OrchestratorUnreachable
from tasks.engine.prefect_api import PrefectApi
from tasks.engine.queues import AT_ONCE, POOL, PRIORITIES

WARM, PROCESS = "hutong-warm", "process"

#: As Prefect reads it from the flow's signature.
_ONE_STAGE = {
    "title": "Parameters",
    "type": "object",
    "properties": {
        "stage_id": {"type": "string", "format": "uuid", "title": "stage_id", "position": 0}
    },
    "required": ["stage_id"],
}
_NOTHING = {"title": "Parameters", "type": "object", "properties": {}}
#: What is compared with the server before anything is told.
_SAID = (
    "entrypoint",
    "description",
    "version",
    "tags",
    "work_pool_name",
    "work_queue_name",
    "parameter_openapi_schema",
    "enforce_parameter_schema",
    "pull_steps",
)


def register_all(
    api: PrefectApi,
    flows: Mapping[str, str] | None = None,
    scheduled: Mapping[str, Clockwork] | None = None,
    pool_type: str = WARM,
    pool: str = POOL,
) -> int:
    """Create or update the pool, its queues, the limits and every deployment.

    Args:
        api: Of the server to tell.
        flows: Name → module path such as `flows.consultation:consultation`. The name is the
            flow's and the deployment's. Default: the stages of `deployments/prefect.yaml`.
        scheduled: Default: what runs by the clock there. A flow taken out is not deleted from the
            server.
        pool_type: `hutong-warm`, or a stock type such as `process`; an existing pool keeps its
            type, so another type needs another `pool`.
        pool: The work pool's name.

    Returns:
        The number of deployments now known.

    Raises:
        OrchestratorUnreachable: The server is away or refused; repeat when it is back.
    """
    # The empty template is filled in by the first worker of the kind.
    _ensure(api, f"/work_pools/{pool}", "/work_pools/", {"name": pool, "type": pool_type})
    _ensure_queues(api, pool)
    _ensure_limits(api)
    wanted = deployments(flows, scheduled, pool)
    known = _known(api)
    for said in wanted:
        found = known.get(said["name"])
        if found is None or not _is_so(said, found):
            api.upsert_deployment(said if found is None else _as_left(said, found))
    return len(wanted)


def deployments(
    flows: Mapping[str, str] | None = None,
    scheduled: Mapping[str, Clockwork] | None = None,
    pool: str = POOL,
) -> list[dict[str, Any]]:
    """Return the deployments as Prefect's REST API takes them, stage flows first, by name.

    Args:
        flows: As for `register_all`.
        scheduled: As for `register_all`.
        pool: The work pool's name.
    """
    file = shipped() if flows is None or scheduled is None else []
    stages = (
        [one for one in file if "schedules" not in one]
        if flows is None
        else [entry(name, path) for name, path in sorted(flows.items())]
    )
    clockwork = (
        [one for one in file if "schedules" in one]
        if scheduled is None
        else [
            entry(name, work.entrypoint, every=work.every)
            for name, work in sorted(scheduled.items())
        ]
    )
    return [_as_told(one, pool) for one in (*stages, *clockwork)]


def _as_told(one: Mapping[str, Any], pool: str) -> dict[str, Any]:
    """A deployment of the file in the words of the API."""
    is_stage = "schedules" not in one
    return {
        "name": one["name"],
        "entrypoint": one["entrypoint"],
        "description": one.get("description"),
        "version": one.get("version"),
        "tags": one["tags"],
        "work_pool_name": pool,
        "work_queue_name": one["work_pool"]["work_queue_name"],
        "parameter_openapi_schema": _ONE_STAGE if is_stage else _NOTHING,
        "enforce_parameter_schema": True,
        "pull_steps": [],
        "schedules": [_plan(plan) for plan in one.get("schedules", ())],
    }


def _plan(plan: Mapping[str, Any]) -> dict[str, Any]:
    when = {name: plan[name] for name in ("interval", "anchor_date", "timezone")}
    return {"schedule": when, "slug": plan["slug"], "active": plan["active"]}


def _known(api: PrefectApi) -> dict[str, dict[str, Any]]:
    """Every deployment the server has, by name; those of other flows of that name are not ours."""
    found = api.ask("POST", "/deployments/filter", {"limit": 200})
    return {one["name"]: one for one in found or ()}


def _is_so(said: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether the server has the deployment as it is to be, whatever is paused."""
    plans = {plan["slug"]: plan["schedule"]["interval"] for plan in said["schedules"]}
    has = {plan["slug"]: plan["schedule"].get("interval") for plan in found["schedules"]}
    return plans == has and all(said[name] == found[name] for name in _SAID)


def _as_left(said: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """The deployment with what is paused left paused."""
    active = {plan["slug"]: plan["active"] for plan in found["schedules"]}
    plans = [plan | {"active": active.get(plan["slug"], True)} for plan in said["schedules"]]
    return {**said, "paused": found["paused"], "schedules": plans}


def _ensure_queues(api: PrefectApi, pool: str) -> None:
    found = api.ask("POST", f"/work_pools/{pool}/queues/filter", {}) or ()
    there = {queue["name"] for queue in found}
    if set(PRIORITIES) <= there:
        return
    for name, priority in PRIORITIES.items():
        said, path = {"priority": priority}, f"/work_pools/{pool}/queues"
        if name in there:
            api.ask("PATCH", f"{path}/{name}", said)
        else:
            _ensure(api, f"{path}/{name}", path, {"name": name, **said})


def _ensure_limits(api: PrefectApi) -> None:
    for tag, most in AT_ONCE.items():
        path, said = "/v2/concurrency_limits/", {"name": f"tag:{tag}", "limit": most}
        _ensure(api, f"{path}tag:{tag}", path, said)


def _ensure(api: PrefectApi, there: str, made_at: str, said: Mapping[str, Any]) -> None:
    """Make something unless it is there, or a worker that starts makes it at this moment."""
    if api.ask("GET", there) is not None:
        return
    try:
        api.ask("POST", made_at, said)
    except OrchestratorUnreachable:
        if api.ask("GET", there) is None:
            raise
