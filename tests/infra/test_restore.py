"""A backup comes back as it was, into what is empty; what cannot be is refused with nothing written."""

import io
import secrets
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from deployments.backup.cipher import CHUNK, BackupDamaged, BackupKey, BackupKeyRefused
from deployments.backup.contents import Contents, write
from deployments.backup.drilling import drill
from deployments.backup.new_machine import restore
from deployments.backup.programs import Programs
from deployments.backup.restoring import NotEmpty, compare, inspect, refill
from deployments.backup.taking import Taken
from deployments.machine.database import APPLICATION
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.state import prepare_state
from deployments.steps import migrate
from models.errors import HutongError, WrongKey
from models.seal import Seal
from models.settings import OWNER_ROLE, Settings
from models.store import backups as noted
from models.store.acting import make_engine
from models.store.driver import engine_to
from tests.golden.structure import structure
from tests.infra.kept_apart import (
    PACK,
    Installation,
    asked,
    command,
    empty_database,
    folder,
    installation,
    knows_roles,
    tell,
)

#: What a database says of itself while a restore is not done.
_MARK = (
    "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
    "WHERE datname = current_database()"
)


@dataclass(frozen=True)
class Source:
    """An installation and a backup of it."""

    here: Installation
    taken: Taken


@pytest.fixture(scope="module")
def source(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Source]:
    assert template_database
    with installation(postgres) as here:
        yield Source(here, here.back_up())


@pytest.fixture
def place() -> Iterator[Path]:
    with folder() as made:
        yield made


def test_it_comes_back_as_it_was_on_an_empty_machine(source: Source, place: Path) -> None:
    into = Settings(state_dir=place / "var")

    done = restore(
        source.taken.file, into, source.here.clock,
        backup_key=source.here.settings.backup_key_file, master_key=source.here.settings.key_file,
    )  # fmt: skip

    assert done.broken == ()
    assert into.key_file.read_bytes() == source.here.settings.key_file.read_bytes()
    assert (into.packs / "invented.yaml").read_bytes() == PACK
    with EmbeddedPostgres(into.state_dir) as server:
        url = server.url(APPLICATION, OWNER_ROLE)
        differing = compare(source.taken.manifest, url)
        assert [one.partition("：")[0] for one in differing] == ["login_sessions"]
        assert _structure(url) == _structure(source.here.settings.database_url)
        assert asked(url, "SELECT 1 FROM login_sessions WHERE ended_at IS NULL") == []


def test_the_one_before_anything_is_written_is_refused_in_a_sentence_that_says_which(
    source: Source, place: Path, subtests: pytest.Subtests
) -> None:
    settings, key = source.here.settings, place / "key"
    other, needed = secrets.token_bytes(32), Seal(settings.key_file.read_bytes()).key_id
    good = {"backup_key": settings.backup_key_file, "master_key": settings.key_file}
    for name, wrong in good.items():
        for content, words in ((None, str(key)), (b"short", "32 字节"), (other, "编号")):
            with subtests.test(key=name, words=words):
                key.unlink(missing_ok=True)
                if content is not None:
                    key.write_bytes(content)
                refusal = BackupKeyRefused if name == "backup_key" else WrongKey
                with pytest.raises(refusal, match=words) as refused:
                    _restored(source, source.taken.file, place, **{**good, name: key})
                assert "什么都没有写入" in refused.value.message
                assert wrong.read_bytes()
                assert name == "backup_key" or needed in refused.value.message
    assert not (place / "var").exists()


