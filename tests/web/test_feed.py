"""The calendar feed: opaque, stable, revocable, and silent about what it does not give."""

from datetime import UTC, timedelta
from typing import Any

import icalendar
import pytest
from sqlalchemy import text

from models.words import Stage
from tests.web.conftest import Portal


def subscribed(portal: Portal, account: str = "worker1") -> str:
    """Make a feed; its path."""
    browser = portal.log_in(account).go("/account").press("建立日历地址")
    address = browser.page.get_element_by_id("feed-address").get("value")
    assert address.startswith("http://testserver/calendar/")
    return str(address.removeprefix("http://testserver"))


def fetched(portal: Portal, path: str, address: str = "127.0.0.9") -> Any:
    """Fetch as a calendar program does: no cookie, no origin."""
    client = portal.browser(address=address).client
    del client.headers["origin"]
    return client.get(path)


def events(portal: Portal, path: str) -> list[Any]:
    answer = fetched(portal, path)
    assert answer.status_code == 200
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


@pytest.fixture
def open_case(portal: Portal) -> None:
    portal.practice.play_to_step("ask:investigation")


@pytest.mark.usefixtures("open_case")
class TestFeed:
    def test_each_open_step_of_mine_with_a_deadline_is_in_it(self, portal: Portal):
        found = events(portal, subscribed(portal))
        rows = portal.ask(
            "SELECT s.id, s.due_at, c.number FROM steps s JOIN cases c ON c.id = s.case_id "
            "WHERE s.state = 'open' AND s.owner_id = :me AND s.due_at IS NOT NULL",
            me=portal.practice.staff["worker1"].officer_id,
        )

        assert rows
        assert {(str(one["UID"]), one["DTSTART"].dt, str(one["SUMMARY"])) for one in found} == {
            (f"{row.id}@hutong", row.due_at.astimezone(UTC).replace(microsecond=0),
             f"{row.number} 有一项工作到期") for row in rows
        }  # fmt: skip
        assert {one["SEQUENCE"] for one in found} == {0}
        assert {str(one["CLASS"]) for one in found} == {"PRIVATE"}

    def test_it_is_valid_and_its_lines_are_short(self, portal: Portal):
        answer = fetched(portal, subscribed(portal))
        calendar = icalendar.Calendar.from_ical(answer.content)

        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        assert calendar.errors == []
        assert all(one.errors == [] for one in calendar.walk("VEVENT"))
        assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
        assert b"\n" not in answer.content.replace(b"\r\n", b"")

    def test_it_says_nothing_of_the_step_the_child_or_the_stage(self, portal: Portal):
        practice = portal.practice
        practice.play_to(Stage.ASSESSMENT)
        for account in ("worker1", "supervisor1", "director1"):
            said = fetched(portal, subscribed(portal, account)).text
            for word in ("登记", "评估", "小", "监护", "ask:", "assessment", "审批"):
                assert word not in said, (account, word)

    def test_a_moved_deadline_keeps_its_identity_and_rises(self, portal: Portal):
        path = subscribed(portal)
        [before, *_] = events(portal, path)
        with portal.practice.owner.begin() as db:
            for hours in (24, 12):
                db.execute(text("UPDATE steps SET due_at = opened_at + make_interval(hours => :h) "
                                "WHERE due_at IS NOT NULL"), {"h": hours})  # fmt: skip
            db.execute(text("UPDATE steps SET due_at = due_at, viewed_at = now()"))
        [after, *_] = events(portal, path)

        assert after["UID"] == before["UID"]
        assert after["DTSTART"].dt != before["DTSTART"].dt
        assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)

    def test_what_is_done_vanishes(self, portal: Portal):
        path = subscribed(portal)
        before = {str(one["UID"]) for one in events(portal, path)}
        step = portal.practice.player.find(portal.practice.case(), "ask:investigation")
        portal.practice.player.answer(step)

        assert f"{step.id}@hutong" in before
        assert f"{step.id}@hutong" not in {str(one["UID"]) for one in events(portal, path)}

    def test_a_signature_that_waits_for_me_is_in_it(self, portal: Portal):
        portal.practice.play_to_step("approve:investigation-report", case_id=portal.practice.case())
        step = portal.practice.player.find(portal.practice.case(), "approve:investigation-report")
        account = {a.officer_id: name for name, a in portal.practice.staff.by_account.items()}
        signer = account[portal.practice.whose_turn(step).officer_id]

        assert f"{step.id}@hutong" in {
            str(e["UID"]) for e in events(portal, subscribed(portal, signer))
        }

    def test_who_left_the_team_sees_the_case_no_more(self, portal: Portal):
        path = subscribed(portal)
        assert events(portal, path)
        portal.practice.tell("UPDATE case_team SET left_at = now()")

        assert events(portal, path) == []

    def test_nothing_is_told_of_what_an_address_is_not(self, portal: Portal):
        old = subscribed(portal)
        new = portal.log_in("worker1").go("/account").press("换一个地址，原地址停用")
        path = (
            new.page.get_element_by_id("feed-address")
            .get("value")
            .removeprefix("http://testserver")
        )
        assert fetched(portal, path).status_code == 200
        closed = subscribed(portal, "worker2")
        portal.practice.dismiss("worker2")
        answers = [fetched(portal, one) for one in (old, closed, "/calendar/never.ics",
                                                    "/calendar/" + "x" * 43 + ".ics")]  # fmt: skip
        portal.log_in("worker1").go("/account").press("停用")
        answers.append(fetched(portal, path))

        assert {(one.status_code, one.content) for one in answers} == {(404, b"")}
        assert len({tuple(sorted(one.headers.items())) for one in answers}) == 1

    def test_the_secret_is_shown_once_and_stored_nowhere(self, portal: Portal):
        path = subscribed(portal)
        secret = path.removeprefix("/calendar/").removesuffix(".ics")
        with portal.practice.root.begin() as db:
            for table in portal.practice.counts():
                rows = db.execute(text(f"SELECT t::text FROM {table} t")).scalars()
                assert not any(secret in row or secret.encode().hex() in row for row in rows)

        assert len(secret) >= 43
        assert secret not in portal.log_in("worker1").go("/account").html

    def test_the_last_fetch_is_shown(self, portal: Portal):
        path = subscribed(portal)
        assert "还没有被读取过" in portal.log_in("worker1").go("/account").words
        fetched(portal, path)

        assert "最近一次读取" in portal.log_in("worker1").go("/account").words

    def test_too_many_fetches_and_too_many_guesses_are_stopped(self, portal: Portal):
        path, now = subscribed(portal), portal.practice.clock.now()
        assert fetched(portal, path).status_code == 200
        portal.practice.tell("UPDATE calendar_feeds SET hour_count = 118")
        portal.practice.tell(
            "INSERT INTO login_attempts (id, account, address, at, succeeded) SELECT "
            "gen_random_uuid(), '', 'calendar:127.0.0.8', :now, false FROM generate_series(1, 57)",
            now=now,
        )
        assert [fetched(portal, path).status_code for _ in range(3)] == [200, 200, 429]
        guesses = [fetched(portal, "/calendar/no.ics", "127.0.0.8").status_code for _ in range(4)]
        assert guesses == [404, 404, 404, 429]
        portal.practice.clock.advance_to(portal.practice.clock.now() + timedelta(hours=2))

        assert fetched(portal, path).status_code == 200
        assert fetched(portal, "/calendar/no.ics", "127.0.0.8").status_code == 404
        # Whoever guesses feeds is not locked out of logging in.
        assert portal.log_in("worker1").url == "/work"
