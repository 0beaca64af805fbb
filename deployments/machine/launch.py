"""Start one program so that it cannot outlive the process that asked for it.

This file is run by a bare interpreter, outside our packages, so that nothing risky happens
between fork and exec of a large program with threads:

    python -I -S launch.py PARENT SIGNAL UID GID PROGRAM [ARGUMENT…]

PARENT is the asking process, SIGNAL what the program gets when PARENT dies (by kill -9 too), UID
and GID whom it runs as (-1: unchanged).

With SIGNAL 9 this process stays as a guard and, when PARENT is gone, ends its whole process group:
whatever the program has started itself goes too. On Linux the kernel wakes it for that, so that it
costs nothing while it waits; elsewhere it looks twice a second. With another signal, on Linux, the
kernel delivers it and this process *becomes* the program.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from types import FrameType

#: `prctl` option of Linux: the signal this process gets when the thread that made it ends.
_PR_SET_PDEATHSIG = 1
_ON_LINUX = sys.platform == "linux"


def main(arguments: list[str]) -> int:  # noqa: RET503 - execv does not return
    """Drop rights, tie the program's life to the parent's, run the program."""
    parent, number, uid, gid = (int(a) for a in arguments[:4])
    program = arguments[4:]
    # Loaded first: afterwards the interpreter's own folders may be out of reach.
    libc = ctypes.CDLL(None, use_errno=True)
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if not _ON_LINUX or number == signal.SIGKILL:
        return guard(parent, number, program, libc)
    # After the change of user: the kernel forgets this setting when credentials change.
    libc.prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        return 1  # It died before we asked; nobody would tell us any more.
    os.execv(program[0], program)  # noqa: S606 - no shell is the point


def guard(parent: int, number: int, program: list[str], libc: ctypes.CDLL) -> int:
    """Run the program as a child, pass signals on to it, and end it when the parent is gone.

    Returns:
        The program's exit status; 128 and more: the signal that ended it.
    """

    def die_with_the_guard() -> None:
        if _ON_LINUX:
            libc.prctl(_PR_SET_PDEATHSIG, number)

    # One thread, so running code between fork and exec is safe.
    child = subprocess.Popen(program, preexec_fn=die_with_the_guard)  # noqa: PLW1509

    def pass_on(received: int, _frame: FrameType | None) -> None:
        child.send_signal(received)

    for received in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        signal.signal(received, pass_on)
    told = False

    def end_with_the_parent(_number: int = 0, _frame: FrameType | None = None) -> None:
        nonlocal told
        # The kernel also wakes us when only the thread that made us is gone.
        if told or os.getppid() == parent:
            return
        told = True
        if number == signal.SIGKILL:
            os.killpg(0, signal.SIGKILL)
        child.send_signal(number)

    if _ON_LINUX:
        signal.signal(signal.SIGUSR1, end_with_the_parent)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGUSR1)
        end_with_the_parent()  # It may have died before we asked.
        child.wait()
    while child.poll() is None:
        end_with_the_parent()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(0.5)
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
