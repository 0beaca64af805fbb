"""A flow that does nothing but wait, step after step: what one step costs at the least."""

import os
from uuid import UUID, uuid4

import psycopg
from prefect import flow
from prefect.flow_runs import suspend_flow_run

URL_VARIABLE = "HUTONG_BENCH_DATABASE_URL"


@flow(name="bench", persist_result=False)
def bench(stage_id: UUID) -> None:
    """Record that the body was reached, and suspend."""
    with psycopg.connect(os.environ[URL_VARIABLE], autocommit=True) as connection:
        connection.execute("INSERT INTO bodies (stage_id) VALUES (%s)", [stage_id])
    suspend_flow_run(timeout=None, key=str(uuid4()))
