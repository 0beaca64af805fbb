"""A stage flow in miniature: three times it waits for a person, and its journal is two tables.

It is what a stage flow may do at most: take one id, look in the database, suspend. Nothing in it
knows which worker runs it.
"""

import os
import time
from uuid import UUID, uuid4

import psycopg
from prefect import flow, task
from prefect.flow_runs import suspend_flow_run

ANSWERS_WANTED = 3
TABLES = """
    CREATE TABLE IF NOT EXISTS toy_answers (stage_id uuid, answer int, UNIQUE (stage_id, answer));
    CREATE TABLE IF NOT EXISTS toy_bodies (
        id bigserial, stage_id uuid, pid int, answers int, at timestamptz DEFAULT clock_timestamp()
    );
    CREATE TABLE IF NOT EXISTS toy_runs (stage_id uuid PRIMARY KEY, run_id uuid);
"""


def database() -> psycopg.Connection:
    """Connect to the application database that the test named."""
    return psycopg.connect(os.environ["TOY_DATABASE_URL"], autocommit=True)


def replay(stage_id: UUID) -> bool:
    """Record that the body began, and return whether all answers are there."""
    with database() as connection:
        answers = connection.execute(
            "SELECT count(*) FROM toy_answers WHERE stage_id = %s", [stage_id]
        ).fetchone()
        assert answers
        connection.execute(
            "INSERT INTO toy_bodies (stage_id, pid, answers) VALUES (%s, %s, %s)",
            [stage_id, os.getpid(), answers[0]],
        )
    return int(answers[0]) >= ANSWERS_WANTED


@flow(name="toy", persist_result=False)
def toy(stage_id: UUID) -> str:
    """Wait for three answers; run again from the first line after each."""
    if not replay(stage_id):
        # A key fires once: under an old one the body would simply go on, so each is fresh.
        # The call does not return: `prefect.exceptions.Pause`, a BaseException, leaves the body.
        suspend_flow_run(timeout=None, key=str(uuid4()))
        return "unreachable"
    return "done"


@task(name="toy-effect", persist_result=False, log_prints=False)
def effect(stage_id: UUID) -> None:
    """Stand for a new effect: a Prefect task, seen in Prefect's pages."""


@flow(name="toy-task", persist_result=False)
def toy_task(stage_id: UUID) -> str:
    """Do one task, then as `toy`."""
    done = replay(stage_id)
    effect(stage_id)
    if not done:
        suspend_flow_run(timeout=None, key=str(uuid4()))
    return "done"


@flow(name="toy-fails", persist_result=False)
def toy_fails(stage_id: UUID) -> None:
    """Fail with a text that must not reach Prefect's database."""
    replay(stage_id)
    raise ValueError("标记-小禾")


@flow(name="toy-exits", persist_result=False)
def toy_exits(stage_id: UUID) -> None:
    """Try to end the worker's process from inside a body."""
    replay(stage_id)
    raise SystemExit(3)


@flow(name="toy-slow", persist_result=False)
def toy_slow(stage_id: UUID) -> None:
    """Stay in the body long enough to be killed there."""
    replay(stage_id)
    time.sleep(60)
