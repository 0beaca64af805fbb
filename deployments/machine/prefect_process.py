"""A Prefect server as a child process, for tests and benchmarks.

`running_prefect` starts `prefect server start` on a free loopback port with a random auth string
and a throwaway home, waits until it answers, and leaves no process and no file behind, however
the caller ends. The database is the caller's: it keeps Prefect's tables afterwards. `make run`
does not use this: the supervisor starts the lasting server, with the same environment.
"""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deployments.machine.child import signal_group, start_child, wait_ended
from deployments.machine.prefect_env import PREFECT_ENV, SERVER_ENV, WORKER_ENV
from deployments.machine.state import Hold
from tasks.engine.prefect_api import PrefectApi

_PREFIX = "hutong-prefect-"
#: Seconds a first start may take: it makes Prefect's tables.
START_LIMIT = 120
#: Seconds between being asked to stop and being killed.
PATIENCE = 10


@dataclass
class PrefectServer:
    """One server process that a test may kill and start again on the same address."""

    postgres_url: str
    home: Path
    port: int
    auth_string: str
    extra_env: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def api_url(self) -> str:
        """The address of the REST API."""
        return f"http://127.0.0.1:{self.port}/api"

    @property
    def env(self) -> dict[str, str]:
        """The whole environment of a client or worker process of this server."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
        return {
            **inherited,
            **PREFECT_ENV,
            **WORKER_ENV,
            "PREFECT_HOME": str(self.home),
            "PREFECT_API_URL": self.api_url,
            "PREFECT_API_AUTH_STRING": self.auth_string,
        }

    @property
    def pid(self) -> int:
        """The running process.

        Raises:
            RuntimeError: None is running.
        """
        if self.process is None:
            raise RuntimeError("the server is not running")
        return self.process.pid

    def api(self) -> PrefectApi:
        """Open our own client of this server; the caller closes it."""
        return PrefectApi(self.api_url, self.auth_string)

    def start(self) -> None:
        """Start the process and return once it answers.

        Raises:
            RuntimeError: It ended or stayed silent; the message carries the end of its output.
        """
        env = {
            **self.env,
            **SERVER_ENV,
            "PREFECT_API_DATABASE_CONNECTION_URL": self.postgres_url.replace(
                "postgresql://", "postgresql+asyncpg://", 1
            ),
            "PREFECT_SERVER_API_AUTH_STRING": self.auth_string,
            "PREFECT_UI_STATIC_DIRECTORY": str(self.home / "ui"),
            **self.extra_env,
        }
        command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = start_child(command, log=log, env=env, cwd=self.home)
        self._wait_until_ready(self.process)

    @property
    def log(self) -> Path:
        """What the server printed, over all its starts."""
        return self.home / "server.log"

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the process as an operator would, and kill it when it does not end."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        signal_group(self.process.pid, number)
        if not wait_ended(self.process, PATIENCE):
            signal_group(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        give_up_at = time.monotonic() + START_LIMIT
        with self.api() as api:
            while not api.server_ready():
                if process.poll() is not None or time.monotonic() > give_up_at:
                    self.kill()
                    tail = self.log.read_text(errors="replace")[-2000:]
                    raise RuntimeError(f"Prefect server did not start:\n{tail}")
                time.sleep(0.1)


@contextmanager
def running_prefect(
    postgres_url: str, extra_env: Mapping[str, str] | None = None
) -> Iterator[PrefectServer]:
    """Run a Prefect server on an existing database, empty or used by it before.

    Args:
        postgres_url: `postgresql://user:password@host:port/database`; the role owns the database.
        extra_env: Set for the server process only, over `SERVER_ENV`.

    Yields:
        The server, ready: `api_url`, `auth_string`, `env` (for clients and workers), `api()`.
    """
    _sweep()
    home = Path(tempfile.mkdtemp(prefix=_PREFIX))
    hold = Hold(home / "lock")
    hold.take()
    auth_string = f"hutong:{secrets.token_hex(16)}"
    server = PrefectServer(postgres_url, home, _free_port(), auth_string, extra_env or {})
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
        hold.release()


def _sweep() -> None:
    """Remove homes whose owner was killed; one without a lock file is just being made."""
    for home in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            hold = Hold(home / "lock")
            if hold.file.is_file() and hold.take():
                shutil.rmtree(home, ignore_errors=True)
                hold.release()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
