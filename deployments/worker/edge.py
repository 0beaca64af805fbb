"""The edge: hearing at once that a stage has work.

The portal's answering transaction sends `NOTIFY hutong_stage, '<stage id>'`. A thread with a
connection of its own hears it. Nothing depends on a notification arriving: after each connection
the worker polls once, and reconcile compares what is with what must be.
"""

import logging
import threading
from collections.abc import Callable
from uuid import UUID

import psycopg

from models.store.stage import CHANNEL

#: Seconds between attempts to connect, doubled from the first to the last.
FIRST_PAUSE, LAST_PAUSE = 0.2, 10.0
#: Seconds after which the thread looks whether it shall end.
GLANCE = 1.0

logger = logging.getLogger("hutong.worker.edge")


class StageListener(threading.Thread):
    """Calls `heard` with each stage id; runs until `stop`, whatever the database does."""

    def __init__(
        self, url: str, heard: Callable[[UUID], None], connected: Callable[[], None]
    ) -> None:
        """Prepare the thread; `start` it.

        Args:
            url: Of the application's database; an SQLAlchemy driver suffix is dropped.
            heard: Called in this thread for each notification; must return at once.
            connected: Called after each (re)connection: what was sent before was not heard.
        """
        super().__init__(name="hutong-edge", daemon=True)
        self._url = url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._heard = heard
        self._connected = connected
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Let the thread end within a second; do not wait for it."""
        self._stopping.set()

    def run(self) -> None:
        """Listen, and connect again for as long as it takes."""
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                with self._connection() as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    pause = FIRST_PAUSE
                    self._connected()
                    self._listen(connection)
            except psycopg.Error as exc:
                logger.warning("Edge lost (%s); next attempt in %.1f s", type(exc).__name__, pause)
                self._stopping.wait(pause)
                pause = min(pause * 2, LAST_PAUSE)

    def _connection(self) -> psycopg.Connection:
        # A database host that vanished without a word is noticed within about a minute.
        return psycopg.connect(
            self._url,
            autocommit=True,
            application_name="hutong-worker-edge",
            connect_timeout=5,
            keepalives_idle=30,
            keepalives_interval=10,
            keepalives_count=3,
        )

    def _listen(self, connection: psycopg.Connection) -> None:
        while not self._stopping.is_set():
            for notice in connection.notifies(timeout=GLANCE, stop_after=1):
                try:
                    stage_id = UUID(notice.payload)
                except ValueError:
                    logger.warning("Ignored a notification that is no stage id")
                else:
                    self._heard(stage_id)
