"""A process that imports everything once, then forks workers or servers which tests may kill.

A worker or a Prefect server spends four to seven seconds on imports before its first line of
work. Forked from here, each starts in a fraction of a second, and is otherwise the real thing:
`deployments.worker.setup.run_worker`, or Prefect's own application under uvicorn.

    python -m tests.orchestrated.nursery worker|server PORT

It connects to PORT on loopback, says the word in `NURSERY_KEY`, and then answers one line of JSON
with another. As the parent it alone waits for its children, so no process id is ever another's.
"""

import asyncio
import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_FINAL = (signal.SIGKILL, signal.SIGTERM)
#: How children ended that were waited for.
_ENDED: dict[int, int] = {}

#: What a child does after it has taken its own environment.
Life = Callable[[], None]


def worker() -> Life:
    """Import what a worker imports in its life."""
    for name in (
        "deployments.worker.warm",
        "deployments.machine.logs",
        "deployments.worker.main",
        "deployments.worker.setup",
        "documents.papers",
        "documents.render",
        "flows.readers.notebook",
        "flows.clockwork.reconcile",
        "flows.clockwork.watch",
        "prefect.flow_engine",
        "prefect.task_engine",
    ):
        importlib.import_module(name)
    return _be_a_worker


def _be_a_worker() -> None:
    import flows.readers.workplace
    from deployments.worker.setup import run_worker
    from models.settings import Settings
    from tests.orchestrated.shared_clock import ReadClock

    if path := os.environ.get("SHARED_CLOCK"):
        # The one provider of time, replaced by one that all processes of a test share.
        setattr(flows.readers.workplace, "MachineTime", lambda: ReadClock(Path(path)))  # noqa: B010
    if seconds := os.environ.get("STANDSTILL_SECONDS"):
        setattr(flows.readers.workplace, "STANDSTILL_SECONDS", int(seconds))  # noqa: B010 - no test waits 30
    run_worker(Settings(), runs=int(os.environ.get("WORKER_RUNS", "4")), pool="hutong")


def server() -> Life:
    """Make Prefect's application, as `prefect server start` does before it serves."""
    from prefect.server.api.server import create_app
    from prefect.server.database import provide_database_interface
    from sqlalchemy.orm import configure_mappers

    app = create_app(final=True)
    configure_mappers()
    for name in ("docket._redis_memory", "docket.tasks", "uvicorn.server", "asyncpg"):
        importlib.import_module(name)

    def be_a_server() -> None:
        import uvicorn

        if os.environ.get("MAKE_TABLES"):
            asyncio.run(provide_database_interface().create_db())
            return

        uvicorn.run(
            app,
            host=os.environ["PREFECT_SERVER_API_HOST"],
            port=int(os.environ["SERVER_PORT"]),
            timeout_keep_alive=int(os.environ["PREFECT_SERVER_API_KEEPALIVE_TIMEOUT"]),
            log_level="warning",
        )

    return be_a_server


def main(kind: str, port: int) -> None:
    """Get ready, then do as told until the other side goes away."""
    live = {"worker": worker, "server": server}[kind]()
    gc.freeze()
    with socket.create_connection(("127.0.0.1", port)) as link, link.makefile("rw") as lines:
        say(lines, os.environ.pop("NURSERY_KEY"))
        for line in lines:
            say(lines, obey(json.loads(line), live, link))


def say(lines: Any, answer: object) -> None:
    """Answer in one line."""
    lines.write(json.dumps(answer) + "\n")
    lines.flush()


def obey(order: dict[str, Any], live: Life, link: socket.socket) -> int | None:
    """Do one order: a new child's process id, or how a child ended."""
    if order["do"] == "start":
        return start(live, order["env"], order["log"], link)
    pid, number = order["pid"], signal.Signals(order.get("signal", signal.SIGCONT))
    if pid in _ENDED:
        return _ENDED[pid]
    if order["do"] == "look":
        return await_end(pid, os.WNOHANG)
    os.kill(pid, number)
    if number in _FINAL:
        os.kill(pid, signal.SIGCONT)
        return await_end(pid, 0)
    if number is signal.SIGSTOP:
        # A stop takes effect a moment later; whoever asked for it relies on it.
        os.waitpid(pid, os.WUNTRACED)
    return None


def await_end(pid: int, how: int) -> int | None:
    """How a child ended; None while it lives."""
    gone, status = os.waitpid(pid, how)
    if gone:
        _ENDED[pid] = os.waitstatus_to_exitcode(status)
    return _ENDED.get(pid)


def start(live: Life, env: dict[str, str], log: str, link: socket.socket) -> int:
    """Fork a child that lives its life and never comes back here."""
    if threading.active_count() != 1:
        raise RuntimeError("a process with threads must not be forked")
    nursery = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != nursery:
            return 0
        link.close()
        with Path(log).open("ab") as out:
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
        os.environ.update(env)
        live()
        status = 0
    except BaseException:  # noqa: BLE001 - the child ends here, whatever it was
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
