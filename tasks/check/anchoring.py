"""The ends of all chains, anchored outside the database every night, and held against it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from models.errors import HutongError
from models.law.dates import SHANGHAI
from models.store import anchors, backups
from models.store.anchors import NewestAnchor
from tasks.check.anchor_files import (
    Anchor,
    AnchorDamaged,
    AnchoredSpan,
    AnchorFile,
    AnchorKey,
    merged,
    read_all,
)
from tasks.check.anchor_files import write as write_file
from tasks.check.backups import last_night

#: Logs that are anchored by what they got in a span.
LOGS = {"view_log": "查看记录", "account_changes": "账号变动记录"}
#: A row may be written a little later than the instant it bears (`hutong_believed`).
_SETTLED = timedelta(minutes=15)
#: An anchor older than this is said.
ANCHOR_LATE = timedelta(days=2)
_KINDS = {"events": "事件", "imprints": "留痕"}
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


def is_due(db: Connection, now: datetime) -> bool:
    """Whether nothing was anchored since the last night's hour, by whichever machine."""
    newest = anchors.newest(db)
    return newest is None or newest.at < last_night(now)


def anchor(
    db: Connection, folder: Path, key: AnchorKey, *, now: datetime, anew: bool = False
) -> AnchorFile | None:
    """Write the next anchor and note it; None where another process did it meanwhile.

    Args:
        db: As the worker.
        folder: Where anchors are; best not on this machine alone.
        key: That signs.
        now: The instant it is of.
        anew: Whether what was anchored before counts no more.

    Raises:
        AnchorDamaged: What is there is not as it was written; nothing is added to it.
    """
    files = [] if anew else read_all(folder, key.public)
    known, last = merged(files), files[-1] if files else None
    noted = anchors.newest(db)
    if noted and not anew and noted.number > len_of(last):
        raise AnchorDamaged(
            f"登记的第 {noted.number} 号锚定文件不在锚定文件夹里；几台工作机要用同一个锚定文件夹和密钥。"
        )
    numbers = [int(file.stem.rpartition("-")[2]) for file in folder.glob("anchor-*.json")]
    before = max([*numbers, noted.number if noted else 0]) if anew else len_of(last)
    moved: dict[str, dict] = {"events": {}, "imprints": {}}  # type: ignore[type-arg]
    for end in anchors.ends(db):
        if known[end.of_table].get(end.chain) != (end.seq, end.hash):
            moved[end.of_table][end.chain] = (end.seq, end.hash)
    spans = tuple(_span(db, log, files, now) for log in LOGS)
    made = Anchor(
        number=before + 1, at=now, before=last.sha256 if last else "", anew=anew, ends=moved,
        spans=spans,
    )  # fmt: skip
    written = write_file(folder, made, key)
    if written is not None:
        anchors.note(db, NewestAnchor(made.number, written.sha256, now))
    return written


def len_of(last: AnchorFile | None) -> int:
    """The number of the newest anchor; 0 where there is none."""
    return last.anchor.number if last else 0


def _span(db: Connection, log: str, files: list[AnchorFile], now: datetime) -> AnchoredSpan:
    ends = [span.until for one in files for span in one.anchor.spans if span.log == log]
    since, until = max(ends, default=_FIRST), now - _SETTLED
    found = anchors.written(db, log, since, until)
    return AnchoredSpan(log=log, since=since, until=until, rows=found.rows, sha256=found.sha256)


def troubles(db: Connection, folder: Path, key_file: Path, *, now: datetime) -> Iterator[str]:
    """Give a sentence for whatever is not as it was anchored, or is anchored too late."""
    noted = anchors.newest(db)
    has_files = any(folder.glob("anchor-*.json"))
    if noted is None and not has_files:
        since = backups.known(db).since
        if since is not None and now - since > ANCHOR_LATE:
            yield f"从来没有锚定过，超过{ANCHOR_LATE.days}天。请看工作进程是否在运行。"
        return
    try:
        files = read_all(folder, AnchorKey.read(key_file).public)
    except HutongError as damaged:
        yield damaged.message
        return
    last = files[-1] if files else None
    if noted and (last is None or last.anchor.number < noted.number):
        yield f"登记的第 {noted.number} 号锚定文件不在锚定文件夹里。"
    if noted and last and last.anchor.number == noted.number and last.sha256 != noted.sha256:
        yield f"第 {noted.number} 号锚定文件不是登记的那一个。"
    if last and now - last.anchor.at > ANCHOR_LATE:
        yield f"最近一次锚定是{_day(last.anchor.at)}，超过{ANCHOR_LATE.days}天。"
    yield from _chains(db, files)
    yield from _logs(db, files)


def _chains(db: Connection, files: list[AnchorFile]) -> Iterator[str]:
    for kind, ends in merged(files).items():
        for one in anchors.otherwise(db, kind, ends):
            yield (
                f"案件 {one.number or one.chain} 第 {one.seq} 号{_KINDS[kind]}与锚定不符："
                f"链被截断或者重写"
            )


def _logs(db: Connection, files: list[AnchorFile]) -> Iterator[str]:
    for span in (span for one in files for span in one.anchor.spans):
        found = anchors.written(db, span.log, span.since, span.until)
        if (found.rows, found.sha256) != (span.rows, span.sha256):
            yield (
                f"{LOGS[span.log]}在{_day(span.until)}以前的一段与锚定不符："
                f"应有 {span.rows} 条，现有 {found.rows} 条"
            )


def _day(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
