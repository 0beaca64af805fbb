"""What is in a backup, as a tar: the manifest first, then the database in parts, packs, templates.

A dump's size is not known before it ends, and a tar wants to know sizes: so it goes in parts.
"""

import hashlib
import io
import tarfile
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import BinaryIO, Self

from deployments.backup.cipher import (
    BackupDamaged,
    BackupKey,
    Decrypting,
    Encrypting,
    SupportsWrite,
)
from deployments.backup.manifest import Manifest

_MANIFEST, _DATABASE, _PACKS, _TEMPLATES = "manifest.json", "database/", "packs/", "templates/"
#: Bytes of one part of the dump.
_PART = 4 * 1024 * 1024
#: No manifest is larger: there are some fifty tables.
_MOST = 16 * 1024 * 1024


class Contents:
    """A backup being read, from its beginning to its end, once."""

    def __init__(self, file: Path, key: BackupKey) -> None:
        """Open a backup and read its manifest.

        Raises:
            BackupDamaged: It is no backup, or not whole.
            BackupKeyRefused: It was encrypted with another key.
        """
        self._file = file.open("rb")
        try:
            self._stream = Decrypting(self._file, key)
            self._tar = tarfile.open(fileobj=self._stream, mode="r|")  # noqa: SIM115 - closed below
            self.manifest = self._read_manifest()
        except tarfile.TarError as torn:
            self._file.close()
            raise BackupDamaged from torn
        except BaseException:
            self._file.close()
            raise
        #: Rule packs and templates by name; whole once the dump was read to its end.
        self.packs: dict[str, bytes] = {}
        self.templates: dict[str, bytes] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._tar.close()
        self._file.close()

    def dump(self) -> Iterator[bytes]:
        """Give the database part by part; after it everything was read and authenticated.

        Raises:
            BackupDamaged: What follows is not as it was written.
        """
        try:
            while member := self._tar.next():
                content = self._content(member)
                if member.name.startswith(_DATABASE):
                    yield content
                elif member.name.startswith(_PACKS):
                    self.packs[Path(member.name).name] = content
                elif member.name.startswith(_TEMPLATES):
                    self.templates[Path(member.name).name] = content
        except tarfile.TarError as torn:
            raise BackupDamaged from torn
        self._stream.drain()
        if self.manifest.packs != hashes_of(self.packs):
            raise BackupDamaged("备份中的规则包与清单不符。")

    def _read_manifest(self) -> Manifest:
        first = self._tar.next()
        if first is None or first.name != _MANIFEST or first.size > _MOST:
            raise BackupDamaged("备份中没有清单。")
        return Manifest.of_bytes(self._content(first))

    def _content(self, member: tarfile.TarInfo) -> bytes:
        held = self._tar.extractfile(member)
        return b"" if held is None else held.read()


def write(
    out: SupportsWrite,
    key: BackupKey,
    manifest: Manifest,
    *,
    dump: BinaryIO,
    packs: Mapping[str, bytes],
    templates: Mapping[str, bytes],
) -> None:
    """Write a whole backup; `dump` is read to its end.

    Raises:
        OSError: The disk took no more.
    """
    stream = Encrypting(out, key)
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, _MANIFEST, manifest.as_bytes())
        number = 0
        while part := dump.read(_PART):
            _add(tar, f"{_DATABASE}{number:06}", part)
            number += 1
        for folder, files in ((_PACKS, packs), (_TEMPLATES, templates)):
            for name, content in sorted(files.items()):
                _add(tar, f"{folder}{name}", content)
    stream.finish()


def read_through(file: Path, key: BackupKey) -> Manifest:
    """Read a backup from its beginning to its end, writing nothing.

    Raises:
        BackupDamaged: It is not whole.
        BackupKeyRefused: It was encrypted with another key.
    """
    with Contents(file, key) as contents:
        for _part in contents.dump():
            pass
        return contents.manifest


def packs_of(folder: Path) -> dict[str, bytes]:
    """The rule packs of an installation, as they lie there."""
    if not folder.is_dir():
        return {}
    files = sorted(folder.iterdir())
    return {file.name: file.read_bytes() for file in files if file.suffix in (".yaml", ".yml")}


def templates_of_program() -> dict[str, bytes]:
    """The Word templates that this version writes with."""
    files = resources.files("documents").joinpath("templates").iterdir()
    return {file.name: file.read_bytes() for file in files if file.name.endswith(".docx")}


def hashes_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    entry.mode = 0o600
    tar.addfile(entry, io.BytesIO(content))
