"""One damaged sealed value never takes a page down: it shows as unreadable, and somebody is told."""

import pytest

from models.words import Role
from tests.web.conftest import Portal, password_hash

SAID = "无法读取"
ADMINISTRATOR = "admin1"


@pytest.fixture
def damaged(portal: Portal) -> Portal:
    """Two open cases and an administrator; what is known of one child is cut short."""
    practice = portal.practice
    practice.hire(ADMINISTRATOR, "甄管理", Role.ADMINISTRATOR)
    practice.tell("UPDATE officers SET password = :p", p=password_hash())
    practice.open_case()
    practice.open_case()
    practice.desk.order(
        practice.staff["director1"], practice.rows("SELECT id FROM cases")[0].id, words="请办理",
        step_id=None, owes=practice.staff["worker1"].officer_id,
    )  # fmt: skip
    practice.tell(
        "UPDATE children SET identity = substr(identity, 1, 40) WHERE id = "
        "(SELECT child_id FROM cases ORDER BY number LIMIT 1)"
    )
    practice.tell("UPDATE supervision_orders SET text = '\\x00'")
    return portal


@pytest.mark.parametrize(
    ("account", "address"),
    [
        ("worker1", "/work"), ("worker1", "/cases"), ("director1", "/cases"),
        ("director1", "/board"), ("director1", "/law/cases"),
    ],
)  # fmt: skip
def test_a_list_shows_it_as_unreadable_and_everything_else_as_ever(
    damaged: Portal, account: str, address: str
) -> None:
    if address == "/law/cases":
        damaged.practice.tell("UPDATE cases SET locality = 'wuhan-2015'")
    browser = damaged.log_in(account).go(address)

    assert browser.status == 200
    assert SAID in browser.words
    for row in damaged.ask("SELECT number FROM cases"):
        assert row.number in browser.words


def test_a_closed_or_a_found_case_shows_it_too(damaged: Portal) -> None:
    browser = damaged.log_in("director1").go("/cases")
    browser.press("查找", words="2026")
    assert SAID in browser.words
    damaged.practice.tell("UPDATE cases SET state = 'closed', closed_at = opened_at")

    assert SAID in browser.go("/cases?closed=true").words


def test_the_case_and_its_steps_open_as_well(damaged: Portal) -> None:
    [case] = damaged.ask("SELECT id FROM cases ORDER BY number LIMIT 1")
    [step] = damaged.ask(
        "SELECT id FROM steps WHERE case_id = :c AND state = 'open' AND owner_id = :o LIMIT 1",
        c=case.id, o=damaged.practice.staff["worker1"].officer_id,
    )  # fmt: skip
    for account, address in (("worker1", f"/cases/{case.id}"), ("director1", f"/steps/{step.id}")):
        browser = damaged.log_in(account).go(address)
        assert browser.status == 200
        assert SAID in browser.words


def test_the_administrator_is_told_once_where_it_stands_and_nothing_of_it(damaged: Portal) -> None:
    for _ in range(2):
        damaged.log_in("worker1").go("/cases")
    told = damaged.ask(
        "SELECT case_id, step_id, dedup FROM notices WHERE kind = 'unreadable' "
        "AND dedup LIKE '%children%'"
    )
    [child] = damaged.ask("SELECT child_id AS id FROM cases ORDER BY number LIMIT 1")

    assert [(row.case_id, row.step_id) for row in told] == [(None, None)]
    assert told[0].dedup.startswith(f"unreadable:children.identity:{child.id}:")
    browser = damaged.log_in(ADMINISTRATOR).go("/notices").follow("有封存的内容无法读取")
    assert "hutong check" in browser.words
