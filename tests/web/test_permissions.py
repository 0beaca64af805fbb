"""What a page shows as a button or link is what the desk lets one do: each role, the same table."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from sqlalchemy import text

from deployments.machine.postgres import EmbeddedPostgres
from models.permissions import Permission, may
from models.words import AttachmentKind, Originality, Role, Stage
from tasks.acts.attaching import HandedIn, Said
from tests.web.browsing import Browser
from tests.web.conftest import Portal, password_hash, portal_on


@dataclass(frozen=True)
class Offered:
    """Something a page offers: on which page, by which address, and what it asks for."""

    page: str
    address: str
    permission: Permission


#: Addresses are those of links and forms; `{…}` are of the scene.
OFFERS = (
    Offered("/work", "/cases/new", Permission.REGISTER_CASE),
    Offered("/work", "/board", Permission.SEE_BOARD),
    Offered("/work", "/calendar", Permission.KEEP_CALENDAR),
    Offered("/work", "/looks", Permission.SEE_LOOKS),
    Offered("/work", "/officers", Permission.KEEP_OFFICERS),
    Offered("/calendar", "/calendar/notices/new", Permission.KEEP_CALENDAR),
    Offered("/work", "/operations", Permission.SEE_OPERATIONS),
    Offered("/notices", "/deliveries", Permission.SEE_DELIVERIES),
    Offered("/law", "/law/place", Permission.PLACE_CENTRE),
    Offered("/law", "/law/cases", Permission.MOVE_LAW),
    Offered("/law/targets", "/law/targets/C.8", Permission.SET_TARGET),
    Offered("/cases/{case}", "/cases/{case}/looks", Permission.SEE_LOOKS_AT_CASE),
    Offered("/cases/{case}", "/cases/{case}/order", Permission.GIVE_ORDER),
    Offered("/cases/{case}", "/cases/{case}/people", Permission.CORRECT_PEOPLE),
    Offered("/cases/{case}", "/cases/{case}/late-paper", Permission.CORRECT_PEOPLE),
    Offered("/cases/{case}", "/cases/{case}/team", Permission.CHANGE_TEAM),
    Offered("/cases/{case}", "/cases/{case}/side", Permission.START_SIDE),
    Offered("/cases/{case}", "/cases/{case}/withdraw-side", Permission.WITHDRAW_SIDE),
    Offered("/cases/{untouched}", "/cases/{untouched}/void", Permission.VOID_CASE),
    Offered("/cases/{case}/attachments", "/cases/{case}/attachments", Permission.ATTACH),
    Offered("/attachments/{attachment}", "/attachments/{attachment}/compare", Permission.ATTACH),
    Offered("/attachments/{attachment}", "/attachments/{attachment}", Permission.ATTACH),
    Offered(
        "/attachments/{attachment}",
        "/attachments/{attachment}/remove",
        Permission.REMOVE_ATTACHMENT,
    ),
    Offered("/steps/{answered}", "/steps/{answered}/correct", Permission.CORRECT_ANSWER),
    Offered("/steps/{step}", "/steps/{step}/chase", Permission.CHASE),
    Offered("/steps/{step}", "/steps/{step}/hand-over", Permission.HAND_OVER),
    Offered("/steps/{step}", "/cases/{case}/order?step={step}", Permission.GIVE_ORDER),
    Offered("/steps/{failed}", "/steps/{failed}/retry", Permission.TRY_AGAIN),
    Offered("/deadlines/{deadline}", "/deadlines/{deadline}", Permission.CHANGE_DEADLINE),
)
#: Pages that only those get who may do what they ask for.
PAGES = {
    "/board": Permission.SEE_BOARD,
    "/cards": Permission.SEE_CARDS,
    "/deliveries": Permission.SEE_DELIVERIES,
    "/operations": Permission.SEE_OPERATIONS,
    "/cases/new": Permission.REGISTER_CASE,
    "/cases/{case}/order": Permission.GIVE_ORDER,
    "/cases/{case}/people": Permission.CORRECT_PEOPLE,
    "/cases/{case}/late-paper": Permission.CORRECT_PEOPLE,
    "/cases/{case}/team": Permission.CHANGE_TEAM,
    "/steps/{answered}/correct": Permission.CORRECT_ANSWER,
    "/calendar/notices/new": Permission.KEEP_CALENDAR,
    "/looks": Permission.SEE_LOOKS,
    "/officers": Permission.KEEP_OFFICERS,
    "/officers/new": Permission.KEEP_OFFICERS,
    "/cases/{case}/looks": Permission.SEE_LOOKS_AT_CASE,
    "/law/place": Permission.PLACE_CENTRE,
    "/law/targets/C.8": Permission.SET_TARGET,
    "/law/cases": Permission.MOVE_LAW,
}


@dataclass(frozen=True)
class Scene:
    """A portal with a case on which an officer of each role works."""

    portal: Portal
    ids: dict[str, str]

    def at(self, address: str) -> str:
        return address.format(**self.ids)


@pytest.fixture(scope="module")
def scene(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Scene]:
    with portal_on(postgres, template_database) as portal:
        yield Scene(portal, _played(portal))


def _played(portal: Portal) -> dict[str, str]:
    """A case with a form and a failed document open, and a side procedure to be taken back."""
    practice = portal.practice
    step = practice.play_to_step("ask:convening")
    case = practice.case_of(step.id)
    practice.desk.start_side(
        practice.staff["worker1"], case, Stage.PROTECTION_ORDER, reason="被威胁"
    )
    untouched = practice.open_case()
    failed = practice.one("SELECT id FROM steps WHERE kind = 'issue' LIMIT 1")
    practice.tell(
        "UPDATE steps SET state = 'open', failure = '模板缺失', attempts = 3, done_at = NULL, "
        "done_by = NULL WHERE id = :id", id=failed,
    )  # fmt: skip
    deadline = practice.one("SELECT id FROM deadlines WHERE key = 'clock:3.2'")
    for role in Role:
        hired = practice.hire(f"only-{role}", f"甄{role}", role)
        for one in (case, untouched):
            practice.desk.add_member(practice.staff["director1"], one, officer_id=hired.officer_id)
    with practice.owner.begin() as db:
        db.execute(text("UPDATE officers SET password = :p"), {"p": password_hash()})
    return {
        "answered": str(practice.one(
            "SELECT id FROM steps WHERE kind = 'ask' AND state = 'done' ORDER BY done_at LIMIT 1")),
        "case": str(case), "step": str(step.id), "failed": str(failed), "deadline": str(deadline),
        "untouched": str(untouched),
        "attachment": str(practice.desk.attach(
            practice.staff["worker1"], case, uuid4(), HandedIn(b"x", "a.pdf", "application/pdf"),
            Said(AttachmentKind.SCAN, Originality.COPY),
        )),
    }  # fmt: skip


def offered(browser: Browser) -> set[str]:
    """Where the page's links and forms lead."""
    links = {str(a.get("href")) for a in browser.page.iter("a")}
    return links | {str(form.get("action")) for form in browser.page.iter("form")}


@pytest.mark.parametrize("role", Role)
def test_a_page_offers_what_the_table_lets_and_nothing_else(scene: Scene, role: Role) -> None:
    browser = scene.portal.log_in(f"only-{role}")
    for page in dict.fromkeys(one.page for one in OFFERS):
        browser.go(scene.at(page))
        assert browser.status == 200, page
        there = offered(browser)
        for one in OFFERS:
            if one.page == page:
                is_offered = scene.at(one.address) in there
                assert is_offered == may([role], one.permission), (page, one.address)


@pytest.mark.parametrize("role", Role)
def test_a_page_is_shown_to_whom_the_table_lets_and_to_nobody_else(
    scene: Scene, role: Role
) -> None:
    browser = scene.portal.log_in(f"only-{role}")
    for page, permission in PAGES.items():
        browser.go(scene.at(page))
        assert browser.status == (200 if may([role], permission) else 403), page
