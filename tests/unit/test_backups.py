"""A backup's cipher, what is kept of a folder, and when one is due: without a database."""

import io
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deployments.backup.cipher import (
    CHUNK,
    BackupDamaged,
    BackupKey,
    BackupKeyRefused,
    Decrypting,
    Encrypting,
)
from deployments.backup.folder import Kept, to_be_kept
from deployments.backup.programs import last_words, reaching
from models.store.backups import BackupsKnown, Drilled, FailedBackup, TakenBackup
from tasks.check.backups import backup_is_due, drill_is_due, troubles

KEY = BackupKey(secrets.token_bytes(32), Path("backup.key"))
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK]
NOW = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def encrypted(plain: bytes) -> bytes:
    out = io.BytesIO()
    stream = Encrypting(out, KEY)
    stream.write(plain)
    stream.finish()
    return out.getvalue()


def decrypted(raw: bytes, key: BackupKey = KEY) -> bytes:
    found = bytearray()
    stream = Decrypting(io.BytesIO(raw), key)
    while part := stream.read(100_000):
        found += part
    return bytes(found)


@pytest.mark.parametrize("size", SIZES)
def test_what_was_encrypted_comes_back_whatever_its_length(size: int) -> None:
    plain = secrets.token_bytes(size)

    assert decrypted(encrypted(plain)) == plain


@given(st.data())
def test_a_changed_byte_or_a_cut_off_end_anywhere_is_refused(data: st.DataObject) -> None:
    raw = encrypted(b"x" * 500)
    at = data.draw(st.integers(0, len(raw) - 1))
    flipped = raw[:at] + bytes([raw[at] ^ data.draw(st.integers(1, 255))]) + raw[at + 1 :]

    for broken in (flipped, raw[:at], raw + raw[at:]):
        with pytest.raises((BackupDamaged, BackupKeyRefused)):
            decrypted(broken)


def test_chunks_cannot_change_places_be_left_out_or_end_early() -> None:
    raw = encrypted(secrets.token_bytes(3 * CHUNK))
    head, step = len(raw) - 3 * (CHUNK + 16), CHUNK + 16
    start, parts = raw[:head], [raw[head + n * step : head + (n + 1) * step] for n in range(3)]

    for order in ([], [1, 0, 2], [0, 2], [0, 1], [0, 1, 1, 2], [0]):
        with pytest.raises(BackupDamaged):
            decrypted(start + b"".join(parts[n] for n in order))


def test_two_backups_of_the_same_share_no_chunk() -> None:
    one, other = encrypted(b"x" * 1000), encrypted(b"x" * 1000)

    assert one[-1000:] != other[-1000:]


def test_another_key_is_refused_with_both_numbers() -> None:
    other = BackupKey(secrets.token_bytes(32), Path("other.key"))

    with pytest.raises(BackupKeyRefused) as refused:
        decrypted(encrypted(b"x"), other)

    assert KEY.id in refused.value.message
    assert other.id in refused.value.message


@given(
    st.lists(st.integers(0, 1_000), max_size=60),
    st.builds(Kept, st.integers(1, 9), st.integers(0, 9), st.integers(0, 14)),
)
def test_the_newest_is_kept_and_so_many_days_weeks_months(hours: list[int], kept: Kept) -> None:
    taken = {NOW - timedelta(hours=9 * hour) for hour in hours}

    keeping = to_be_kept(taken, kept)

    days = {(at + timedelta(hours=8)).date() for at in taken}
    of_days = {(at + timedelta(hours=8)).date() for at in keeping}
    assert keeping <= taken
    assert max(taken, default=None) == max(keeping, default=None)
    assert set(sorted(days, reverse=True)[: kept.days]) <= of_days
    assert len(keeping) <= kept.days + kept.weeks + kept.months
    assert to_be_kept(keeping, kept) == keeping


def known(
    taken: datetime | None = None, drill: datetime | None = None, *, why: str = "",
    broken: int = 0, failed: str = "", since: datetime | None = NOW - 99 * DAY,
) -> BackupsKnown:  # fmt: skip
    return BackupsKnown(
        TakenBackup("b", 1, 1, 1, 1) if taken else None, taken,
        FailedBackup(failed) if failed else None, NOW if failed else None,
        Drilled("b", why, broken, 1, 1) if drill else None, drill, since,
    )  # fmt: skip


def test_a_backup_is_due_once_a_night_and_made_up_for_when_the_machine_was_off() -> None:
    two_in_shanghai = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)

    assert not backup_is_due(known(two_in_shanghai), NOW)
    assert backup_is_due(known(two_in_shanghai - timedelta(seconds=1)), NOW)
    assert not backup_is_due(known(two_in_shanghai), two_in_shanghai + timedelta(hours=23))
    assert backup_is_due(known(two_in_shanghai), two_in_shanghai + DAY)
    assert not backup_is_due(known(since=NOW - timedelta(hours=1)), NOW), "new today"
    assert backup_is_due(known(), NOW)
    assert not backup_is_due(known(since=None), NOW), "no installation"


def test_a_drill_is_due_once_a_week_and_the_day_after_one_that_failed() -> None:
    assert not drill_is_due(known(), NOW)
    assert drill_is_due(known(NOW), NOW)
    assert not drill_is_due(known(NOW, NOW - 6 * DAY), NOW)
    assert drill_is_due(known(NOW, NOW - 7 * DAY), NOW)
    assert drill_is_due(known(NOW, NOW - DAY, why="x"), NOW)


@pytest.mark.parametrize(
    ("stands", "said"),
    [
        (known(NOW, NOW), []),
        (known(since=NOW - DAY), []),
        (known(since=None), []),
        (known(), ["从来没有备份过"]),
        (known(NOW - 3 * DAY, NOW), ["超过2天没有备份"]),
        (known(NOW, NOW, failed="磁盘已满"), ["磁盘已满"]),
        (known(NOW, NOW, why="缺一张表"), ["恢复演练失败：缺一张表"]),
        (known(NOW, NOW, broken=2), ["2项不成立"]),
        (known(NOW, NOW - 16 * DAY), ["超过15天没有做恢复演练"]),
        (known(NOW), ["超过15天没有做恢复演练"]),
    ],
)
def test_what_is_not_as_it_must_be_is_said(stands: BackupsKnown, said: list[str]) -> None:
    found = list(troubles(stands, NOW))

    assert len(found) == len(said)
    assert all(words in sentence for words, sentence in zip(said, found, strict=True))


def test_no_password_stands_in_an_argument_and_no_value_in_a_programs_last_words() -> None:
    argument, environment = reaching(
        "postgresql://owner:s%20ecret@127.0.0.1:5/hutong?sslmode=prefer"
    )

    assert "ecret" not in argument
    assert environment["PGPASSWORD"] == "s ecret"
    assert "sslmode=prefer" in argument
    said = b'x\npg_restore: error: invalid input "\xe5\xa7\x93\xe5\x90\x8d"\nDETAIL: value\n'
    assert last_words(said) == "pg_restore: error: invalid input …"
