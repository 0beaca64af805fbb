"""What `hutong run` runs on one machine, as data: the processes, their order, their gates.

A part is started when all its needs are met, and met itself when its gate opens: a service when
it answers, a job when it has ended well. To add a process, add a line to `PARTS`.
"""

import http.client
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from deployments.machine.prefect_env import PREFECT_ENV, SERVER_ENV, WORKER_ENV
from deployments.machine.state import secret_text
from models.settings import EVERYWHERE, Settings, pulse_file, secrets_dir

#: What every part needs first; not in `PARTS`, because the supervisor owns it in-process.
POSTGRES = "postgres"
LOOPBACK = "127.0.0.1"
#: Seconds after which the worker's last beat is no sign of life any more; it beats every other.
PULSE_FRESH = 10


@dataclass(frozen=True)
class Site:
    """The facts of this run that commands and gates are made from."""

    settings: Settings
    portal_port: int
    #: None: somebody else runs the Prefect server.
    prefect_port: int | None
    #: Where the viewer of Prefect's pages listens, on loopback.
    viewer_port: int = 0

    @property
    def portal_address(self) -> str:
        """Where people go with their browser."""
        host = self.settings.portal_host
        return f"http://{LOOPBACK if host in EVERYWHERE else host}:{self.portal_port}/"

    @property
    def prefect_api(self) -> str:
        """Where Prefect answers."""
        if self.prefect_port is None:
            return self.settings.prefect_api_url
        return f"http://127.0.0.1:{self.prefect_port}/api"

    @property
    def prefect_auth(self) -> str:
        """`user:password` of Prefect's API; empty when a foreign server asks for none."""
        if self.prefect_port is None:
            return self.settings.prefect_auth_string
        return "hutong:" + secret_text(secrets_dir(self.settings.state_dir) / "prefect.password")


class OnFailure(Enum):
    """What becomes of a job that ends badly. Services are always started again."""

    #: Nothing works without it: stop everything and say why.
    STOP = "stop"
    #: It may work later: try again, ever more slowly.
    AGAIN = "again"
    #: The rest works without it: say so and go on.
    GO_ON = "go on"


@dataclass(frozen=True)
class Part:
    """One process of the system."""

    #: Names its log file.
    name: str
    #: What people read.
    title: str
    needs: tuple[str, ...]
    command: Callable[[Site], list[str]]
    #: A service is met when this says so; None marks a job, met when it ends with 0.
    gate: Callable[[Site], bool] | None = None
    on_failure: OnFailure = OnFailure.AGAIN
    #: Seconds a service must have lived before its gate is asked.
    settle: float = 0
    #: Whether a service that was met still lives; None: its process alone is looked at.
    pulse: Callable[[Site], bool] | None = None
    #: Seconds without a sign of life after which it is replaced.
    lease: float = 30
    #: Seconds between being asked to stop and being killed.
    patience: float = 5
    #: Whether people wait for it before they are told where to go; the rest may come later.
    awaited: bool = False
    #: Said after the part's name when it is met.
    once_met: Callable[[Site], str] | None = None
    #: Added to the environment that all parts share.
    env: Callable[[Site], Mapping[str, str]] = lambda _site: {}


def answers(url: str) -> bool:
    """Say whether an HTTP server gives any answer below 500 within a second."""
    parts = urlsplit(url)
    link = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=1)
    try:
        link.request("GET", parts.path or "/")
        return link.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def hutong(*arguments: str) -> Callable[[Site], list[str]]:
    """Return a command of ours, run by this very interpreter."""
    return lambda _site: [sys.executable, "-m", "deployments", *arguments]


def _prefect_server(site: Site) -> list[str]:
    where = ["--host", "127.0.0.1", "--port", str(site.prefect_port)]
    return [sys.executable, "-m", "prefect", "server", "start", *where]


#: What opens Prefect's database or its API; told to the parts that ask it, and to no other.
PREFECT_SECRETS = frozenset(
    {
        "HUTONG_PREFECT_DATABASE_URL",
        "HUTONG_PREFECT_AUTH_STRING",
        "PREFECT_API_AUTH_STRING",
        "PREFECT_API_DATABASE_CONNECTION_URL",
        "PREFECT_SERVER_API_AUTH_STRING",
    }
)


