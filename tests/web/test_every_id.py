"""Every id that a form or an address carries beside its path: what is not seen does not exist.

The forms are those of the players who press every route; each id in one is replaced by one of
another team, of another centre, of nothing, and by what is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args
from uuid import UUID, uuid4

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from models.forms import small
from models.forms.small import SmallForm
from models.words import Role
from tests.flows.positions import Positions, positions_on
from tests.people_factories import make_staff
from tests.web.browsing import Browser
from tests.web.conftest import Portal, password_hash, portal_on
from tests.web.pressing import PLAYERS, Sent, standing
from tests.web.test_presses import Answer, done, post, state

#: Fields that name nothing: marks that a page makes.
MARKS = {"press", "csrf", "once", "nonce", "digest"}
#: Fields that may stay empty, and which rows they name.
OPTIONAL = {
    "to": "officers",
    "step": "steps",
    "evidence": "steps",
    "supersedes": "calendar_notices",
}
#: Every officer of a centre is seen by all of it; a holiday notice by everybody.
SEEN_BY_ALL = {"officers", "calendar_notices"}
#: Where the rows are that fields name, by what the fields hold when the form is as it should be.
TABLES = ("officers", "steps", "stages", "notices", "cases", "deliveries", "calendar_notices")
NO_ID = "abc' OR 1=1 --"


@dataclass(frozen=True)
class Foreign:
    """Rows of others: of a team of the same centre, of another centre."""

    of_team: dict[str, str]
    of_centre: dict[str, str]

    def of(self, table: str) -> dict[str, str]:
        """Ids that are not the asking officer's to see, with one of nothing; by what they are."""
        found = {"nothing": str(uuid4())}
        if table != "calendar_notices":
            found["another centre's"] = self.of_centre[table]
        if table not in SEEN_BY_ALL:
            found["another team's"] = self.of_team[table]
        return found


def others(portal: Portal) -> Foreign:
    """A case of another team and one of another centre, each just opened."""
    practice = portal.practice
    elsewhere = make_staff(practice.owner, "elsewhere", password=password_hash())
    team = practice.desk.open_case(practice.staff["worker2"])
    centre = practice.desk.open_case(elsewhere["worker1"])
    return Foreign(
        _rows(portal, team, practice.staff["worker2"].officer_id),
        _rows(portal, centre, elsewhere["worker2"].officer_id),
    )


def _rows(portal: Portal, case: UUID, officer: UUID) -> dict[str, str]:
    found = {"cases": str(case), "officers": str(officer), "deliveries": str(uuid4())}
    for table in ("steps", "stages", "notices"):
        [row] = portal.ask(f"SELECT id FROM {table} WHERE case_id = :c LIMIT 1", c=case)
        found[table] = str(row.id)
    return found


def sees_the_centre(browser: Browser, foreign: Foreign) -> bool:
    """Whether this officer sees the cases of every team."""
    return Browser(browser.client).go(f"/cases/{foreign.of_team['cases']}").status == 200


def ids_in(portal: Portal, sent: Sent) -> dict[str, str]:
    """The fields of a form that name something, and the table it is in."""
    found = {name: OPTIONAL[name] for name, _value in sent if name in OPTIONAL}
    for name, value in sent:
        if name in MARKS or not re.fullmatch(r"[0-9a-f-]{36}", str(value)):
            continue
        tables = [t for t in TABLES if portal.ask(f"SELECT 1 FROM {t} WHERE id = :i", i=value)]
        assert len(tables) == 1, (name, tables)
        found[name] = tables[0]
    return found


@pytest.fixture(scope="session")
def positions(postgres: EmbeddedPostgres, template_database: str) -> Positions:
    return positions_on(postgres, template_database)


WALKED: set[str] = set()


