"""A backup is one moment while people work, is whole or is not there, and carries no key."""

import re
import resource
import secrets
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import psycopg
import pytest

from deployments.backup import folder as backups
from deployments.backup.cipher import BackupKey, BackupKeyRefused, Encrypting
from deployments.backup.contents import Contents
from deployments.backup.drilling import drill
from deployments.backup.manifest import Manifest
from deployments.backup.programs import Programs
from deployments.backup.restoring import inspect, refill
from deployments.doctor.backups import backups_here
from deployments.machine.postgres import EmbeddedPostgres
from flows.clockwork.backing_up import back_up_once
from flows.readers.workplace import Workplace
from models.errors import HutongError
from models.settings import Settings
from models.store import backups as noted
from models.store.acting import make_engine
from models.time_source import MachineTime
from tasks.office import Office
from tests.infra.kept_apart import PACK, Installation, asked, empty_database, installation, tell

#: Said when a file is there that is not whole, and when it is whole and not yet looked at.
MOMENTS = ("写入备份", "重新读一遍")


@pytest.fixture(scope="module")
def here(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Installation]:
    assert template_database
    with installation(postgres) as made:
        yield made


@pytest.fixture(autouse=True)
def _empty_folder(here: Installation) -> Iterator[None]:
    yield
    for file in here.settings.backups.iterdir():
        file.unlink()


def begun(file: Path, key: BackupKey) -> None:
    """A backup as far as its head says whose it is."""
    with file.open("wb") as out:
        Encrypting(out, key)


class Writer:
    """Somebody at work: each act writes two rows, in two tables, or none."""

    _LINK = "INSERT INTO system_facts (name, value, at) VALUES (%s, '', now())"
    _LOOK = (
        "INSERT INTO view_log (id, centre_id, officer_id, at, what, ref) "
        "SELECT gen_random_uuid(), centre_id, id, now(), 'case', %s FROM officers LIMIT 1"
    )

    def __init__(self, url: str) -> None:
        self.acts = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, args=(url,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _work(self, url: str) -> None:
        with psycopg.connect(url) as link:
            while not self._stop.is_set():
                self.acts += 1
                link.execute(self._LOOK, [f"act{self.acts}"])
                link.execute(self._LINK, [f"act:{self.acts}"])
                link.commit()


def manifest_of(file: Path, here: Installation) -> Manifest:
    with Contents(file, BackupKey.read(here.settings.backup_key_file)) as contents:
        return contents.manifest


def test_a_backup_is_one_moment_while_somebody_writes(here: Installation) -> None:
    """The dump and the hashes see the same: what is restored is equal in every table."""
    settings = here.settings
    with Writer(settings.database_url) as writer:
        while writer.acts < 20:
            pass
        taken = here.back_up()
        written = writer.acts

    with empty_database(here.postgres, "one_moment") as url:
        opened = inspect(
            taken.file, backup_key=settings.backup_key_file, master_key=settings.key_file
        )
        refill(opened, url, Programs.of(settings))
        [(looks,)] = asked(url, "SELECT count(*) FROM view_log WHERE ref LIKE 'act%'")
        [(facts,)] = asked(url, "SELECT count(*) FROM system_facts WHERE name LIKE 'act:%'")

    assert looks == facts
    assert 20 <= int(str(looks)) < written, "somebody went on while it was taken"


def test_a_backup_says_what_is_in_it_and_carries_no_key_and_no_name(here: Installation) -> None:
    taken = here.back_up()

    told = manifest_of(taken.file, here)
    with Contents(taken.file, BackupKey.read(here.settings.backup_key_file)) as contents:
        plain = b"".join(contents.dump())
    raw = taken.file.read_bytes()
    for key in (here.settings.key_file, here.settings.backup_key_file):
        assert key.read_bytes() not in plain
        assert key.read_bytes() not in raw
        assert key.stat().st_mode & 0o077 == 0 or key == here.settings.key_file
    assert told == taken.manifest
    assert told.tables["cases"].rows > 10
    assert contents.packs == {"invented.yaml": PACK}
    assert len(contents.templates) > 10
    assert taken.file.stat().st_mode & 0o077 == 0
    assert re.fullmatch(r"hutong-\d{8}T\d{6}Z-[0-9a-f]{6}\.backup", taken.file.name)


def test_a_backup_killed_at_any_moment_leaves_nothing_that_looks_like_one(
    here: Installation,
) -> None:
    for moment in MOMENTS:
        process = here.command("backup")
        assert process.stderr
        while moment not in (line := process.stderr.readline()):
            assert line, "it never came so far"
        process.send_signal(signal.SIGKILL)
        process.communicate()

        assert backups.standing(here.settings.backups) == []

    taken = here.back_up()
    assert {one.name for one in here.settings.backups.iterdir()} == {".lock", taken.file.name}


def test_a_disk_that_takes_no_more_leaves_the_backups_before_and_says_so(
    here: Installation,
) -> None:
    before = here.back_up()

    def limit() -> None:
        size = before.told.bytes // 2
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    process = here.command("backup", before=limit)
    _out, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "Traceback" not in said
    assert "备份没有写成" in said
    assert {one.name for one in here.settings.backups.iterdir()} == {".lock", before.file.name}
    assert "备份没有写成" in _known(here).failed.why  # type: ignore[union-attr]
    here.back_up()
    assert _known(here).failed is None


def test_a_second_backup_at_once_is_refused(here: Installation) -> None:
    with backups.Writing(here.settings.backups, "another"), pytest.raises(
        HutongError, match="另一次备份"
    ):  # fmt: skip
        here.back_up()


@pytest.mark.parametrize(
    ("program", "words"),
    [("", "没有找到"), ("#!/bin/sh\necho 'pg_dump (PostgreSQL) 12.3'\n", "比数据库服务器")],
    ids=["absent", "too old"],
)
def test_with_a_server_of_yours_a_pg_dump_that_cannot_do_it_is_named(
    here: Installation, tmp_path: Path, program: str, words: str
) -> None:
    for name in ("pg_dump", "pg_restore") if program else ():
        (tmp_path / name).write_text(program)
        (tmp_path / name).chmod(0o755)

    process = here.command("backup", PATH=str(tmp_path), HUTONG_PG_BINDIR="")
    _out, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "Traceback" not in said
    assert words in said
    assert list(here.settings.backups.glob("*")) in ([], [here.settings.backups / ".lock"])


def test_old_backups_go_only_when_a_new_one_is_there(here: Installation) -> None:
    old = [datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 4)]
    here.back_up().file.unlink()
    own = BackupKey.read(here.settings.backup_key_file)
    for at in old:
        begun(here.settings.backups / backups.new_name(at), own)
    foreign = here.settings.backups / backups.new_name(old[0])
    begun(foreign, BackupKey(secrets.token_bytes(32), foreign))
    keeping = here.settings.model_copy(
        update={"backup_days": 1, "backup_weeks": 0, "backup_months": 2}
    )

    taken = Installation(keeping, here.postgres, here.now).back_up()

    there = [one.taken_at for one in backups.own(here.settings.backups, own)]
    assert taken.removed == 2
    assert there == [old[1], here.now.replace(microsecond=0)]
    assert foreign.exists(), "another installation's in the same folder"


