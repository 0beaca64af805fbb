"""Changing the master key while people work.

Four steps, each of which leaves an installation that goes on with the key file it has, and is
found again by the next run: a new key lies ready beside the old one; both open the data keys; the
key file is the new one, and the old one lies beside it under its number, for backups of before; a
new data key closes, and the old master key opens nothing any more.
"""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from models.errors import HutongError
from models.seal import KEY_BYTES, Seal
from models.settings import Settings
from models.store import key_proof, key_ring
from models.store.acting import make_engine

READY = "准备新的主密钥"
ADMIT = "让新旧两把主密钥都能打开数据密钥"
SWAP = "换上新的主密钥文件，旧的留作打开以前的备份"
CHANGE = "启用新的数据密钥，重算身份证号索引，旧主密钥作废"


@dataclass(frozen=True)
class Rotated:
    """What a rotation came to.

    Attributes:
        key_id: Number of the master key that is in the key file now.
        old_file: Where the former one is kept; None where an earlier run has put it.
        is_done: Only this key opens anything; False: the old one does too, until it is run again.
    """

    key_id: str
    old_file: Path | None
    is_done: bool


def ready_file(key_file: Path) -> Path:
    """Where a new master key lies until it is the one."""
    return key_file.with_name(f"{key_file.name}.next")


def is_unfinished(db: Connection, key_file: Path) -> bool:
    """Whether a rotation was broken off, or waits for other machines."""
    return ready_file(key_file).exists() or len(key_ring.masters(key_ring.wrapped(db))) > 1


def rotate(
    settings: Settings, clock: Callable[[], datetime], say: Callable[[str], None],
    *, hold: bool = False, anew: bool = False,
) -> Rotated:  # fmt: skip
    """Change the master key, or go on where an earlier run was broken off.

    Args:
        settings: The database's address is its owner's.
        clock: Gives the present moment.
        say: Told a Chinese sentence before each step.
        hold: Stop while both keys open everything: other machines get the new key file first.
        anew: Make another key although one is under way whose file is lost.

    Raises:
        WrongKey: The key file is not this database's.
        HutongError: The key file is the old one, and the new one is not on this machine.
    """
    file = settings.key_file
    engine = make_engine(settings.database_url)
    try:
        _require_right_key(engine, file)
        old_file = None
        if not _is_swapped(engine, file, anew=anew):
            old_file = _put_in_force(engine, file, clock, say)
        key = file.read_bytes()
        if not hold:
            say(CHANGE)
            with engine.begin() as db:
                key_ring.change_over(db, key, at=clock())
                key_proof.prove_anew(db, key)
    finally:
        engine.dispose()
    return Rotated(Seal(key).key_id, old_file, is_done=not hold)


def _require_right_key(engine: Engine, file: Path) -> None:
    with engine.begin() as db:
        key_proof.require(db, file)


def _is_swapped(engine: Engine, file: Path, *, anew: bool) -> bool:
    """Whether the key file is the new one already, and only the last step is missing."""
    if ready_file(file).exists():
        return False
    with engine.begin() as db:
        masters = key_ring.masters(key_ring.wrapped(db))
    if len(masters) < 2 or anew:  # noqa: PLR2004 - the old one and the new one
        return False
    if masters[0] != Seal(file.read_bytes()).key_id:
        raise HutongError(
            f"主密钥正在更换：{file} 还是旧的一把，请先把编号 {masters[0]} 的新主密钥文件放到这里，"
            "再运行一次。新主密钥已经遗失的，用 --anew 另换一把。什么都没有改动。"
        )
    return True


def _put_in_force(
    engine: Engine, file: Path, clock: Callable[[], datetime], say: Callable[[str], None]
) -> Path:
    ready = ready_file(file)
    if not ready.exists():
        say(READY)
        _write(ready, secrets.token_bytes(KEY_BYTES))
    old, new = file.read_bytes(), ready.read_bytes()
    say(ADMIT)
    with engine.begin() as db:
        key_ring.admit(db, old, new, at=clock())
    say(SWAP)
    kept = file.with_name(f"{file.stem}-{Seal(old).key_id}{file.suffix}")
    _write(kept, old)
    ready.rename(file)
    _sync(file.parent)
    return kept


def _write(file: Path, key: bytes) -> None:
    """Write a key whole or not at all, and keep it through a power cut."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(key)
        out.flush()
        os.fsync(out.fileno())
    fresh.rename(file)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
