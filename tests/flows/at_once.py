"""Many people pressing at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do all of this at the same moment, each in a thread; what came of each, errors as values."""
    start = Barrier(len(works))

    def work(one: Callable[[], Any]) -> Any:
        start.wait(timeout=30)
        try:
            return one()
        except Exception as failed:  # noqa: BLE001 - the failure is what is looked at
            return failed

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(work, works))


def errors(results: Sequence[Any]) -> list[Exception]:
    """The failures among the results."""
    return [one for one in results if isinstance(one, Exception)]
