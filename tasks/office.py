"""What every effect needs at hand: the seal and the rule packs. Made once a process.

The calendar is not among them: it changes while processes run (`models.store.calendars`).
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from models.law.pack import RulePack, load_pack
from models.seal import Seal


@dataclass(frozen=True)
class Office:
    """The tools of one installation; safe to share between threads."""

    seal: Seal

    @staticmethod
    def with_key(key: bytes) -> "Office":
        """Make an office from the master key."""
        return Office(seal=Seal(key))

    @staticmethod
    def with_key_file(path: Path) -> "Office":
        """Make an office from the key file."""
        return Office.with_key(path.read_bytes())

    def pack(self, name: str, locality: str) -> RulePack:
        """The rule pack a case is judged by."""
        return _pack(name, locality)


@lru_cache(maxsize=64)
def _pack(name: str, locality: str) -> RulePack:
    return load_pack(name, (locality,) if locality else ())
