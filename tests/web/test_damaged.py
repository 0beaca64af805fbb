"""One damaged value of each sealed column: it shows as such, is reported, and all else goes on."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text

from deployments.machine.postgres import EmbeddedPostgres
from flows.clockwork.delivering import PostOffice, deliver_once
from flows.clockwork.keeping import fire_timers
from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.sealed_places import SealedPlace
from models.store import feeds
from models.store.acting import as_officer, as_worker
from models.words import ChannelKind, Role
from tasks.check.statement import promises
from tests.rights.marked_case import play_marked
from tests.web.browsing import Browser
from tests.web.conftest import Portal, password_hash, portal_on
from tests.web.test_every_route import APART, ROUTES, reads

#: One walk over all pages belongs to the first test.
pytestmark = pytest.mark.timeout(900)
COLUMNS = sorted(column for place in SealedPlace for column in place.columns)
SECRET = "a-secret-of-a-calendar"
#: What only the check comes upon: what no page opens, and why a round came back that is over.
ON_NO_PAGE = {"paper_versions.context", "steps.reason"}
KEYS = {"files": "version_id"}
#: What is left of a value: a bit is another, the end is gone, nothing is left, another key's.
DAMAGES = (
    "set_byte({c}, length({c}) - 1, get_byte({c}, length({c}) - 1) # 1)",
    "substr({c}, 1, 9)",
    "'\\x00'::bytea",
    "set_byte({c}, 1, get_byte({c}, 1) # 1)",
)
#: What addresses call a row of a table.
OWN = {
    "steps": "step_id", "deadlines": "deadline_id", "paper_versions": "version_id",
    "files": "version_id", "attachments": "attachment_id", "supervision_orders": "order_id", "cards": "card_id",
}  # fmt: skip
WALKERS = ("worker1", "director1")


def _walker(address: str) -> str:
    return WALKERS[not address.startswith(("/steps/", "/work", "/account"))]


@dataclass(frozen=True)
class Damage:
    """One damaged value."""

    column: str
    id: str
    row: dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """A case in which everything has a value, and one beside it."""

    portal: Portal
    browsers: dict[str, Browser]
    healthy: str

    def newest(self, column: str) -> Damage:
        """The newest value of a column."""
        table, _, name = column.partition(".")
        [found] = self.portal.ask(
            f"SELECT {KEYS.get(table, 'id')}::text AS id, to_jsonb(t) AS row FROM {table} t "
            f"WHERE {name} IS NOT NULL ORDER BY ctid DESC LIMIT 1"
        )
        return Damage(column, found.id, found.row)

    def spoil(self, damage: Damage) -> None:
        """Damage a value, past what keeps hands off it."""
        table, _, name = damage.column.partition(".")
        how = DAMAGES[COLUMNS.index(damage.column) % len(DAMAGES)].format(c=name)
        self.change(f"UPDATE {table} SET {name} = {how} WHERE {KEYS.get(table, 'id')} = :id",
                    id=damage.id)  # fmt: skip

    def change(self, order: str, **given: Any) -> None:
        """Do something that triggers refuse."""
        with self.portal.practice.root.begin() as db:
            db.execute(text("SET LOCAL session_replication_role = replica"))
            db.execute(text(order), given)

    def ids(self, damages: Sequence[Damage]) -> dict[str, list[str]]:
        """What addresses name: something of each kind, and what each damaged value belongs to."""

        def some(table: str, order: str = "id") -> list[str]:
            rows = self.portal.ask(f"SELECT id FROM {table} ORDER BY {order} LIMIT 1")
            return [str(row.id) for row in rows]

        found = {
            "case_id": [self.healthy],
            "step_id": some("steps", "state <> 'open', kind <> 'ask', opened_at"),
            "deadline_id": some("deadlines"), "version_id": some("paper_versions"),
            "order_id": some("supervision_orders"), "card_id": some("cards"),
            "notice_id": some("notices"), "channel_id": some("channels"),
            "officer_id": some("officers"), "attachment_id": some("attachments"),
            "number": ["1"],
            "rule_id": ["C.8"], "year": ["2026"], "secret": [SECRET],
        }  # fmt: skip
        for damage in damages:
            table = damage.column.partition(".")[0]
            named = {**damage.row, **({OWN[table]: damage.id} if table in OWN else {})}
            if table == "children":
                [case] = self.portal.ask(
                    "SELECT id FROM cases WHERE child_id = :id LIMIT 1", id=damage.id
                )
                named["case_id"] = case.id
            for name, ids in found.items():
                if named.get(name) and str(named[name]) not in ids:
                    ids.append(str(named[name]))
        return found

    def addresses(self, ids: dict[str, list[str]]) -> list[str]:
        """Every page there is, of these."""
        pages = [
            route for route in ROUTES
            if reads(route) and route.path not in APART and "stream" not in route.path
        ]  # fmt: skip
        return sorted(
            {
                route.path.format(**dict(zip(route.param_convertors, chosen, strict=True)))
                for route in pages
                for chosen in product(*(ids[name] for name in route.param_convertors))
            }
            | {"/cases?closed=true"}
        )

    def walk(self, addresses: Sequence[str]) -> dict[str, int]:
        """What every page answers to who leads, and what is one's own to who works."""
        return {
            address: self.browsers[_walker(address)].go(address).status for address in addresses
        }

    def problems(self) -> list[str]:
        practice = self.portal.practice
        with as_worker(practice.worker) as db:
            found = promises(db, practice.office, now=practice.clock.now())
        return [problem for promise in found for problem in promise.problems]


