"""What stands still (中止) is late nowhere: each page, list, count, card, rung and feed is asked."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest

from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.errors import RuleBroken
from models.law.dates import SHANGHAI, shanghai_date
from models.law.interruption import SuspensionGround
from models.store import feeds
from models.store.acting import as_officer
from tasks.deadlines.suspending import Suspending
from tests.flows.practice import Practice
from tests.flows.test_deadline_changes import pass_days
from tests.web.conftest import Portal

WORDS = "三日内报告"


@pytest.fixture
def portal_at_rest(portal: Portal) -> Portal:
    """A case whose every deadline that may stand still does, long past its days; and an order."""
    practice = portal.practice
    practice.play_to_step("ask:convening")
    practice.desk.order(
        practice.staff["director1"], practice.case(), words=WORDS,
        owes=practice.staff["worker1"].officer_id,
    )  # fmt: skip
    pass_days(practice, 2)
    suspend_all(practice)
    pass_days(practice, 400)
    watch_once(Workplace(practice.worker, practice.office, practice.clock))
    return portal


def suspend_all(practice: Practice) -> None:
    for row in practice.rows("SELECT id FROM deadlines WHERE state = 'running'"):
        asked = Suspending(
            uuid4(), shanghai_date(practice.clock.now()), None, SuspensionGround.FORCE_MAJEURE,
            None, "台风停工",
        )  # fmt: skip
        try:
            practice.desk.suspend(practice.staff["director1"], row.id, asked)
        except RuleBroken:
            # An hours clock runs through, and a promised day is moved by nothing but a word; this
            # test is about those that stand still.
            practice.tell(
                "UPDATE deadlines SET state = 'met', ended_at = :now, met_late = false "
                "WHERE id = :id",
                id=row.id, now=practice.clock.now(),
            )  # fmt: skip
    practice.tell(
        "UPDATE steps SET due_at = NULL WHERE state = 'open' AND id NOT IN "
        "(SELECT step_id FROM deadlines WHERE state = 'suspended' AND step_id IS NOT NULL)"
    )


PAGES = ("/work", "/board", "/board?show=overdue", "/cases", "/cases/{case}", "/notices", "/cards")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_calls_it_late(portal_at_rest: Portal, page: str) -> None:
    practice = portal_at_rest.practice
    shown = portal_at_rest.log_in("director1").go(page.format(case=practice.case()))
    assert shown.status == 200
    for word in ("已超期", "line-overdue", "告急 "):
        assert word not in shown.html


def test_the_page_of_the_step_and_of_the_order_say_that_it_stands_still(
    portal_at_rest: Portal,
) -> None:
    practice = portal_at_rest.practice
    step = practice.one("SELECT id FROM steps WHERE key = 'ask:convening'")
    order = practice.one("SELECT id FROM supervision_orders")
    browser = portal_at_rest.log_in("director1")
    for page in (f"/steps/{step}", f"/orders/{order}"):
        words = browser.go(page).words
        assert "中止" in words
        assert "已超期" not in words


def test_its_light_says_that_it_stands_still(portal_at_rest: Portal) -> None:
    for page in ("/work", "/cases"):
        assert "‖ 中止" in portal_at_rest.log_in("worker1").go(page).words


def test_nobody_is_reminded_and_no_card_is_given(portal_at_rest: Portal) -> None:
    practice = portal_at_rest.practice
    told = practice.one(
        "SELECT count(*) FROM rungs r JOIN deadlines d ON d.id = r.deadline_id "
        "WHERE d.state = 'suspended' AND r.at > (SELECT min(recorded_at) FROM deadline_suspensions)"
    )
    assert told == 0
    assert practice.one("SELECT count(*) FROM cards") == 0


def test_a_report_to_an_order_that_stands_still_is_in_time_and_ends_it(
    portal_at_rest: Portal,
) -> None:
    practice = portal_at_rest.practice
    order = practice.one("SELECT id FROM supervision_orders")
    practice.desk.report_order(practice.staff["worker1"], order, words="已办")
    row = practice.rows("SELECT state, met_late FROM deadlines WHERE rule = 'C.10'")[0]
    assert (row.state, row.met_late) == ("met", False)
    assert (
        practice.one("SELECT detail->>'late' FROM events WHERE tag = 'order:reported'") == "false"
    )
    watch_once(Workplace(practice.worker, practice.office, practice.clock))
    assert practice.one("SELECT count(*) FROM cards") == 0


def test_a_moved_day_of_feedback_is_shown_as_it_is_now(portal: Portal) -> None:
    practice = portal.practice
    practice.play_to_step("ask:convening")
    order = practice.desk.order(
        practice.staff["director1"], practice.case(), words=WORDS,
        owes=practice.staff["worker1"].officer_id,
    )  # fmt: skip
    first = practice.one("SELECT due_at FROM supervision_orders")
    pass_days(practice, 1)
    today = shanghai_date(practice.clock.now())
    asked = Suspending(
        uuid4(), today, today + timedelta(days=5), SuspensionGround.FORCE_MAJEURE, None, "停工"
    )
    deadline = practice.one("SELECT id FROM deadlines WHERE rule = 'C.10'")
    practice.desk.suspend(practice.staff["director1"], deadline, asked)
    pass_days(practice, 7)
    moved = practice.one("SELECT due_at FROM deadlines WHERE rule = 'C.10'")
    assert moved > first
    words = portal.log_in("worker1").go(f"/orders/{order}").words
    local = moved.astimezone(SHANGHAI)
    assert f"{local.month}月{local.day}日" in words


def test_no_calendar_has_it(portal_at_rest: Portal) -> None:
    practice = portal_at_rest.practice
    for account, who in practice.staff.by_account.items():
        with as_officer(practice.portal, who) as db:
            key = sha256(account.encode()).digest()
            feeds.renew(db, who, key, now=practice.clock.now())
            assert feeds.due_steps(db, account) == []
