"""What `hutong doctor` says of backups: whether there is one, where it lies, whether it opens."""

from collections.abc import Iterator
from datetime import datetime

from deployments.backup import folder
from deployments.backup.cipher import KEY_BYTES
from deployments.doctor.finding import Finding, good, optional, wrong
from models.settings import Settings
from models.store import backups
from models.store.backups import BackupsKnown
from tasks.check.backups import troubles

#: Seconds to wait for a database that may be away.
_SECONDS = 5


def backups_here(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at the key, the folder, and what the database knows of backups and drills."""
    yield from _key(settings)
    yield from _folder(settings)
    known = _known(settings)
    if known is None:
        return
    found = list(troubles(known, now))
    yield from (wrong(sentence) for sentence in found)
    if not found and known.taken and known.taken_at:
        yield good(f"最近一次备份 {known.taken_at:%Y-%m-%d %H:%M} UTC，{known.taken.rows} 行")
    if not found and known.drill and known.drill_at:
        yield good(f"最近一次恢复演练 {known.drill_at:%Y-%m-%d %H:%M} UTC，逐表一致")


def _key(settings: Settings) -> Iterator[Finding]:
    file = settings.backup_key_file
    if not file.exists():
        if folder.standing(settings.backups):
            yield wrong(f"备份密钥文件 {file} 不见了，已有的备份打不开。请放回该文件。")
        return
    if file.stat().st_size != KEY_BYTES:
        yield wrong(f"备份密钥文件 {file} 已损坏，请从另存的地方放回。")
    elif file.stat().st_mode & 0o077:
        yield wrong(f"备份密钥文件 {file} 可被他人读取，请运行：chmod 600 '{file}'")
    else:
        yield good("备份密钥仅本人可读；请在别处另存一份，丢失后备份打不开")


def _folder(settings: Settings) -> Iterator[Finding]:
    there = folder.standing(settings.backups)
    if not there:
        yield optional(f"{settings.backups} 中还没有备份；服务运行时每天夜里自动备份。")
        return
    yield good(f"{settings.backups} 中有 {len(there)} 份备份")
    if settings.backups.stat().st_dev == settings.state_dir.stat().st_dev:
        yield optional(
            "备份与数据在同一块磁盘上，磁盘损坏时会一起丢失：请用 HUTONG_BACKUPS 指定另一处，"
            "或者把备份定时复制走。"
        )


def _known(settings: Settings) -> BackupsKnown | None:
    """What the database knows; None while it is away, or older than that."""
    if not settings.worker_database_url:
        return None
    from sqlalchemy.exc import SQLAlchemyError

    from models.store.driver import engine_to

    engine = engine_to(settings.worker_database_url, connect_args={"connect_timeout": _SECONDS})
    try:
        with engine.begin() as db:
            return backups.known(db)
    except SQLAlchemyError:
        return None
    finally:
        engine.dispose()
