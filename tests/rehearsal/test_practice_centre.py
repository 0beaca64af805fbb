"""The practice centre is whole, dated around today, and loaded once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, Engine, text

from deployments.machine.postgres import EmbeddedPostgres
from deployments.practice.centre import (
    PRACTICE_PASSWORD,
    PracticeAccounts,
    load_practice_centre,
    open_practice_centre,
)
from flows.desk.desk import Desk
from models.errors import BadInput, RuleBroken
from models.sealed_places import SealedPlace
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE, Settings
from models.store import logins
from models.store.acting import Actor, make_engine
from models.store.events import broken_chains
from models.store.practice import practice_accounts
from models.time_source import VirtualTime
from models.words import Role, Stage
from tasks.check.statement import promises
from tasks.office import Office
from tests.conftest import Database

TODAY = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Loaded:
    """An installation with the practice centre in it."""

    settings: Settings
    owner: Engine
    accounts: PracticeAccounts
    said: list[str]


@pytest.fixture(scope="module")
def loaded(
    postgres: EmbeddedPostgres, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    name = "practice_centre"
    postgres.create_database(name, template=template_database, owner=OWNER_ROLE)
    key = tmp_path_factory.mktemp("secrets") / "master.key"
    key.write_bytes(b"k" * 32)
    settings = Settings(
        database_url=postgres.url(name, OWNER_ROLE),
        portal_database_url=postgres.url(name, PORTAL_ROLE),
        worker_database_url=postgres.url(name, WORKER_ROLE),
        key_file=key,
    )
    said: list[str] = []
    accounts = load_practice_centre(settings, clock=VirtualTime(TODAY), say=said.append)
    owner = make_engine(settings.database_url)
    yield Loaded(settings, owner, accounts, said)
    owner.dispose()
    postgres.drop_database(name)


@pytest.fixture
def db(loaded: Loaded) -> Iterator[Connection]:
    with loaded.owner.connect() as connection:
        yield connection


def test_every_stage_and_side_procedure_is_open_somewhere(db: Connection) -> None:
    there = set(db.execute(text("SELECT DISTINCT name FROM stages WHERE state = 'open'")).scalars())

    assert {stage.value for stage in Stage} - there - {Stage.SUGGESTION_REPLY.value} == set()
    assert Stage.SUGGESTION_REPLY.value in there


def test_every_case_came_as_far_as_planned(loaded: Loaded) -> None:
    assert [one for one in loaded.said if "没有演到" in one] == []
    assert len(loaded.said) >= 16


def test_some_work_is_near_and_some_is_past(db: Connection) -> None:
    due = list(
        db.execute(text("SELECT due_at FROM steps WHERE state = 'open' AND kind = 'ask' "
                        "AND due_at IS NOT NULL")).scalars()
    )  # fmt: skip

    assert any(one < TODAY for one in due)
    assert any(TODAY < one < TODAY + timedelta(days=7) for one in due)


def test_nothing_happened_in_the_future(db: Connection) -> None:
    newest = db.execute(text("SELECT max(at) FROM events")).scalar_one()

    assert newest <= TODAY


def test_both_centres_are_staffed_and_everybody_can_log_in(loaded: Loaded, db: Connection) -> None:
    rows = db.execute(text("SELECT account, roles, password FROM officers")).all()
    held = [Role(role) for row in rows for role in row.roles]

    assert held.count(Role.CASEWORKER) >= 3
    assert held.count(Role.COMMUNITY_WORKER) >= 2
    assert min(held.count(role) for role in (Role.SUPERVISOR, Role.DIRECTOR, Role.LEGAL)) >= 2
    assert {Role.CIVIL_AFFAIRS, Role.ADMINISTRATOR} <= set(held)
    assert {row.account for row in rows} == {one.account for one in loaded.accounts.accounts}
    assert PasswordHasher().verify(rows[0].password, PRACTICE_PASSWORD)
    assert PRACTICE_PASSWORD in str(loaded.accounts)


def test_chains_and_the_nothing_lost_statement_hold_after_the_copy(
    loaded: Loaded, db: Connection
) -> None:
    office = Office.with_key_file(loaded.settings.key_file)
    said = promises(db, office, now=TODAY)

    assert broken_chains(db) == []
    assert [(one.sentence, one.problems) for one in said if not one.holds] == []


def test_its_documents_open_with_the_installations_key(loaded: Loaded, db: Connection) -> None:
    office = Office.with_key_file(loaded.settings.key_file)
    rows = db.execute(text("SELECT version_id, content FROM files")).all()

    assert len(rows) > 100
    for row in rows:
        assert office.seal.open(
            row.content, SealedPlace.FILE_CONTENT.of(row.version_id)
        ).startswith(b"PK")


def test_all_cases_are_marked_as_practice(db: Connection) -> None:
    assert set(db.execute(text("SELECT practice FROM cases")).scalars()) == {True}


def test_loading_again_changes_nothing_and_gives_the_same_accounts(
    loaded: Loaded, db: Connection
) -> None:
    before = db.execute(text("SELECT count(*) FROM events")).scalar_one()

    again = load_practice_centre(loaded.settings, clock=VirtualTime(TODAY), say=loaded.said.append)

    assert again == loaded.accounts
    assert db.execute(text("SELECT count(*) FROM events")).scalar_one() == before


def test_a_real_centre_of_the_same_code_is_left_alone(database: Database, tmp_path: Path) -> None:
    key = tmp_path / "master.key"
    key.write_bytes(b"k" * 32)
    settings = Settings(
        database_url=database.owner_url, portal_database_url=database.portal_url,
        worker_database_url=database.worker_url, key_file=key,
    )  # fmt: skip
    owner = make_engine(database.owner_url)
    with owner.begin() as db:
        db.execute(
            text("INSERT INTO centres (id, code, facts) VALUES (gen_random_uuid(), 'shili', '{}')")
        )

    with pytest.raises(BadInput, match="不能再装入演练中心"):
        load_practice_centre(settings, clock=VirtualTime(TODAY), say=lambda _sentence: None)
    with owner.connect() as db:
        assert db.execute(text("SELECT count(*) FROM officers")).scalar_one() == 0
    owner.dispose()


def test_people_can_log_in_before_the_cases_are_there_and_open_none_until_then(
    database: Database, tmp_path: Path
) -> None:
    key = tmp_path / "master.key"
    key.write_bytes(b"k" * 32)
    settings = Settings(
        database_url=database.owner_url, portal_database_url=database.portal_url,
        worker_database_url=database.worker_url, key_file=key,
    )  # fmt: skip

    accounts = open_practice_centre(settings, clock=VirtualTime(TODAY))

    portal = make_engine(database.portal_url)
    with portal.begin() as db:
        assert practice_accounts(db) == accounts.accounts
    cheng = at_work(settings.database_url, "cheng")
    desk = Desk(portal, Office.with_key_file(key), VirtualTime(TODAY))
    with pytest.raises(RuleBroken, match="演练案件正在装入"):
        desk.open_case(cheng, practice=True)
    assert open_practice_centre(settings, clock=VirtualTime(TODAY)) == accounts
    portal.dispose()


def at_work(owner_url: str, account: str) -> Actor:
    """The officer of an account whose password is the printed one."""
    owner = make_engine(owner_url)
    with owner.begin() as db:
        asked = text("SELECT * FROM officers WHERE account = :a")
        row = db.execute(asked, {"a": account}).one()
        assert PasswordHasher().verify(row.password, PRACTICE_PASSWORD)
        roles = frozenset(Role(one) for one in row.roles)
        actor = logins.played(db, Actor(row.id, row.centre_id, row.name, roles))
    owner.dispose()
    return actor


def test_once_the_cases_are_there_a_new_one_is_numbered_after_them_without_a_gap(
    loaded: Loaded,
) -> None:
    portal = make_engine(loaded.settings.portal_database_url)
    cheng = at_work(loaded.settings.database_url, "cheng")
    desk = Desk(
        portal, Office.with_key_file(loaded.settings.key_file), VirtualTime(TODAY)
    )  # fmt: skip

    desk.open_case(cheng, practice=True)

    with loaded.owner.connect() as db:
        said = promises(db, Office.with_key_file(loaded.settings.key_file), now=TODAY)
    assert [(one.sentence, one.problems) for one in said if not one.holds] == []
    portal.dispose()
