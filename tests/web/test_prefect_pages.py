"""Prefect's pages at the portal: for whom, written down, under a policy of their own.

The viewer is the real one; the Prefect behind it does not answer. What is seen of one that does:
`tests/orchestrated/test_viewer.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

import pytest
from sqlalchemy import text

from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.prefect_env import RUNS_KEPT
from models.store.practice import PracticeAccount, keep_practice_accounts
from models.store.runs import KEPT_FOR
from models.words import Look, Role
from tests.people_factories import make_staff
from tests.viewer import open_viewer
from tests.web.browsing import Browser
from tests.web.conftest import Portal, password_hash, portal_on
from web.app import create_app
from web.parts import Parts
from web.runs_viewer import RunsViewer
from web.safety import POLICY, POLICY_OF_PREFECT

#: A port where nobody listens.
NOWHERE = "http://127.0.0.1:9/api"
MAY = {"director1", "keeper"}
MAY_NOT = {"worker1", "supervisor1", "legal1", "onlooker"}
PAGE, ASKED, ACT = (
    "/prefect/runs",
    "/prefect/api/flow_runs/filter",
    "/prefect/api/flow_runs/bulk_delete",
)
LOOKS = text("SELECT what, case_id, ref FROM view_log WHERE what = 'run' ORDER BY at")


@dataclass(frozen=True)
class Scene:
    """A centre with one case, whose open stage has a run."""

    portal: Portal
    viewer: RunsViewer
    browsers: dict[str, Browser]
    run: str

    def looks(self) -> list[tuple[str, str | None, str | None]]:
        rows = self.portal.ask(str(LOOKS))
        return [(row.what, row.case_id and str(row.case_id), row.ref) for row in rows]

    def with_viewer(self, viewer: RunsViewer) -> Portal:
        """The same centre with another viewer."""
        practice = self.portal.practice
        parts = Parts.of(practice.portal, practice.office, practice.clock)
        return Portal(practice, create_app(replace(parts, runs_viewer=viewer)))


@pytest.fixture(scope="module")
def scene(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Scene]:
    with open_viewer(NOWHERE) as viewer, portal_on(postgres, template_database) as bare:
        practice, run = bare.practice, str(uuid4())
        practice.hire("keeper", "甄管理", Role.ADMINISTRATOR)
        practice.hire("onlooker", "甄审计", Role.AUDITOR)
        practice.tell("UPDATE officers SET password = :p", p=password_hash())
        practice.play_to_step("ask:investigation")
        practice.tell("UPDATE stages SET flow_run_id = :run WHERE state = 'open'", run=run)
        made = Scene(bare, viewer, {}, run)
        portal = made.with_viewer(viewer)
        browsers = {one: portal.log_in(one) for one in MAY | MAY_NOT}
        yield replace(made, portal=portal, browsers=browsers)


def opens(browser: Browser, path: str) -> Browser:
    """Open an address as a person does, by a page."""
    browser.client.headers["accept"] = "text/html,*/*"
    return browser.go(path)


def asks(browser: Browser, method: str, path: str) -> tuple[int, str]:
    """Ask as Prefect's page does, by a script."""
    answer = browser.client.request(
        method, path, json={}, headers={"accept": "application/json"}, follow_redirects=False
    )
    return answer.status_code, answer.json()["detail"]


@pytest.mark.parametrize("account", sorted(MAY_NOT))
def test_who_may_not_look_at_runs_hears_who_may(scene: Scene, account: str) -> None:
    browser, before = scene.browsers[account], scene.looks()

    for path in (PAGE, "/prefect/", f"/prefect/runs/flow-run/{scene.run}", "/prefect/ui-settings"):
        assert opens(browser, path).status == 403, path
        assert "只有主任或者系统管理员可以" in browser.words
    for method, path in (("POST", ASKED), ("POST", ACT), ("GET", "/prefect/api/health")):
        status, sentence = asks(browser, method, path)
        assert status == 403
        assert "只有主任或者系统管理员可以" in sentence
    assert scene.looks() == before


@pytest.mark.parametrize("account", sorted(MAY))
def test_who_may_reads_and_acts_on_nothing(scene: Scene, account: str) -> None:
    browser = scene.browsers[account]

    assert browser.client.get("/prefect/ui-settings").json()["auth"] is None
    # Prefect is away, so that a question that goes through is one that gets no answer.
    assert asks(browser, "POST", ASKED)[0] == 503
    for method, path in (
        ("POST", ACT), ("POST", f"/prefect/api/flow_runs/{scene.run}/set_state"),
        ("POST", f"/prefect/api/flow_runs/{scene.run}/resume"),
        ("DELETE", f"/prefect/api/flow_runs/{scene.run}"),
        ("PATCH", f"/prefect/api/deployments/{scene.run}"),
        ("POST", f"/prefect/api/deployments/{scene.run}/pause_deployment"),
        ("GET", "/prefect/api/variables/name/x"), ("GET", "/prefect/api/block_documents/x"),
        ("POST", "/prefect/api/work_queues/%3F/concurrency_status"),
        ("POST", "/prefect/api/flow_runs/filter/../bulk_delete"), ("PUT", "/prefect/runs"),
    ):  # fmt: skip
        status, sentence = asks(browser, method, path)
        assert status == 403, path
        assert "只能查看，不能操作" in sentence, path


