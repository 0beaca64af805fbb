"""One pass of backing up: where something is due, `hutong backup --due` does it as a process.

A backup holds a snapshot for minutes and starts PostgreSQL's programs, a drill a whole server: what
may be killed by itself, and must not take the worker with it. Both need the owner's address, which
the worker's role has no use for otherwise.
"""

import os
import subprocess
import sys
from dataclasses import dataclass

from flows.readers.workplace import Workplace
from models.errors import HutongError
from models.settings import Settings
from models.store import backups
from models.store.acting import as_worker
from models.store.backups import FailedBackup
from tasks.check.backups import backup_is_due, drill_is_due

#: Seconds after which a pass that does not end is ended.
_LONGEST = 6 * 3600


@dataclass
class BackedUp:
    """What one pass began: 1 where it was due."""

    backup: int = 0
    drill: int = 0


_NO_OWNER = (
    "运行工作进程的机器不知道数据库属主的地址,不能定时备份。请在那里设置 HUTONG_DATABASE_URL,"
    "或者在有它的机器上定时运行 hutong backup --due。"
)


class BackupProcessFailed(HutongError):
    """备份没有成功,原因见“系统运行”页面或者 hutong doctor。"""


def back_up_once(at: Workplace) -> BackedUp:
    """Do what is due; twice at once the second finds the folder held.

    Raises:
        BackupProcessFailed: The process failed; why is noted where it could be.
    """
    now = at.clock.now()
    with as_worker(at.engine) as db:
        known = backups.known(db)
    due = BackedUp(int(backup_is_due(known, now)), int(drill_is_due(known, now)))
    if not due.backup and not due.drill:
        return due
    if not Settings().database_url:
        raise _noted(at, BackupProcessFailed(_NO_OWNER))
    # What opens Prefect is told to the parts that ask it, and to no other.
    env = {name: told for name, told in os.environ.items() if "PREFECT" not in name}
    ended = subprocess.run(
        [sys.executable, "-m", "deployments", "backup", "--due"],
        env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        timeout=_LONGEST, check=False,
    )  # fmt: skip
    if ended.returncode != 0:
        raise BackupProcessFailed
    return due


def _noted(at: Workplace, failed: BackupProcessFailed) -> BackupProcessFailed:
    with as_worker(at.engine) as db:
        backups.note(db, FailedBackup(failed.message), at=at.clock.now())
    return failed
