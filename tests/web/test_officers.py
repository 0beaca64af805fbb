"""Accounts at the portal: an administrator makes, changes, unlocks and ends them; nobody else."""

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.store import accounts, leaving
from models.store.acting import as_officer
from models.words import Role
from tests.web.browsing import Browser
from tests.web.conftest import PASSWORD, Portal, password_hash

FIRST = "violet-harbour-52"


@pytest.fixture
def kept(portal: Portal) -> Portal:
    """A case at its consultation, and two administrators."""
    portal.practice.hire("keeper", "甄管理", Role.ADMINISTRATOR)
    portal.practice.hire("keeper2", "甄另一", Role.ADMINISTRATOR)
    with portal.practice.owner.begin() as db:
        db.execute(text("UPDATE officers SET password = :p"), {"p": password_hash()})
    portal.practice.play_to_step("ask:convening")
    return portal


def page_of(portal: Portal, account: str, by: str = "keeper") -> Browser:
    return portal.log_in(by).go(f"/officers/{portal.practice.staff[account].officer_id}")


def officer(portal: Portal, account: str) -> str:
    return str(portal.practice.staff[account].officer_id)


def test_a_new_account_logs_in_with_its_first_password_and_must_change_it(kept: Portal) -> None:
    browser = kept.log_in("keeper").go("/officers").follow("建立账号")
    browser.press(
        "建立账号", ("roles", "caseworker"), ("roles", "legal"), account="newcomer",
        name="甄新人", first=FIRST, again=FIRST,
    )  # fmt: skip

    assert "已建立" in browser.words, browser.words
    assert "个案工作者、法务" in browser.words
    [row] = kept.ask("SELECT * FROM officers WHERE account = 'newcomer'")
    assert PasswordHasher().verify(row.password, FIRST)
    assert row.must_change_password
    assert row.centre_id == kept.practice.staff.centre_id


def test_all_that_is_wrong_with_a_new_account_is_told_at_once_and_no_password_comes_back(
    kept: Portal,
) -> None:
    browser = kept.log_in("keeper").go("/officers/new")
    browser.press("建立账号", account="Worker 9", name="甄新人", first="short", again="short")

    assert browser.status == 422
    for sentence in ("请至少选择一个岗位", "10个字符以上"):
        assert sentence in browser.words
    assert "甄新人" in browser.html
    assert 'value="short"' not in browser.html
    browser.press(
        "建立账号", ("roles", "legal"), account="Worker 9", name="甄新人", first=FIRST, again=FIRST
    )
    assert "小写字母" in browser.words
    browser.press(
        "建立账号", ("roles", "legal"), account="worker1", name="甄新人", first=FIRST, again=FIRST
    )
    assert "已经有人使用" in browser.words


def test_an_account_that_ends_hands_over_what_is_open_and_is_out_at_once(kept: Portal) -> None:
    case = kept.practice.case()
    leaving, worker2 = kept.log_in("worker1"), officer(kept, "worker2")
    order = kept.practice.desk.order(
        kept.practice.staff["director1"], case, words="请尽快",
        owes=kept.practice.staff["worker1"].officer_id,
    )  # fmt: skip
    browser = page_of(kept, "worker1")
    assert "主办案件1件，要反馈的督办1件" in browser.words
    browser.press("停用账号", to=worker2, confirmed="worker2")
    assert "没有停用" in browser.words
    browser.press("停用账号", to=worker2, confirmed="worker1")

    assert "已停用" in browser.words, browser.words
    assert leaving.go("/work").url.endswith("/login")
    [open_work] = kept.ask(
        "SELECT (SELECT count(*) FROM steps WHERE state = 'open' AND owner_id = :o) + (SELECT "
        "count(*) FROM signatures WHERE state IN ('open', 'pending') AND officer_id = :o) AS n",
        o=officer(kept, "worker1"),
    )
    assert open_work.n == 0
    [lead] = kept.ask("SELECT officer_id FROM case_team WHERE lead AND left_at IS NULL")
    assert str(lead.officer_id) == worker2
    [owes] = kept.ask("SELECT owes_id FROM supervision_orders WHERE id = :o", o=order)
    assert str(owes.owes_id) == worker2
    [last] = kept.ask("SELECT tag, actor_id FROM events WHERE tag = 'team:led'")
    assert str(last.actor_id) == officer(kept, "keeper")
    assert "停用账号" in browser.words
    assert "甄管理" in browser.words
    assert not browser.page.xpath("//form[contains(@action, '/officers/')]")


