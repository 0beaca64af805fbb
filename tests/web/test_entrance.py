"""Getting in: passwords, locks, sessions, and what was typed when a session ended."""

import hashlib
from datetime import timedelta

from models.store import practice
from tests.web.conftest import PASSWORD, Portal

WRONG = "账号或者密码不正确"


def test_an_officer_logs_in_and_comes_to_their_work(portal: Portal) -> None:
    browser = portal.log_in("worker1")

    assert browser.url == "/work"
    assert browser.heading == "我的待办"


def test_a_page_asked_for_before_logging_in_is_shown_after(portal: Portal) -> None:
    browser = portal.browser().go("/cases")

    assert browser.heading == "登录"
    assert browser.press("登录", account="worker1", password=PASSWORD).url == "/cases"


def test_after_logging_in_nobody_is_sent_to_another_site(portal: Portal) -> None:
    for elsewhere in ("//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example"):
        browser = portal.browser().go(f"/login?next={elsewhere}")

        assert browser.press("登录", account="worker1", password=PASSWORD).url == "/work"


def test_an_unknown_account_is_answered_like_a_wrong_password(portal: Portal) -> None:
    unknown = portal.log_in("nobody", "something-else")
    wrong = portal.log_in("worker1", "something-else")

    assert WRONG in unknown.words
    assert unknown.status == wrong.status == 401
    assert unknown.words.replace("nobody", "") == wrong.words.replace("worker1", "")


def test_a_disabled_account_is_refused_and_its_session_ends(portal: Portal) -> None:
    browser = portal.log_in("worker1")
    portal.practice.dismiss("worker1")

    assert browser.go("/work").heading == "登录"
    assert WRONG in portal.log_in("worker1").words


def test_only_the_hash_of_the_secret_is_kept(portal: Portal) -> None:
    browser = portal.log_in("worker1")
    secret = browser.client.cookies["hutong"]

    [row] = portal.ask("SELECT id FROM login_sessions WHERE csrf <> ''")

    assert row.id == hashlib.sha256(secret.encode()).digest()
    assert len(secret) >= 43


def test_logging_out_ends_the_session_for_good(portal: Portal) -> None:
    browser = portal.log_in("worker1")
    secret = browser.client.cookies["hutong"]
    browser.press("退出")
    browser.client.cookies.set("hutong", secret)

    assert browser.go("/work").heading == "登录"


def test_a_session_ends_after_half_an_hour_of_silence(portal: Portal) -> None:
    browser, clock = portal.log_in("worker1"), portal.practice.clock
    clock.advance_to(clock.now() + timedelta(minutes=29))
    assert browser.go("/work").heading == "我的待办"
    clock.advance_to(clock.now() + timedelta(minutes=31))

    assert browser.go("/work").heading == "登录"


def test_a_session_ends_after_ten_hours_however_busy(portal: Portal) -> None:
    browser, clock = portal.log_in("worker1"), portal.practice.clock
    for _ in range(24):
        clock.advance_to(clock.now() + timedelta(minutes=25))
        browser.go("/work")

    assert browser.go("/work").heading == "登录"


def test_a_first_password_must_be_changed_before_anything_else(portal: Portal) -> None:
    portal.practice.tell(
        "UPDATE officers SET must_change_password = true WHERE account = 'worker1'"
    )
    browser = portal.log_in("worker1")
    assert browser.url == "/password"
    assert browser.go("/cases").url == "/password"

    browser.press("修改密码", old=PASSWORD, new="short", again="short")
    assert browser.status == 422
    browser.press("修改密码", old="wrong", new="another-lantern-9", again="another-lantern-9")
    assert "原密码不正确" in browser.words
    browser.press("修改密码", old=PASSWORD, new="another-lantern-9", again="another-lantern-8")
    assert "不一致" in browser.words
    browser.press("修改密码", old=PASSWORD, new="another-lantern-9", again="another-lantern-9")

    assert browser.url == "/work"
    assert WRONG in portal.log_in("worker1").words
    assert portal.log_in("worker1", "another-lantern-9").url == "/work"


def test_changing_the_password_ends_ones_other_sessions(portal: Portal) -> None:
    old, new = portal.log_in("worker1"), portal.log_in("worker1")
    new.go("/password")
    new.press("修改密码", old=PASSWORD, new="another-lantern-9", again="another-lantern-9")

    assert new.go("/work").heading == "我的待办"
    assert old.go("/work").heading == "登录"


def test_practice_accounts_are_shown_once_the_practice_centre_is_loaded(portal: Portal) -> None:
    before = portal.browser().go("/login").words
    shown = practice.PracticeAccount("worker1", PASSWORD, "甄个案", ("caseworker",))
    with portal.practice.owner.begin() as db:
        practice.keep_practice_accounts(db, (shown,), now=portal.practice.clock.now())
    after = portal.browser().go("/login").words

    assert "演练账号" not in before
    assert "演练账号" in after
    assert PASSWORD in after
    assert "演练中心" in portal.log_in("worker1").html
    assert "演练中心：" not in portal.log_in("worker2").html


def test_what_was_typed_when_the_session_ended_is_there_after_logging_in_again(
    portal: Portal,
) -> None:
    case_id = portal.practice.open_case()
    browser, clock = portal.log_in("worker1"), portal.practice.clock
    browser.go(f"/cases/{case_id}").follow("办理")
    step = browser.url
    clock.advance_to(clock.now() + timedelta(minutes=45))

    browser.press("提交", what_happened="一段写了很久的话")
    assert browser.status == 401
    assert "一段写了很久的话" not in browser.html
    browser.press("登录", account="worker1", password=PASSWORD)
    browser.press("回到刚才的表单")

    assert browser.url == step
    assert "一段写了很久的话" in browser.html


def test_what_was_typed_is_shown_to_nobody_else_who_logs_in(portal: Portal) -> None:
    case_id = portal.practice.open_case()
    browser, clock = portal.log_in("worker1"), portal.practice.clock
    browser.go(f"/cases/{case_id}").follow("办理")
    clock.advance_to(clock.now() + timedelta(minutes=45))
    browser.press("提交", what_happened="一段写了很久的话")

    browser.press("登录", account="worker2", password=PASSWORD)

    assert browser.url == "/work"
    assert "一段写了很久的话" not in browser.html
