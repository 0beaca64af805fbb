"""Each part as a user of the operating system of its own: it reads its own secrets and no others."""

import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from deployments.machine.database import PREFECT_ROLE
from deployments.machine.state import (
    ensure_master_key,
    free_port,
    password_of,
    prepare_state,
    secret_text,
    write_private,
)
from deployments.steps import migrate
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE, Settings, secrets_dir
from tests.conftest import Database
from tests.infra.kept_apart import ROOT, folder

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("setpriv") is None, reason="becomes another user"
)
#: Nobody's, as far as this machine knows.
USERS = {"portal": 61501, "worker": 61502}
#: Reads all that its user can of the files and folders it is told, and what is around processes.
LOOKS = """
import pathlib, sys
found = []
for top in map(pathlib.Path, sys.argv[1:]):
    found.append(top)
    try:
        found.extend(top.rglob('*'))
    except OSError:
        pass
for file in [*found, *pathlib.Path('/proc').glob('[0-9]*/environ')]:
    try:
        sys.stdout.buffer.write(file.read_bytes())
    except OSError:
        pass
"""
#: The nothing-lost statement of whoever has the worker's secrets.
CHECKS = """
from deployments.doctor.checking import statement
from models.settings import Settings
print(statement(Settings(), with_prefect=False).as_text())
"""


@pytest.fixture
def place(database: Database) -> Iterator[Path]:
    """An installation's own state, and beside it a folder for each part, as the book says."""
    trying = as_user("portal", sys.executable, "-c", "pass", env={})
    trying.communicate(timeout=30)
    if trying.returncode:
        pytest.skip("this Python is not for other users")
    with folder() as made:
        state = made / "var"
        prepare_state(state)
        known = {PORTAL_ROLE: database.portal_url, WORKER_ROLE: database.worker_url}
        for role, url in known.items():
            write_private(secrets_dir(state) / f"{role}.password", _password(url))
        for role in (OWNER_ROLE, PREFECT_ROLE):
            password_of(state, role)
        write_private(secrets_dir(state) / "hutong_database_url", database.owner_url)
        secret_text(secrets_dir(state) / "prefect.auth")
        (secrets_dir(state) / "backup.key").write_bytes(secrets.token_bytes(32))
        ensure_master_key(secrets_dir(state) / "master.key", may_create=True)
        migrate(Settings(state_dir=state, database_url=database.owner_url, practice=False))
        urls = {"portal": database.portal_url, "worker": database.worker_url}
        for part, url in urls.items():
            _lay(made / part, USERS[part], state, part, url)
        yield made


def _lay(own: Path, user: int, state: Path, part: str, url: str) -> None:
    prepare_state(own)
    write_private(secrets_dir(own) / f"hutong_{part}_database_url", url)
    shutil.copyfile(secrets_dir(state) / "master.key", secrets_dir(own) / "master.key")
    for path in (own, *own.rglob("*")):
        os.chown(path, user, user)
        path.chmod(0o700 if path.is_dir() else 0o600)


def _password(url: str) -> str:
    return url.partition("//")[2].partition(":")[2].partition("@")[0]


def as_user(part: str, *words: str, env: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    user = str(USERS[part])
    return subprocess.Popen(
        ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *words],
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **env}, cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def test_the_portal_serves_with_its_own_folder_alone(place: Path) -> None:
    port = free_port()
    portal = as_user(
        "portal", sys.executable, "-m", "deployments", "portal",
        env={"HUTONG_STATE_DIR": str(place / "portal"), "HUTONG_PORTAL_PORT": str(port)},
    )  # fmt: skip
    try:
        assert "登录" in _page(f"http://127.0.0.1:{port}/login")
    finally:
        portal.terminate()
        portal.communicate(timeout=30)


def test_the_worker_reaches_the_record_with_its_own_folder_alone(place: Path) -> None:
    checking = as_user(
        "worker", sys.executable, "-c", CHECKS,
        env={"HUTONG_STATE_DIR": str(place / "worker")},
    )  # fmt: skip
    said, _ = checking.communicate(timeout=60)
    assert checking.returncode == 0, said.decode()
    assert "“什么都没有丢”声明" in said.decode()


@pytest.mark.parametrize("part", USERS)
def test_what_its_user_reads_opens_neither_the_owners_nor_anothers_door(
    place: Path, part: str
) -> None:
    tops = [place / "var", place / "portal", place / "worker"]
    files = [file for top in tops for file in top.rglob("*") if file.is_file()]
    looking = as_user(part, sys.executable, "-c", LOOKS, *map(str, [*tops, *files]), env={})
    read, _ = looking.communicate(timeout=60)

    state = secrets_dir(place / "var")
    mine = (secrets_dir(place / part) / f"hutong_{part}_database_url").read_bytes()
    assert mine in read, "it does read its own"
    others = {"portal": WORKER_ROLE, "worker": PORTAL_ROLE}[part]
    hidden = [
        state / "hutong_database_url", state / "prefect.auth", state / "backup.key",
        *(state / f"{role}.password" for role in (OWNER_ROLE, PREFECT_ROLE, others)),
    ]  # fmt: skip
    for file in hidden:
        assert file.read_bytes().strip() not in read, file.name
    owner = _password((state / "hutong_database_url").read_text("utf-8"))
    assert owner.encode() not in read


def _page(address: str) -> str:
    limit = time.monotonic() + 60
    while True:
        try:
            with closing(urlopen(address, timeout=5)) as answer:
                return str(answer.read().decode())
        except URLError:
            assert time.monotonic() < limit, "the portal does not answer"
            time.sleep(0.2)
