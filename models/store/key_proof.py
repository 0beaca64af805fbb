"""Whether the master key at hand is this database's; with it, the data keys are opened.

The master key opens the data keys of the database (`models.store.key_ring`), and a known value,
sealed with it when the database was made (`hutong step migrate`). Every process opens both before
its first transaction, so that another key never seals anything beside what is there.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError

from models.errors import Unreadable, WrongKey
from models.seal import KEY_BYTES, Seal, key_of
from models.sealed_places import SealedPlace
from models.store import key_ring
from models.store.key_ring import WrappedKey
from models.store.query import Statement, Value, named

_KNOWN = b"hutong"
_HERE = SealedPlace.KEY_PROOF.of(UUID(int=0))
_ASK_PROOF = "SELECT hutong_key_proof()"
_ASK_KEYS = "SELECT id, key_id, master, place, generation, wrapped FROM hutong_data_keys()"
#: Seconds after which a process looks for a new data key by itself, and for which it does not look
#: again for one that was not there: the id of a damaged value is nobody's.
LOOKS_EVERY, RESTS = 60.0, 1.0

_PROOF = Value(str, named("key_proof", "proof"))
_KEEP = Statement(named("key_proof", "keep"))
_HEADS = Value(bytes, named("key_proof", "heads"))


def master_in(file: Path) -> bytes:
    """The master key in a file.

    Raises:
        WrongKey: There is no such file, or no key in it.
    """
    try:
        key = file.read_bytes()
    except OSError as gone:
        raise WrongKey(f"主密钥文件 {file} 不见了或者不能读取，请从备份恢复该文件。") from gone
    if len(key) != KEY_BYTES:
        raise WrongKey(f"主密钥文件 {file} 应为 {KEY_BYTES} 字节，请从备份恢复。")
    return key


def establish(db: Connection, file: Path, *, at: datetime) -> None:
    """Give a new database its known value and its first data key, else open what it has.

    Args:
        db: As the owner.
        file: Where the master key at hand is; named in the refusal.
        at: Kept with both.

    Raises:
        WrongKey: The database is sealed with another key.
    """
    if _PROOF.first(db) is None:
        master = master_in(file)
        found = {key_of(head) for head in _HEADS.all(db)}
        # A database of an earlier version has no known value, but perhaps children: what is
        # sealed in it is sealed with the master key itself.
        if found and Seal(master).key_id not in found:
            raise WrongKey(_sentence(file, Seal(master).key_id, "、".join(sorted(found))))
        _KEEP.run(db, value=_known(master), at=at)
        if not found:
            key_ring.begin(db, master, at=at)
    require(db, file)


def require(db: Connection, file: Path) -> list[bytes]:
    """Give the data keys of a database, the newest first.

    Raises:
        WrongKey: It is sealed with another master key.
    """
    return _opened(_PROOF.first(db), key_ring.wrapped(db), file)


def prove_anew(db: Connection, master: bytes) -> None:
    """Seal the known value with this master key."""
    key_ring.prove_anew(db, _known(master))


def opens(master: bytes, proof: str, kept: Sequence[WrappedKey]) -> bool:
    """Whether a master key is the one of a known value, or opens data keys."""
    if any(one.master == Seal(master).key_id for one in kept):
        with suppress(Unreadable):
            return bool(key_ring.opened(kept, master))
    try:
        return not proof or bool(Seal(master).open(bytes.fromhex(proof), _HERE))
    except Unreadable:
        return False


def _opened(proof: str | None, kept: Sequence[WrappedKey], file: Path) -> list[bytes]:
    master = master_in(file)
    if kept:
        with suppress(Unreadable):
            if keys := key_ring.opened(kept, master):
                return keys
        wanted = "、".join(key_ring.masters(kept))
    elif proof is None or opens(master, proof, ()):
        return [master]
    else:
        wanted = key_of(bytes.fromhex(proof))
    raise WrongKey(_sentence(file, Seal(master).key_id, wanted))


def _known(master: bytes) -> str:
    return Seal(master).close(_KNOWN, _HERE).hex()


def _sentence(file: Path, key_id: str, wanted: str) -> str:
    return (
        f"主密钥文件 {file}（编号 {key_id}）不是封存本数据库的那一把（编号 {wanted}）。"
        "没有启动，也没有改动任何数据。请从备份恢复正确的主密钥文件。"
    )


class _Looking:
    """Keeps the data keys of a seal those of its database: at first, by itself, and when asked."""

    def __init__(self, engine: Engine, seal: Seal, file: Path) -> None:
        self._engine, self._seal, self._file = engine, seal, file
        self._lock, self._looked = Lock(), float("-inf")
        self._missed: dict[str, float] = {}

    def first(self, connection: Any, _record: object = None) -> None:
        """Before anything begins on an engine."""
        try:
            self._ask(connection)
        except WrongKey:
            connection.close()
            raise

    def by_itself(self, connection: Any, _record: object, _proxy: object) -> None:
        """Whenever the last look was long ago: a new data key closes soon after it is there."""
        if time.monotonic() - self._looked > LOOKS_EVERY:
            # A process that is at work goes on with the keys that it has.
            with suppress(WrongKey, psycopg.Error):
                self._ask(connection)

    def again(self, wanted: str) -> None:
        """Because a key is not known; in a connection of its own, for one may be in the middle."""
        with self._lock:
            now = time.monotonic()
            self._missed = {key: at for key, at in self._missed.items() if now - at < RESTS}
            if wanted in self._missed:
                return
            self._missed[wanted] = now
            words, given = self._engine.dialect.create_connect_args(self._engine.url)
            with (
                suppress(WrongKey, psycopg.Error),
                psycopg.connect(*words, **{**given, "connect_timeout": 5}) as connection,
            ):
                self._ask(connection)

    def _ask(self, connection: Any) -> None:
        self._looked = time.monotonic()
        try:
            proof = connection.execute(_ASK_PROOF).fetchone()
            kept = [WrappedKey(*row) for row in connection.execute(_ASK_KEYS).fetchall()]
        except psycopg.errors.UndefinedFunction:
            connection.rollback()
            return  # Not migrated yet: nothing of ours is in it.
        connection.rollback()
        self._seal.hold(_opened(proof and proof[0], kept, self._file))


def guard(engine: Engine, seal: Seal, file: Path) -> None:
    """Let nothing begin on an engine before its database's keys were opened with the file's.

    A database that is away is asked when it answers. From then on the seal has the data keys.

    Raises:
        WrongKey: The database answers, and is sealed with another key.
    """
    looking = _Looking(engine, seal, file)
    seal.look_again = looking.again
    event.listen(engine, "first_connect", looking.first)
    event.listen(engine, "checkout", looking.by_itself)
    with suppress(DBAPIError, psycopg.OperationalError):
        asked = engine.raw_connection()
        try:
            looking.first(asked.dbapi_connection)
        finally:
            asked.close()