def test_a_role_that_is_taken_away_counts_at_the_next_request(kept: Portal) -> None:
    supervisor = kept.log_in("supervisor1")
    assert supervisor.go("/board").status == 200
    page_of(kept, "supervisor1").press("调整岗位", ("roles", "legal"))

    [row] = kept.ask("SELECT roles FROM officers WHERE account = 'supervisor1'")
    assert row.roles == ["legal"]
    assert supervisor.go("/board").status == 403


def test_work_that_nobody_else_may_do_keeps_the_account_and_says_so(kept: Portal) -> None:
    kept.practice.dismiss("worker2", "worker3")
    browser = page_of(kept, "worker1").press("停用账号", confirmed="worker1")

    assert browser.status in (409, 422)
    assert "没有别的个案工作者可以接手" in browser.words
    assert kept.ask("SELECT active FROM officers WHERE account = 'worker1'")[0].active


def test_a_forgotten_password_and_a_wait_are_put_right(kept: Portal) -> None:
    for _ in range(7):
        tried = kept.browser().go("/login")
        tried.press("登录", account="worker1", password="wrong-lantern-8")
    browser = page_of(kept, "worker1")
    assert "连续输错密码" in kept.log_in("keeper").go("/officers").words
    browser.press("解除等待")
    assert "可以马上登录" in browser.words
    assert kept.log_in("worker1").url.endswith("/work")

    session = kept.log_in("worker1")
    page_of(kept, "worker1").press("重设初始密码", first=FIRST, again=FIRST)
    assert session.go("/work").url.endswith("/login")
    [row] = kept.ask("SELECT * FROM officers WHERE account = 'worker1'")
    assert PasswordHasher().verify(row.password, FIRST)
    assert row.must_change_password


def test_nobody_changes_their_own_account(kept: Portal) -> None:
    browser = page_of(kept, "keeper")
    assert "由另一位系统管理员变更" in browser.words
    mine = officer(kept, "keeper")
    for act in ("roles", "end", "unlock", "password"):
        key = browser.key_of("/officers/new")
        typed = [
            ("roles", "director"),
            ("first", FIRST),
            ("again", FIRST),
            ("confirmed", "keeper"),
        ]
        browser.post(f"/officers/{mine}/{act}", [("csrf", browser.token), ("press", key), *typed])
        assert browser.status in (403, 409), act
    [row] = kept.ask("SELECT roles, active FROM officers WHERE account = 'keeper'")
    assert (row.roles, row.active) == (["administrator"], True)


def test_an_account_of_another_centre_is_not_there(kept: Portal) -> None:
    from tests.people_factories import make_staff

    elsewhere = make_staff(kept.practice.owner, "elsewhere", password=password_hash())
    theirs = elsewhere["worker1"].officer_id
    browser = kept.log_in("keeper")

    assert browser.go(f"/officers/{theirs}").status == 404
    key = browser.key_of("/officers/new")
    browser.post(f"/officers/{theirs}/end", [("csrf", browser.token), ("press", key)])
    assert browser.status == 404


