"""Sealing of personal data: AES-256-GCM with the place it belongs to as associated data.

A sealed value moved to another row does not open; the places are in `models.sealed_places`. The
first byte is the format, the next four the id of the data key. Data keys lie in the database,
sealed with the master key, which is a file outside of it (`models.store.key_ring`); a database of
an earlier version has none, and there the master key is the data key.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.errors import BrokenInvariant, Unreadable
from models.sealed_places import SealedFor

_FORMAT = b"\x01"
_NONCE = 12
_HEAD = 1 + 4
#: Length of a master key, and of a data key.
KEY_BYTES = 32


def key_of(sealed: bytes) -> str:
    """The id of the key that something was sealed with, as sentences name keys."""
    return sealed[len(_FORMAT) : _HEAD].hex()


class _DataKey:
    """What is derived from 32 bytes."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise BrokenInvariant("密钥长度不对,应为32字节。")
        self.id = hashlib.sha256(b"hutong:id" + key).digest()[:4]
        self.aead = AESGCM(hmac.digest(key, b"hutong:data", "sha256"))
        self.index = hmac.digest(key, b"hutong:index", "sha256")


class Seal:
    """Closes with the newest data key, opens with each there is; safe to share between threads."""

    def __init__(self, key: bytes) -> None:
        """Begin with one key.

        Args:
            key: 32 random bytes.
        """
        #: The newest first. Replaced as a whole, never changed: others read it meanwhile.
        self._keys: tuple[_DataKey, ...] = (_DataKey(key),)
        #: Looks whether there are other data keys than we know, because of this one, by its id, or
        #: of whichever; set where a database is known.
        self.look_again: Callable[[str], None] = _nothing_to_look_at

    def hold(self, keys: Sequence[bytes]) -> None:
        """Know these data keys, the newest first, and no others; at least one."""
        self._keys = tuple(_DataKey(key) for key in keys)

    @property
    def key_id(self) -> str:
        """What sentences call the key that closes; tells nothing of it."""
        return self._keys[0].id.hex()

    def close(self, plain: bytes, place: SealedFor) -> bytes:
        """Seal bytes for one place."""
        newest, nonce = self._keys[0], os.urandom(_NONCE)
        return _FORMAT + newest.id + nonce + newest.aead.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: SealedFor) -> bytes:
        """Open what was sealed for this place.

        Raises:
            Unreadable: Wrong key, wrong place, or altered.
        """
        found = self._found(sealed[1:_HEAD]) if sealed[:1] == _FORMAT else None
        if found is None:
            raise Unreadable(place)
        nonce, rest = sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :]
        try:
            return found.aead.decrypt(nonce, rest, place.encode())
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

    def index(self, value: str, *, key: str = "") -> bytes:
        """Keyed hash; equal values give equal hashes under the same key.

        Args:
            value: What is hashed.
            key: Id of the data key; the newest where none is named.

        Raises:
            BrokenInvariant: There is no such key.
        """
        found = self._found(bytes.fromhex(key)) if key else self._keys[0]
        if found is None:
            raise BrokenInvariant("没有这把数据密钥。")
        return hmac.digest(found.index, value.encode(), "sha256")

    def indexes(self, value: str) -> Iterator[tuple[str, bytes]]:
        """The same under every data key, each with its id: for what was hashed some time ago.

        Who goes on to the end has let the seal look for keys that it does not know yet.
        """
        known = self._keys
        for one in known:
            yield one.id.hex(), hmac.digest(one.index, value.encode(), "sha256")
        self.look_again("")
        for one in self._keys:
            if all(one.id != before.id for before in known):
                yield one.id.hex(), hmac.digest(one.index, value.encode(), "sha256")

    def _found(self, key: bytes) -> _DataKey | None:
        for _ in range(2):
            for one in self._keys:
                if one.id == key:
                    return one
            self.look_again(key.hex())
        return None


def _nothing_to_look_at(_wanted: str) -> None:
    """There is no database, or none that has data keys."""