def test_a_lost_backup_key_is_said_and_none_is_made_in_its_place(here: Installation) -> None:
    here.back_up()
    away = here.settings.backup_key_file.rename(here.settings.backup_key_file.with_suffix(".away"))

    with pytest.raises(BackupKeyRefused, match="不见了"):
        here.back_up()
    failed = drill(here.settings, here.clock)

    assert not here.settings.backup_key_file.exists()
    away.rename(here.settings.backup_key_file)
    assert str(here.settings.backup_key_file) in failed.why
    assert _known(here).drill == failed


def test_an_empty_database_and_a_role_that_is_not_the_owner_are_named(here: Installation) -> None:
    with empty_database(here.postgres, "nothing_yet") as url:
        for address, words in ((url, "还是空的"), (here.settings.worker_database_url, "属主")):
            other = here.settings.model_copy(update={"database_url": address})
            with pytest.raises(HutongError, match=words):
                Installation(other, here.postgres, here.now).back_up()


def test_by_the_clock_a_backup_and_a_drill_are_made_once_and_noted(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = here.settings
    monkeypatch.setenv("HUTONG_STATE_DIR", str(settings.state_dir))
    monkeypatch.setenv("HUTONG_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("HUTONG_PG_BINDIR", str(here.postgres.binaries.bindir))
    engine = make_engine(Settings(state_dir=settings.state_dir).worker_database_url)
    tell(settings.database_url, "DELETE FROM system_facts WHERE name LIKE 'backup:%'")
    tell(settings.database_url, "UPDATE system_facts SET at = now() - interval '2 days'")
    office = Office.of_installation(settings, engine)
    try:
        at = Workplace(engine, office, MachineTime())
        first, second = back_up_once(at), back_up_once(at)
    finally:
        engine.dispose()

    known = _known(here)
    assert (first.backup, second.backup, second.drill) == (1, 0, 0)
    assert [one.file.name for one in backups.standing(settings.backups)] == [known.taken.name]  # type: ignore[union-attr]
    assert known.drill
    assert (known.drill.name, known.drill.why) == (known.taken.name, "")  # type: ignore[union-attr]
    assert known.drill.rows == known.taken.rows  # type: ignore[union-attr]
    assert list(settings.state_dir.glob("hutong-postgres-*")) == []
    said = "".join(finding.sentence for finding in backups_here(settings, MachineTime().now()))
    assert "恢复演练恢复成功" in said, "timers of the golden cases fell due long ago"


def _known(here: Installation) -> noted.BackupsKnown:
    engine = make_engine(here.settings.database_url)
    with engine.begin() as db:
        found = noted.known(db)
    engine.dispose()
    return found
