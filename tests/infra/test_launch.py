"""Where the kernel does not tie a child to its parent, the launcher's guard does."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import deployments

LAUNCH = Path(deployments.__file__).with_name("launch.py")

#: Starts the guard the way a system without the kernel's help does, prints its program's pid,
#: and waits to be killed.
PARENT = """
import os, subprocess, sys, time
guard = f'''
import ctypes, sys; sys.path.insert(0, {sys.argv[1]!r})
import launch
launch._ON_LINUX = False
program = ["/bin/sh", "-c", "echo $$; exec sleep 60"]
launch.guard({os.getpid()}, 15, program, ctypes.CDLL(None))
'''
subprocess.Popen([sys.executable, "-c", guard])
time.sleep(60)
"""


def test_a_guard_ends_its_program_when_the_parent_was_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(LAUNCH.parent)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    program = int(parent.stdout.readline())

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    limit = time.monotonic() + 5
    while Path(f"/proc/{program}").exists() and time.monotonic() < limit:
        time.sleep(0.05)
    assert not Path(f"/proc/{program}").exists()
