"""Restoring a backup into a database that is empty, compared table by table with its manifest.

Whatever can be refused is refused before anything is written: keys, damage, versions, a database
that has something in it. A restore that was killed begins again; until it is done the database
bears a mark, and nothing is started on it.
"""

import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from alembic.script import ScriptDirectory
from psycopg import sql

from deployments.backup.cipher import BackupDamaged, BackupKey, key_needed
from deployments.backup.contents import Contents, read_through
from deployments.backup.manifest import Manifest, differing
from deployments.backup.programs import Programs, last_words, plain, reaching, version_of
from deployments.backup.tables import begin_snapshot, digests, tables
from deployments.machine.migrate import config
from models.errors import HutongError, OutsideFailure, WrongKey
from models.seal import KEY_BYTES, Seal
from models.store import key_proof, key_ring

_MARK = "hutong:restoring"
_MARKED = (
    "SELECT coalesce(shobj_description(oid, 'pg_database'), '') = %s "
    "FROM pg_database WHERE datname = current_database()"
)


class NotEmpty(HutongError):
    """目标数据库里已经有数据，没有写入任何内容。恢复只能放进空的数据库。"""


@dataclass(frozen=True)
class Opened:
    """A backup that was read through, with the keys that open it and what is sealed in it."""

    file: Path
    manifest: Manifest
    backup_key: BackupKey
    master_key: bytes


def inspect(file: Path, *, backup_key: Path, master_key: Path) -> Opened:
    """Read a backup through and try both keys; nothing is written.

    Raises:
        BackupKeyRefused: The backup key is missing, or another's.
        BackupDamaged: The backup is not whole.
        WrongKey: The master key is missing, or does not open what is sealed in it.
        HutongError: The backup is of a later version.
    """
    key = BackupKey.read(backup_key, wanted=key_needed(file))
    manifest = read_through(file, key)
    master = _master_key(master_key, manifest)
    known = ScriptDirectory.from_config(config()).walk_revisions()
    if manifest.migration not in {one.revision for one in known}:
        raise HutongError(
            f"备份来自更新的版本（程序 {manifest.program}，数据库结构 {manifest.migration}），"
            "请先安装那个版本。什么都没有写入。"
        )
    return Opened(file, manifest, key, master)


def _master_key(file: Path, manifest: Manifest) -> bytes:
    wanted = "或 ".join(key_ring.masters(manifest.data_keys)) or manifest.key_id
    need = f"这份备份里封存的内容需要编号 {wanted} 的主密钥。什么都没有写入。"
    try:
        raw = file.read_bytes()
    except OSError as gone:
        raise WrongKey(f"没有主密钥文件 {file}。{need}") from gone
    if len(raw) != KEY_BYTES:
        raise WrongKey(f"主密钥文件 {file} 应为 {KEY_BYTES} 字节。{need}")
    if not key_proof.opens(raw, manifest.key_proof, manifest.data_keys):
        raise WrongKey(f"主密钥文件 {file}（编号 {Seal(raw).key_id}）不对。{need}")
    return raw


def refill(opened: Opened, url: str, programs: Programs) -> Contents:
    """Put a backup into an empty database and compare every table with the manifest.

    Args:
        opened: Read through before.
        url: As the owner; the portal's and the worker's roles are there already.
        programs: Not older than the server that was dumped.

    Returns:
        The backup, read to its end: its rule packs and templates.

    Raises:
        NotEmpty: There is something in the database.
        BackupDamaged: A table is not what the manifest says; the database is empty again.
        OutsideFailure: PostgreSQL refused it; the database is empty still.
    """
    _claim(url, opened.manifest)
    with Contents(opened.file, opened.backup_key) as contents:
        _pour(contents, url, programs)
    if wrong := compare(opened.manifest, url):
        _empty(url)
        raise BackupDamaged(f"恢复后有 {len(wrong)} 张表与备份清单不符：{'；'.join(wrong[:5])}。")
    return contents


def compare(manifest: Manifest, url: str) -> list[str]:
    """Say which tables of a database differ from a manifest; empty: all are equal."""
    with psycopg.connect(plain(url), autocommit=True) as link:
        begin_snapshot(link)
        return differing(manifest.tables, digests(link))


def release(url: str) -> None:
    """Take away the mark: the database may be started on."""
    with psycopg.connect(plain(url), autocommit=True) as link:
        _comment(link, None)


def refuse_unfinished(url: str) -> None:
    """See that no restore was broken off in a database.

    Raises:
        HutongError: One was; nothing may be started on it.
    """
    with psycopg.connect(plain(url), autocommit=True) as link:
        if _is_marked(link):
            raise HutongError("这个数据库的恢复没有完成，不能启动。请再次运行 hutong restore。")


def _claim(url: str, manifest: Manifest) -> None:
    """Make sure that the database is empty, or begin anew what was broken off, and mark it."""
    with psycopg.connect(plain(url), autocommit=True) as link:
        server = link.info.server_version // 10_000
        if server < manifest.postgres:
            raise HutongError(
                f"备份来自 PostgreSQL {manifest.postgres}，这里的服务器是 {server} 版，不能恢复。"
                "什么都没有写入。"
            )
        marked = _is_marked(link)
        if tables(link) and not marked:
            raise NotEmpty
    if marked:
        _empty(url)
    with psycopg.connect(plain(url), autocommit=True) as link:
        _comment(link, _MARK)


def _is_marked(link: "psycopg.Connection[tuple[bool]]") -> bool:
    row = link.execute(_MARKED, [_MARK]).fetchone()
    return bool(row and row[0])


def _comment(link: psycopg.Connection, words: str | None) -> None:
    name = sql.Identifier(link.info.dbname)
    link.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(words)))


def _empty(url: str) -> None:
    """Take everything out of a database that a restore had put there."""
    with psycopg.connect(plain(url)) as link:
        link.execute("DROP SCHEMA public CASCADE")
        link.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner")
        link.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")


def _pour(contents: Contents, url: str, programs: Programs) -> None:
    """Let `pg_restore` write it all in one transaction."""
    if version_of(programs.pg_restore) < contents.manifest.postgres:
        raise HutongError(
            f"{programs.pg_restore} 比备份所来自的 PostgreSQL {contents.manifest.postgres} 旧，"
            "不能恢复。什么都没有写入。"
        )
    target, environment = reaching(url)
    command = [
        *(str(programs.pg_restore), "--single-transaction", "--no-owner", "--no-password"),
        target,
    ]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, env=environment
        ) as process:
            assert process.stdin is not None  # noqa: S101 - a pipe was asked for
            try:
                # Where it gives up, its own words say why.
                with suppress(BrokenPipeError), process.stdin as into:
                    for part in contents.dump():
                        into.write(part)
            except BaseException:
                process.kill()
                raise
        if process.returncode != 0:
            said.seek(0)
            raise OutsideFailure(
                f"恢复没有完成（{last_words(said.read())}）。数据库仍是空的，可以再次运行。"
            )
