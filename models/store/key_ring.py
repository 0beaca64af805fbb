"""The data keys of a database: sealed with the master key, and changed with it.

A database keeps its data keys itself, each sealed with the master key. Another master key seals
the same data keys again, and none of the sealed values is touched; from then on a new data key
closes, which nobody knows who knew the old master key.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from models.errors import Unreadable, WrongKey
from models.seal import KEY_BYTES, Seal
from models.sealed_places import SealedPlace
from models.store.query import Query, Statement, Value, named


@dataclass(frozen=True)
class WrappedKey:
    """A data key under one master key."""

    id: UUID
    key_id: str
    master: str
    place: int
    generation: int
    wrapped: bytes

    def as_json(self) -> dict[str, Any]:
        """As the manifest of a backup keeps it."""
        return {**asdict(self), "id": str(self.id), "wrapped": self.wrapped.hex()}

    @staticmethod
    def of_json(told: Mapping[str, Any]) -> "WrappedKey":
        """The same, read."""
        kept = {**told, "id": UUID(told["id"]), "wrapped": bytes.fromhex(told["wrapped"])}
        return WrappedKey(**kept)


@dataclass(frozen=True)
class _Numbered:
    id: UUID
    identity: bytes


_RINGS = Query(WrappedKey, named("key_ring", "rings"))
_NEWEST = Value(str, named("key_ring", "newest"))
_ALONE = Statement(named("key_ring", "alone"))
_ADD = Statement(named("key_ring", "add"))
_DROP_OTHERS = Statement(named("key_ring", "drop_others"))
_PROVE_ANEW = Statement(named("key_ring", "prove_anew"))
_NUMBERED = Query(_Numbered, named("key_ring", "numbered"))
_HASH_ANEW = Statement(named("key_ring", "hash_anew"))


def wrapped(db: Connection) -> list[WrappedKey]:
    """Every data key under every master key, the newest first; none in an old database."""
    return _RINGS.all(db)


def masters(kept: Sequence[WrappedKey]) -> list[str]:
    """Ids of the master keys that open data keys, the newest first."""
    return list(dict.fromkeys(one.master for one in kept))


def opened(kept: Sequence[WrappedKey], master: bytes) -> list[bytes]:
    """The data keys that a master key opens, the newest first; none where it opens none."""
    seal = Seal(master)
    return [
        seal.open(one.wrapped, SealedPlace.DATA_KEY.of(one.id))
        for one in kept
        if one.master == seal.key_id
    ]


def begin(db: Connection, master: bytes, *, at: datetime) -> None:
    """Give a new database its first data key."""
    _add(db, master, secrets.token_bytes(KEY_BYTES), place=1, generation=1, at=at)


def admit(db: Connection, old: bytes, new: bytes, *, at: datetime) -> None:
    """Let another master key open every data key too; from now on both do.

    Args:
        db: As the owner.
        old: Opens them now; where there are none yet, it is the first one itself.
        new: The other one; admitted already, nothing is done.
        at: Kept with them.
    """
    _ALONE.run(db)
    kept, new_id = wrapped(db), Seal(new).key_id
    if not kept:
        _add(db, old, old, place=1, generation=1, at=at)
        kept = wrapped(db)
    there = {one.key_id for one in kept if one.master == new_id}
    generation = max(one.generation for one in kept if one.master != new_id) + 1
    opening = [one for one in kept if one.master == Seal(old).key_id]
    for one, key in zip(opening, opened(kept, old), strict=True):
        if one.key_id not in there:
            _add(db, new, key, place=one.place, generation=generation, at=at)


def change_over(db: Connection, master: bytes, *, at: datetime) -> None:
    """Close with a new data key from now on, and let this master key alone open any.

    Numbers of children are hashed anew under the new data key in the same transaction.
    """
    _ALONE.run(db)
    kept = wrapped(db)
    keys = opened(kept, master)
    fresh = secrets.token_bytes(KEY_BYTES)
    seal = Seal(master)
    [generation] = {one.generation for one in kept if one.master == seal.key_id}
    place = max(one.place for one in kept) + 1
    _add(db, master, fresh, place=place, generation=generation, at=at)
    _DROP_OTHERS.run(db, master=seal.key_id)
    seal.hold([fresh, *keys])
    _hash_anew(db, seal)


def _hash_anew(db: Connection, seal: Seal) -> None:
    ids, hashes = [], []
    for child in _NUMBERED.all(db):
        # One that is damaged is told elsewhere (`hutong check`), and keeps nobody's key.
        try:
            known = seal.open_json(child.identity, SealedPlace.CHILD_IDENTITY.of(child.id))
        except Unreadable:
            continue
        ids.append(child.id)
        hashes.append(hash_of(seal, str(known["id_number"])))
    _HASH_ANEW.run(db, ids=ids, hashes=hashes)


def hash_of(seal: Seal, number: str) -> bytes:
    """The hash by which a child's number is found."""
    return seal.index(number.upper())


def number_hash(db: Connection, seal: Seal, number: str) -> bytes:
    """The same, under the key that holds until this transaction ends, whoever changes it meanwhile.

    Raises:
        WrongKey: The database has a newer data key than the master key at hand opens.
    """
    newest = _NEWEST.first(db)
    if newest and newest != seal.key_id:
        seal.look_again(newest)
        if newest != seal.key_id:
            raise WrongKey(f"数据密钥（编号 {newest}）打不开，请系统管理员核对主密钥文件。")
    return hash_of(seal, number)


def prove_anew(db: Connection, proof: str) -> None:
    """Put another known value in the place of the one sealed with the old master key."""
    _PROVE_ANEW.run(db, value=proof)


def _add(
    db: Connection, master: bytes, key: bytes, *, place: int, generation: int, at: datetime
) -> None:
    seal, new = Seal(master), uuid4()
    _ADD.run(
        db, id=new, key_id=Seal(key).key_id, master=seal.key_id, place=place, at=at,
        generation=generation,
        wrapped=seal.close(key, SealedPlace.DATA_KEY.of(new)),
    )  # fmt: skip
