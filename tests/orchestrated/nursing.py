"""The test's side of `nursery`: starting, stopping, killing forked workers and servers."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from deployments.machine.child import signal_group, start_child, wait_ended

ROOT = Path(__file__).parents[2]
#: Seconds the imports may take on a busy machine.
PATIENCE = 120


class Nursery:
    """One nursery process and the line to it; safe to share between threads."""

    def __init__(self, process: subprocess.Popen[bytes], door: socket.socket, key: str) -> None:
        """Expect this process, which knows the key, at this door."""
        self._process, self._door, self._key = process, door, key
        self._lock = threading.Lock()

    @cached_property
    def _lines(self) -> Any:
        """The line, once the process has imported everything."""
        link, _ = self._door.accept()
        link.settimeout(None)
        lines = link.makefile("rw")
        link.close()
        assert json.loads(lines.readline()) == self._key, "a stranger at the door"
        return lines

    def start(self, log: Path, **env: str) -> "Forked":
        """Fork a child with these settings on top of the nursery's; its output goes to `log`."""
        pid = self.order({"do": "start", "env": env, "log": str(log)})
        return Forked(self, int(pid or 0))

    def order(self, order: dict[str, Any]) -> int | None:
        """Send one order and return what came of it."""
        with self._lock:
            self._lines.write(json.dumps(order) + "\n")
            self._lines.flush()
            answer = self._lines.readline()
        assert answer, "the nursery died"
        found: int | None = json.loads(answer)
        return found

    def end(self) -> None:
        """End the process and all that it forked."""
        signal_group(self._process.pid, signal.SIGKILL)
        wait_ended(self._process, 10)
        if "_lines" in self.__dict__:
            self._lines.close()


@dataclass(frozen=True)
class Forked:
    """A child of a nursery."""

    nursery: Nursery
    pid: int

    def signal(self, number: signal.Signals) -> int | None:
        """Send a signal; after SIGKILL and SIGTERM wait for the end and say how it ended."""
        return self.nursery.order({"do": "signal", "pid": self.pid, "signal": int(number)})

    def kill(self) -> None:
        """End it as a power cut would; fail when it had ended before."""
        assert self.signal(signal.SIGKILL) == -signal.SIGKILL, "it had died before it was killed"

    def freeze(self) -> None:
        """Stop it in the middle of whatever it does."""
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on as if no time had passed."""
        self.signal(signal.SIGCONT)

    @property
    def ended(self) -> int | None:
        """How it ended; None while it lives."""
        return self.nursery.order({"do": "look", "pid": self.pid})


@contextmanager
def nursery(kind: str, env: Mapping[str, str], home: Path) -> Iterator[Nursery]:
    """Run a nursery of workers or servers; nothing of it is left afterwards.

    It gets ready by itself; the first order waits for that.

    Args:
        kind: `worker` or `server`.
        env: Its whole environment; Prefect reads it while it is imported.
        home: Its working directory and log.
    """
    key = secrets.token_hex(16)
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(PATIENCE)
        program = [sys.executable, "-m", "tests.orchestrated.nursery", kind]
        path = os.pathsep.join(filter(None, [str(ROOT), env.get("PYTHONPATH")]))
        with (home / f"{kind}-nursery.log").open("ab") as log:
            process = start_child(
                [*program, str(door.getsockname()[1])],
                log=log,
                env={**env, "PYTHONPATH": path, "NURSERY_KEY": key},
                cwd=home,
            )
        made = Nursery(process, door, key)
        try:
            yield made
        finally:
            made.end()
