"""Where a PostgreSQL's data are, how they come to be, and who was left running on them."""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from deployments.machine.child import MachineAccount
from deployments.machine.postgres_binaries import ROOT_HOME, Binaries, can_reach
from deployments.machine.state import write_private
from models.errors import OutsideFailure

#: The server's own administrator; Hutong's parts connect as lesser roles.
SUPERUSER = "postgres"
#: PostgreSQL before this cannot be told how often a password is hashed.
_QUICK_PASSWORDS_SINCE = 16


def data_folder(state: Path, major: int, account: MachineAccount | None) -> Path:
    """Return the folder whose `data` is the database, choosing it on the first start.

    Under the state directory where the account can enter it, else under `/var/lib/hutong`; the
    state directory remembers which, so that a folder that is moved or copied finds its data.

    Args:
        state: The state directory.
        major: PostgreSQL's major version: data of another version are not its data.
        account: Whom the server runs as; None: ourselves.
    """
    note = state / f"postgres-{major}.where"
    if note.is_file():
        return Path(note.read_text(encoding="utf-8").strip())
    place = state / f"postgres-{major}"
    place.mkdir(mode=0o700, exist_ok=True)
    if account is None:
        return place
    os.chown(place, account.uid, account.gid)
    if not can_reach(account, place):
        place.rmdir()
        ROOT_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        mark = hashlib.sha256(str(state).encode()).hexdigest()[:12]
        place = Path(tempfile.mkdtemp(prefix=f"{mark}-", dir=ROOT_HOME))
        os.chown(place, account.uid, account.gid)
        write_private(note, str(place))
    return place


def make_cluster(
    binaries: Binaries, folder: Path, password: str, account: MachineAccount | None, *, fsync: bool
) -> None:
    """Create an empty database cluster in `folder/data`, whole or not at all.

    Raises:
        OutsideFailure: initdb failed; its last words are in the message.
    """
    fresh = folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    secret = folder / "password.new"
    write_private(secret, password)
    who: dict[str, Any] = {}
    if account is not None:
        os.chown(secret, account.uid, account.gid)
        who = {"user": account.uid, "group": account.gid, "extra_groups": []}
    command = [
        *(binaries.program("initdb"), "-D", str(fresh), "-U", SUPERUSER, "-E", "UTF8"),
        *("--auth=scram-sha-256", f"--pwfile={secret}", "--data-checksums"),
        *binaries.locale_options,
        *([] if fsync else ["--no-sync"]),
    ]
    if not fsync and binaries.major >= _QUICK_PASSWORDS_SINCE:
        # Each connection hashes its password anew; these are random, and gone in an hour.
        command.append("--set=scram_iterations=1")
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=server_environment(),
            cwd="/",
            check=False,
            **who,
        )
    finally:
        secret.unlink()
    if done.returncode != 0:
        raise OutsideFailure(f"初始化数据库失败：{done.stderr.strip()[-500:]}")
    fresh.rename(folder / "data")


def server_environment() -> dict[str, str]:
    """Return the whole environment of PostgreSQL's programs: the same on every machine."""
    return {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/local/bin:/usr/bin:/bin"}


def clear_leftovers(data: Path) -> None:
    """End a server that outlived its owner on these data; forget a note that names a stranger.

    Call it only while holding the state's lock: then a server still running belongs to nobody.
    A note naming a dead process is left to PostgreSQL, which checks shared memory by it.
    """
    pid = noted_pid(data)
    if pid is None or not _alive(pid):
        return
    if not _serves(pid, data):
        # After a reboot the number may be another program's, and PostgreSQL would not start.
        (data / "postmaster.pid").unlink(missing_ok=True)
        return
    # It may be shutting down already, told so by its owner's death.
    for number, seconds in ((0, 2), (signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        if _gone(pid, data, seconds):
            return
    raise OutsideFailure(f"上一次运行留下的数据库进程 {pid} 无法结束，请重启计算机后再试。")


def noted_pid(data: Path) -> int | None:
    """Return the process that the data folder says serves it, if any."""
    try:
        return abs(int((data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]))
    except (OSError, ValueError, IndexError):
        return None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _serves(pid: int, data: Path) -> bool:
    """Say whether that process is a PostgreSQL on exactly these data."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
        except OSError:
            return False
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return str(data) in shown.stdout


def _gone(pid: int, data: Path, seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if not _alive(pid) or not _serves(pid, data):
            return True
        time.sleep(0.05)
    return False
