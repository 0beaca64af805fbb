"""What a backup says of itself: of when, of which version, and each table by count and hash.

It is the first thing in a backup, and encrypted like the rest.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from deployments.backup.cipher import BackupDamaged
from models.store.key_ring import WrappedKey


@dataclass(frozen=True)
class TableDigest:
    """A table at one moment: its rows and SHA-256 over all of them, in no order."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What is in a backup.

    Attributes:
        taken_at: The instant of the snapshot.
        program: Version of Hutong that took it.
        migration: The last one of its database, by number.
        postgres: Major version of the server.
        database_bytes: What the database takes on a disk.
        key_id: Of the master key that its sealed values were sealed with; empty when none are.
        key_proof: The known value that this key opens, in hexadecimal.
        data_keys: Each under each master key that opened it then: two while that was changed.
        tables: By name; a sequence is one row.
        packs: Rule packs of the installation, by file name: SHA-256.
        templates: Word templates of the program, by file name: SHA-256.
    """

    taken_at: datetime
    program: str
    migration: str
    postgres: int
    database_bytes: int
    key_id: str
    key_proof: str
    tables: Mapping[str, TableDigest]
    packs: Mapping[str, str]
    templates: Mapping[str, str]
    data_keys: tuple[WrappedKey, ...] = ()

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    def as_bytes(self) -> bytes:
        """Write it as JSON."""
        keys = [one.as_json() for one in self.data_keys]
        told = asdict(self) | {"taken_at": self.taken_at.isoformat(), "data_keys": keys}
        return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()

    @staticmethod
    def of_bytes(raw: bytes) -> "Manifest":
        """Read it again.

        Raises:
            BackupDamaged: It is of a later format, or none.
        """
        try:
            told: dict[str, Any] = json.loads(raw)
            told["taken_at"] = datetime.fromisoformat(told["taken_at"])
            told["tables"] = {name: TableDigest(**one) for name, one in told["tables"].items()}
            told["data_keys"] = tuple(map(WrappedKey.of_json, told.get("data_keys", ())))
            return Manifest(**told)
        except (KeyError, TypeError, ValueError) as wrong:
            raise BackupDamaged("备份的清单读不出来，可能来自更新的版本。") from wrong


def differing(wanted: Mapping[str, TableDigest], found: Mapping[str, TableDigest]) -> list[str]:
    """Say which tables are not what the manifest says, one sentence each; empty: all equal."""
    return [
        f"{name}：备份时 {_told(wanted.get(name))}，现在 {_told(found.get(name))}"
        for name in sorted(wanted.keys() | found.keys())
        if wanted.get(name) != found.get(name)
    ]


def _told(table: TableDigest | None) -> str:
    return "没有这张表" if table is None else f"{table.rows} 行（{table.sha256[:8]}）"