@pytest.mark.parametrize("name", PLAYERS)
def test_an_id_in_a_form_that_is_not_seen_is_answered_as_one_that_is_not_there(
    positions: Positions, name: str
) -> None:
    player = PLAYERS[name]
    with standing(positions, player.position) as portal:
        ready = player.play(portal)
        address, sent = ready.form()
        foreign = others(portal)
        for field, table in ids_in(portal, sent).items():
            WALKED.add(field)
            before = state(portal)
            ids = foreign.of(table)
            if sees_the_centre(ready.browser, foreign):
                ids.pop("another team's", None)
            answers: dict[str, Answer] = {}
            for what, value in (ids | {"no id": NO_ID}).items():
                other = _with_other(ready.browser, sent, field, value)
                status, where, text = post(portal, ready.browser, address, other)
                answers[what] = status, where, text.replace(value, "…")
            assert done(before, state(portal)) == {}, (field, answers)
            of_none = answers.pop("no id")
            assert 400 <= of_none[0] < 500, (field, of_none)
            assert len(set(answers.values())) == 1, (field, answers)
            assert 400 <= answers["nothing"][0] < 500, (field, answers)


def _with_other(browser: Browser, sent: Sent, field: str, value: str) -> Sent:
    """What a form sends with another id in it, and a key of its own."""
    page = Browser(browser.client).go("/password").page
    key = str(page.xpath("//input[@name='press']/@value")[0])
    kept = [(n, v) for n, v in sent if n not in (field, "press")]
    return [*kept, (field, value), ("press", key)]


def test_every_id_that_a_small_form_reads_was_walked() -> None:
    """Runs after the walk, in the same file."""
    if len(WALKED) < len(OPTIONAL):
        pytest.skip("the walk was not run")
    forms = [one for one in vars(small).values() if isinstance(one, type)]
    read = {
        name
        for form in forms
        if issubclass(form, SmallForm)
        for name, info in form.model_fields.items()
        if info.annotation is UUID or UUID in get_args(info.annotation)
    }
    assert read - MARKS == WALKED - {"id", "case", "supersedes"}


@pytest.fixture(scope="module")
def scene(postgres: EmbeddedPostgres, template_database: str) -> Iterator[tuple[Portal, Foreign]]:
    with portal_on(postgres, template_database) as portal:
        portal.practice.play_to_step("ask:investigation")
        portal.practice.hire("keeper", "甄管理", Role.ADMINISTRATOR)
        portal.practice.tell("UPDATE officers SET password = :p", p=password_hash())
        yield portal, others(portal)


#: Ids behind the question mark of an address: account, address, the table of what is named.
ASKED_FOR = (
    ("director1", "/board?owner={}", "officers"),
    ("director1", "/cases/{case}/order?step={}", "steps"),
    ("worker1", "/cases/{case}?said=answered&step={}", "steps"),
    ("keeper", "/calendar/notices/new?corrects={}", "calendar_notices"),
)


@pytest.mark.parametrize(("account", "address", "table"), ASKED_FOR)
def test_an_id_behind_an_address_that_is_not_seen_is_answered_as_one_that_is_not_there(
    scene: tuple[Portal, Foreign], account: str, address: str, table: str
) -> None:
    portal, foreign = scene
    [case] = portal.ask(
        "SELECT t.case_id FROM case_team t JOIN officers o ON o.id = t.officer_id "
        "WHERE o.account = 'worker1' AND t.lead"
    )
    browser = portal.log_in(account)
    ids = foreign.of(table)
    if account == "director1":
        ids.pop("another team's", None)  # Who leads the centre sees all of it.
    answers = {}
    for what, value in (ids | {"no id": NO_ID}).items():
        browser.go(address.replace("{case}", str(case.case_id)).format(value))
        text = re.sub(r'name="press" value="\w+"|页面时间[^<]*', "", browser.html)
        answers[what] = browser.status, text.replace(value, "…")
        assert browser.status < 500, what
    answers.pop("no id")
    assert len(set(answers.values())) == 1, {what: one[0] for what, one in answers.items()}
