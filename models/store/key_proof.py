"""Which key seals this database: a known value that opens with that key alone.

It is sealed when the database is made (`hutong step migrate`). Every process opens it before its
first transaction, so that another key never seals anything beside what is there.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError

from models.errors import BrokenInvariant, WrongKey
from models.seal import Seal, key_of
from models.sealed_places import SealedPlace
from models.store.query import Statement, Value, named

_KNOWN = b"hutong"
_HERE = SealedPlace.KEY_PROOF.of(UUID(int=0))
_ASK = "SELECT hutong_key_proof()"

_PROOF = Value(str, named("key_proof", "proof"))
_KEEP = Statement(named("key_proof", "keep"))
_HEADS = Value(bytes, named("key_proof", "heads"))


def establish(db: Connection, seal: Seal, file: Path, *, at: datetime) -> None:
    """Seal the known value in a database that has none yet, else open the one it has.

    Args:
        db: As the owner.
        seal: Of the key at hand.
        file: Where that key is; named in the refusal.
        at: Kept with the value.

    Raises:
        WrongKey: The database is sealed with another key.
    """
    kept = _PROOF.first(db)
    if kept is None:
        _refuse_other(seal, {key_of(head) for head in _HEADS.all(db)}, file)
        kept = seal.close(_KNOWN, _HERE).hex()
        _KEEP.run(db, value=kept, at=at)
    prove(kept, seal, file)


def _refuse_other(seal: Seal, found: set[str], file: Path) -> None:
    """A database of an earlier version has no known value, but perhaps children."""
    if found and seal.key_id not in found:
        raise WrongKey(_sentence(file, seal, "、".join(sorted(found))))


def prove(kept: str, seal: Seal, file: Path) -> None:
    """Open the known value of a database.

    Raises:
        WrongKey: It is sealed with another key.
    """
    sealed = bytes.fromhex(kept)
    try:
        seal.open(sealed, _HERE)
    except BrokenInvariant as closed:
        raise WrongKey(_sentence(file, seal, key_of(sealed))) from closed


def _sentence(file: Path, seal: Seal, wanted: str) -> str:
    return (
        f"主密钥文件 {file}（编号 {seal.key_id}）不是封存本数据库的那一把（编号 {wanted}）。"
        "没有启动，也没有改动任何数据。请从备份恢复正确的主密钥文件。"
    )


def guard(engine: Engine, seal: Seal, file: Path) -> None:
    """Let nothing begin on an engine before its database's known value was opened.

    A database that is away is asked when it answers.

    Raises:
        WrongKey: The database answers, and is sealed with another key.
    """

    def ask(connection: Any, _record: object = None) -> None:
        try:
            row = connection.execute(_ASK).fetchone()
        except psycopg.errors.UndefinedFunction:
            row = None  # Not migrated yet: nothing of ours is in it.
        connection.rollback()
        try:
            if row is not None and row[0] is not None:
                prove(row[0], seal, file)
        except WrongKey:
            connection.close()
            raise

    event.listen(engine, "first_connect", ask)
    with suppress(DBAPIError, psycopg.OperationalError):
        asked = engine.raw_connection()
        try:
            ask(asked.dbapi_connection)
        finally:
            asked.close()