def _prefect_client_env(site: Site) -> dict[str, str]:
    return {"PREFECT_API_AUTH_STRING": site.prefect_auth}


def prefect_server_env(settings: Settings, auth_string: str) -> dict[str, str]:
    """Return what Prefect's server is told besides `PREFECT_ENV`; passwords are in it."""
    url = settings.prefect_database_url.replace("postgresql://", "postgresql+asyncpg://", 1)
    return {
        **SERVER_ENV,
        # Else the server writes its pages into the installed package.
        "PREFECT_UI_STATIC_DIRECTORY": str(settings.state_dir / "prefect" / "ui"),
        "PREFECT_API_DATABASE_CONNECTION_URL": url,
        "PREFECT_SERVER_API_AUTH_STRING": auth_string,
        "PREFECT_API_AUTH_STRING": auth_string,
    }


def shared_env(site: Site) -> dict[str, str]:
    """Return the environment of every part: this process's own, and the facts of this run.

    Prefect's passwords are not in it, wherever this process has them from.
    """
    settings = site.settings
    return {
        **{name: value for name, value in os.environ.items() if name not in PREFECT_SECRETS},
        **PREFECT_ENV,
        "PREFECT_API_URL": site.prefect_api,
        "PREFECT_HOME": str(settings.state_dir / "prefect"),
        "HUTONG_STATE_DIR": str(settings.state_dir),
        "HUTONG_PORTAL_HOST": settings.portal_host,
        "HUTONG_PORTAL_PORT": str(site.portal_port),
        # A killed process must not take its last words with it.
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def _portal_gate(site: Site) -> bool:
    return answers(f"{site.portal_address}livez")


def _prefect_gate(site: Site) -> bool:
    return answers(f"{site.prefect_api}/health")


def _viewer_gate(site: Site) -> bool:

    return answers(f"http://{LOOPBACK}:{site.viewer_port}/livez")


def _worker_beats(site: Site) -> bool:
    """Say whether the worker's loop turned within the last seconds."""
    file = pulse_file(site.settings.state_dir)
    try:
        return time.time() - file.stat().st_mtime < PULSE_FRESH
    except OSError:
        return False


PREFECT_SERVER = Part(
    name="prefect",
    title="流程引擎",
    # Prefect itself needs only PostgreSQL; but it is heavy to start, and the portal comes first.
    needs=("migrate",),
    command=_prefect_server,
    gate=_prefect_gate,
    pulse=_prefect_gate,
    env=lambda site: prefect_server_env(site.settings, site.prefect_auth),
)

#: In the order of starting; stopped in the reverse order.
PARTS: tuple[Part, ...] = (
    Part(
        name="migrate",
        title="数据库结构",
        needs=(POSTGRES,),
        command=hutong("step", "migrate"),
        on_failure=OnFailure.STOP,
    ),
    Part(
        name="portal",
        title="办案门户",
        needs=("migrate",),
        command=hutong("portal"),
        gate=_portal_gate,
        pulse=_portal_gate,
        awaited=True,
        once_met=lambda site: site.portal_address,
    ),
    PREFECT_SERVER,
    Part(
        name="register",
        title="流程登记",
        needs=("prefect",),
        command=hutong("step", "register"),
        env=_prefect_client_env,
    ),
    Part(
        name="worker",
        title="流程工作进程",
        needs=("register", "migrate"),
        command=hutong("worker"),
        gate=lambda _site: True,
        settle=3,
        pulse=_worker_beats,
        env=lambda site: {**WORKER_ENV, **_prefect_client_env(site)},
    ),
    Part(
        name="viewer",
        title="流程引擎页面",
        needs=("prefect",),
        command=hutong("viewer"),
        gate=_viewer_gate,
        pulse=_viewer_gate,
        env=lambda site: {"HUTONG_VIEWER_PORT": str(site.viewer_port), **_prefect_client_env(site)},
    ),
    Part(
        name="practice",
        title="演练案件",
        needs=("migrate",),
        command=hutong("step", "practice"),
        on_failure=OnFailure.GO_ON,
    ),
)
