"""Whether there is room to write: asked before anything is written, and told on every page.

Below the least amount writing is held, so that what runs can end in peace: a database that finds
no room at all falls. Nothing is lost, and all goes on by itself when there is room again.
"""

import os
from enum import Enum
from pathlib import Path

#: Bytes that must be free before anything new is written.
LEAST_FREE = 64 * 1024 * 1024


class Trouble(Enum):
    """Why nothing can be written; the value is what people read."""

    FULL = "磁盘已满"
    READ_ONLY = "磁盘只读"

    @property
    def sentence(self) -> str:
        """What people are told, and what becomes of it."""
        return f"{self.value}，暂停写入；恢复后自动继续，已经提交的内容没有丢失。"


def folders(state_dir: Path) -> list[Path]:
    """Where an installation writes: its state directory, and its database where that lies apart."""
    try:
        notes = [note.read_text(encoding="utf-8").strip() for note in state_dir.glob("*.where")]
    except OSError:
        notes = []
    return [state_dir, *map(Path, notes)]


def trouble(*places: Path, least: int = LEAST_FREE) -> Trouble | None:
    """Why one of these places takes nothing more; None while all do.

    A place that is not there yet is asked for where it will be made.
    """
    for place in places:
        there = next(one for one in (place, *place.parents) if one.exists())
        found = os.statvfs(there)
        if found.f_flag & os.ST_RDONLY:
            return Trouble.READ_ONLY
        if found.f_bavail * found.f_frsize < least:
            return Trouble.FULL
    return None
