"""How a backup is encrypted: in chunks, each authenticated, in this order and to the end.

AES-256-GCM under a key of this file alone, derived from the backup key by HKDF. The nonce of a
chunk is its number and whether it is the last, so that none can be changed, moved, left out or
repeated, nor the end cut off. A file of any size passes through a megabyte of memory.
"""

import hashlib
import io
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.errors import HutongError
from models.settings import Settings

#: What every backup begins with: the format, of which this is the first.
MAGIC = b"HUTONG-BACKUP-1\n"
KEY_BYTES = 32
_ID, _SALT, _TAG, _COUNTER = 4, 32, 16, 11
_HEAD = len(MAGIC) + _ID + _SALT
#: Bytes of a chunk before it is encrypted; only the last one is shorter.
CHUNK = 1024 * 1024


class BackupDamaged(HutongError):
    """备份文件已经损坏或者不完整。"""


class BackupKeyRefused(HutongError):
    """备份密钥不对。"""


class BackupKey:
    """The key that opens backups, and nothing in the database: apart from the master key."""

    def __init__(self, raw: bytes, file: Path) -> None:
        """Keep a key.

        Args:
            raw: 32 random bytes.
            file: Where it is, named in refusals.
        """
        self.raw = raw
        self.file = file

    @property
    def id(self) -> str:
        """What sentences call this key; tells nothing of it."""
        return hashlib.sha256(b"hutong:backup-id" + self.raw).digest()[:_ID].hex()

    @staticmethod
    def read(file: Path, *, wanted: str = "") -> "BackupKey":
        """Read a key file.

        Args:
            file: Where the 32 bytes are.
            wanted: The id of the key that is needed, for the refusal.

        Raises:
            BackupKeyRefused: There is no such file, or no key in it.
        """
        need = f"打开这份备份需要编号 {wanted} 的备份密钥。" if wanted else ""
        try:
            raw = file.read_bytes()
        except OSError as gone:
            raise BackupKeyRefused(f"没有备份密钥文件 {file}。{need}什么都没有写入。") from gone
        if len(raw) != KEY_BYTES:
            raise BackupKeyRefused(
                f"备份密钥文件 {file} 应为 {KEY_BYTES} 字节。{need}什么都没有写入。"
            )
        return BackupKey(raw, file)

    @staticmethod
    def of_installation(settings: Settings) -> "BackupKey":
        """Read the key of an installation, made at random before the first backup."""
        file = settings.backup_key_file
        if not file.exists():
            fresh = file.with_name(f".{file.name}.{os.getpid()}")
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(secrets.token_bytes(KEY_BYTES))
                out.flush()
                os.fsync(out.fileno())
            with suppress(FileExistsError):  # Another was quicker: its key is the key.
                file.hardlink_to(fresh)
            fresh.unlink()
        return BackupKey.read(file)

    def of_file(self, salt: bytes) -> AESGCM:
        """The cipher of one backup."""
        derived = HKDF(hashes.SHA256(), KEY_BYTES, salt, b"hutong:backup:1").derive(self.raw)
        return AESGCM(derived)


class SupportsWrite(Protocol):
    """Whatever takes bytes."""

    def write(self, data: bytes, /) -> int:
        """Take all of them."""


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_COUNTER, "big") + bytes([last])


class Encrypting(io.RawIOBase):
    """A stream that writes what it is given, encrypted; `finish` writes the last chunk."""

    def __init__(self, out: SupportsWrite, key: BackupKey) -> None:
        """Write the head; everything that follows is bound to it."""
        super().__init__()
        salt = secrets.token_bytes(_SALT)
        self._head = MAGIC + bytes.fromhex(key.id) + salt
        self._cipher = key.of_file(salt)
        self._out, self._waiting, self._number = out, bytearray(), 0
        out.write(self._head)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Encrypt what is given, as soon as a chunk is full."""
        self._waiting += data
        # The last chunk is told by its nonce, so one is kept until it is known not to be last.
        while len(self._waiting) > CHUNK:
            self._send(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write the last chunk: without it no reader takes the file for whole."""
        self._send(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _send(self, chunk: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), chunk, self._head)
        self._out.write(sealed)
        self._number += 1


class Decrypting(io.RawIOBase):
    """A stream that reads a backup; what it gives out was authenticated."""

    def __init__(self, source: BinaryIO, key: BackupKey) -> None:
        """Read the head.

        Raises:
            BackupDamaged: It is no backup.
            BackupKeyRefused: It was encrypted with another key.
        """
        super().__init__()
        self._head = source.read(_HEAD)
        wanted = key_id_of(self._head)
        if wanted != key.id:
            raise BackupKeyRefused(
                f"备份密钥文件 {key.file}（编号 {key.id}）打不开这份备份，"
                f"需要编号 {wanted} 的备份密钥。什么都没有写入。"
            )
        self._cipher = key.of_file(self._head[-_SALT:])
        self._source, self._number = source, 0
        self._next = source.read(CHUNK + _TAG)
        if not self._next:
            # Even of nothing a backup has one chunk, so that a cut after the head is seen.
            raise BackupDamaged("备份文件只有开头，内容已经丢失。")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while not self._ready and self._next:
            self._open_next()
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def drain(self) -> None:
        """Read what is left, so that the end was seen too.

        Raises:
            BackupDamaged: The end is missing, or anything before it was altered.
        """
        while self.read(CHUNK):
            pass

    def _open_next(self) -> None:
        sealed, self._next = self._next, self._source.read(CHUNK + _TAG)
        nonce = _nonce(self._number, last=not self._next)
        try:
            self._ready = self._cipher.decrypt(nonce, sealed, self._head)
        except (InvalidTag, ValueError) as broken:
            raise BackupDamaged(
                f"备份文件从第 {self._number + 1} 段（每段 1 MB）起已经损坏或者不完整。"
            ) from broken
        self._number += 1


def key_id_of(head: bytes) -> str:
    """The id of the key that a backup was encrypted with, from its first bytes.

    Raises:
        BackupDamaged: It is no backup.
    """
    if len(head) < _HEAD or not head.startswith(MAGIC):
        raise BackupDamaged("这不是护童的备份文件，或者它的开头已经损坏。")
    return head[len(MAGIC) : len(MAGIC) + _ID].hex()


def key_needed(file: Path) -> str:
    """The id of the key that opens a backup.

    Raises:
        BackupDamaged: It is no backup, or cannot be read.
    """
    try:
        with file.open("rb") as source:
            return key_id_of(source.read(_HEAD))
    except OSError as gone:
        raise BackupDamaged(f"备份文件 {file} 不存在或者不能读取。") from gone
