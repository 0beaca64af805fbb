"""The view log is read by the auditor and, of a case, by who leads it; by nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from models.store.acting import as_officer
from models.words import Look, Role
from tests.web.browsing import Browser
from tests.web.conftest import Portal, password_hash
from web.names import look_name


@pytest.fixture
def looked_at(portal: Portal) -> Portal:
    """A case whose page two people opened; an auditor."""
    portal.practice.hire("auditor1", "甄审计", Role.AUDITOR)
    portal.practice.hire("admin1", "甄管理", Role.ADMINISTRATOR)
    with portal.practice.owner.begin() as db:
        db.execute(text("UPDATE officers SET password = :p"), {"p": password_hash()})
    portal.practice.play_to_step("ask:investigation")
    for account in ("worker1", "director1"):
        portal.log_in(account).go(f"/cases/{portal.practice.case()}")
    return portal


def auditing(portal: Portal) -> Browser:
    return portal.log_in("auditor1").go("/looks")


def number_of(portal: Portal) -> str:
    return str(portal.ask("SELECT number FROM cases LIMIT 1")[0].number)


def lines(browser: Browser) -> list[str]:
    rows = browser.page.xpath("//table[contains(@class, 'list')]/tbody/tr")
    return [" ".join(row.text_content().split()) for row in rows]


def test_the_auditor_reads_who_looked_at_which_case_and_sees_no_case(looked_at: Portal) -> None:
    browser = auditing(looked_at)
    number = number_of(looked_at)

    of_case = [line for line in lines(browser) if "案件" in line and number in line]
    assert {line.split()[-3] for line in of_case} == {"worker1", "director1"}
    assert browser.go(f"/cases/{looked_at.practice.case()}").status == 404


def test_the_log_is_narrowed_to_a_case_an_officer_and_days(looked_at: Portal) -> None:
    browser, number = auditing(looked_at), number_of(looked_at)

    browser.press("筛选", number=number)
    assert browser.status == 200
    assert all(number in line for line in lines(browser))
    director = str(looked_at.practice.staff["director1"].officer_id)
    browser.press("筛选", number=number, officer=director)
    assert lines(browser)
    assert all("director1" in line for line in lines(browser))
    assert not lines(browser.press("筛选", number=number, until="2020-01-01"))


def test_a_number_that_is_none_and_days_that_go_backwards_are_told(looked_at: Portal) -> None:
    browser = auditing(looked_at)

    assert "本中心没有这个案号" in browser.press("筛选", number="无此号").words
    browser.go("/looks").press("筛选", since="2026-11-02", until="2026-11-01")
    assert "结束日期不能早于开始日期" in browser.words
    assert "日期" in browser.go("/looks").press("筛选", since="昨天").words


def test_who_leads_the_centre_reads_who_looked_at_a_case(looked_at: Portal) -> None:
    case = looked_at.practice.case()
    browser = looked_at.log_in("supervisor1").go(f"/cases/{case}").follow("谁看过本案")

    assert {line.split()[-2] for line in lines(browser)} >= {"worker1", "director1"}
    assert looked_at.log_in("worker1").go(f"/cases/{case}/looks").status == 403
    assert browser.go("/looks").status == 403


def test_reading_the_log_is_itself_in_the_log(looked_at: Portal) -> None:
    auditing(looked_at)

    assert any(look_name(Look.LOOKS) in line for line in lines(auditing(looked_at)))


@pytest.mark.parametrize("account", ["worker1", "legal1", "admin1"])
def test_the_database_shows_the_log_to_nobody_else(looked_at: Portal, account: str) -> None:
    practice = looked_at.practice
    with as_officer(practice.portal, practice.staff[account]) as db:
        assert db.execute(text("SELECT count(*) FROM view_log")).scalar_one() == 0
        number = text("SELECT hutong_case_number(:case)")
        assert db.execute(number, {"case": practice.case()}).scalar_one() is None
    with as_officer(practice.portal, practice.staff["auditor1"]) as db:
        assert db.execute(text("SELECT count(*) FROM view_log")).scalar_one() > 0
        assert db.execute(number, {"case": practice.case()}).scalar_one() is not None


def test_pages_of_the_log_are_turned_by_place(looked_at: Portal) -> None:
    browser = looked_at.log_in("worker1")
    for _ in range(60):
        looked_at.practice.clock.advance_to(looked_at.practice.clock.now() + timedelta(minutes=1))
        browser.go(f"/cases/{looked_at.practice.case()}")
    first = auditing(looked_at)
    newest = lines(first)

    older = lines(first.follow("更早的"))
    assert len(newest) == 50
    assert len(older) >= 10
    assert not set(newest) & set(older)
    assert lines(first.follow("较新的")) != older
