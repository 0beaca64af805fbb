"""When a backup and a drill are due, and what is said when they are not as they must be."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from models.law.dates import SHANGHAI
from models.store.backups import BackupsKnown

#: The hour, in Shanghai, from which on a day's backup is due.
HOUR = time(2)
#: A drill is due so long after the last one; one that failed is tried again the next day.
DRILL_EVERY = timedelta(days=7)
DRILL_AGAIN = timedelta(days=1)
#: A backup, a drill older than this is said.
BACKUP_LATE = timedelta(days=2)
DRILL_LATE = timedelta(days=15)


def backup_is_due(known: BackupsKnown, now: datetime) -> bool:
    """Whether no backup was taken since the last night's hour; a new database waits for one."""
    since = known.taken_at or known.since
    return since is not None and since < last_night(now)


def drill_is_due(known: BackupsKnown, now: datetime) -> bool:
    """Whether the newest backup is to be restored once more, to see that it can be."""
    if known.taken_at is None:
        return False
    if known.drill is None or known.drill_at is None:
        return True
    return known.drill_at + (DRILL_AGAIN if known.drill.why else DRILL_EVERY) <= now


def troubles(known: BackupsKnown, now: datetime) -> Iterator[str]:
    """Give a sentence for whatever is not as it must be."""
    if known.failed is not None and known.failed_at is not None:
        yield f"{_day(known.failed_at)}的备份没有成功：{known.failed.why}"
    since = known.taken_at or known.since
    if since is not None and now - since > BACKUP_LATE:
        last = f"最近一次备份是{_day(since)}" if known.taken_at else "从来没有备份过"
        yield f"{last}，超过{BACKUP_LATE.days}天没有备份。请运行 hutong backup。"
    if known.drill is not None and known.drill_at is not None:
        if known.drill.why:
            yield f"{_day(known.drill_at)}的恢复演练失败：{known.drill.why}"
        elif known.drill.broken:
            yield (
                f"{_day(known.drill_at)}的恢复演练恢复成功，但“什么都没有丢”声明有"
                f"{known.drill.broken}项不成立。请运行 hutong check。"
            )
    tried = known.drill_at or (known.since if known.taken_at else None)
    if tried is not None and now - tried > DRILL_LATE:
        yield f"超过{DRILL_LATE.days}天没有做恢复演练。请运行 hutong drill。"


def last_night(now: datetime) -> datetime:
    """The hour of the last night from which on a day's work of the night is due."""
    local = now.astimezone(SHANGHAI)
    tonight = datetime.combine(local.date(), HOUR, SHANGHAI)
    return tonight if tonight <= local else tonight - timedelta(days=1)


def _day(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
