"""A child that changes the master key and kills itself at the n-th point of it.

Points are before each statement and commit, and around each change of a file.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from deployments.machine.rotation import rotate
from models.settings import Settings
from models.time_source import MachineTime

_FILES = {"os.rename", "open"}


def rotate_and_die(settings: Settings, at: int) -> int:
    """Change the key in a child that dies at point `at`; how many it passed alive, 0 where it died."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        passed = _lay_mines(at)
        try:
            rotate(settings, MachineTime().now, lambda _: None)
        except BaseException as failed:  # noqa: BLE001 - told to the parent
            os.write(writer, repr(failed).encode())
            os._exit(1)
        os.write(writer, str(passed()).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as said:
        told = said.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return 0
    assert os.WEXITSTATUS(status) == 0, told
    return int(told)


def _lay_mines(points: int) -> Callable[[], int]:
    passed = 0

    def burn() -> None:
        nonlocal passed
        passed += 1
        if passed == points:
            os.kill(os.getpid(), signal.SIGKILL)

    commit, execute = PGDialect_psycopg.do_commit, psycopg.Connection.execute

    def do_commit(dialect: PGDialect_psycopg, connection: Any) -> None:
        burn()
        commit(dialect, connection)
        burn()

    def sent(connection: Any, *words: Any, **more: Any) -> Any:
        burn()
        return execute(connection, *words, **more)

    def heard(event: str, words: tuple[Any, ...]) -> None:
        if event in _FILES and ".key" in str(words[0]):
            burn()

    PGDialect_psycopg.do_commit = do_commit  # type: ignore[method-assign,assignment]
    psycopg.Connection.execute = sent  # type: ignore[method-assign,assignment]
    sys.addaudithook(heard)
    return lambda: passed
