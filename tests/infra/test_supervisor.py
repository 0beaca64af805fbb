"""`hutong run` starts in order, stands up again, stops whole, and says what is the matter."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Run:
    """The supervisor as a process, its words collected as it speaks."""

    def __init__(self, state: Path, port: int) -> None:
        self.words = ""
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "infra" / "stand_in.py")],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={
                **os.environ,
                "HUTONG_STATE_DIR": str(state),
                "HUTONG_PORTAL_PORT": str(port),
                "PREFECT_API_URL": "http://127.0.0.1:9/api",
                "PYTHONUNBUFFERED": "1",
            },
            cwd="/",
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.words += line

    def hears(self, pattern: str, seconds: float = 40) -> re.Match[str]:
        """Wait until it has said something, and return the match."""
        limit = time.monotonic() + seconds
        while not (found := re.search(pattern, self.words)):
            assert time.monotonic() < limit, f"never said {pattern!r}, only:\n{self.words}"
            assert self.process.poll() is None or self._listener.is_alive(), self.words
            time.sleep(0.05)
        return found

    def ends(self, seconds: float = 20) -> int:
        status = self.process.wait(timeout=seconds)
        self._listener.join(timeout=5)
        if self.process.stdout:
            self.process.stdout.close()
        return status


def descendants(pid: int) -> list[int]:
    """Return the children of a process, and theirs."""
    shown = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    children = [int(word) for word in shown.stdout.split()]
    return children + [d for child in children for d in descendants(child)]


def left_alive(pids: list[int], seconds: float) -> list[int]:
    """Return which of these processes are still there after so many seconds."""
    limit = time.monotonic() + seconds
    while True:
        alive = [p for p in pids if Path(f"/proc/{p}").exists() and not _is_zombie(p)]
        if not alive or time.monotonic() > limit:
            return alive
        time.sleep(0.05)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def child_serving(run: Run, words: str) -> int:
    """Return the child of the supervisor whose command line contains `words`."""
    for pid in descendants(run.process.pid):
        line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        if words in line:
            return pid
    raise AssertionError(f"no child runs {words}")


@pytest.fixture
def state() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="护童 的目录 "))
    folder.chmod(0o711)
    yield folder / "var"
    shutil.rmtree(folder)


@pytest.fixture
def runs(state: Path) -> Iterator[list[Run]]:
    started: list[Run] = []
    yield started
    for run in started:
        run.process.send_signal(signal.SIGINT)
        run.ends()


def start(runs: list[Run], state: Path, port: int = 0) -> Run:
    runs.append(Run(state, port or free_port()))
    return runs[-1]


def test_it_starts_in_order_serves_and_stops_whole_on_ctrl_c(runs: list[Run], state: Path) -> None:
    run = start(runs, state)
    address = run.hears(r"护童已启动.(http\S+)").group(1)
    with urllib.request.urlopen(address, timeout=5) as page:
        assert page.status == 200
    pids = descendants(run.process.pid)

    run.process.send_signal(signal.SIGINT)

    assert run.ends() == 0
    assert left_alive(pids, 0) == []
    done = re.findall(r"✓ (\w+)\W", run.words)
    assert done == ["数据库", "数据库结构", "办案门户", "流程工作进程"]


def test_a_second_start_points_to_the_first(runs: list[Run], state: Path) -> None:
    address = start(runs, state).hears(r"护童已启动.(http\S+)").group(1)

    second = start(runs, state)

    assert second.ends() == 0
    assert "护童已在运行" in second.words
    assert address in second.words


def test_kill_minus_nine_of_the_supervisor_leaves_nothing_and_it_starts_again(
    runs: list[Run], state: Path
) -> None:
    run = start(runs, state)
    run.hears("护童已启动")
    children = descendants(run.process.pid)

    run.process.kill()
    run.ends()
    again = start(runs, state)

    assert left_alive(children, 15) == []
    again.hears("护童已启动")


def test_a_killed_part_and_a_killed_database_come_back(runs: list[Run], state: Path) -> None:
    run = start(runs, state)
    address = run.hears(r"护童已启动.(http\S+)").group(1)

    os.kill(child_serving(run, "http.server"), signal.SIGKILL)
    run.hears(r"办案门户意外退出")
    run.hears(r"办案门户意外退出(.|\n)*✓ 办案门户")
    os.kill(child_serving(run, "/bin/postgres -D"), signal.SIGKILL)
    run.hears("✓ 数据库已恢复")

    with urllib.request.urlopen(address, timeout=5) as page:
        assert page.status == 200


def test_a_taken_port_is_named_and_another_taken(runs: list[Run], state: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        run = start(runs, state, port)
        other = run.hears(r"端口 (\d+) 已被占用.改用 (\d+)")
        address = run.hears(r"护童已启动.(http\S+)").group(1)

    assert other.group(1) == str(port)
    assert address == f"http://127.0.0.1:{other.group(2)}/"


def test_a_lost_master_key_is_never_replaced_in_silence(runs: list[Run], state: Path) -> None:
    first = start(runs, state)
    first.hears("护童已启动")
    first.process.send_signal(signal.SIGTERM)
    first.ends()
    (state / "secrets" / "master.key").unlink()

    refused = subprocess.run(
        [sys.executable, "-m", "deployments", "run"],
        env={**os.environ, "HUTONG_STATE_DIR": str(state)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 2
    assert "主密钥" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_master_key_and_the_secrets_are_for_their_owner_only(
    runs: list[Run], state: Path
) -> None:
    start(runs, state).hears("护童已启动")

    secrets = state / "secrets"
    assert secrets.stat().st_mode & 0o777 == 0o700
    assert {f.stat().st_mode & 0o777 for f in secrets.iterdir()} == {0o600}
    assert (secrets / "master.key").stat().st_size == 32
