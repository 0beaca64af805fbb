"""Whether the procedure engine (Prefect) and its worker live: looked up, never waited for.

The portal needs it for nothing; people are only told why a document takes longer.
"""

import threading
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

#: How long what was seen counts.
_FRESH_SECONDS = 10.0
_PATIENCE_SECONDS = 2.0
#: Silence of a worker after which people are told; its supervisor replaces it about then.
_WORKER_SECONDS = 20.0


class ProcedureEngine:
    """The last thing known about the engine; asking never blocks."""

    def __init__(self, api_url: str, pulse: Path | None = None) -> None:
        """Know nothing yet.

        Args:
            api_url: Such as `http://127.0.0.1:4200/api`; empty means there is none.
            pulse: The file whose time the worker of this machine sets while its loop turns; one
                that is not there is a worker elsewhere, or one that was stopped.
        """
        self._pulse = pulse
        self._health = f"{api_url.rstrip('/')}/health" if api_url.startswith("http") else ""
        self._lock = threading.Lock()
        self._asked_at = float("-inf")
        self._is_up = True

    @property
    def is_up(self) -> bool:
        """Whether both lived when last looked at; true until one was found silent."""
        if self._health:
            with self._lock:
                is_stale = time.monotonic() - self._asked_at > _FRESH_SECONDS
                if is_stale:
                    self._asked_at = time.monotonic()
            if is_stale:
                threading.Thread(target=self.look, daemon=True).start()
        return self._is_up and not self._is_hung()

    def _is_hung(self) -> bool:
        """Whether a worker that was not stopped gives no sign of life."""
        try:
            beat = self._pulse.stat().st_mtime if self._pulse else None
        except OSError:
            return False
        return beat is not None and time.time() - beat > _WORKER_SECONDS

    def look(self) -> None:
        """Ask now."""
        try:
            with urlopen(self._health, timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310 - http only, from settings
                self._is_up = answer.status == 200  # noqa: PLR2004 - OK
        except (URLError, OSError, ValueError):
            self._is_up = False
