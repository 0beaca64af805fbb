"""A Prefect server that can be killed and be back in a second, on the same address and database."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deployments.machine.prefect_env import SERVER_ENV
from deployments.machine.prefect_process import PrefectServer
from deployments.machine.state import free_port
from tasks.engine.prefect_api import PrefectApi
from tests.orchestrated.nursing import Forked, Nursery, nursery

#: Seconds a forked server may take to answer.
START_LIMIT = 120


@dataclass
class QuickServer:
    """A server that is forked.

    Attributes:
        stock: The same server as the stock command would start it: address, home, password.
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

    def make_tables(self) -> None:
        """Do to an empty database what the stock command does at its first start."""
        maker = self.nursery.start(self.log, MAKE_TABLES="1")
        give_up_at = time.monotonic() + START_LIMIT
        while maker.ended is None:
            assert time.monotonic() < give_up_at, "the tables are not made"
            time.sleep(0.05)
        assert maker.ended == 0, self.log.read_text(errors="replace")[-2000:]

    @property
    def running(self) -> Forked:
        """The process, which must be there."""
        assert self.child is not None, "the server is not running"
        return self.child

    def recover(self) -> None:
        """Be there for the next test, however the last one left it."""
        if self.child is None or self.child.ended is not None:
            self.start()
        else:
            self.child.thaw()

    def kill(self) -> int:
        """Kill -9; returns the process id that died."""
        pid = self.running.pid
        self.running.kill()
        self.child = None
        return pid


@contextmanager
def quick_server(postgres_url: str, home: Path) -> Iterator[QuickServer]:
    """Run a Prefect server on an empty database.

    Args:
        postgres_url: Of a role that owns the database.
        home: Empty; for what the server and its workers keep and print.
    """
    auth_string = f"hutong:{secrets.token_hex(16)}"
    stock = PrefectServer(postgres_url, home, free_port(0), auth_string)
    with nursery("server", _env(stock), home) as forks:
        made = QuickServer(stock, forks)
        made.make_tables()
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
