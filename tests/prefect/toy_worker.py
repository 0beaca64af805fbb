"""A warm worker for tests, in a process of its own so that it can be killed.

Its store is one table; it prints what a test waits for.
"""

import os
from datetime import timedelta
from uuid import UUID

from deployments.machine.logs import log_discreetly
from deployments.machine.prefect_file import Clockwork
from deployments.worker.main import work
from deployments.worker.warm import Edge, WarmWorker
from tasks.engine.prefect_api import PrefectApi
from tests.prefect.toy_flow import database


def wake(stage_id: UUID) -> UUID | None:
    """Look up the run of a stage."""
    with database() as connection:
        row = connection.execute(
            "SELECT run_id FROM toy_runs WHERE stage_id = %s", [stage_id]
        ).fetchone()
    return row[0] if row else None


TICK = Clockwork("tests.prefect.toy_flow:toy_tick", timedelta(seconds=1))

if __name__ == "__main__":
    log_discreetly()
    listens = os.environ["TOY_LISTENS"] == "yes"
    work(
        WarmWorker(
            os.environ["TOY_POOL"],
            PrefectApi(os.environ["PREFECT_API_URL"], os.environ["PREFECT_API_AUTH_STRING"]),
            edge=Edge(os.environ["TOY_DATABASE_URL"], wake) if listens else None,
            run_limit=4,
            poll_seconds=0.5,
            drain_seconds=1,
        )
    )
