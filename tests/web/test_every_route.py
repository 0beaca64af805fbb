"""Every route, every role, every id: what is not seen is not found, and nothing fails."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute

from deployments.machine.postgres import EmbeddedPostgres
from documents.received.pictures import bundled
from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.forms.small import LooksForm
from models.sealed_places import SealedPlace
from models.store import channels
from models.store.acting import as_officer
from models.store.seen import ASKED
from models.words import AttachmentKind, ChannelKind, Originality, Role, Stage
from tasks.acts.attaching import HandedIn, Said
from tests.people_factories import make_staff
from tests.statements import sent
from tests.unit.test_tree import ROOT
from tests.web.browsing import Browser
from tests.web.conftest import Portal, password_hash, portal_on
from web.app import ROUTERS
from web.sight import NOT_OF_A_CASE

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
#: They end the session that walks, or change the password it logs in with.
APART = {"/logout", "/password", "/login"}
#: Every name that any page of the portal sends.
NAMES = sorted(
    {
        name
        for page in (ROOT / "web" / "templates").glob("*.html")
        for name in re.findall(r'\bname="([a-z_.0-9]+)"', page.read_text("utf-8"))
    }
    - {"csrf", "do"}
)
#: What browsers of bad people and broken clipboards send.
ODD = {
    "nothing": "",
    "no id, no date": "abc' OR 1=1 --",
    "an id of nothing": "00000000-0000-0000-0000-000000000000",
    "NUL": "a\x00b",
    "half a character": "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "a year there never was": "0000-13-45 99:99",
    "the beginning of time": "0001-01-01 00:00",
    "the end of time": "9999-12-31 23:59",
    "the first day of all": "0001-01-01",
    "the last day of all": "9999-12-31",
    "a month of the last year": "9999-12",
    "a week": "2026-W10-1",
    "a number too large": "9" * 400,
    "below nothing": "-1",
    "very long": "x" * 250_000,
    "markup": "<script>alert(1)</script>",
}
WISHES = sorted(
    {
        wish
        for page in (ROOT / "web" / "templates").glob("*.html")
        for wish in re.findall(r'name="do" value="([a-z]+)"', page.read_text("utf-8"))
    }
    | {"", "nonsense", "add:guardians", "remove:guardians.999"}
)


@dataclass(frozen=True)
class Scene:
    """Two centres; a case of the first with something of everything."""

    portal: Portal
    ids: dict[str, str]
    browsers: dict[str, Browser]
    tokens: dict[str, str]

    def address(self, route: APIRoute, ids: dict[str, str]) -> str:
        return route.path.format(
            **{"rule_id": "C.8", "year": "2026", "secret": "x", "number": "1"} | ids
        )


#: Where an id stands in an address: none.
NO_ID = "no-id"
#: Who walks, and whether they see the case: its team, its centre's leaders, others.
WALKERS = {
    "worker1": True, "supervisor1": True, "director1": True, "worker2": False, "legal2": False,
    "keeper": False, "onlooker": False, "director1@elsewhere": False, "worker1@elsewhere": False,
}  # fmt: skip


@pytest.fixture(scope="module")
def scene(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Scene]:
    with portal_on(postgres, template_database) as portal:
        ids = _played(portal)
        browsers = {account: portal.log_in(account) for account in WALKERS}
        tokens = {account: one.go("/notices").token for account, one in browsers.items()}
        yield Scene(portal, ids, browsers, tokens)


def _played(portal: Portal) -> dict[str, str]:
    """A case with an order, a card, documents, and things of other people beside it."""
    practice = portal.practice
    make_staff(practice.owner, "elsewhere", password=password_hash())
    practice.hire("keeper", "甄管理", Role.ADMINISTRATOR)
    practice.hire("onlooker", "甄审计", Role.AUDITOR)
    practice.tell("UPDATE officers SET password = :p", p=password_hash())
    step = practice.play_to_step("ask:convening")
    case, worker = practice.case_of(step.id), practice.staff["worker1"]
    order = practice.desk.order(
        practice.staff["director1"], case, words="请尽快", owes=worker.officer_id
    )
    practice.desk.start_side(worker, case, Stage.PROTECTION_ORDER, reason="被威胁")
    with as_officer(practice.portal, worker) as db:
        channel = channels.set_channel(
            db, worker, ChannelKind.EMAIL, "a@example.cn", practice.office.seal,
            now=practice.clock.now(),
        )  # fmt: skip
    practice.clock.advance_to(practice.clock.now() + timedelta(days=30))
    watch_once(Workplace(practice.worker, practice.office, practice.clock))
    return {
        "case_id": str(case), "step_id": str(step.id), "order_id": str(order),
        "card_id": str(practice.rows("SELECT id FROM cards LIMIT 1")[0].id),
        "deadline_id": str(practice.one("SELECT id FROM deadlines WHERE key = 'clock:3.2'")),
        "version_id": str(practice.rows("SELECT id FROM paper_versions LIMIT 1")[0].id),
        "notice_id": str(practice.rows(
            "SELECT id FROM notices WHERE officer_id = :o LIMIT 1", o=worker.officer_id)[0].id),
        "channel_id": str(channel),
        "attachment_id": str(practice.desk.attach(
            worker, case, uuid4(),
            HandedIn(b"bytes", "a.jpg", "image/jpeg", preview=bundled([b"picture"])),
            Said(AttachmentKind.PHOTO, Originality.COPY),
        )),
        "officer_id": str(practice.staff["legal1"].officer_id),
    }  # fmt: skip


def nothing() -> dict[str, str]:
    """Ids of nothing."""
    return {name: str(uuid4()) for name in ASKED} | {
        "notice_id": str(uuid4()), "channel_id": str(uuid4()), "officer_id": str(uuid4()),
    }  # fmt: skip


def reads(route: APIRoute) -> bool:
    return "GET" in (route.methods or ())


def of_a_case(route: APIRoute) -> bool:
    return bool(ASKED & route.param_convertors.keys())


def ask(scene: Scene, account: str, route: APIRoute, ids: dict[str, str]) -> tuple[int, str]:
    """What the route answers, with what differs from call to call taken out."""
    browser, address = scene.browsers[account], scene.address(route, ids)
    if reads(route):
        browser.go(address)
    else:
        browser.post(address, [("csrf", scene.tokens[account])])
    said = browser.html
    for one in [*ids.values(), scene.tokens[account]]:
        said = said.replace(one, "…")
    return browser.status, said


def test_every_id_of_an_address_has_a_rule() -> None:
    named = {name for route in ROUTES for name in route.param_convertors}

    assert named == ASKED | set(NOT_OF_A_CASE)


def shown(route: APIRoute) -> str:
    return f"{'GET' if reads(route) else 'POST'} {route.path}"


@pytest.mark.parametrize("route", [one for one in ROUTES if of_a_case(one)], ids=shown)
def test_what_is_not_seen_answers_as_what_does_not_exist(scene: Scene, route: APIRoute) -> None:
    for account, sees in WALKERS.items():
        of_nothing = ask(scene, account, route, nothing())
        assert of_nothing[0] == 404, account
        assert ask(scene, account, route, dict.fromkeys(ASKED, NO_ID)) == of_nothing, account
        if not sees:
            assert ask(scene, account, route, scene.ids) == of_nothing, account


@pytest.mark.parametrize("route", [one for one in ROUTES if of_a_case(one)], ids=shown)
def test_what_is_not_seen_takes_the_same_work_as_what_does_not_exist(
    scene: Scene, route: APIRoute
) -> None:
    """Statements and not seconds: those depend on who else is at work."""
    for account in (account for account, sees in WALKERS.items() if not sees):
        works = []
        for ids in (scene.ids, nothing()):
            with sent(scene.portal.practice.portal) as statements:
                browser, address = scene.browsers[account], scene.address(route, ids)
                if reads(route):
                    browser.go(address)
                else:
                    browser.post(address, [("csrf", scene.tokens[account]), ("press", "")])
            works.append([one for one in statements if one != "SELECT 1"])
        assert works[0] == works[1], account
        assert works[0], account


OWN = {"notice_id", "channel_id"}


@pytest.mark.parametrize(
    "route",
    [one for one in ROUTES if OWN & one.param_convertors.keys() and "/calendar" not in one.path],
    ids=shown,
)
def test_what_is_another_officers_own_answers_as_what_does_not_exist(
    scene: Scene, route: APIRoute
) -> None:
    """A notice and a channel are the first caseworker's, whoever leads the centre."""
    for account in WALKERS.keys() - {"worker1"}:
        assert ask(scene, account, route, scene.ids) == ask(scene, account, route, nothing())


