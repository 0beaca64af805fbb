"""`deployments/prefect.yaml`: what Prefect is told there is to run, in Prefect's own form.

`make run` registers what stands in the file, and so does Prefect's own
`prefect deploy --all --prefect-file deployments/prefect.yaml`. Its lines are the procedure's, so
`python -m deployments.machine.prefect_file` prints it from the flows, and a test compares.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.metadata import version
from inspect import getdoc
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from tasks.engine.queues import CASES, HOUSEKEEPING, POOL

FILE = Path(__file__).parents[1] / "prefect.yaml"


@dataclass(frozen=True, slots=True)
class Clockwork:
    """A flow that runs by the clock, without parameters; Prefect's scheduler creates its runs.

    No deployment has a concurrency limit: a worker holds such a slot by a lease of five minutes,
    so one that was killed would keep `reconcile` away for that long. All may run twice at once.
    """

    entrypoint: str
    every: timedelta


#: They run as seldom as what people are promised allows: a lost run is found within a minute, a
#: notice goes out within two.
SCHEDULED: Mapping[str, Clockwork] = MappingProxyType(
    {
        "anchor": Clockwork("flows.clockwork.anchor:anchor", timedelta(minutes=30)),
        "backup": Clockwork("flows.clockwork.backup:backup", timedelta(minutes=30)),
        "deliver": Clockwork("flows.clockwork.deliver:deliver", timedelta(minutes=2)),
        "reconcile": Clockwork("flows.clockwork.reconcile:reconcile", timedelta(minutes=1)),
        "watch": Clockwork("flows.clockwork.watch:watch", timedelta(minutes=5)),
    }
)
#: What a schedule is called. Versions that kept the clock in the worker registered one of another
#: name, switched off; it goes.
CLOCK = "clock"
#: Where the counting of intervals begins: each time registered, a schedule says the same instants.
_ANCHOR = {"anchor_date": "2026-01-01T00:00:00+08:00", "timezone": "Asia/Shanghai"}


def shipped() -> list[dict[str, Any]]:
    """Read the deployments of the file."""
    found: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["deployments"]
    return found


def entry(
    name: str, entrypoint: str, *, every: timedelta | None = None, **said: str
) -> dict[str, Any]:
    """Return one deployment as the file has it.

    Args:
        name: The flow's and the deployment's.
        entrypoint: A module path such as `flows.consultation:consultation`.
        every: How often it runs by the clock, in the queue of housekeeping; None: a stage's.
        **said: `description`, `version`.
    """
    queue = CASES if every is None else HOUSEKEEPING
    found: dict[str, Any] = {
        "name": name,
        # Prefect tells a module path from a file path by the colon, so it must go.
        "entrypoint": entrypoint.replace(":", "."),
        **said,
        "tags": ["hutong"] if every is None else ["hutong", HOUSEKEEPING],
        "work_pool": {"name": POOL, "work_queue_name": queue},
    }
    if every is not None:
        plan = {"interval": every.total_seconds(), **_ANCHOR, "slug": CLOCK, "active": True}
        found["schedules"] = [plan]
    return found


def printed() -> str:
    """Print the file from the flows as they are."""
    shown = {
        "name": "hutong",
        # The code is installed on every worker; there is nothing to fetch.
        "pull": [],
        "deployments": [*_stages(), *_clockwork()],
    }
    head = (
        "# Registered by `make run`, and by `prefect deploy --all --prefect-file` with this file.\n"
        "# Printed by `python -m deployments.machine.prefect_file`; a test compares.\n"
    )
    return head + yaml.safe_dump(shown, sort_keys=False, allow_unicode=True, width=100)


def _stages() -> list[dict[str, Any]]:
    # Imported late: who reads the file needs no flow.
    from flows.catalogue import DEPLOYMENTS, PROCEDURE
    from models.labels import label
    from models.words import Stage

    return [
        entry(
            name,
            path,
            description=f"{label(Stage(name))} · {_first_paragraph(PROCEDURE[Stage(name)])}",
            version=version("hutong"),
        )
        for name, path in sorted(DEPLOYMENTS.items())
    ]


def _clockwork() -> list[dict[str, Any]]:
    found = []
    for name, work in sorted(SCHEDULED.items()):
        module, _, function = work.entrypoint.partition(":")
        said = _first_paragraph(getattr(import_module(module), function))
        found.append(
            entry(
                name,
                work.entrypoint,
                every=work.every,
                description=said,
                version=version("hutong"),
            )
        )
    return found


def _first_paragraph(told: object) -> str:
    return " ".join((getdoc(told) or "").partition("\n\n")[0].split())


if __name__ == "__main__":
    print(printed(), end="")  # noqa: T201
