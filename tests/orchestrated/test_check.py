"""`hutong check` as people call it: 0 when nothing is lost, 1 and the names when something is."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg

from deployments.doctor.checking import RUNS
from tests.orchestrated.works import Works

FILES = "每份文书都有文件"


@dataclass(frozen=True)
class Said:
    """What the command said."""

    status: int
    broken: dict[str, list[str]]


def check(works: Works, *options: str) -> Said:
    """Run the command against this installation."""
    done = subprocess.run(
        [sys.executable, "-m", "deployments", "check", "--json", *options],
        env={**works.server.env, **works.settings()},
        cwd=works.state,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    assert said["holds"] is (done.returncode == 0)
    broken = {one["sentence"]: one["problems"] for one in said["promises"] if not one["holds"]}
    return Said(done.returncode, broken)


def test_the_command_says_what_is_lost_and_only_that(works: Works) -> None:
    for key in ("ask:registration", "approve:investigation-report"):
        works.bring(key)
    works.reconcile()
    worker = works.fork_worker()
    works.at_rest()
    works.kill(worker)
    assert check(works) == Said(0, {})

    [first, second, *_] = works.open_runs()
    works.api.delete_run(first.id)
    assert check(works) == Said(1, {RUNS: [f"stage {first.stage_id} 没有在册的运行"]})
    works.reconcile()
    assert check(works) == Said(0, {})

    works.tell("UPDATE stages SET flow_run_id = NULL WHERE id = :id", id=second.stage_id)
    _make_older(works, second.id)
    orphans = [f"stage {second.stage_id} 没有在册的运行", f"run {second.id} 没有打开的阶段"]
    assert check(works) == Said(1, {RUNS: orphans})
    assert check(works, "--without-prefect") == Said(0, {})
    works.reconcile()
    works.reconcile()
    assert check(works) == Said(0, {})

    stray = works.api.create_run("receipt", uuid4(), "of no stage")
    _make_older(works, stray)
    assert check(works) == Said(1, {RUNS: [f"run {stray} 没有打开的阶段"]})
    works.reconcile()

    version = works.one("SELECT min(version_id::text) FROM files")
    works.tell("DELETE FROM files WHERE version_id = CAST(:id AS uuid)", id=version)
    said = check(works)
    assert said.status == 1
    assert list(said.broken) == [FILES]
    assert [problem.split(" ")[0] for problem in said.broken[FILES]] == [version]


def test_the_command_says_that_prefect_is_away_and_prints_a_statement_for_people(
    works: Works,
) -> None:
    works.bring("ask:registration")
    works.server.kill()
    try:
        said = check(works)
    finally:
        works.server.start()
    assert said.status == 1
    assert said.broken[RUNS] == ["流程引擎没有响应,无法核对;加 --without-prefect 可以跳过。"]

    printed = subprocess.run(
        [sys.executable, "-m", "deployments", "check", "--without-prefect"],
        env={**works.server.env, **works.settings()}, cwd=works.state,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert printed.stdout.count("✓") >= 13
    assert printed.stdout.rstrip().endswith("声明成立。")


def _make_older(works: Works, run_id: object) -> None:
    """Let a run have been in its state for longer than the time of grace."""
    with psycopg.connect(works.server.stock.postgres_url) as link:
        changed = link.execute(
            "UPDATE flow_run_state SET timestamp = timestamp - interval '5 minutes' "
            "WHERE flow_run_id = %s",
            [run_id],
        )
        assert changed.rowcount
