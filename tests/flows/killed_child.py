"""A process that makes children which kill themselves at the n-th statement they send.

Started by `tests.flows.killing`. It imports everything once; each request is a fork with its own
engines, killed with SIGKILL before its n-th statement or on either side of a commit. It says before
what it died, or how many points it passed.
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

    def __init__(self, points: int, say: int) -> None:
        self.passed, self._points, self._say = 0, points, say

    def burn(self, before: str) -> None:
        self.passed += 1
        if self.passed == self._points:
            self.tell(before)
            os.kill(os.getpid(), signal.SIGKILL)

    def tell(self, word: str) -> None:
        os.write(self._say, word.encode())


def mined(url: str, fuse: Fuse) -> Engine:
    """An engine with a point before each statement and before and after each commit."""
    engine = make_engine(url, pool_size=1)
    commit: Callable[[Any], None] = engine.dialect.do_commit

    def do_commit(connection: Any) -> None:
        fuse.burn("before a commit")
        commit(connection)
        fuse.burn("after a commit")

    engine.dialect.do_commit = do_commit  # type: ignore[method-assign,assignment]

    note_each(engine, lambda _, statement, __: fuse.burn(f"before {_verb(statement)}"))
    return engine


def _verb(statement: str) -> str:
    """What kind of statement it is: its first word."""
    return statement.split(maxsplit=1)[0].upper()


def work(request: dict[str, Any], fuse: Fuse) -> None:
    """Do one operation to its end, if the fuse is long enough."""
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
    if request["operation"] == "open":
        desk.open_case(actor, case_id=UUID(request["case"]))
        return
    step = UUID(request["step"])
    if request["operation"] == "answer":
        desk.answer(actor, step, request["raw"])
    else:
        desk.sign(actor, step, opinion="同意。")


def main() -> None:
    """Answer one request a line: `killed`, `finished` or `failed`, and more behind a tab."""
    for line in sys.stdin:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                request = json.loads(line)
                fuse = Fuse(request["at"], writer)
                work(request, fuse)
                fuse.tell(str(fuse.passed))
            except BaseException as failed:  # noqa: BLE001 - told to the parent
                print(repr(failed), file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as said:
            told = said.read()
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        word = "killed" if killed else "failed" if status else "finished"
        print(word, told, sep="\t", flush=True)


if __name__ == "__main__":
    main()
