"""A child process that dies with us, whoever kills us and how.

Start children from the main thread: the kernel ties their life to the thread that made them.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_LAUNCHER = Path(__file__).with_name("launch.py")


@dataclass(frozen=True)
class MachineAccount:
    """A user of this machine to run a program as."""

    name: str
    uid: int
    gid: int


def start_child(
    command: Sequence[str],
    *,
    log: IO[bytes],
    env: Mapping[str, str],
    cwd: Path,
    account: MachineAccount | None = None,
    when_we_die: signal.Signals = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """Start a program in its own process group, its output going to `log`.

    Args:
        command: The program's full path and its arguments; no secret belongs there.
        log: An open file; the child keeps its own handle on it.
        env: The child's whole environment.
        cwd: Its working directory; the account must be able to enter it.
        account: Whom to run it as; only root may give one.
        when_we_die: What it gets when this process ends without stopping it.
    """
    uid, gid = (account.uid, account.gid) if account else (-1, -1)
    tie = [str(n) for n in (os.getpid(), int(when_we_die), uid, gid)]
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(_LAUNCHER), *tie, *command],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=dict(env),
        cwd=cwd,
        process_group=0,
    )


def signal_group(pid: int, number: signal.Signals) -> None:
    """Send a signal to a child's whole process group; one that is gone is no error."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return
    except PermissionError:  # macOS says this of a group of zombies
        return


def wait_ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Say whether the process ended within so many seconds."""
    limit = time.monotonic() + seconds
    while process.poll() is None:
        if time.monotonic() >= limit:
            return False
        time.sleep(0.02)
    return True
