"""Sealing of personal data: AES-256-GCM with the place it belongs to as associated data.

A sealed value moved to another row does not open; the places are in `models.sealed_places`. Keys
live in a file outside the database. The first byte is the format, the next four the key id, so
that keys can be rotated.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.errors import BrokenInvariant, Unreadable
from models.sealed_places import SealedFor

_FORMAT = b"\x01"
_NONCE = 12
_HEAD = 1 + 4
#: Length of a master key.
KEY_BYTES = 32


def key_of(sealed: bytes) -> str:
    """The id of the key that something was sealed with, as sentences name keys."""
    return sealed[len(_FORMAT) : _HEAD].hex()


class Seal:
    """Closes and opens values with one 32-byte key; safe to share between threads."""

    def __init__(self, key: bytes) -> None:
        """Derive the data key and the index key from the master key.

        Args:
            key: 32 random bytes.
        """
        if len(key) != KEY_BYTES:
            raise BrokenInvariant("密钥长度不对,应为32字节。")
        self._id = hashlib.sha256(b"hutong:id" + key).digest()[:4]
        self._aead = AESGCM(hmac.digest(key, b"hutong:data", "sha256"))
        self._index = hmac.digest(key, b"hutong:index", "sha256")

    @property
    def key_id(self) -> str:
        """What sentences call this key; tells nothing of it."""
        return self._id.hex()

    def close(self, plain: bytes, place: SealedFor) -> bytes:
        """Seal bytes for one place."""
        nonce = os.urandom(_NONCE)
        return _FORMAT + self._id + nonce + self._aead.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: SealedFor) -> bytes:
        """Open what was sealed for this place.

        Raises:
            Unreadable: Wrong key, wrong place, or altered.
        """
        if sealed[:1] != _FORMAT or sealed[1:_HEAD] != self._id:
            raise Unreadable(place)
        nonce, rest = sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :]
        try:
            return self._aead.decrypt(nonce, rest, place.encode())
        except (InvalidTag, ValueError) as broken:  # A nonce cut short is a ValueError.
            raise Unreadable(place) from broken

    def close_json(self, value: Mapping[str, Any], place: SealedFor) -> bytes:
        """Seal a JSON object."""
        return self.close(json.dumps(value, ensure_ascii=False).encode(), place)

    def open_json(self, sealed: bytes, place: SealedFor) -> dict[str, Any]:
        """Open a JSON object.

        Raises:
            Unreadable: It does not open, or no object is in it.
        """
        try:
            read = json.loads(self.open(sealed, place))
        except ValueError as torn:
            raise Unreadable(place) from torn
        if not isinstance(read, dict):
            raise Unreadable(place)
        return read

    def close_text(self, value: str, place: SealedFor) -> bytes:
        """Seal a text."""
        return self.close(value.encode(), place)

    def open_text(self, sealed: bytes | None, place: SealedFor) -> str:
        """Open a text; nothing sealed gives the empty text.

        Raises:
            Unreadable: It does not open, or no text is in it.
        """
        if not sealed:
            return ""
        try:
            return self.open(sealed, place).decode()
        except UnicodeDecodeError as torn:
            raise Unreadable(place) from torn

    def index(self, value: str) -> bytes:
        """Keyed hash for exact search; equal values give equal hashes."""
        return hmac.digest(self._index, value.encode(), "sha256")
