"""What the program cannot do because of an answer leads to who gave it, red and first in the list."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from models.store.acting import as_worker
from tasks.journal.entry import TRIES
from tasks.watch.sticking import tell_stuck
from tests.flows.positions import positions_on
from tests.flows.practice import Practice
from tests.web.conftest import Portal
from tests.web.pressing import standing

WHY = "表格里有不能打印的字符。"


@pytest.fixture
def portal(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Portal]:
    with standing(positions_on(postgres, template_database), "ask:police-report") as portal:
        portal.practice.arrange(
            "steps",
            "UPDATE steps SET state = 'open', failure = :why, attempts = :n, done_at = NULL "
            "WHERE key = 'issue:registration'", why=WHY, n=TRIES,
        )  # fmt: skip
        yield portal


def answer_of(practice: Practice) -> UUID:
    found: UUID = practice.one(
        "SELECT id FROM steps WHERE key = 'ask:registration' AND state = 'done'"
    )
    return found


def links(portal: Portal, account: str) -> list[str]:
    page = portal.log_in(account).go("/work").page
    return [str(a.get("href")) for a in page.xpath("//section[@aria-labelledby='stuck']//a")]


def test_its_author_and_who_leads_find_the_answer_first_and_nobody_else(portal: Portal) -> None:
    answer = f"/steps/{answer_of(portal.practice)}"
    for account, sees in {"worker1": True, "supervisor1": True, "legal1": False}.items():
        assert (answer in links(portal, account)) == sees, account
    assert WHY in portal.log_in("worker1").go("/work").html


def test_both_are_told_once_when_it_was_tried_often_enough(portal: Portal) -> None:
    practice = portal.practice
    [step] = practice.rows("SELECT * FROM steps WHERE key = 'issue:registration'")
    practice.tell("UPDATE steps SET attempts = 1 WHERE id = :id", id=step.id)
    told = (
        "SELECT o.account FROM notices n JOIN officers o ON o.id = n.officer_id "
        "WHERE n.kind = 'stuck'"
    )
    for attempts, count in ((1, 0), (TRIES, 2), (TRIES, 2)):
        practice.tell("UPDATE steps SET attempts = :n WHERE id = :id", n=attempts, id=step.id)
        with as_worker(practice.worker) as db:
            tell_stuck(db, step.stage_id, step.key, now=practice.clock.now())
        assert len(practice.rows(told)) >= count
        if not count:
            assert practice.rows(told) == []
    accounts = [row.account for row in practice.rows(told)]
    assert "worker1" in accounts
    assert len(accounts) == len(set(accounts)) > 1


def test_the_answer_is_taken_back_from_there_and_the_list_is_empty(portal: Portal) -> None:
    browser = portal.log_in("worker1").go(f"/steps/{answer_of(portal.practice)}")
    browser.press("撤回重填")
    assert links(portal, "worker1") == []
    assert portal.practice.broken_promises() == {}
