"""Telling Prefect what there is to run: the work pool and one deployment a flow.

Plain REST calls from one process, so that a start takes a part of a second and may be repeated:
every call is an upsert, and nothing of a run already created or suspended is touched. A
deployment names its flow by module path and has no pull step, because the code comes with the
installed wheel. `deployments/prefect.yaml` says the same to people who use Prefect's own command;
a test compares the two, and `python -m deployments.machine.register` prints what the file must be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from types import MappingProxyType
from typing import Any

import yaml

from tasks.engine.prefect_api import PrefectApi

POOL = "hutong"
WARM, PROCESS = "hutong-warm", "process"

_ONE_STAGE = {
    "title": "Parameters",
    "type": "object",
    "properties": {"stage_id": {"type": "string", "format": "uuid", "title": "stage_id"}},
    "required": ["stage_id"],
}


@dataclass(frozen=True, slots=True)
class Clockwork:
    """A flow that runs by the clock, without parameters.

    The warm worker keeps the clock itself, so Prefect's schedule is registered switched off:
    Prefect 3.8's scheduler cannot insert a run under SQLAlchemy 2.1 ("Can't evaluate bulk DML
    statement"), and after an outage it would start every run it had planned. A pool of a stock
    type gets its schedule switched on, and needs a server with an older SQLAlchemy.

    Prefect's concurrency limit is not used: the slot of a killed worker stays taken for five
    minutes, and reconcile is what must come back first. All of them may run twice at once.
    """

    entrypoint: str
    every: timedelta


SCHEDULED: Mapping[str, Clockwork] = MappingProxyType(
    {
        "anchor": Clockwork("flows.clockwork.anchor:anchor", timedelta(minutes=30)),
        "backup": Clockwork("flows.clockwork.backup:backup", timedelta(minutes=30)),
        "reconcile": Clockwork("flows.clockwork.reconcile:reconcile", timedelta(seconds=30)),
        "deliver": Clockwork("flows.clockwork.deliver:deliver", timedelta(minutes=1)),
        "watch": Clockwork("flows.clockwork.watch:watch", timedelta(minutes=5)),
    }
)


def register_all(
    api: PrefectApi,
    flows: Mapping[str, str] | None = None,
    scheduled: Mapping[str, Clockwork] | None = None,
    pool_type: str = WARM,
    pool: str = POOL,
) -> int:
    """Create or update the pool and every deployment.

    Args:
        api: Of the server to tell.
        flows: Name → module path such as `flows.consultation:consultation`. The name is the
            flow's and the deployment's. Default: `flows.catalogue.DEPLOYMENTS`.
        scheduled: Default: `SCHEDULED`. A flow taken out is not deleted from the server.
        pool_type: `hutong-warm`, or a stock type such as `process`; an existing pool keeps its
            type, so another type needs another `pool`.
        pool: The work pool's name.

    Returns:
        The number of deployments now known.

    Raises:
        OrchestratorUnreachable: The server is away or refused; repeat when it is back.
    """
    api.ensure_pool(pool, pool_type)
    wanted = deployments(flows, scheduled, pool, by_prefect=pool_type != WARM)
    for entry in wanted:
        api.upsert_deployment(entry)
    return len(wanted)


def deployments(
    flows: Mapping[str, str] | None = None,
    scheduled: Mapping[str, Clockwork] | None = None,
    pool: str = POOL,
    *,
    by_prefect: bool = False,
) -> list[dict[str, Any]]:
    """Return the deployments as Prefect's REST API takes them, stage flows first, by name.

    Args:
        flows: As for `register_all`.
        scheduled: As for `register_all`.
        pool: The work pool's name.
        by_prefect: Whether Prefect's scheduler starts the scheduled ones, not our worker.
    """
    stages = [
        _deployment(name, path, pool)
        | {"parameter_openapi_schema": _ONE_STAGE, "enforce_parameter_schema": True}
        for name, path in sorted((_catalogue() if flows is None else flows).items())
    ]
    clockwork = [
        _deployment(name, work.entrypoint, pool)
        | {
            "parameter_openapi_schema": {"type": "object", "properties": {}},
            "enforce_parameter_schema": False,
            "schedules": [
                {
                    "schedule": {"interval": work.every.total_seconds()},
                    "slug": name,
                    "active": by_prefect,
                }
            ],
        }
        for name, work in sorted((SCHEDULED if scheduled is None else scheduled).items())
    ]
    return stages + clockwork


def as_yaml(entries: list[dict[str, Any]]) -> str:
    """Write deployments as the `prefect.yaml` of Prefect's own `deploy --all`."""
    shown = {
        "name": "hutong",
        # The code is installed on every worker; there is nothing to fetch.
        "pull": [],
        "deployments": [_shown(entry) for entry in entries],
    }
    head = (
        "# Printed by `python -m deployments.machine.register`; a test compares. "
        "Not read by `make run`.\n"
    )
    return head + yaml.safe_dump(shown, sort_keys=False, allow_unicode=True)


def _deployment(name: str, path: str, pool: str) -> dict[str, Any]:
    # Prefect tells a module path from a file path by the colon, so it must go.
    return {
        "name": name,
        "entrypoint": path.replace(":", "."),
        "work_pool_name": pool,
        "tags": ["hutong"],
        "pull_steps": [],
    }


def _shown(entry: dict[str, Any]) -> dict[str, Any]:
    shown = {
        "name": entry["name"],
        "entrypoint": entry["entrypoint"],
        "tags": entry["tags"],
        "work_pool": {"name": entry["work_pool_name"]},
    }
    if "schedules" in entry:
        shown["schedules"] = [
            {**plan["schedule"], "slug": plan["slug"], "active": plan["active"]}
            for plan in entry["schedules"]
        ]
    return shown


def _catalogue() -> Mapping[str, str]:
    # Imported late: the flows need Prefect, which takes seconds to import.
    found: Mapping[str, str] = import_module("flows.catalogue").DEPLOYMENTS
    return found


if __name__ == "__main__":
    print(as_yaml(deployments()), end="")  # noqa: T201
