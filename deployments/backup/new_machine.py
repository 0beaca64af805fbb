"""Restoring a backup into an empty installation: database, keys, rule packs; then checked."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deployments.backup.checked import broken_promises
from deployments.backup.contents import hashes_of, templates_of_program
from deployments.backup.programs import Programs
from deployments.backup.restoring import Opened, inspect, refill, release
from deployments.machine.database import prepare_databases
from deployments.machine.migrate import ensure_role, upgrade
from deployments.machine.postgres import EmbeddedPostgres, no_progress
from deployments.machine.state import password_of, prepare_state
from models.errors import HutongError, NoRoom
from models.settings import PORTAL_ROLE, WORKER_ROLE, GivenSettings, Settings
from models.store import backups
from models.store.driver import engine_to
from tasks.check.statement import Promise

#: How much larger than the database that was backed up a disk's room must be.
_MARGIN = 1.3


@dataclass(frozen=True)
class Restored:
    """What a restore made.

    Attributes:
        opened: The backup.
        sessions: Log-ins that it ended.
        templates: Word templates that this version has otherwise than the one that was backed up.
        broken: Promises of the nothing-lost statement that do not hold.
    """

    opened: Opened
    sessions: int
    templates: tuple[str, ...]
    broken: tuple[Promise, ...]


def restore(
    file: Path,
    into: Settings,
    clock: Callable[[], datetime],
    *,
    backup_key: Path,
    master_key: Path,
    say: Callable[[str], None] = no_progress,
) -> Restored:
    """Restore a backup into an installation that has no data yet.

    Args:
        file: The backup.
        into: The installation; its database must be empty, its other keys and packs no others.
        clock: Gives the present moment.
        backup_key: The key that opens the backup; kept in the installation afterwards.
        master_key: The key that opens what is sealed in it; kept likewise.
        say: Told a Chinese sentence for each part of the work.

    Raises:
        HutongError: Refused, with nothing written; or broken off, to be run again.
    """
    say("核对备份文件和两把密钥")
    opened = inspect(file, backup_key=backup_key, master_key=master_key)
    _refuse_others(into, opened)
    programs = Programs.of(into)
    with _database(into, opened, say) as at:
        _prepare_roles(at)
        say("写入数据库，逐表核对")
        contents = refill(opened, at.database_url, programs)
        for name, content in contents.packs.items():
            _put(at.packs / name, content, mode=0o644)
        _put(at.key_file, opened.master_key)
        _put(at.backup_key_file, opened.backup_key.raw)
        say("更新到当前版本")
        _upgrade(at)
        sessions = _end_sessions(at, clock())
        release(at.database_url)
        say("核对“什么都没有丢”")
        broken = broken_promises(opened, at.worker_database_url, at.packs)
    now = hashes_of(templates_of_program())
    were = opened.manifest.templates
    templates = sorted(name for name in were if now.get(name) != were[name])
    return Restored(opened, sessions, tuple(templates), tuple(broken))


def prepare_roles(url: str, state_dir: Path) -> None:
    """Make the portal's and the worker's roles, which the rights of a dump are given to."""
    engine = engine_to(url)
    try:
        with engine.begin() as db:
            for role in (PORTAL_ROLE, WORKER_ROLE):
                ensure_role(db, role, password_of(state_dir, role))
    finally:
        engine.dispose()


def require_room(opened: Opened, place: Path) -> None:
    """See that a database of this size finds room.

    Raises:
        NoRoom: It does not; the sentence says how much is missing.
    """
    wanted = int(opened.manifest.database_bytes * _MARGIN)
    free = shutil.disk_usage(place).free
    if free < wanted:
        raise NoRoom(
            f"{place} 所在的磁盘只剩 {free / 1024**3:.1f} GB，放入这份备份需要 "
            f"{wanted / 1024**3:.1f} GB。什么都没有写入。"
        )


def _prepare_roles(at: Settings) -> None:
    prepare_roles(at.database_url, at.state_dir)


def _refuse_others(into: Settings, opened: Opened) -> None:
    """Nothing that is there is overwritten by something else."""
    keys = (
        ("主密钥", into.key_file, opened.master_key),
        ("备份密钥", into.backup_key_file, opened.backup_key.raw),
    )
    for called, file, wanted in keys:
        if file.exists() and file.read_bytes() != wanted:
            raise HutongError(
                f"{file} 已是另一把{called}，没有写入任何内容。请恢复到空的数据目录。"
            )
    for name, digest in opened.manifest.packs.items():
        file = into.packs / name
        if file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            raise HutongError(f"规则包 {file} 与备份中的不同，没有写入任何内容。请先移走它。")


@contextmanager
def _database(into: Settings, opened: Opened, say: Callable[[str], None]) -> Iterator[Settings]:
    """Give settings whose database answers: the external one, or our own, started for the while."""
    prepare_state(into.state_dir)
    if GivenSettings().database_url:
        for role in (PORTAL_ROLE, WORKER_ROLE):
            password_of(into.state_dir, role)
        yield Settings(state_dir=into.state_dir)
        return
    require_room(opened, into.state_dir)
    with EmbeddedPostgres(into.state_dir, into.pg_bindir, say=say) as postgres:
        prepare_databases(postgres)
        for role in (PORTAL_ROLE, WORKER_ROLE):
            password_of(into.state_dir, role)
        yield Settings(state_dir=into.state_dir)


def _upgrade(at: Settings) -> None:
    upgrade(
        at.database_url,
        portal_password=password_of(at.state_dir, PORTAL_ROLE),
        worker_password=password_of(at.state_dir, WORKER_ROLE),
    )


def _end_sessions(at: Settings, now: datetime) -> int:
    engine = engine_to(at.database_url)
    try:
        with engine.begin() as db:
            return backups.end_sessions(db, at=now)
    finally:
        engine.dispose()


def _put(file: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file whole, or leave what is there, which is the same."""
    if file.exists():
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    fresh.rename(file)
