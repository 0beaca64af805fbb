"""A Prefect server that can be killed and be back in a second, on the same address and database."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deployments.prefect_env import SERVER_ENV
from deployments.prefect_process import PrefectServer, running_prefect
from tasks.prefect_api import PrefectApi
from tests.orchestrated.nursing import Forked, Nursery, nursery

#: Seconds a forked server may take to answer.
START_LIMIT = 60


@dataclass
class QuickServer:
    """A server whose database was made by `prefect server start`, and which is forked since.

    Attributes:
        stock: The same server as the stock command starts it; holds address, home and password.
    """

    stock: PrefectServer
    nursery: Nursery
    child: Forked | None = None

    @property
    def env(self) -> dict[str, str]:
        """The whole environment of a worker of this server."""
        return self.stock.env

    @property
    def log(self) -> Path:
        """What the server printed, over all its starts."""
        return self.stock.log

    def api(self) -> PrefectApi:
        """Open our own client of this server; the caller closes it."""
        return self.stock.api()

    def start(self) -> None:
        """Fork a server and return once it answers."""
        self.begin()
        self.await_ready()

    def begin(self) -> None:
        """Fork a server and return at once."""
        self.child = self.nursery.start(self.log, SERVER_PORT=str(self.stock.port))

    def await_ready(self) -> None:
        """Return once the server answers."""
        give_up_at = time.monotonic() + START_LIMIT
        with self.api() as api:
            while not api.server_ready():
                tail = self.log.read_text(errors="replace")[-2000:]
                assert self.running.ended is None, f"the server ended:\n{tail}"
                assert time.monotonic() < give_up_at, f"the server stays silent:\n{tail}"
                time.sleep(0.02)

    def start_anew(self) -> None:
        """Start by the stock command, which makes the tables where there are none."""
        self.stock.start()
        self.stock.stop()
        self.start()

    @property
    def running(self) -> Forked:
        """The process, which must be there."""
        assert self.child is not None, "the server is not running"
        return self.child

    def kill(self) -> int:
        """Kill -9; returns the process id that died."""
        pid = self.running.pid
        self.running.kill()
        self.child = None
        return pid


@contextmanager
def quick_server(postgres_url: str) -> Iterator[QuickServer]:
    """Run a Prefect server on a database, empty or used by it before."""
    with running_prefect(postgres_url) as stock, nursery("server", _env(stock), stock.home) as home:
        stock.stop()
        made = QuickServer(stock, home)
        made.start()
        yield made


def _env(stock: PrefectServer) -> dict[str, str]:
    """What `PrefectServer.start` sets, and nothing done again that the first start has done."""
    return {
        **stock.env,
        **SERVER_ENV,
        "PREFECT_API_DATABASE_CONNECTION_URL": stock.postgres_url.replace(
            "postgresql://", "postgresql+asyncpg://", 1
        ),
        "PREFECT_SERVER_API_AUTH_STRING": stock.auth_string,
        "PREFECT_UI_STATIC_DIRECTORY": str(stock.home / "ui"),
        "PREFECT_API_DATABASE_MIGRATE_ON_START": "false",
        "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    }
