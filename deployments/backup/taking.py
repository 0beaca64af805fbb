"""Taking a backup: one snapshot of the database, hashed and dumped, while people go on working."""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, cast

import psycopg
from sqlalchemy.exc import DBAPIError

from deployments.backup import contents
from deployments.backup.cipher import BackupDamaged, BackupKey, BackupKeyRefused
from deployments.backup.folder import Kept, Writing, new_name, remove_old, standing
from deployments.backup.manifest import Manifest
from deployments.backup.programs import Programs, last_words, plain, reaching
from deployments.backup.tables import Link, begin_snapshot, digests, tables
from deployments.machine.postgres import no_progress
from models.errors import HutongError, NoRoom, OutsideFailure
from models.room import trouble
from models.seal import key_of
from models.settings import Settings
from models.store import backups
from models.store.acting import make_engine
from models.store.backups import Drilled, FailedBackup, TakenBackup
from models.store.key_ring import WrappedKey

#: Bytes written between two looks whether the disk has room: it may be the database's own.
_LOOK_EVERY = 8 * 1024 * 1024
#: Seconds that a dump waits for a table which a migration holds.
_LOCK_WAIT = 30


@dataclass(frozen=True)
class Taken:
    """A backup that was taken."""

    file: Path
    manifest: Manifest
    told: TakenBackup
    removed: int


def take(
    settings: Settings, clock: Callable[[], datetime], say: Callable[[str], None] = no_progress
) -> Taken:
    """Take a backup, keep it under its name, and remove the ones that are not kept any more.

    Args:
        settings: With the owner's address of a database that answers.
        clock: Gives the present moment.
        say: Told a Chinese sentence for each part of the work.

    Raises:
        HutongError: None was taken; the sentence says why, and is noted for `hutong doctor`.
    """
    try:
        taken = _take(settings, clock, say)
    except HutongError as failed:
        note(settings, FailedBackup(failed.message), at=clock())
        raise
    note(settings, taken.told, at=taken.manifest.taken_at)
    return taken


def note(settings: Settings, what: TakenBackup | FailedBackup | Drilled, *, at: datetime) -> None:
    """Note what came of it; a database that is away is no reason to lose the result itself."""
    engine = make_engine(settings.database_url)
    with suppress(DBAPIError), engine.begin() as db:
        backups.note(db, what, at=at)
    engine.dispose()


def _take(settings: Settings, clock: Callable[[], datetime], say: Callable[[str], None]) -> Taken:
    began = time.monotonic()
    _refuse_lost_key(settings)
    work = _Work(settings, Programs.of(settings), BackupKey.of_installation(settings), clock, say)
    with Writing(settings.backups, new_name(clock())) as place, _dry(settings.backups):
        try:
            manifest = work.write(place.file)
        except psycopg.OperationalError as away:
            raise OutsideFailure("备份时与数据库的连接中断，没有留下不完整的备份。") from away
        except psycopg.Error as refused:
            raise OutsideFailure(
                f"数据库拒绝了备份（{refused.sqlstate}）：请检查 HUTONG_DATABASE_URL 是不是属主的地址。"
            ) from refused
        say("重新读一遍，核对写下的内容")
        if contents.read_through(place.file, work.key) != manifest:
            raise BackupDamaged("写下的备份与清单不符，没有保留。")
        size = place.file.stat().st_size
        file = place.finish()
        kept = Kept(settings.backup_days, settings.backup_weeks, settings.backup_months)
        removed = remove_old(settings.backups, kept, work.key)
    seconds = round(time.monotonic() - began, 1)
    told = TakenBackup(file.name, size, len(manifest.tables), manifest.rows, seconds)
    return Taken(file, manifest, told, removed)


def _refuse_lost_key(settings: Settings) -> None:
    """A new key in place of a lost one would hide that nobody opens what is there."""
    file = settings.backup_key_file
    if not file.exists() and standing(settings.backups):
        raise BackupKeyRefused(
            f"备份密钥文件 {file} 不见了，而 {settings.backups} 中已有备份。请从另存的地方放回；"
            f"确实要用一把新的：head -c 32 /dev/urandom > '{file}'，以前的备份用它打不开。"
        )


