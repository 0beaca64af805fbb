"""Another master key while people work: nothing is lost, and the old key opens nothing afterwards."""

import os
import random
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from deployments.backup.checked import broken_promises
from deployments.backup.programs import Programs
from deployments.backup.restoring import inspect, refill
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.rotation import is_unfinished, ready_file, rotate
from models.errors import HutongError, Unreadable, WrongKey
from models.forms.people import ChildIdentity
from models.seal import Seal, key_of
from models.sealed_places import SealedPlace
from models.settings import WORKER_ROLE, Settings
from models.store import key_proof, key_ring, sealed
from models.store.acting import make_engine
from models.time_source import MachineTime
from tasks.office import Office
from tasks.record.child import read_child, write_child
from tests.conftest import Database
from tests.flows.positions import Positions, positions_on
from tests.flows.practice import KEY, Practice
from tests.infra.kept_apart import empty_database, installation
from tests.infra.killed_rotation import rotate_and_die

NUMBER = "110101201501010038"
NOW = MachineTime().now


@pytest.fixture(scope="session")
def positions(postgres: EmbeddedPostgres, template_database: str) -> Positions:
    return positions_on(postgres, template_database)


@dataclass(frozen=True)
class House:
    """A centre at work whose key lies in a file, as on a machine."""

    practice: Practice
    settings: Settings

    @property
    def file(self) -> Path:
        return self.settings.key_file

    def office(self) -> Office:
        """As a process that starts now has it."""
        engine = make_engine(self.practice.database.portal_url)
        try:
            return Office.of_installation(self.settings, engine)
        finally:
            engine.dispose()

    def rotate(self, **how: bool) -> None:
        rotate(self.settings, NOW, lambda _: None, **how)

    def name_child(self, office: Office, number: str = NUMBER) -> None:
        child = ChildIdentity.model_validate({"called": "小禾(化名)", "id_number": number})
        with self.practice.owner.begin() as db:
            write_child(db, office, self.practice.one("SELECT id FROM children"), child)

    def hash_is(self, office: Office, number: str = NUMBER) -> bool:
        with self.practice.owner.begin() as db:
            wanted = key_ring.number_hash(db, office.seal, number)
        return bool(self.practice.one("SELECT id_number_hash FROM children") == wanted)

    def values(self, office: Office) -> int:
        """How many sealed values there are; each opens."""
        with self.practice.owner.begin() as db:
            every = list(sealed.every(db))
        for one in every:
            office.seal.open(one.sealed, one.place)
        return len(every)


@pytest.fixture
def house(positions: Positions, tmp_path: Path) -> Iterator[House]:
    """Sealed so far with the master key itself, as databases of earlier versions are."""
    with positions.at("ask:investigation") as practice:
        settings = Settings(
            state_dir=tmp_path, database_url=practice.database.owner_url,
            portal_database_url=practice.database.portal_url, practice=False,
        )  # fmt: skip
        settings.key_file.parent.mkdir()
        settings.key_file.write_bytes(KEY)
        with practice.owner.begin() as db:
            key_proof.establish(db, settings.key_file, at=practice.clock.now())
        key_proof.guard(practice.portal, practice.office.seal, settings.key_file)
        here = House(practice, settings)
        here.name_child(practice.office)
        yield here


def refused(house: House, key: bytes) -> bool:
    right = house.file.read_bytes()
    house.file.write_bytes(key)
    try:
        house.office()
    except WrongKey:
        return True
    finally:
        house.file.write_bytes(right)
    return False


def test_killed_at_each_point_it_goes_on_with_the_key_file_that_is_there(house: House) -> None:
    """A sample of the points in CI, each by `make kills`."""
    wanted, points = house.values(house.office()), rotate_and_die(house.settings, 0)
    assert points > 20
    every = range(1, points + 1)
    seed = random.randrange(2**32)
    chosen = every if os.environ.get("KILLS") else sorted(random.Random(seed).sample(every, 4))
    for point in chosen:
        assert rotate_and_die(house.settings, point) == 0, (seed, point)
        for finish in (lambda: None, house.rotate):
            finish()
            office = house.office()
            assert house.values(office) == wanted, (seed, point)
            assert house.hash_is(office), (seed, point)
        with house.practice.owner.begin() as db:
            assert not is_unfinished(db, house.file), (seed, point)


def test_the_old_key_is_refused_and_opens_neither_old_values_nor_new_ones(house: House) -> None:
    house.rotate()
    middle = house.file.read_bytes()
    house.rotate()

    assert middle != house.file.read_bytes()
    assert refused(house, KEY)
    assert refused(house, middle)
    with house.practice.owner.begin() as db:
        kept = key_ring.wrapped(db)
    assert key_ring.opened(kept, middle) == []
    office = house.office()
    house.name_child(office)
    identity = house.practice.one("SELECT identity FROM children")
    place = SealedPlace.CHILD_IDENTITY.of(house.practice.one("SELECT id FROM children"))
    for key in (KEY, middle, house.file.read_bytes()):
        with pytest.raises(Unreadable):
            Seal(key).open(identity, place)
    assert office.seal.open(identity, place)