CALLS = {
    "a new account": "SELECT hutong_add_officer(gen_random_uuid(), :centre, 'x', 'x', "
    "ARRAY['director']::varchar[], '$argon2id$x', now(), NULL)",
    "roles": "SELECT hutong_set_roles(:other, ARRAY['director']::varchar[], '{}', now(), NULL)",
    "one's own roles": "SELECT hutong_set_roles(:me, ARRAY['director']::varchar[], '{}', now(), "
    "NULL)",
    "an end": "SELECT hutong_end_account(:other, '{}', now(), NULL)",
    "a password": "SELECT hutong_give_password(:other, '$argon2id$x', now(), NULL)",
    "a wait lifted": "SELECT hutong_unlock(:other, now(), NULL)",
    "in the name of the machine": "SELECT hutong_unlock(:other, now(), 'root')",
    "all cases": "SELECT hutong_hand_all_over()",
    "what is open": "SELECT hutong_left_open(:other)",
    "the trace written": "INSERT INTO account_changes SELECT gen_random_uuid(), :centre, :other, "
    "now(), 'added', '{}', :me",
    "an order given on": "UPDATE supervision_orders SET owes_id = :other",
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("account", ["worker1", "director1", "keeper"])
def test_the_database_lets_only_an_administrator_and_never_for_themselves(
    kept: Portal, account: str, call: str
) -> None:
    practice = kept.practice
    practice.desk.order(
        practice.staff["director1"], practice.case(), words="请尽快",
        owes=practice.staff["worker1"].officer_id,
    )  # fmt: skip
    own = call in ("one's own roles", "in the name of the machine", "the trace written")
    given = {
        "centre": practice.staff.centre_id, "me": practice.staff[account].officer_id,
        "other": practice.staff["legal1"].officer_id,
    }  # fmt: skip
    asked = {name: value for name, value in given.items() if f":{name}" in CALLS[call]}
    if account == "keeper" and not own:
        with as_officer(practice.portal, practice.staff[account]) as db:
            db.execute(text(CALLS[call]), asked)
        return
    with (
        pytest.raises(DBAPIError, match="administrator|permission denied|reported on by"),
        as_officer(practice.portal, practice.staff[account]) as db,
    ):
        db.execute(text(CALLS[call]), asked)


def test_an_administrator_sees_cases_only_while_handing_over(kept: Portal) -> None:
    practice, asked = kept.practice, text("SELECT count(*) FROM cases")
    with as_officer(practice.portal, practice.staff["keeper"]) as db:
        assert db.execute(asked).scalar_one() == 0
        db.execute(text("SELECT hutong_hand_all_over()"))
        assert db.execute(asked).scalar_one() == 1
    with as_officer(practice.portal, practice.staff["keeper"]) as db:
        assert db.execute(asked).scalar_one() == 0


def test_what_an_account_leaves_open_is_counted_without_a_case_being_seen(kept: Portal) -> None:
    practice = kept.practice
    worker, keeper = practice.staff["worker1"], practice.staff["keeper"]
    practice.desk.order(
        practice.staff["director1"], practice.case(), words="请尽快", owes=worker.officer_id
    )
    for one in (worker, practice.staff["supervisor1"], keeper):
        with practice.owner.begin() as db:
            listed = (
                len(leaving.open_work(db, one.officer_id, ())),
                len(leaving.led(db, one.officer_id)),
                len(leaving.owed(db, one.officer_id)),
            )
        with as_officer(practice.portal, keeper) as db:
            told = accounts.left_open(db, one.officer_id)
            assert (told.work, told.led, told.owed) == listed
            assert db.execute(text("SELECT count(*) FROM cases")).scalar_one() == 0
        if one is worker:
            assert all(listed), "there is something of each kind"


def test_the_trace_is_never_changed(kept: Portal) -> None:
    page_of(kept, "worker1").press("重设初始密码", first=FIRST, again=FIRST)
    with pytest.raises(DBAPIError, match="append-only"), kept.practice.owner.begin() as db:
        db.execute(text("UPDATE account_changes SET what = 'added'"))


def test_who_keeps_accounts_sees_no_case_by_it(kept: Portal) -> None:
    browser = kept.log_in("keeper")

    assert browser.go(f"/cases/{kept.practice.case()}").status == 404
    assert PASSWORD not in browser.html
