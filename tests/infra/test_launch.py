"""The launcher's guard ends its program with the parent, with the kernel's help and without."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deployments.machine import launch

LAUNCH = Path(launch.__file__)

#: Starts the guard in a group of its own from a thread that ends at once, prints its program's
#: pid, and waits to be killed.
PARENT = """
import os, subprocess, sys, threading, time
guard = f'''
import ctypes, sys; sys.path.insert(0, {sys.argv[1]!r})
import launch
launch._ON_LINUX = {sys.argv[2]}
program = ["/bin/sh", "-c", "echo $$; exec sleep 60"]
launch.guard({os.getpid()}, {sys.argv[3]}, program, ctypes.CDLL(None))
'''
def start():
    subprocess.Popen([sys.executable, "-c", guard], process_group=0)
    time.sleep(1)
thread = threading.Thread(target=start)
thread.start()
thread.join()
time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=lambda n: n.name)
@pytest.mark.parametrize("on_linux", [True, False], ids=["by the kernel", "by looking"])
def test_a_guard_ends_its_program_when_the_parent_was_killed_and_not_before(
    *, on_linux: bool, number: signal.Signals
) -> None:
    if on_linux and sys.platform != "linux":
        pytest.skip("the kernel helps on Linux only")
    told = [str(LAUNCH.parent), str(on_linux), str(int(number))]
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, *told], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    program = int(parent.stdout.readline())

    # The thread that made the guard is gone by then; its process is not.
    time.sleep(1.5)
    assert Path(f"/proc/{program}").exists()
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    limit = time.monotonic() + 5
    while Path(f"/proc/{program}").exists() and time.monotonic() < limit:
        time.sleep(0.05)
    assert not Path(f"/proc/{program}").exists()
