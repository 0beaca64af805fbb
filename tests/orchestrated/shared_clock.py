"""One virtual clock for all processes of a test: written by the test, read by its workers.

With it a case of a year goes through real workers in minutes, and writes the same dates on the
same documents as an undisturbed twin.
"""

import os
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.time_source import VirtualTime

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICKS = struct.Struct("<q")


class WrittenClock(VirtualTime):
    """A virtual clock that writes down each moment it goes on to."""

    def __init__(self, start: datetime, path: Path) -> None:
        """Stand at `start`, for everybody who reads `path`."""
        super().__init__(start)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._write()

    def advance_to(self, moment: datetime) -> None:
        """Go on to `moment`, everywhere."""
        super().advance_to(moment)
        self._write()

    def close(self) -> None:
        """Write no more."""
        os.close(self._file)

    def _write(self) -> None:
        ticks = (self.now() - _EPOCH) // timedelta(microseconds=1)
        os.pwrite(self._file, _TICKS.pack(ticks), 0)


class ReadClock:
    """The same clock in another process."""

    def __init__(self, path: Path) -> None:
        """Read `path` at each look."""
        self._file = os.open(path, os.O_RDONLY)

    def now(self) -> datetime:
        """The moment last written."""
        [ticks] = _TICKS.unpack(os.pread(self._file, _TICKS.size, 0))
        return _EPOCH + timedelta(microseconds=ticks)
