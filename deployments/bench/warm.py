"""The warm worker of `deployments.bench.beside_stock`: its store is one table."""

import os
import sys
from uuid import UUID

import psycopg

from deployments.machine.register import WARM
from deployments.worker.main import work
from deployments.worker.warm import Edge, WarmWorker
from tasks.engine.prefect_api import PrefectApi

if __name__ == "__main__":
    url = sys.argv[1]

    def wake(stage_id: UUID) -> UUID | None:
        """Look up the run of a stage."""
        with psycopg.connect(url) as connection:
            row = connection.execute(
                "SELECT run_id FROM stages WHERE stage_id = %s", [stage_id]
            ).fetchone()
        return row[0] if row else None

    api = PrefectApi(os.environ["PREFECT_API_URL"], os.environ["PREFECT_API_AUTH_STRING"])
    work(WarmWorker(WARM, api, edge=Edge(url, wake)))
