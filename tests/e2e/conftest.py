"""A real portal process over a real database, and a real Chromium in front of it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from flows.readers.local import work_off
from models.store.acting import make_engine
from models.time_source import MachineTime
from tasks.office import Office
from tests.conftest import Database
from tests.people_factories import Staff, make_staff
from web import passwords

KEY = bytes(range(32))
PASSWORD = "walk-the-whole-case-7"


@dataclass
class Installation:
    """A running portal, and what a worker would do beside it."""

    address: str
    staff: Staff
    work_off: partial[int]


@pytest.fixture
def installation(
    database: Database, postgres: EmbeddedPostgres, tmp_path: Path
) -> Iterator[Installation]:
    """`hutong portal` as a process of its own, told everything by settings."""
    owner, worker = make_engine(database.owner_url), make_engine(database.worker_url)
    staff = make_staff(owner, password=passwords.hashed(PASSWORD))
    key_file = tmp_path / "master.key"
    key_file.write_bytes(KEY)
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    log = (tmp_path / "portal.log").open("wb")
    portal = subprocess.Popen(
        [Path(sys.executable).with_name("hutong"), "portal"],
        env={
            **os.environ, "HUTONG_STATE_DIR": str(tmp_path), "HUTONG_KEY_FILE": str(key_file),
            "HUTONG_PORTAL_DATABASE_URL": database.portal_url, "HUTONG_PORTAL_PORT": str(port),
        },
        stdout=log, stderr=subprocess.STDOUT, cwd=tmp_path,
    )  # fmt: skip
    try:
        _wait_until_it_answers(portal, address, tmp_path / "portal.log")
        yield Installation(
            address, staff, partial(work_off, worker, Office.with_key(KEY), MachineTime())
        )
    finally:
        portal.terminate()
        portal.wait(10)
        log.close()
        for engine in (owner, worker):
            engine.dispose()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_until_it_answers(portal: subprocess.Popen[bytes], address: str, log: Path) -> None:
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        if portal.poll() is not None:
            break
        try:
            with urlopen(f"{address}/readyz", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the portal did not start: {log.read_text('utf-8')[-2000:]}")
