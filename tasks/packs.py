"""By which rule pack a case is judged: chosen when it is opened, then kept."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from models.errors import BadInput, NotFound
from models.law.loading import load_pack, pack_for
from models.law.pack import RulePack
from models.law.shelf import NATIONAL, SHIPPED, Shelf


@dataclass(frozen=True)
class Packs:
    """The packs of an installation. `fixed` judges every case, whatever the day (rehearsals)."""

    shelf: Shelf = field(default=SHIPPED)
    fixed: RulePack | None = None

    @staticmethod
    def of(folder: Path | None) -> "Packs":
        """The shipped packs and those of a folder."""
        return Packs(Shelf(folder))

    def for_new_case(self, day: date, locality: str) -> tuple[str, str]:
        """Version of the national pack and of the overlay for a case opened on a day.

        Args:
            day: Shanghai date.
            locality: The centre's locality, such as `wuhan`; empty for none.

        Raises:
            UnknownPack: There is no overlay for this locality.
        """
        if self.fixed is not None:
            return self.fixed.name, ""
        return pack_for(day, locality, self.shelf)

    def load(self, name: str, locality: str) -> RulePack:
        """The pack a case is judged by.

        Raises:
            UnknownPack: It is not here any more.
        """
        if self.fixed is not None and name == self.fixed.name:
            return self.fixed
        return load_pack(name, (locality,) if locality else (), shelf=self.shelf)

    def to_remind_by(self, name: str, locality: str) -> RulePack:
        """The pack a deadline was counted by, or the newest there is where that one is gone.

        Who is told when must not stop with a lost file; nothing is counted by it, and
        `hutong check` says which law is missing.
        """
        try:
            return self.load(name, locality)
        except (BadInput, NotFound):
            return load_pack(NATIONAL, shelf=self.shelf)
