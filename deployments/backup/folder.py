"""The folder of backups: their names, which are kept, and what a killed one leaves behind.

A name says when a backup was taken and nothing else. What is not finished has a name of its own,
so that whatever has a backup's name is whole.
"""

import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from deployments.backup.cipher import BackupDamaged, BackupKey, key_needed
from deployments.machine.state import Hold
from models.errors import HutongError
from models.law.dates import SHANGHAI

_NAME = re.compile(r"^hutong-(\d{8}T\d{6}Z)-[0-9a-f]{6}\.backup$")
_WHEN = "%Y%m%dT%H%M%SZ"
_UNFINISHED = ".unfinished-"


@dataclass(frozen=True)
class Standing:
    """A finished backup of the folder."""

    file: Path
    taken_at: datetime


@dataclass(frozen=True)
class Kept:
    """How many are kept: of the last days, weeks and months that have any, the newest of each."""

    days: int
    weeks: int
    months: int


def new_name(taken_at: datetime) -> str:
    """A name for a backup that no other has."""
    return f"hutong-{taken_at.astimezone(UTC):{_WHEN}}-{secrets.token_hex(3)}.backup"


def standing(folder: Path) -> list[Standing]:
    """The finished backups of a folder, the oldest first."""
    if not folder.is_dir():
        return []
    found = []
    for file in folder.iterdir():
        if named := _NAME.match(file.name):
            with suppress(ValueError):
                taken = datetime.strptime(named[1], _WHEN).replace(tzinfo=UTC)
                found.append(Standing(file, taken))
    return sorted(found, key=lambda one: (one.taken_at, one.file.name))


def own(folder: Path, key: BackupKey) -> list[Standing]:
    """The finished backups that a key opens: another installation may share the folder."""
    found = []
    for one in standing(folder):
        with suppress(BackupDamaged):
            if key_needed(one.file) == key.id:
                found.append(one)
    return found


def newest(folder: Path, key: BackupKey) -> Standing:
    """The newest finished backup of a folder that a key opens.

    Raises:
        HutongError: There is none.
    """
    found = own(folder, key)
    if not found:
        raise HutongError(f"{folder} 中还没有本机备份密钥能打开的备份。")
    return found[-1]


def to_be_kept(taken: Iterable[datetime], kept: Kept) -> set[datetime]:
    """Which of these instants are kept; the newest always is.

    Counted are days, weeks and months that have a backup: a machine that was off for a year still
    has what it had.
    """
    newest_first = sorted(taken, reverse=True)
    found = set(newest_first[:1])
    for spelling, most in (("%Y%m%d", kept.days), ("%G%V", kept.weeks), ("%Y%m", kept.months)):
        seen: dict[str, datetime] = {}
        for at in newest_first:
            seen.setdefault(at.astimezone(SHANGHAI).strftime(spelling), at)
        found |= set(list(seen.values())[:most])
    return found


def remove_old(folder: Path, kept: Kept, key: BackupKey) -> int:
    """Remove the backups of a key that are not kept any more; how many there were."""
    there = own(folder, key)
    keeping = to_be_kept((one.taken_at for one in there), kept)
    old = [one for one in there if one.taken_at not in keeping]
    for one in old:
        one.file.unlink(missing_ok=True)
    return len(old)


class Writing:
    """A place for one new backup: held against others, and gone again unless it is finished."""

    def __init__(self, folder: Path, name: str) -> None:
        """Name the backup; nothing is written yet."""
        self._folder, self._name = folder, name
        self.file = folder / f"{_UNFINISHED}{name}"
        self._hold = Hold(folder / ".lock")

    def __enter__(self) -> Self:
        """Make the folder, hold it, and sweep away what killed ones left.

        Raises:
            HutongError: The folder cannot be written, or another backup is under way.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            taken = self._hold.take()
        except OSError as failed:
            raise HutongError(
                f"备份文件夹 {self._folder} 不能写入（{failed.strerror}）。"
            ) from failed
        if not taken:
            raise HutongError(f"{self._folder} 中正在进行另一次备份。")
        for left in self._folder.glob(f"{_UNFINISHED}*"):
            left.unlink(missing_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.file.unlink(missing_ok=True)
        self._hold.release()

    def finish(self) -> Path:
        """Give the written file its name, once it is safe on the disk."""
        final = self._folder / self._name
        self.file.rename(final)
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        return final