@contextmanager
def _dry(folder: Path) -> Iterator[None]:
    """Turn what a disk says into a sentence."""
    try:
        yield
    except OSError as failed:
        raise NoRoom(
            f"备份没有写成（{failed.strerror}）：{folder}。没有留下不完整的备份，以前的备份还在。"
        ) from failed


@dataclass(frozen=True)
class _Work:
    """One backup under way."""

    settings: Settings
    programs: Programs
    key: BackupKey
    clock: Callable[[], datetime]
    say: Callable[[str], None]

    def write(self, file: Path) -> Manifest:
        """Write all of it; the snapshot lives as long as the connection."""
        url = self.settings.database_url
        with psycopg.connect(plain(url), autocommit=True) as link:
            self.programs.require(link.info.server_version // 10_000)
            begin_snapshot(link)
            if not tables(link):
                raise HutongError("数据库还是空的，没有可以备份的内容。请先运行 make run。")
            snapshot = _one(link, "SELECT pg_export_snapshot()")
            self.say("逐表计算校验值")
            packs = contents.packs_of(self.settings.packs)
            templates = contents.templates_of_program()
            manifest = _manifest(link, self.clock(), packs, templates)
            self.say("写入备份")
            with _private(file) as out, _dumping(self.programs, url, snapshot) as dump:
                careful = _Careful(out, file.parent)
                contents.write(
                    careful, self.key, manifest, dump=dump, packs=packs, templates=templates
                )
        return manifest


def _manifest(
    link: Link, taken_at: datetime, packs: dict[str, bytes], templates: dict[str, bytes]
) -> Manifest:
    proof = _one(link, "SELECT hutong_key_proof()") or ""
    return Manifest(
        taken_at=taken_at,
        program=version("hutong"),
        migration=_one(link, "SELECT version_num FROM alembic_version"),
        postgres=link.info.server_version // 10_000,
        database_bytes=int(_one(link, "SELECT pg_database_size(current_database())::text")),
        key_id=key_of(bytes.fromhex(proof)) if proof else "",
        key_proof=proof,
        tables=digests(link),
        packs=contents.hashes_of(packs),
        templates=contents.hashes_of(templates),
        data_keys=_data_keys(link),
    )


def _data_keys(link: Link) -> tuple[WrappedKey, ...]:
    asked = link.execute("SELECT * FROM hutong_data_keys()")
    return tuple(WrappedKey(*row) for row in asked.fetchall())


def _one(link: Link, question: str) -> str:
    row = link.execute(question).fetchone()
    return "" if row is None or row[0] is None else str(row[0])


@contextmanager
def _dumping(programs: Programs, url: str, snapshot: str) -> Iterator[BinaryIO]:
    """Run `pg_dump` in our snapshot; its output is read inside the block.

    Raises:
        OutsideFailure: It failed.
    """
    target, environment = reaching(url)
    command = [
        *(str(programs.pg_dump), "--format=custom", f"--snapshot={snapshot}", "--no-password"),
        *(f"--lock-wait-timeout={_LOCK_WAIT}s", target),
    ]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, env=environment
        ) as process:
            assert process.stdout is not None  # noqa: S101 - a pipe was asked for
            try:
                yield cast("BinaryIO", process.stdout)
            except BaseException:
                process.kill()
                raise
        if process.returncode != 0:
            said.seek(0)
            raise OutsideFailure(f"pg_dump 没有完成：{last_words(said.read())}")


@contextmanager
def _private(file: Path) -> Iterator[BinaryIO]:
    """A new file of mode 0600, safe on the disk when the block ends well."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


class _Careful:
    """A file that is written only while its disk has room, for it may be the database's own."""

    def __init__(self, out: BinaryIO, folder: Path) -> None:
        self._out, self._folder, self._since = out, folder, _LOOK_EVERY

    def write(self, data: bytes) -> int:
        """Write all of it, or refuse before the disk is full."""
        self._since += len(data)
        if self._since >= _LOOK_EVERY:
            self._since = 0
            if found := trouble(self._folder):
                raise NoRoom(
                    f"{found.value}，备份没有写成：{self._folder}。"
                    "没有留下不完整的备份，以前的备份还在。"
                )
        return self._out.write(data)
