"""Which log lines stand in Prefect: those of our own logger, when they carry no error."""

import subprocess
from uuid import UUID

import psycopg
from psycopg import sql

from deployments.machine.register import PROCESS, register_all
from tests.prefect.conftest import FLOWS, Toys, until
from tests.prefect.toy_flow import KEPT_AWAY


def test_prefect_shows_what_our_logger_says_and_nothing_else(
    toys: Toys, warm: subprocess.Popen[bytes]
) -> None:
    stage, run = toys.stage("toy-logs")
    toys.comes_to(run, "Completed")

    until(lambda: _lines(toys, run))
    assert _lines(toys, run) == [f"Stage {stage}, issue:toy: made"]
    assert _tables_with(toys, KEPT_AWAY) == []


def test_a_stock_worker_tells_prefect_the_same(toys: Toys) -> None:
    register_all(toys.api, {"toy-logs": FLOWS["toy-logs"]}, {}, pool_type=PROCESS, pool="stock")
    try:
        with toys.worker("stock", PROCESS):
            stage, run = toys.stage("toy-logs")
            toys.comes_to(run, "Completed", seconds=90)
            until(lambda: _lines(toys, run))
    finally:
        register_all(toys.api, {"toy-logs": FLOWS["toy-logs"]}, {}, pool="toys")

    assert _lines(toys, run) == [f"Stage {stage}, issue:toy: made"]
    assert _tables_with(toys, KEPT_AWAY) == []


def _lines(toys: Toys, run: UUID) -> list[str]:
    wanted = {"logs": {"flow_run_id": {"any_": [str(run)]}}, "sort": "TIMESTAMP_ASC"}
    return [line["message"] for line in toys.api.ask("POST", "/logs/filter", wanted)]


def _tables_with(toys: Toys, text: str) -> list[str]:
    with psycopg.connect(toys.server.postgres_url) as prefect:
        tables = prefect.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchall()
        assert len(tables) > 10
        return [
            name
            for (name,) in tables
            if prefect.execute(
                sql.SQL("SELECT 1 FROM {} AS t WHERE t::text LIKE %s LIMIT 1").format(
                    sql.Identifier(name)
                ),
                [f"%{text}%"],
            ).fetchone()
        ]
