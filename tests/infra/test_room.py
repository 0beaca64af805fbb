"""A full disk and a read-only one are said, hold what would write, and go on by themselves."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.state import LOG_LIMIT, open_log, prepare_state, rotate_logs
from models import room
from models.room import Trouble
from models.settings import OWNER_ROLE
from tests.chaos import Tally, times
from tests.flows.test_postgres_dies import centre
from tests.flows.writers import Writers, going_on, refused
from tests.infra.test_supervisor import ROOT, Run, child_serving, descendants, free_port

#: Room for a database and its log, little beside it.
SIZE = 400 * 1024 * 1024


def _may_mount(place: Path) -> bool:
    if os.geteuid() != 0:
        return False
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "hutong-test", str(place)],
        check=False, capture_output=True,
    )  # fmt: skip
    return done.returncode == 0


@pytest.fixture
def disk() -> Iterator[Path]:
    """A small disk of its own, which the database account can enter: else its data lie elsewhere."""
    place = Path(tempfile.mkdtemp(prefix="hutong-disk-"))
    try:
        if not _may_mount(place):
            pytest.skip("no small disk here: mounting needs root, and a container that lets it")
        place.chmod(0o711)
        yield place
        subprocess.run(["umount", "-l", str(place)], check=True)
    finally:
        place.rmdir()


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Nothing is left on this disk."""
    file = disk / "filler"
    with file.open("wb") as out:
        try:
            while True:
                out.write(b"\0" * 1024 * 1024)
                out.flush()
        except OSError:
            pass
    yield
    file.unlink()


def test_a_disk_says_whether_it_takes_anything(disk: Path) -> None:
    assert room.trouble(disk) is None
    assert room.trouble(disk / "not there") is None
    with filled(disk):
        assert room.trouble(disk) is Trouble.FULL
    assert room.trouble(disk) is None
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert room.trouble(disk) is Trouble.READ_ONLY
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    assert room.trouble(disk) is None


def test_doctor_says_that_a_disk_takes_nothing_and_nothing_once_it_does(disk: Path) -> None:
    with filled(disk):
        assert Trouble.FULL.value in doctor(disk)
    assert Trouble.FULL.value not in doctor(disk)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert Trouble.READ_ONLY.value in doctor(disk)
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


def doctor(disk: Path) -> str:
    """What `hutong doctor` says of an installation on this disk."""
    done = subprocess.run(
        [sys.executable, "-m", "deployments", "doctor"],
        env={**os.environ, "HUTONG_STATE_DIR": str(disk / "var")},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def test_the_supervisor_waits_for_room_and_goes_on_by_itself(disk: Path) -> None:
    run = Run(disk / "var", free_port())
    try:
        run.hears("护童已启动")
        with filled(disk):
            os.kill(child_serving(run, "http.server"), signal.SIGKILL)
            os.kill(child_serving(run, "/bin/postgres -D"), signal.SIGKILL)
            run.hears("磁盘已满")
            time.sleep(8)
            assert run.process.poll() is None
            assert "Traceback" not in run.words
        run.hears(r"磁盘已恢复(.|\n)*✓ 数据库已恢复")
        run.hears(r"磁盘已恢复(.|\n)*✓ 办案门户")
        assert "Traceback" not in run.words
    finally:
        run.process.send_signal(signal.SIGINT)
        run.ends()
    assert descendants(run.process.pid) == []


def test_a_start_on_a_full_disk_is_one_sentence(disk: Path) -> None:
    with filled(disk):
        run = Run(disk / "var", free_port())
        status = run.ends()

    assert status != 0
    assert "磁盘已满" in run.words


def test_an_overlong_log_is_set_aside_while_it_is_written(tmp_path: Path) -> None:
    prepare_state(tmp_path)
    with open_log(tmp_path, "portal") as log:
        log.write(b"x" * (LOG_LIMIT + 1))
        log.flush()
        rotate_logs(tmp_path)
        log.write(b"new\n")
        log.flush()

    assert (tmp_path / "log" / "portal.log").read_bytes() == b"new\n"
    older = tmp_path / "log" / "portal.log.1"
    assert older.stat().st_size == LOG_LIMIT + 1
    assert older.stat().st_mode & 0o777 == 0o600


def test_a_part_that_hears_nothing_any_more_is_replaced_within_its_lease(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    run = Run(tmp_path / "var", free_port())
    try:
        run.hears("护童已启动")
        os.kill(_server(run), signal.SIGSTOP)
        run.hears(r"办案门户超过 3 秒没有响应(.|\n)*✓ 办案门户")
    finally:
        run.process.send_signal(signal.SIGINT)
        run.ends()


WHOLE_FILLS, FEW_FILLS, WRITERS = 15, 1, 4


@pytest.mark.chaos
@pytest.mark.timeout(3600)
def test_a_disk_that_fills_under_four_writers_takes_nothing_that_was_confirmed(disk: Path) -> None:
    tally = Tally("disk filled under four writers")
    with EmbeddedPostgres(disk / "state") as server:
        server.create_role(OWNER_ROLE, may_create_roles=True)
        with centre(server, "filled") as practice:
            writers = Writers(practice, WRITERS)
            with writers.at_work() as ledger:
                for _ in range(times(WHOLE_FILLS, FEW_FILLS)):
                    going_on(ledger)
                    time.sleep(tally.chance.uniform(0, 0.3))
                    with filled(disk):
                        refused(ledger)
                        time.sleep(tally.chance.uniform(0, 1))
                        is_down = server.pid is None
                    tally.tried["disk full, database " + ("down" if is_down else "up")] += 1
                    # As the supervisor does once there is room again.
                    server.start()
                going_on(ledger)
            practice.owner.dispose()
            tally.kept.update(ledger.counts())
            tally.tell(writers.lost())


def _server(run: Run) -> int:
    """The web server itself, under the guard that names it too."""
    [found] = [
        pid
        for pid in descendants(run.process.pid)
        if b"\0-m\0http.server" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    return found
