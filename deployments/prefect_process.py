"""A Prefect server as a child process, for tests, benchmarks and whatever else needs one.

`running_prefect` starts `prefect server start` on a free loopback port with a random auth string
and a throwaway home, waits until it answers, and leaves no process and no file behind. The
database is the caller's: it keeps Prefect's tables afterwards. `make run` does not use this: the
supervisor starts the lasting server, with the same environment.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deployments.prefect_api import PrefectApi
from deployments.prefect_env import PREFECT_ENV, SERVER_ENV, WORKER_ENV

START_SECONDS = 120


@dataclass
class PrefectServer:
    """One server process that a test may kill and start again on the same address."""

    postgres_url: str
    home: Path
    port: int
    auth_string: str
    extra_env: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def api_url(self) -> str:
        """The address of the REST API."""
        return f"http://127.0.0.1:{self.port}/api"

    @property
    def env(self) -> dict[str, str]:
        """The whole environment of a client or worker process of this server."""
        ours = {"PREFECT_API_URL": self.api_url, "PREFECT_API_AUTH_STRING": self.auth_string}
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
        home = {"PREFECT_HOME": str(self.home)}
        return inherited | dict(PREFECT_ENV) | dict(WORKER_ENV) | home | ours

    @property
    def api(self) -> PrefectApi:
        """Our own client of this server."""
        return PrefectApi(self.api_url, self.auth_string)

    def start(self) -> None:
        """Start the process and return once it answers.

        Raises:
            RuntimeError: It ended or stayed silent; the message carries the end of its output.
        """
        url = self.postgres_url.replace("postgresql+psycopg://", "postgresql://")
        url = url.replace("postgresql://", "postgresql+asyncpg://", 1)
        env = self.env | dict(SERVER_ENV) | self.extra_env
        env |= {
            "PREFECT_API_DATABASE_CONNECTION_URL": url,
            "PREFECT_SERVER_API_AUTH_STRING": self.auth_string,
            "PREFECT_UI_STATIC_DIRECTORY": str(self.home / "ui"),
        }
        command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=env, cwd=self.home, stdout=log, stderr=log, start_new_session=True
            )
        self._wait_until_ready()

    @property
    def log(self) -> Path:
        """What the server printed, over all its starts."""
        return self.home / "server.log"

    def _wait_until_ready(self) -> None:
        give_up_at = time.monotonic() + START_SECONDS
        with self.api as api:
            while not api.server_ready():
                ended = self.process is None or self.process.poll() is not None
                if ended or time.monotonic() > give_up_at:
                    self.kill()
                    tail = self.log.read_text(errors="replace")[-2000:]
                    raise RuntimeError(f"Prefect server did not start:\n{tail}")
                time.sleep(0.1)

    def kill(self) -> None:
        """End the process and its children at once, as a power cut would."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """End the process as an operator would; kill it after ten seconds."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
            self.process.wait(timeout=10)
        except ProcessLookupError:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)
        self.process = None


def free_port() -> int:
    """Return a loopback port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_prefect(
    postgres_url: str, extra_env: dict[str, str] | None = None
) -> Iterator[PrefectServer]:
    """Run a Prefect server on an existing, empty or earlier used database.

    Args:
        postgres_url: `postgresql://user:password@host:port/database`; the role owns the database.
        extra_env: Set for the server process only, over `SERVER_ENV`.

    Yields:
        The server, ready: `api_url`, `auth_string`, `env` (for clients and workers), `api`.
    """
    home = Path(tempfile.mkdtemp(prefix="hutong-prefect-"))
    server = PrefectServer(
        postgres_url, home, free_port(), f"hutong:{secrets.token_hex(16)}", extra_env or {}
    )
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