def test_nobody_logged_in_is_sent_to_log_in_and_no_password_is_asked_for(scene: Scene) -> None:
    browser = scene.portal.browser()

    assert opens(browser, PAGE).url == f"/login?next={PAGE}"
    assert asks(browser, "POST", ASKED) == (403, "登录已经结束，请重新登录。")


def test_a_foreign_page_asks_for_nothing(scene: Scene) -> None:
    browser = scene.portal.browser(origin="http://elsewhere.example")
    browser.client.cookies = scene.browsers["keeper"].client.cookies

    assert browser.client.post(ASKED, json={}).status_code == 403


def test_a_page_says_that_prefect_does_not_answer(scene: Scene) -> None:
    for viewer in (scene.viewer, replace(scene.viewer, url="http://127.0.0.1:9"), RunsViewer()):
        browser = opens(scene.with_viewer(viewer).log_in("keeper"), PAGE)
        assert browser.status == 503
        assert "流程引擎" in browser.words
        assert "办理和审批不受影响" in browser.words


def test_a_wrong_secret_opens_nothing(scene: Scene) -> None:
    portal = scene.with_viewer(replace(scene.viewer, secret="of-somebody-else"))

    assert portal.log_in("keeper").client.get("/prefect/ui-settings").status_code == 404


def test_each_look_is_written_down_with_the_case_it_is_of(scene: Scene) -> None:
    browser, before = scene.with_viewer(scene.viewer).log_in("keeper"), scene.looks()
    case, run = str(scene.portal.practice.case()), scene.run

    opens(browser, PAGE)
    for _again in range(2):
        opens(browser, f"/prefect/runs/flow-run/{run}")
        asks(browser, "GET", f"/prefect/api/flow_runs/{run}")
    asks(browser, "POST", ASKED)
    stranger = str(uuid4())
    asks(browser, "GET", f"/prefect/api/flow_runs/{stranger}")

    assert scene.looks()[len(before) :] == [
        (Look.RUN, None, None), (Look.RUN, case, run), (Look.RUN, None, stranger),
    ]  # fmt: skip


def test_prefects_pages_have_a_policy_of_their_own_and_nobody_else(scene: Scene) -> None:
    browser = scene.browsers["director1"]
    policies = {
        path: opens(browser, path).headers["content-security-policy"]
        for path in ("/work", "/prefect/ui-settings", PAGE, "/prefects", "/static/x")
    }

    assert policies == {
        "/work": POLICY, "/prefect/ui-settings": POLICY_OF_PREFECT, PAGE: POLICY_OF_PREFECT,
        "/prefects": POLICY, "/static/x": POLICY,
    }  # fmt: skip
    for policy in (POLICY, POLICY_OF_PREFECT):
        sources = {word for part in policy.split(";") for word in part.split()[1:]}
        assert sources <= {"'none'", "'self'", "data:", "blob:", "'unsafe-inline'", "'unsafe-eval'"}
    assert "unsafe" not in POLICY


def test_links_to_runs_stand_where_they_lead_somewhere(scene: Scene) -> None:
    case = scene.portal.practice.case()
    href = f"/prefect/runs/flow-run/{scene.run}"

    assert href in scene.browsers["director1"].go(f"/cases/{case}").html
    assert href in scene.browsers["director1"].go("/board").html
    assert "/prefect/runs" in scene.browsers["keeper"].go("/operations").html
    for account in ("worker1", "supervisor1"):
        assert "/prefect" not in scene.browsers[account].go(f"/cases/{case}").html
    assert "/prefect" not in scene.browsers["supervisor1"].go("/board").html
    without = scene.with_viewer(RunsViewer()).log_in("director1")
    for page in (f"/cases/{case}", "/board", "/operations"):
        assert "/prefect" not in without.go(page).html


def test_where_several_centres_share_prefect_only_named_administrators_look(
    postgres: EmbeddedPostgres, template_database: str
) -> None:
    with open_viewer(NOWHERE) as viewer, portal_on(postgres, template_database) as bare:
        practice = bare.practice
        practice.hire("keeper", "甄管理", Role.ADMINISTRATOR)
        beside = make_staff(practice.owner, "elsewhere", password=password_hash())
        practice.tell("UPDATE officers SET password = :p", p=password_hash())
        scene = Scene(bare, viewer, {}, "")
        code = str(practice.one("SELECT code FROM centres WHERE id = :id", id=beside.centre_id))
        own = str(practice.one("SELECT code FROM centres WHERE id <> :id", id=beside.centre_id))

        def sees(account: str, *centres: str) -> bool:
            named = replace(viewer, centres=frozenset(centres))
            browser = scene.with_viewer(named).log_in(account)
            return browser.client.get("/prefect/ui-settings").status_code == 200

        assert not any(sees(one) for one in ("keeper", "director1", "director1@elsewhere"))
        assert sees("keeper", own)
        assert not sees("keeper", code)
        assert not sees("director1", own)

        # Those of the practice centre have a password that everybody knows.
        people = practice.rows(
            "SELECT account, name FROM officers WHERE centre_id = :c", c=beside.centre_id
        )
        with practice.owner.begin() as db:
            keep_practice_accounts(
                db, tuple(PracticeAccount(one.account, "", one.name, ()) for one in people),
                now=practice.clock.now(),
            )  # fmt: skip
        assert sees("keeper")
        assert sees("director1")
        assert not sees("director1@elsewhere")


def test_links_end_when_prefect_forgets_a_run() -> None:
    assert KEPT_FOR == RUNS_KEPT
