"""What the clock asks for: a backup a night, a drill a week; each only when it is due."""

from collections.abc import Callable
from datetime import datetime

from deployments.backup.drilling import drill
from deployments.backup.taking import take
from deployments.machine.postgres import no_progress
from models.errors import HutongError
from models.settings import Settings
from models.store import backups
from models.store.acting import make_engine
from models.store.backups import BackupsKnown
from tasks.check.backups import backup_is_due, drill_is_due


def what_is_due(
    settings: Settings, clock: Callable[[], datetime], say: Callable[[str], None] = no_progress
) -> None:
    """Take the backup of the night and do the drill of the week, where they are not done yet.

    Raises:
        HutongError: The backup failed, and that is noted; or no database is known here.
    """
    if not settings.database_url:
        raise HutongError("还不知道数据库的地址，不能备份。请先运行 make run。")
    if backup_is_due(_known(settings), clock()):
        take(settings, clock, say)
    if drill_is_due(_known(settings), clock()):
        drill(settings, clock, say)


def _known(settings: Settings) -> BackupsKnown:
    engine = make_engine(settings.database_url)
    try:
        with engine.begin() as db:
            return backups.known(db)
    finally:
        engine.dispose()
