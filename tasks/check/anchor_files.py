"""Anchors on disk: each a signed file that names the one before by its hash.

A file holds the ends of chains that have moved since the file before, and the hash of what the logs
got since. Nothing in it says a word of a case. Its key is kept apart from the database, so that who
owns the database cannot sign.
"""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, ValidationError

from models.errors import HutongError

#: Bytes of a key file.
_KEY_BYTES = 32
_NAME = "anchor-{:06d}.json"


class AnchorKeyRefused(HutongError):
    """锚定密钥不在或者不能读取。"""


class AnchorDamaged(HutongError):
    """锚定文件不能读取，或者签名不成立。"""


class AnchoredSpan(BaseModel):
    """What a log got in a span."""

    model_config = ConfigDict(frozen=True)

    log: str
    since: datetime
    until: datetime
    rows: int
    sha256: str


class Anchor(BaseModel):
    """What one file says.

    Attributes:
        number: From 1, without gaps.
        before: SHA-256 of the file before; empty in the first.
        anew: What was anchored before counts no more: a backup was restored.
        ends: By kind of chain and chain its place and hash; those that moved since the file before.
        spans: What the logs got since the file before.
    """

    model_config = ConfigDict(frozen=True)

    number: int
    at: datetime
    before: str
    anew: bool = False
    ends: dict[str, dict[UUID, tuple[int, str]]]
    spans: tuple[AnchoredSpan, ...]

    def text(self) -> bytes:
        """What is signed."""
        told = self.model_dump(mode="json")
        return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True)
class AnchorFile:
    """An anchor as it lies there, its signature verified."""

    anchor: Anchor
    sha256: str


class AnchorKey:
    """The key that signs anchors: apart from the database, and from its passwords."""

    def __init__(self, raw: bytes) -> None:
        """Keep a key of 32 bytes."""
        self._key = Ed25519PrivateKey.from_private_bytes(raw)

    @property
    def public(self) -> str:
        """What anybody may verify with, in hexadecimal digits."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, text: bytes) -> str:
        """Sign, in hexadecimal digits."""
        return self._key.sign(text).hex()

    @staticmethod
    def read(file: Path) -> "AnchorKey":
        """Read a key file.

        Raises:
            AnchorKeyRefused: There is none, or it is no key.
        """
        try:
            raw = file.read_bytes()
        except OSError as gone:
            raise AnchorKeyRefused(f"没有锚定密钥文件 {file.name}，不能核对锚定。") from gone
        if len(raw) != _KEY_BYTES:
            raise AnchorKeyRefused(f"锚定密钥文件 {file.name} 应为 {_KEY_BYTES} 字节。")
        return AnchorKey(raw)

    @staticmethod
    def of(file: Path) -> "AnchorKey":
        """Read the key of an installation, made at random before the first anchor."""
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_once(file, os.urandom(_KEY_BYTES))
        return AnchorKey.read(file)


def write(folder: Path, anchor: Anchor, key: AnchorKey) -> AnchorFile | None:
    """Write and sign a file; None where another process has written one of this number."""
    told = {
        "signed": json.loads(anchor.text()),
        "key": key.public,
        "signature": key.sign(anchor.text()),
    }
    content = json.dumps(told, sort_keys=True, indent=1).encode()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not _write_once(folder / _NAME.format(anchor.number), content):
        return None
    return AnchorFile(anchor, hashlib.sha256(content).hexdigest())


def read_all(folder: Path, public: str) -> list[AnchorFile]:
    """Every anchor of a folder, oldest first, from the newest that begins anew.

    Args:
        folder: Where they are; one that is not there has none.
        public: The key they must be signed with.

    Raises:
        AnchorDamaged: A file cannot be read, was not signed with this key, or does not follow the
            one before.
    """
    found: list[AnchorFile] = []
    for file in sorted(folder.glob("anchor-*.json"), reverse=True):
        found.insert(0, _read(file, public))
        if found[0].anchor.anew:
            break
    for before, one in pairwise(found):
        if (one.anchor.number, one.anchor.before) != (before.anchor.number + 1, before.sha256):
            raise AnchorDamaged(f"锚定文件 {_NAME.format(one.anchor.number)} 与前一个不相接。")
    if found and not found[0].anchor.anew and found[0].anchor.number != 1:
        raise AnchorDamaged(f"锚定文件 {_NAME.format(found[0].anchor.number)} 以前的文件不在。")
    return found


def merged(files: list[AnchorFile]) -> dict[str, dict[UUID, tuple[int, str]]]:
    """The newest anchored end of every chain, by kind."""
    known: dict[str, dict[UUID, tuple[int, str]]] = {"events": {}, "imprints": {}}
    for one in files:
        for kind, ends in one.anchor.ends.items():
            known[kind].update(ends)
    return known


def _read(file: Path, public: str) -> AnchorFile:
    try:
        content = file.read_bytes()
        told = json.loads(content)
        anchor = Anchor.model_validate_json(json.dumps(told["signed"]))
        signed = json.dumps(told["signed"], sort_keys=True, separators=(",", ":")).encode()
        if told["key"] != public:
            raise AnchorDamaged(f"锚定文件 {file.name} 不是用本系统的锚定密钥签名的。")
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(told["signature"]), signed)
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as damaged:
        raise AnchorDamaged(f"锚定文件 {file.name} 不能读取。") from damaged
    except InvalidSignature as forged:
        raise AnchorDamaged(f"锚定文件 {file.name} 的签名不成立。") from forged
    return AnchorFile(anchor, hashlib.sha256(content).hexdigest())


def _write_once(file: Path, content: bytes) -> bool:
    """Write a file whole, or leave the one that is there; whether it was written."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        fresh.unlink()
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    try:
        file.hardlink_to(fresh)
    except FileExistsError:
        return False
    finally:
        fresh.unlink()
    return True