@pytest.mark.parametrize("route", [one for one in ROUTES if one.path not in APART], ids=shown)
def test_no_route_fails_whoever_asks(scene: Scene, route: APIRoute) -> None:
    for account in WALKERS:
        for ids in (scene.ids, nothing()):
            assert ask(scene, account, route, ids)[0] < 500, account


CHANGING = [one for one in ROUTES if not reads(one) and one.path not in APART]


def wishes(route: APIRoute) -> list[str]:
    """The buttons that may be meant; none where a route has but one."""
    return WISHES if '"do"' in inspect.getsource(route.endpoint) else [""]


def who_may(route: APIRoute) -> str:
    """Somebody who comes past the door of a route."""
    if route.path == "/looks":
        return "onlooker"
    return "keeper" if route.path.startswith(("/calendar", "/officers")) else "director1"


@pytest.mark.parametrize("route", CHANGING, ids=shown)
def test_absurd_input_is_answered_with_a_sentence(scene: Scene, route: APIRoute) -> None:
    account = who_may(route)
    browser, address = scene.browsers[account], scene.address(route, scene.ids)
    for odd, value in ODD.items():
        names = LONG_NAMES if odd == "very long" else NAMES
        for wish in wishes(route):
            typed = [(name, value) for name in names]
            browser.post(address, [("csrf", scene.tokens[account]), ("do", wish), *typed])
            assert browser.status < 500, (odd, wish)
            assert "<main" in browser.html, (odd, wish)


