"""A bounded number of threads for runs, each thing at most once at a time.

Prefect's own `limit` crashes when a run is resumed before its slot is released, so the worker
counts for itself.
"""

import logging
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

logger = logging.getLogger("hutong.worker")


class Slots:
    """Runs jobs by key: a key that waits is not queued twice, one that runs is run once more."""

    def __init__(
        self,
        limit: int,
        around: Callable[[], AbstractContextManager[object]],
        freed: Callable[[], None],
        first: Callable[[Sequence[Hashable]], Hashable] | None = None,
    ) -> None:
        """Start no thread yet.

        Args:
            limit: How many jobs at once; at least 1.
            around: Entered once by each thread, for its whole life.
            freed: Called after each job, in its thread.
            first: Of the keys of several jobs that wait, whose is done next; None: who waits
                longest. Asked in a run thread; where it fails, who waits longest.
        """
        self.limit = limit
        self._freed, self._first = freed, first
        self._lock = threading.Lock()
        self._waiting: dict[Hashable, Callable[[], object]] = {}
        self._running: set[Hashable] = set()
        self._again: set[Hashable] = set()
        self._active: list[Hashable] = []
        self._closed = False
        self._contexts: list[AbstractContextManager[object]] = []

        def enter() -> None:
            context = around()
            context.__enter__()
            # Kept alive here, and left open: the threads live as long as the process.
            self._contexts.append(context)

        self._threads = ThreadPoolExecutor(limit, "hutong-run", initializer=enter)

    @property
    def free(self) -> int:
        """How many more jobs would start at once; 0 when jobs wait."""
        with self._lock:
            return max(0, self.limit - len(self._waiting) - len(self._active))

    def offer(self, key: Hashable, job: Callable[[], object], *, sole: bool = False) -> bool:
        """Queue a job unless one of its key already waits; False when it was dropped for that.

        Args:
            key: What the job is about.
            job: Done in one of the threads.
            sole: Drop it also while a job of its key is under way.
        """
        with self._lock:
            if key in self._waiting or self._closed or (sole and key in self._active):
                return False
            self._waiting[key] = job
        # As many looks as jobs: which job a look finds is decided when a thread is free for it.
        self._threads.submit(self._work)
        return True

    def alone(self, key: Hashable, job: Callable[[], object], *, again: bool = True) -> None:
        """Do a job in the calling thread; when it is being done already, ask for a repetition.

        Two wakes of one run thus never overlap, and none is forgotten: the thread that has the
        run looks once more before it lets go.

        Args:
            key: What the job is about.
            job: Done until nobody asks for it again.
            again: Whether one that is being done is to be repeated; False: it is enough.
        """
        with self._lock:
            if key in self._running:
                if again:
                    self._again.add(key)
                return
            self._running.add(key)
        while True:
            _survive(job)
            with self._lock:
                if key not in self._again or self._closed:
                    self._running.discard(key)
                    return
                self._again.discard(key)

    def drain(self, seconds: float) -> bool:
        """Take no more jobs and give those under way a moment; True when none is left."""
        with self._lock:
            self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        give_up_at = time.monotonic() + seconds
        while time.monotonic() < give_up_at:
            with self._lock:
                if not self._active:
                    return True
            time.sleep(0.02)
        return False

    def _work(self) -> None:
        key, job = self._next()
        try:
            _survive(job)
        finally:
            with self._lock:
                self._active.remove(key)
            _survive(self._freed)

    def _next(self) -> tuple[Hashable, Callable[[], object]]:
        while True:
            with self._lock:
                keys = list(self._waiting)
            key = keys[0] if len(keys) == 1 else self._chosen(keys)
            with self._lock:
                if key in self._waiting:  # Else another thread chose the same, a moment before.
                    self._active.append(key)
                    return key, self._waiting.pop(key)

    def _chosen(self, keys: Sequence[Hashable]) -> Hashable:
        try:
            return self._first(keys) if self._first else keys[0]
        except Exception as exc:  # noqa: BLE001 - the order is a favour; the work is done in any
            logger.warning("Nobody said which is first (%s)", type(exc).__name__)
            return keys[0]


def _survive(job: Callable[[], object]) -> None:
    """Do a job whose failure is logged and ends nothing, not even `SystemExit`."""
    try:
        job()
    except BaseException:
        logger.exception("A job ended badly")
