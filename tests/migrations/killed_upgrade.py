"""A process whose children upgrade a database and kill themselves at the n-th point of it.

Points are before each statement and on either side of each commit. Imports are done once; each
line of standard input, JSON, is one child; the answer is `killed` or `finished`, or why it failed.
"""

import json
import os
import signal
import sys
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from deployments.machine import migrate


class Mine:
    """Burns down by one at each point, and kills the process at the last."""

    def __init__(self, points: int) -> None:
        self.passed, self._points = 0, points
        commit = PGDialect_psycopg.do_commit

        def do_commit(dialect: PGDialect_psycopg, connection: Any) -> None:
            self.burn()
            commit(dialect, connection)
            self.burn()

        PGDialect_psycopg.do_commit = do_commit  # type: ignore[method-assign,assignment]
        event.listen(Engine, "before_cursor_execute", lambda *_: self.burn())

    def burn(self) -> None:
        self.passed += 1
        if self.passed == self._points:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            mine = Mine(asked["at"])
            try:
                migrate.upgrade(
                    asked["url"], portal_password=asked["portal"], worker_password=asked["worker"]
                )
            except BaseException as failed:  # noqa: BLE001 - told to the parent
                os.write(writer, repr(failed).encode())
                os._exit(1)
            os.write(writer, f"finished {mine.passed}".encode())
            os._exit(0)
        os.close(writer)
        said = b""
        while part := os.read(reader, 65536):
            said += part
        os.close(reader)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        print("killed" if killed else said.decode(), flush=True)


if __name__ == "__main__":
    main()
