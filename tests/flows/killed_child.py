"""A process that makes children which kill themselves at the n-th statement they send.

Started by `tests.flows.killing`. It imports everything once; each request is a fork with its own
engines, killed with SIGKILL before its n-th statement or on either side of a commit.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from flows.desk.desk import Desk
from flows.readers.local import work_off
from models.store.acting import Actor, make_engine
from models.time_source import VirtualTime
from models.words import Role
from tasks.office import Office
from tests.statements import note_each


class Fuse:
    """Burns down by one at each point, and kills the process at the last."""

    def __init__(self, points: int) -> None:
        self.left = points

    def burn(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def mined(url: str, fuse: Fuse) -> Engine:
    """An engine with a point before each statement and before and after each commit."""
    engine = make_engine(url, pool_size=1)
    commit: Callable[[Any], None] = engine.dialect.do_commit

    def do_commit(connection: Any) -> None:
        fuse.burn()
        commit(connection)
        fuse.burn()

    engine.dialect.do_commit = do_commit  # type: ignore[method-assign,assignment]

    note_each(engine, lambda *_: fuse.burn())
    return engine


def work(request: dict[str, Any]) -> None:
    """Do one operation to its end, if the fuse is long enough."""
    fuse = Fuse(request["at"])
    office = Office.with_key(bytes.fromhex(request["key"]))
    clock = VirtualTime(datetime.fromisoformat(request["now"]))
    if request["operation"] == "work_off":
        work_off(mined(request["worker_url"], fuse), office, clock)
        return
    who = request["actor"]
    actor = Actor(
        UUID(who["id"]), UUID(who["centre"]), who["name"],
        frozenset(Role(r) for r in who["roles"]), who["secret"],
    )  # fmt: skip
    desk = Desk(mined(request["portal_url"], fuse), office, clock)
    step = UUID(request["step"])
    if request["operation"] == "answer":
        desk.answer(actor, step, request["raw"])
    else:
        desk.sign(actor, step, opinion="同意。")


def main() -> None:
    """Answer one request a line: `killed`, `finished` or `failed`."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                work(json.loads(line))
            except BaseException as failed:  # noqa: BLE001 - told to the parent
                print(repr(failed), file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        print("killed" if killed else "failed" if status else "finished", flush=True)


if __name__ == "__main__":
    main()