#: Every name that a page reads from its address.
READ_NAMES = sorted(
    {
        name
        for file in (ROOT / "web").rglob("*.py")
        for name in re.findall(r'(?:asked|query_params\.get)\("(\w+)"', file.read_text("utf-8"))
    }
    | {one.name for route in ROUTES for one in route.dependant.query_params}
    | {*LooksForm.model_fields, "case"}
)
#: Where in a list a page begins, by what stands in it for the instant.
PLACE = "1~{}~00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("route", [one for one in ROUTES if reads(one)], ids=shown)
def test_an_address_that_asks_for_what_nobody_means_is_answered(
    scene: Scene, route: APIRoute
) -> None:
    account = who_may(route)
    browser, address = scene.browsers[account], scene.address(route, scene.ids)
    for odd, value in ODD.items():
        short = value[:800]
        for places in (dict[str, str](), dict.fromkeys(("newer", "older"), PLACE.format(short))):
            asked = dict.fromkeys(READ_NAMES, short) | places
            assert browser.client.get(address, params=asked).status_code < 500, odd


#: Together they stay below the size of a form.
LONG_NAMES = ("reason", "words", "why", "note", "opinion")


def people_named(portal: Portal) -> set[str]:
    """What the people of all cases are called."""
    seal = portal.practice.office.seal
    children = portal.ask("SELECT id, identity FROM children")
    others = portal.ask("SELECT id, identity FROM case_persons")
    opened = [
        seal.open_json(one.identity, SealedPlace.CHILD_IDENTITY.of(one.id)) for one in children
    ]
    opened += [
        seal.open_json(one.identity, SealedPlace.PERSON_IDENTITY.of(one.id)) for one in others
    ]
    return {str(one[part]) for one in opened for part in ("name", "called") if one.get(part)}


@pytest.mark.parametrize("route", [one for one in ROUTES if reads(one)], ids=shown)
def test_every_page_that_shows_a_person_or_gives_a_document_is_in_the_view_log(
    scene: Scene, route: APIRoute
) -> None:
    names = people_named(scene.portal)
    looks = "SELECT count(*) AS n FROM view_log"
    for account in ("worker1", "director1"):
        before = scene.portal.ask(looks)[0].n
        status, said = ask(scene, account, route, scene.ids)
        is_document = "html" not in scene.browsers[account].headers.get("content-type", "")
        shows = any(name in said for name in names) or (is_document and of_a_case(route))
        if status == 200 and shows:
            assert scene.portal.ask(looks)[0].n == before + 1, account

    assert names