@pytest.fixture(scope="module")
def scene(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Scene]:
    with portal_on(postgres, template_database) as portal:
        practice = portal.practice
        practice.hire("keeper", "甄管理", Role.ADMINISTRATOR)
        play_marked(practice)
        healthy = practice.desk.open_case(practice.staff["worker1"])
        practice.tell("UPDATE officers SET password = :p", p=password_hash())
        worker = practice.staff["worker1"]
        with as_officer(practice.portal, worker) as db:
            feeds.renew(
                db, worker, hashlib.sha256(SECRET.encode()).digest(), now=practice.clock.now()
            )
        yield Scene(portal, {one: portal.log_in(one) for one in WALKERS}, str(healthy))


@dataclass(frozen=True)
class Walked:
    """What was seen with one value of each column damaged."""

    damages: dict[str, Damage]
    answers: dict[str, int]
    told: list[str]
    problems: list[str]


@pytest.fixture(scope="module")
def walked(scene: Scene) -> Walked:
    """Damage one value of each sealed column, and open every page."""
    newest = {column: scene.newest(column) for column in COLUMNS}
    addresses = scene.addresses(scene.ids(list(newest.values())))
    for damage in newest.values():
        scene.spoil(damage)
    answers = scene.walk(addresses)
    told = scene.portal.ask("SELECT dedup FROM notices WHERE kind = 'unreadable'")
    return Walked(newest, answers, [row.dedup for row in told], scene.problems())


def test_every_page_is_there_but_the_file_itself(walked: Walked) -> None:
    file = f"/papers/{walked.damages['files.content'].id}"
    others = {of: status for of, status in walked.answers.items() if status != 200}

    # What is not for who walks stays so.
    assert others.pop(file) == 409
    of_attachment = f"/attachments/{walked.damages['attachments.told'].id}/"
    [bytes_of] = [of for of, status in others.items() if status == 409]
    assert bytes_of.startswith(of_attachment)
    del others[bytes_of]
    assert set(others.values()) <= {403, 404}
    assert len(others) < len(walked.answers) / 4


@pytest.mark.parametrize("column", COLUMNS)
def test_a_damaged_value_is_told_of_and_the_check_names_it(walked: Walked, column: str) -> None:
    damaged = walked.damages[column].id

    assert any(damaged in problem for problem in walked.problems)
    if column not in ON_NO_PAGE:
        assert any(damaged in dedup for dedup in walked.told)


def test_a_file_whose_hash_is_another_is_refused_and_the_check_names_it(
    scene: Scene, walked: Walked
) -> None:
    own = walked.damages["files.content"].id
    [version] = scene.portal.ask("SELECT id FROM paper_versions WHERE id <> :own LIMIT 1", own=own)
    scene.change(
        "UPDATE paper_versions SET sha256 = :other WHERE id = :id", other="0" * 64, id=version.id
    )

    browser = scene.browsers["director1"].go(f"/papers/{version.id}")

    assert browser.status == 409
    assert "无法读取" in browser.words
    assert any(str(version.id) in problem for problem in scene.problems())


def test_a_row_that_cannot_be_drawn_is_named_and_its_list_stands(scene: Scene) -> None:
    [step] = scene.portal.ask(
        "SELECT id FROM steps WHERE state = 'open' AND kind = 'ask' AND case_id = :c",
        c=scene.healthy,
    )
    scene.change("UPDATE steps SET form = 'of-no-version' WHERE id = :id", id=step.id)

    for account, address in (
        ("worker1", "/work"), ("worker1", "/cases"), ("worker1", f"/cases/{scene.healthy}"),
        ("director1", f"/cases/{scene.healthy}"), ("director1", "/board"),
    ):  # fmt: skip
        assert scene.browsers[account].go(address).status == 200, address

    assert f"steps:{step.id}" in scene.browsers["director1"].html
    assert scene.portal.ask(
        "SELECT 1 FROM notices WHERE dedup LIKE :d", d=f"unreadable:steps:{step.id}:%"
    )


def test_the_jobs_do_everything_else(scene: Scene, walked: Walked) -> None:
    practice = scene.portal.practice
    at = Workplace(practice.worker, practice.office, practice.clock)
    sent: list[str] = []
    office = PostOffice(
        dict.fromkeys(ChannelKind, lambda to, _message: sent.append(to)), "http://here/"
    )
    practice.clock.advance_to(practice.clock.now() + timedelta(days=400))

    fire_timers(at)
    watched = watch_once(at)
    deliver_once(at, office)

    assert watched.told
    assert scene.portal.ask(
        "SELECT 1 FROM steps s JOIN stages g ON g.id = s.stage_id WHERE s.kind = 'timer' "
        "AND s.state = 'open' AND g.state = 'open' AND s.due_at < :now", now=practice.clock.now(),
    ) == []  # fmt: skip
    assert scene.portal.ask(
        "SELECT 1 FROM deadlines WHERE watch_at <= :now", now=practice.clock.now()
    ) == []  # fmt: skip
