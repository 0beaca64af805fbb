"""What every effect needs at hand: the seal and the rule packs. Made once a process.

The calendar is not among them: it changes while processes run (`models.store.calendars`).
"""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from models.law.pack import LawMissing, RulePack, UnknownPack
from models.law.packyaml import PackInvalid
from models.seal import Seal
from models.settings import Settings
from models.store import key_proof
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
        """Make an office that knows no database yet, and so no data key but the master key itself.

        Raises:
            WrongKey: There is no such file, or no key in it.
        """
        return Office.with_key(key_proof.master_in(path), packs=Packs.of(packs))

    @staticmethod
    def of_installation(settings: Settings, engine: Engine) -> "Office":
        """Make the office of an installation, whose key must be its database's.

        Args:
            settings: Where the key and the packs are.
            engine: Of the database; nothing begins on it before the key was tried.

        Raises:
            WrongKey: The key is missing, or another database's.
        """
        made = Office.with_key_file(settings.key_file, packs=settings.packs)
        key_proof.guard(engine, made.seal, settings.key_file)
        return made

    def pack(self, name: str, locality: str) -> RulePack:
        """The rule pack a case is judged by.

        Raises:
            LawMissing: Its file is gone, or cannot be read any more; the sentence says what to do.
        """
        try:
            return self.packs.load(name, locality)
        except (UnknownPack, PackInvalid) as gone:
            law = f"{name}+{locality}" if locality else name
            raise LawMissing(
                f"规则包“{law}”不在这台服务器上或者不能载入,按它计算的事项暂不能办理。请系统管理员把它的"
                f"文件放回规则包文件夹(hutong law list 列出现有的),或者由主任改按现有的规则包。"
            ) from gone

    def pack_if_here(self, name: str, locality: str) -> RulePack | None:
        """The same, or None where it is missing: for what can be looked at without it."""
        try:
            return self.pack(name, locality)
        except LawMissing:
            return None
