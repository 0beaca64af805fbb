"""Stage flows in miniature: they wait for a person, and their journal is two tables.

They do what a stage flow may do at most: take one id, look in the database, suspend. Nothing in
them knows which worker runs them.
"""

import logging
import os
import time
from uuid import UUID, uuid4

import psycopg
from prefect import flow, get_run_logger
from prefect.flow_runs import suspend_flow_run

ANSWERS_WANTED = 3
#: Stands for what a person typed; must never be found outside the application's database.
MARK = "标记小禾"
#: What is said in a run and must not stand in Prefect.
KEPT_AWAY = "标记小苗"
TABLES = """
    CREATE TABLE toy_runs (stage_id uuid PRIMARY KEY, run_id uuid);
    CREATE TABLE toy_answers (stage_id uuid, answer int, UNIQUE (stage_id, answer));
    CREATE TABLE toy_bodies (id bigserial, stage_id uuid, pid int, answers int);
    CREATE TABLE toy_notes (id bigserial, stage_id uuid, note text);
"""


def database() -> psycopg.Connection:
    """Connect to the application database that the test named."""
    return psycopg.connect(os.environ["TOY_DATABASE_URL"], autocommit=True)


def replay(stage_id: UUID) -> bool:
    """Record that the body began, and return whether all answers are there."""
    with database() as connection:
        row = connection.execute(
            "INSERT INTO toy_bodies (stage_id, pid, answers) VALUES (%(stage)s, %(pid)s,"
            " (SELECT count(*) FROM toy_answers WHERE stage_id = %(stage)s)) RETURNING answers",
            {"stage": stage_id, "pid": os.getpid()},
        ).fetchone()
    return row is not None and row[0] >= ANSWERS_WANTED


def note(stage_id: UUID, text: str) -> None:
    """Write down what a test shall see."""
    with database() as connection:
        connection.execute(
            "INSERT INTO toy_notes (stage_id, note) VALUES (%s, %s)", [stage_id, text]
        )


@flow(name="toy", persist_result=False)
def toy(stage_id: UUID) -> str:
    """Wait for three answers; run again from the first line after each."""
    if not replay(stage_id):
        # A key fires once: under an old one the body would simply go on, so each is fresh.
        # The call does not return: `prefect.exceptions.Pause` leaves the body.
        suspend_flow_run(timeout=None, key=str(uuid4()))
        note(stage_id, "went on after suspending")
    return "done"


@flow(name="toy-same-key", persist_result=False)
def toy_same_key(stage_id: UUID) -> None:
    """Suspend under one and the same key each time."""
    replay(stage_id)
    suspend_flow_run(timeout=None, key="always the same")
    note(stage_id, "went on after suspending")


@flow(name="toy-catches", persist_result=False)
def toy_catches(stage_id: UUID) -> None:
    """Write down what leaves the body when it suspends."""
    replay(stage_id)
    try:
        suspend_flow_run(timeout=None, key=str(uuid4()))
    except Exception:
        note(stage_id, "an Exception")
        raise
    except BaseException as signal:
        note(stage_id, type(signal).__name__)
        raise


@flow(name="toy-fails", persist_result=False)
def toy_fails(stage_id: UUID) -> None:
    """Fail with a text that must stay here."""
    replay(stage_id)
    raise ValueError(MARK)


@flow(name="toy-exits", persist_result=False)
def toy_exits(stage_id: UUID) -> None:
    """Try to end the worker's process from inside a body."""
    replay(stage_id)
    raise SystemExit(MARK)


@flow(name="toy-slow", persist_result=False)
def toy_slow(stage_id: UUID) -> None:
    """Stay in the body until there is an answer, or long enough to be killed there."""
    replay(stage_id)
    give_up_at = time.monotonic() + 30
    while time.monotonic() < give_up_at:
        with database() as connection:
            answered = connection.execute(
                "SELECT FROM toy_answers WHERE stage_id = %s", [stage_id]
            ).fetchone()
        if answered is not None:
            return
        time.sleep(0.05)


@flow(name="toy-logs", persist_result=False)
def toy_logs(stage_id: UUID) -> None:
    """Say things: one line that Prefect may keep, and others that it may not."""
    replay(stage_id)
    ours, said = logging.getLogger("hutong.notebook"), ValueError(KEPT_AWAY)
    ours.info("Stage %s, issue:toy: made", stage_id)
    ours.error("Stage %s: %s", stage_id, said)
    try:
        raise said
    except ValueError:
        ours.exception("Stage %s failed", stage_id)
    get_run_logger().error(KEPT_AWAY)
    logging.getLogger("somebody.else").error(KEPT_AWAY)


@flow(name="toy-tick", persist_result=False)
def toy_tick() -> None:
    """Run by the clock, longer than the clock waits."""
    tick = UUID(int=0)
    note(tick, "began")
    time.sleep(1.5)
    note(tick, "ended")