def test_a_new_database_is_never_sealed_with_the_master_key_itself(
    database: Database, tmp_path: Path
) -> None:
    file, engine = tmp_path / "master.key", make_engine(database.owner_url)
    file.write_bytes(secrets.token_bytes(32))
    with engine.begin() as db:
        key_proof.establish(db, file, at=NOW())
        [kept] = key_ring.wrapped(db)
        [key] = key_proof.require(db, file)
    engine.dispose()
    assert key != file.read_bytes()
    assert kept.master == Seal(file.read_bytes()).key_id == key_of(kept.wrapped)


def test_until_other_machines_have_it_both_keys_open(house: House) -> None:
    house.rotate(hold=True)
    new = house.file.read_bytes()
    assert new != KEY
    assert not refused(house, KEY)
    assert not refused(house, new)
    with house.practice.owner.begin() as db:
        assert is_unfinished(db, house.file)

    house.file.write_bytes(KEY)  # A machine that has not got it yet.
    with pytest.raises(HutongError, match=Seal(new).key_id):
        house.rotate()
    assert not ready_file(house.file).exists()
    house.file.write_bytes(new)
    house.rotate()

    assert house.file.read_bytes() == new
    assert refused(house, KEY)


def test_a_new_key_that_was_lost_under_way_is_overtaken_by_another(house: House) -> None:
    house.rotate(hold=True)
    lost = house.file.read_bytes()
    house.file.write_bytes(KEY)

    house.rotate(anew=True)

    assert refused(house, lost)
    assert refused(house, KEY)
    assert house.values(house.office())


def test_a_wrong_key_file_rotates_nothing(house: House) -> None:
    house.file.write_bytes(secrets.token_bytes(32))
    with pytest.raises(WrongKey):
        house.rotate()
    assert not ready_file(house.file).exists()


def test_a_process_that_did_not_notice_opens_new_values_and_hashes_as_all_do(house: House) -> None:
    stale, number = house.practice.office, "110101201601010033"
    house.rotate()
    fresh = house.office()
    house.name_child(fresh)
    with house.practice.owner.begin() as db:
        child = house.practice.one("SELECT id FROM children")
        assert read_child(db, stale, child)["id_number"] == NUMBER
    house.rotate()

    house.name_child(stale, number)

    assert house.hash_is(house.office(), number)


def test_people_work_on_while_the_key_changes(house: House) -> None:
    practice, stop, failed = house.practice, threading.Event(), []
    other = house.office()
    child = practice.one("SELECT id FROM children")

    def work(office: Office) -> None:
        engine = make_engine(practice.database.owner_url)
        try:
            while not stop.is_set():
                with engine.begin() as db:
                    known = read_child(db, office, child)
                    write_child(db, office, child, ChildIdentity.model_validate(known))
        except Exception as wrong:  # noqa: BLE001 - told by the test
            failed.append(wrong)
        finally:
            engine.dispose()

    at_work = [threading.Thread(target=work, args=(one,)) for one in (practice.office, other)]
    for one in at_work:
        one.start()
    for _ in range(5):
        house.rotate()
    stop.set()
    for one in at_work:
        one.join()

    assert failed == []
    assert house.values(house.office())
    assert house.hash_is(house.office())
    with practice.owner.begin() as db:
        assert len(db.execute(text("SELECT 1 FROM data_keys")).all()) == 6


def test_a_backup_from_the_middle_of_a_change_of_keys_opens_with_either(
    postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    with installation(postgres) as here:
        settings, old = here.settings, tmp_path / "old.key"
        old.write_bytes(settings.key_file.read_bytes())
        rotate(settings, here.clock, lambda _: None, hold=True)
        taken = here.back_up()
        rotate(settings, here.clock, lambda _: None)
        later = here.back_up()
        with pytest.raises(WrongKey, match=Seal(settings.key_file.read_bytes()).key_id):
            inspect(later.file, backup_key=settings.backup_key_file, master_key=old)
        for number, key in enumerate((old, settings.key_file)):
            opened = inspect(taken.file, backup_key=settings.backup_key_file, master_key=key)
            with empty_database(postgres, f"mid_rotation_{number}") as url:
                refill(opened, url, Programs.of(settings))
                worker = postgres.url(f"mid_rotation_{number}", WORKER_ROLE)
                assert broken_promises(opened, worker, settings.packs) == []
