"""What every effect needs at hand: the seal and the rule packs. Made once a process.

The calendar is not among them: it changes while processes run (`models.store.calendars`).
"""

from dataclasses import dataclass, field
from pathlib import Path

from models.law.pack import RulePack
from models.seal import Seal
from tasks.packs import Packs


@dataclass(frozen=True)
class Office:
    """The tools of one installation; safe to share between threads."""

    seal: Seal
    packs: Packs = field(default_factory=Packs)

    @staticmethod
    def with_key(key: bytes, *, packs: Packs | None = None) -> "Office":
        """Make an office from the master key; with the shipped packs when none are given."""
        return Office(seal=Seal(key), packs=packs or Packs())

    @staticmethod
    def with_key_file(path: Path, *, packs: Path | None = None) -> "Office":
        """Make an office from the key file and the folder of the installation's packs."""
        return Office.with_key(path.read_bytes(), packs=Packs.of(packs))

    def pack(self, name: str, locality: str) -> RulePack:
        """The rule pack a case is judged by."""
        return self.packs.load(name, locality)
