"""The mirror's thread: what was committed is drawn in Prefect a moment later.

Nothing waits for it, and nothing depends on it: reconcile compares everything each time it runs.
"""

import logging
import threading
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from models.errors import OrchestratorUnreachable

if TYPE_CHECKING:
    from flows.clockwork.mirroring import Mirror

#: Seconds between two looks; a look at nothing new is one statement by an index.
EVERY = 1.0
#: Seconds between two looks while Prefect or the database is away.
PAUSE = 5.0

logger = logging.getLogger("hutong.worker.mirror")


class Drawing(threading.Thread):
    """Draws until `stop`, whatever becomes of Prefect and of the database."""

    def __init__(self, mirror: "Mirror") -> None:
        """Prepare the thread; `start` it."""
        super().__init__(name="hutong-mirror", daemon=True)
        self._mirror = mirror
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Let the thread end after its look; do not wait for it."""
        self._stopping.set()

    def run(self) -> None:
        """Look, and look again."""
        pause = EVERY
        while not self._stopping.wait(pause):
            try:
                told = self._mirror.grown()
            except (OrchestratorUnreachable, DBAPIError) as away:
                logger.warning("Nothing was drawn (%s)", type(away).__name__)
                pause = PAUSE
            except Exception:
                logger.exception("A look of the mirror ended badly")
                pause = PAUSE
            else:
                pause = EVERY
                if told.cases:
                    logger.debug("Drew %s", told)
