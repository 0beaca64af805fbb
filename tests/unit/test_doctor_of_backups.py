"""`hutong doctor` on backups, where no database answers: the key, the folder, the disk."""

from datetime import UTC, datetime
from pathlib import Path

from deployments.backup.folder import new_name
from deployments.doctor.backups import backups_here
from deployments.doctor.finding import Mark
from models.settings import Settings, secrets_dir

NOW = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)


def found(state: Path) -> list[tuple[Mark, str]]:
    settings = Settings(state_dir=state)
    return [(one.mark, one.sentence) for one in backups_here(settings, NOW)]


def test_it_says_where_a_backup_is_missing_lies_badly_or_cannot_be_opened(tmp_path: Path) -> None:
    [(mark, sentence)] = found(tmp_path)
    assert mark is Mark.OPTIONAL
    assert "还没有备份" in sentence

    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / new_name(NOW)).touch()
    [key, there, disk] = found(tmp_path)
    assert key[0] is Mark.WRONG
    assert "不见了" in key[1]
    assert there == (Mark.GOOD, f"{tmp_path / 'backups'} 中有 1 份备份")
    assert "同一块磁盘" in disk[1]

    secrets_dir(tmp_path).mkdir()
    file = secrets_dir(tmp_path) / "backup.key"
    for content, mode, words, mark in (
        (b"x", 0o600, "已损坏", Mark.WRONG),
        (b"x" * 32, 0o644, "可被他人读取", Mark.WRONG),
        (b"x" * 32, 0o600, "请在别处另存一份", Mark.GOOD),
    ):
        file.write_bytes(content)
        file.chmod(mode)
        assert found(tmp_path)[0][0] is mark
        assert words in found(tmp_path)[0][1]