def test_a_damaged_backup_is_refused_wherever_it_is_damaged(
    source: Source, place: Path, subtests: pytest.Subtests
) -> None:
    whole = source.taken.file.read_bytes()
    places = {"head": 20, "first": 100, "middle": len(whole) // 2, "end": len(whole) - 1}
    damaged = {name: _flipped(whole, at) for name, at in places.items()} | {
        "cut": whole[:-1], "cut at a chunk": whole[: 52 + CHUNK + 16], "empty": b"",
        "added to": whole + b"x",
    }  # fmt: skip
    for name, content in damaged.items():
        with subtests.test(name):
            file = place / "damaged.backup"
            file.write_bytes(content)
            # The head names the key.
            with pytest.raises((BackupDamaged, BackupKeyRefused)):
                _restored(source, file, place)
    assert not (place / "var").exists()


def test_a_database_that_is_not_empty_is_left_as_it_is(
    source: Source, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with empty_database(source.here.postgres, "not_empty") as url:
        knows_roles(place / "var", source.here.postgres)
        tell(url, "CREATE TABLE of_others AS SELECT 1 AS one")
        monkeypatch.setenv("HUTONG_DATABASE_URL", url)

        with pytest.raises(NotEmpty):
            _restored(source, source.taken.file, place)

        assert asked(url, "SELECT one FROM of_others") == [(1,)]
        assert not (place / "var" / "secrets" / "master.key").exists()


def test_an_installation_with_another_key_or_pack_is_left_as_it_is(
    source: Source, place: Path
) -> None:
    into = Settings(state_dir=place / "var")
    prepare_state(into.state_dir)
    for file in (into.key_file, into.backup_key_file, into.packs / "invented.yaml"):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(secrets.token_bytes(32))

        with pytest.raises(HutongError, match="没有写入任何内容"):
            _restored(source, source.taken.file, place)
        file.unlink()


def test_a_restore_that_was_killed_is_started_on_by_nobody_and_done_again(
    source: Source, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, into = source.here.settings, str(place / "var")
    words = [
        "restore", str(source.taken.file), "--into", into,
        "--backup-key", str(settings.backup_key_file), "--master-key", str(settings.key_file),
    ]  # fmt: skip
    with empty_database(source.here.postgres, "killed") as url:
        monkeypatch.setenv("HUTONG_DATABASE_URL", url)
        monkeypatch.setenv("HUTONG_PG_BINDIR", str(source.here.postgres.binaries.bindir))
        knows_roles(place / "var", source.here.postgres)
        for moment in ("写入数据库", "更新到当前版本"):
            process = command(*words)
            assert process.stderr
            while moment not in (line := process.stderr.readline()):
                assert line, "it never came so far"
            while asked(url, _MARK) == [(None,)]:
                pass
            process.send_signal(signal.SIGKILL)
            process.communicate()

            with pytest.raises(HutongError, match="恢复没有完成"):
                migrate(Settings(state_dir=place / "var"))

        _restored(source, source.taken.file, place)

        differing = compare(source.taken.manifest, url)
        assert [one.partition("：")[0] for one in differing] == ["login_sessions"]
        migrate(Settings(state_dir=place / "var", practice=False))


def test_a_table_that_came_back_otherwise_is_named_and_nothing_is_left(
    source: Source, place: Path
) -> None:
    settings, lying = source.here.settings, place / "lying.backup"
    key = BackupKey.read(settings.backup_key_file)
    told = source.taken.manifest
    cases = replace(told.tables["cases"], rows=told.tables["cases"].rows + 1)
    told = replace(told, tables={**told.tables, "cases": cases})
    with Contents(source.taken.file, key) as contents, lying.open("wb") as out:
        dump = io.BytesIO(b"".join(contents.dump()))
        write(out, key, told, dump=dump, packs=contents.packs, templates={})

    with empty_database(source.here.postgres, "otherwise") as url:
        opened = inspect(lying, backup_key=settings.backup_key_file, master_key=settings.key_file)
        with pytest.raises(BackupDamaged, match="1 张表与备份清单不符：cases："):
            refill(opened, url, Programs.of(settings))

        assert asked(url, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'") == []
        opened = replace(opened, file=source.taken.file, manifest=source.taken.manifest)
        refill(opened, url, Programs.of(settings))


def test_a_drill_of_a_backup_that_is_damaged_or_whose_key_is_gone_fails_and_says_why(
    source: Source,
) -> None:
    settings, whole = source.here.settings, source.taken.file.read_bytes()
    source.taken.file.write_bytes(_flipped(whole, len(whole) // 2))

    damaged = drill(settings, source.here.clock)
    source.taken.file.write_bytes(whole)
    away = settings.key_file.rename(settings.key_file.with_suffix(".away"))
    keyless = drill(settings, source.here.clock)

    away.rename(settings.key_file)
    assert "损坏" in damaged.why
    assert str(settings.key_file) in keyless.why
    assert _known(source).drill == keyless


def _restored(
    source: Source,
    file: Path,
    place: Path,
    *,
    backup_key: Path | None = None,
    master_key: Path | None = None,
) -> None:
    settings = source.here.settings
    restore(
        file, Settings(state_dir=place / "var"), source.here.clock,
        backup_key=backup_key or settings.backup_key_file,
        master_key=master_key or settings.key_file,
    )  # fmt: skip


def _flipped(whole: bytes, at: int) -> bytes:
    return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]


def _structure(url: str) -> dict[str, set[str]]:
    """How a database is made; roles by name, without what the owner may do with what it owns."""
    engine = engine_to(url)
    with engine.begin() as db:
        made = structure(db)
    engine.dispose()
    found = asked(url, "SELECT oid::text, rolname FROM pg_roles")
    roles = {row[0]: row[1] for row in found}
    named = {kind: {_named(one, roles) for one in told} for kind, told in made.items()}
    rights = {kind for kind in made if kind.startswith("rights")}
    return {
        kind: {one for one in told if kind not in rights or f" {OWNER_ROLE} " not in one}
        for kind, told in named.items()
    }


def _named(told: str, roles: dict[object, object]) -> str:
    return " ".join(str(roles.get(word, word)) for word in told.split(" "))


def _known(source: Source) -> noted.BackupsKnown:
    engine = make_engine(source.here.settings.database_url)
    with engine.begin() as db:
        found = noted.known(db)
    engine.dispose()
    return found
