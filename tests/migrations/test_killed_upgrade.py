"""An upgrade killed at any statement leaves what was there, or all of the new, and is run again."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from deployments.backup.tables import begin_snapshot, digests
from deployments.machine import migrate
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.state import password_of
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from models.store.driver import engine_to
from tests.golden.dumping import restore
from tests.golden.history import history
from tests.golden.structure import structure
from tests.golden.telling import Golden, all_golden

ROOT = Path(__file__).parents[2]
#: Which points are tried, of some hundreds; `KILLS=all` tries every one.
SEED, POINTS = 20261130, 4


class Upgrades:
    """The process that makes the children."""

    def __init__(self, process: "subprocess.Popen[str]", postgres: EmbeddedPostgres) -> None:
        self._process = process
        self._passwords = {
            name: password_of(postgres.state, role)
            for name, role in (("portal", PORTAL_ROLE), ("worker", WORKER_ROLE))
        }

    def run(self, url: str, *, at: int = 0) -> str:
        """Let a child upgrade a database and die at a point; none for 0."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps({"url": url, "at": at, **self._passwords}), file=self._process.stdin)
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@pytest.fixture(scope="module")
def upgrades(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Upgrades]:
    assert template_database
    with subprocess.Popen(
        [sys.executable, "-m", "tests.migrations.killed_upgrade"], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        yield Upgrades(process, postgres)
        assert process.stdin
        process.stdin.close()


@contextmanager
def golden_database(postgres: EmbeddedPostgres, golden: Golden, name: str) -> Iterator[str]:
    postgres.create_database(name, owner=OWNER_ROLE)
    restore(postgres, golden, name)
    yield postgres.url(name, OWNER_ROLE)
    postgres.drop_database(name)


def is_current(url: str) -> bool:
    engine = engine_to(url)
    with engine.connect() as db:
        current = migrate.is_current(db)
    engine.dispose()
    return current


def state(url: str) -> object:
    """Every row of every table, and how they are made."""
    with psycopg.connect(url, autocommit=True) as link:
        begin_snapshot(link)
        return digests(link), _made(url)


def _made(url: str) -> dict[str, set[str]]:
    engine = engine_to(url)
    with engine.begin() as db:
        made = structure(db)
    engine.dispose()
    return made


def _history(url: str) -> dict[str, tuple[int, str]]:
    engine = engine_to(url)
    with engine.begin() as db:
        found = history(db)
    engine.dispose()
    return found


@pytest.mark.parametrize("golden", all_golden(), ids=lambda golden: golden.name)
def test_an_upgrade_killed_at_any_statement_is_all_or_nothing_and_is_run_again(
    postgres: EmbeddedPostgres, template_database: str, upgrades: Upgrades, golden: Golden
) -> None:
    with golden_database(postgres, golden, "upgraded_at_once") as url:
        word, _, count = upgrades.run(url).partition(" ")
        assert word == "finished", (word, count)
        points, whole = int(count), _made(url)
    assert points > 100
    every = range(1, points + 1)
    some = {1, points - 1, points} | set(random.Random(SEED).sample(every, POINTS))
    with golden_database(postgres, golden, "upgraded_in_pieces") as url:
        before, told = state(url), _history(url)
        for at in sorted(every if os.environ.get("KILLS") == "all" else some):
            assert upgrades.run(url, at=at) == "killed", at
            if at < points:
                assert state(url) == before, f"killed at point {at} of {points}"
        assert is_current(url), "killed after the last commit"

        assert upgrades.run(url).startswith("finished")

        assert _history(url) == told
        assert _made(url) == whole
        assert whole["columns"] == _made(postgres.url(template_database, OWNER_ROLE))["columns"]
