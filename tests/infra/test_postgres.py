"""Our PostgreSQL is real: it survives kill -9, never outlives its owner, and keeps to itself.

As root each story is told twice: as root, and as an ordinary user.
"""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from deployments.machine.child import MachineAccount
from deployments.machine.postgres_binaries import (
    ROOT_HOME,
    can_reach,
    find_binaries,
    server_account,
)

ROOT = Path(__file__).parents[2]
IS_ROOT = os.geteuid() == 0
DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class Owner:
    """A process that owns a server; killed or left, as the story asks."""

    def __init__(self, state: Path, account: MachineAccount | None, *more: str) -> None:
        python = interpreter_for(account)
        who: dict[str, Any] = (
            {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
        )
        packages = sysconfig.get_paths()["purelib"]
        self.process = subprocess.Popen(
            [python, str(ROOT / "tests" / "infra" / "owner.py"), str(state), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": f"{ROOT}:{packages}", "PATH": os.environ["PATH"]},
            cwd="/",
            **who,
        )

    def say(self, order: str) -> dict[str, Any]:
        """Give an order and return what came of it."""
        assert self.process.stdin
        assert self.process.stdout
        print(order, file=self.process.stdin, flush=True)
        said: dict[str, Any] = json.loads(self.process.stdout.readline())
        return said

    def kill(self) -> None:
        self.process.kill()
        self.leave()

    def leave(self) -> None:
        with suppress(BrokenPipeError, ValueError):
            self.process.communicate(timeout=30)


def interpreter_for(account: MachineAccount | None) -> str:
    """Return a Python that the account can run with our packages, or skip, saying why."""
    if account is None:
        return sys.executable
    same = f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}"
    for python in (os.path.realpath(sys.executable), same):
        if can_reach(account, Path(python)):
            break
    else:
        pytest.skip(f"{account.name} can run no Python {sys.version_info[:2]} of this machine")
    if not can_reach(account, Path(sysconfig.get_paths()["purelib"])):
        pytest.skip(f"{account.name} cannot enter this environment's packages")
    return python


def gone(pid: int, seconds: float = 15) -> bool:
    """Say whether a process ended within so many seconds."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(params=["as we are", "as an ordinary user"] if IS_ROOT else ["as we are"])
def account(request: pytest.FixtureRequest) -> MachineAccount | None:
    if request.param == "as we are":
        return None
    entry = pwd.getpwnam("nobody")
    return MachineAccount("nobody", entry.pw_uid, entry.pw_gid)


@pytest.fixture
def state(account: MachineAccount | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="护童 test "))
    if account:
        os.chown(folder, account.uid, account.gid)
    yield folder / "var"
    for note in (folder / "var").glob("*.where"):
        shutil.rmtree(note.read_text())
    shutil.rmtree(folder)


@pytest.fixture
def owners(state: Path, account: MachineAccount | None) -> Iterator[Any]:
    made: list[Owner] = []

    def make(*more: str) -> Owner:
        made.append(Owner(state, account, *more))
        return made[-1]

    yield make
    for owner in made:
        owner.leave()


def test_a_server_starts_keeps_its_rows_and_its_port(owners: Any) -> None:
    owner = owners()
    first = owner.say("start")
    with psycopg.connect(first["url"]) as link:
        link.execute("create table kept (what text)")
        link.execute("insert into kept values ('小禾(化名)')")
        checksums = link.execute("select current_setting('data_checksums')").fetchone()
        letters = link.execute("select to_tsvector('simple', '护童') is not null").fetchone()
    owner.say("stop")

    second = owner.say("start")

    assert second["port"] == first["port"]
    assert checksums == ("on",)
    assert letters == (True,)
    with psycopg.connect(second["url"]) as link:
        assert link.execute("select what from kept").fetchall() == [("小禾(化名)",)]


def test_a_server_killed_in_mid_work_comes_back_with_what_was_committed(owners: Any) -> None:
    owner = owners()
    server = owner.say("start")
    with psycopg.connect(server["url"], autocommit=True) as link:
        link.execute("create table kept (number int)")
        link.execute("insert into kept select generate_series(1, 1000)")
        os.kill(server["pid"], signal.SIGKILL)
    assert gone(server["pid"])

    again = owner.say("start")

    assert again["pid"] != server["pid"]
    with psycopg.connect(again["url"]) as link:
        assert link.execute("select count(*) from kept").fetchone() == (1000,)


def test_a_killed_owner_leaves_no_server_and_loses_nothing(owners: Any) -> None:
    owner = owners()
    server = owner.say("start")
    with psycopg.connect(server["url"], autocommit=True) as link:
        link.execute("create table kept (number int)")
        link.execute("insert into kept values (1)")
    owner.kill()

    next_server = owners().say("start")  # At once, while the old one may still be leaving.

    assert gone(server["pid"])
    with psycopg.connect(next_server["url"]) as link:
        assert link.execute("select number from kept").fetchall() == [(1,)]


def test_a_server_that_nobody_owns_is_ended_and_its_data_served(
    owners: Any, state: Path, account: MachineAccount | None
) -> None:
    owner = owners()
    owner.say("start")
    owner.say("stop")
    data = next(iter([*state.glob("postgres-*/data"), *_noted(state)]))
    server_as = account or server_account()
    postgres = find_binaries(None, server_as).program("postgres")
    who: dict[str, Any] = (
        {"user": server_as.uid, "group": server_as.gid} if IS_ROOT and server_as else {}
    )
    port = (state / "postgres.port").read_text()
    orphan = subprocess.Popen(
        [postgres, "-D", str(data), "-p", port, "-c", "unix_socket_directories="],
        env={"LC_ALL": "C"},
        cwd="/",
        stderr=subprocess.DEVNULL,
        **who,
    )
    _wait_for(data / "postmaster.pid")

    server = owner.say("start")

    assert "error" not in server
    assert server["pid"] != orphan.pid
    orphan.wait(timeout=5)


def test_a_stale_note_naming_a_stranger_harms_neither(
    owners: Any, state: Path, account: MachineAccount | None
) -> None:
    owner = owners()
    owner.say("start")
    owner.say("stop")
    data = next(iter([*state.glob("postgres-*/data"), *_noted(state)]))
    server_as = account or server_account()
    who: dict[str, Any] = (
        {"user": server_as.uid, "group": server_as.gid} if IS_ROOT and server_as else {}
    )
    stranger = subprocess.Popen(["/bin/sleep", "60"], cwd="/", **who)
    (data / "postmaster.pid").write_text(f"{stranger.pid}\n{data}\n1700000000\n5432\n\n\n")

    server = owner.say("start")

    assert "error" not in server
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_taken_port_is_given_up_for_another(owners: Any) -> None:
    owner = owners()
    port = owner.say("start")["port"]
    owner.say("stop")
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()

        server = owner.say("start")

    assert server["port"] != port
    psycopg.connect(server["url"]).close()


def test_a_second_owner_is_refused_with_a_sentence(owners: Any) -> None:
    owners().say("start")

    refused = owners().say("start")

    assert "另一个进程" in refused["error"]


def test_no_connection_without_the_password_and_no_value_in_the_log(
    owners: Any, state: Path
) -> None:
    server = owners().say("start")
    with psycopg.connect(server["url"], autocommit=True) as link:
        link.execute("create table people (name text primary key)")
        for _ in range(2):
            with suppress(psycopg.errors.UniqueViolation):
                link.execute("insert into people values ('不可泄露之名')")
        with suppress(psycopg.errors.InvalidTextRepresentation):
            link.execute("select '不可泄露之名'::int")

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://postgres:wrong@127.0.0.1:{server['port']}/postgres")
    log = (state / "log" / "postgres.log").read_text()
    assert "ready to accept connections" in log
    assert "不可泄露之名" not in log


@pytest.mark.skipif(not IS_ROOT, reason="only root must put its data elsewhere")
def test_root_opens_no_folder_to_the_database_account() -> None:
    private = Path(tempfile.mkdtemp(prefix="hutong-private-"))  # mode 0700
    owner = Owner(private / "var", None)

    server = owner.say("start")

    where = next(iter(_noted(private / "var")))
    assert "error" not in server
    assert where.is_relative_to(ROOT_HOME)
    assert private.stat().st_mode & 0o777 == 0o700
    owner.leave()
    shutil.rmtree(where.parent)
    shutil.rmtree(private)


@pytest.mark.skipif(not DEBIAN, reason="no other PostgreSQL is installed on this machine")
def test_another_postgresql_may_be_used(owners: Any) -> None:
    server = owners(str(DEBIAN[-1])).say("start")

    with psycopg.connect(server["url"]) as link:
        version = link.execute("show server_version").fetchone()
    assert version
    assert version[0].split(".")[0] == DEBIAN[-1].parent.name


def _noted(state: Path) -> list[Path]:
    return [Path(n.read_text()) / "data" for n in state.glob("*.where")]


def _wait_for(file: Path) -> None:
    for _ in range(500):
        if file.exists() and len(file.read_text().splitlines()) >= 6:
            return
        time.sleep(0.02)
    raise AssertionError(f"{file} never came")
