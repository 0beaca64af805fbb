"""Guessing: every wrong password is counted before it is looked at, and a lock is no weapon."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from models.store import attempts
from tests.web.browsing import Browser
from tests.web.conftest import PASSWORD, Portal
from web.password_rules import refused_because

WRONG = "账号或者密码不正确"
NEW = "another-lantern-9"
#: Wrong passwords that are free, and of an account or address that make it noisy.
FREE, NOISE = 5, 50


class CountingHasher(PasswordHasher):
    """Does the work, and counts how often."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_at: list[str] = []

    def hash(self, password, *, salt=None):
        self.looked_at.append(str(password))
        return super().hash(password, salt=salt)


@pytest.fixture
def hasher(portal: Portal) -> CountingHasher:
    counting = CountingHasher()
    portal.app.state.parts.hashing.hasher = counting
    return counting


def log_in(
    portal: Portal, account: str, password: str = PASSWORD, address: str = "127.0.0.1"
) -> Browser:
    browser = portal.browser(address=address).go("/login")
    return browser.press("登录", account=account, password=password)


def later(portal: Portal, **how: float) -> None:
    portal.practice.clock.advance_to(portal.practice.clock.now() + timedelta(**how))


def fail(portal: Portal, times: int, account: str = "worker1", address: str = "127.0.0.1") -> None:
    """Wrong passwords as the database keeps them: what they cost to type is tested elsewhere."""
    portal.practice.tell(
        "INSERT INTO login_attempts (id, account, address, at, succeeded) SELECT "
        "gen_random_uuid(), :account, :address, :now, false FROM generate_series(1, :times)",
        account=account, address=address, now=portal.practice.clock.now(), times=times,
    )  # fmt: skip


def test_after_five_wrong_passwords_the_account_waits_at_that_address_alone(
    portal: Portal, hasher: CountingHasher
) -> None:
    for _ in range(5):
        assert log_in(portal, "worker1", "something-else").status == 401

    assert log_in(portal, "worker1").status == 401
    assert log_in(portal, "worker1", address="10.9.8.7").url == "/work"
    assert log_in(portal, "worker2").url == "/work"
    later(portal, seconds=61)
    assert log_in(portal, "worker1").url == "/work"


def test_each_wrong_password_more_waits_twice_as_long_up_to_a_quarter_of_an_hour(
    portal: Portal,
) -> None:
    asked = "SELECT hutong_wait_after(:here, least(:here, 49)) AS wait"
    waits = [
        portal.ask(asked, here=here)[0].wait for here in (4, 5, 6, 7, 8, 9, 10, 10_000)
    ]  # fmt: skip

    assert waits == [timedelta(minutes=m) for m in (0, 1, 2, 4, 8, 15, 15, 15)]


def test_who_tries_while_the_account_waits_does_not_prolong_it(portal: Portal) -> None:
    fail(portal, FREE)
    for _ in range(3):
        log_in(portal, "worker1", "something-else")
    later(portal, seconds=61)

    assert log_in(portal, "worker1").url == "/work"


def test_forty_wrong_passwords_at_one_instant_are_as_few_tries_as_forty_in_a_row(
    portal: Portal,
) -> None:
    now, engine = portal.practice.clock.now(), portal.practice.portal

    def one(_number: int) -> bool:
        with engine.begin() as db:
            tried = attempts.begin(db, "worker1", "192.0.2.1", usual="", now=now)
            return tried.attempt is not None

    with ThreadPoolExecutor(20) as crowd:
        looked_at = sum(crowd.map(one, range(40)))

    assert looked_at == FREE
    assert portal.ask("SELECT count(*) AS n FROM login_attempts")[0].n == FREE


def test_nobody_behind_a_noisy_address_is_locked_out(portal: Portal) -> None:
    for number in range(NOISE + 2):
        fail(portal, 1, account=f"guessed{number}")

    assert log_in(portal, "worker1").url == "/work"
    assert log_in(portal, "worker2", "something-else").status == 401
    assert log_in(portal, "worker2").status == 401, "one try is free in the noise"
    later(portal, seconds=61)
    assert log_in(portal, "worker2").url == "/work"


def test_who_is_guessed_from_everywhere_still_gets_in(portal: Portal) -> None:
    for number in range(NOISE + 2):
        fail(portal, 1, address=f"192.0.2.{number}")

    assert log_in(portal, "worker1").url == "/work"


def test_known_unknown_waiting_and_closed_accounts_look_alike_and_cost_the_same(
    portal: Portal, hasher: CountingHasher
) -> None:
    portal.practice.dismiss("worker2")
    fail(portal, FREE, account="legal1")
    said = {}
    for account, password in (
        ("worker1", "wrong"), ("nobody", "wrong"), ("legal1", "wrong"), ("legal1", PASSWORD),
        ("worker2", PASSWORD), ("worker2", "wrong"),
    ):  # fmt: skip
        hasher.looked_at.clear()
        browser = portal.browser().go("/login")
        token = browser.token
        browser.press("登录", account=account, password=password)
        body = browser.html.replace(account, "…").replace(token, "…")
        headers = {
            name: value.replace(token, "…")
            for name, value in browser.headers.items() if name != "content-length"
        }  # fmt: skip
        said[account, password] = (browser.status, body, headers, hasher.looked_at[:])

    first = said["worker1", "wrong"]
    assert first[0] == 401
    for (_account, password), (*answer, looked_at) in said.items():
        assert answer == [*first[:3]]
        assert looked_at == [password]


def test_old_passwords_are_guessed_no_faster_where_one_is_changed(
    portal: Portal, hasher: CountingHasher
) -> None:
    browser = portal.log_in("worker1").go("/password")
    for _ in range(FREE):
        browser.press("修改密码", old="something-else", new=NEW, again=NEW)
        assert browser.status == 422
    said = browser.words
    browser.press("修改密码", old=PASSWORD, new=NEW, again=NEW)

    assert (browser.status, browser.words) == (422, said)
    assert log_in(portal, "worker1").status == 401, "they count like those of a log-in"
    later(portal, seconds=61)
    browser.press("修改密码", old=PASSWORD, new=NEW, again=NEW)
    assert browser.url == "/work"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short-one", "个字符"),
        ("worker1-lantern-7", "不能包含账号名"),
        ("Zhen.Ge.An-lantern", "拼音"),
        ("甄个案的灯笼今晚很亮", "拼音"),
        ("ge-an-zhen-lantern", "拼音"),
        ("Password123!", "容易猜到"),
        ("iloveyou1234", "泄露"),
        ("1qaz2wsx3edc", "键盘"),
        ("P@ssw0rd2024", "容易猜到"),
        ("zhangwei1990", "容易猜到"),
        ("woaini1314520", "容易猜到"),
        ("hutong-practice", "容易猜到"),
        ("aaaaaaaaaaaa", "容易猜到"),
        ("2026-11-30-1", "容易猜到"),
        ("x" * 200, "容易猜到"),
        ("x" * 201, "个字符"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str, said: str) -> None:
    refused = refused_because(password, password, account="worker1", old="", name="甄个案")

    assert refused is not None
    assert said in refused


@pytest.mark.parametrize("password", [PASSWORD, NEW, "灯笼-梧桐-火车-7", "a-first-one-7"])
def test_words_that_have_nothing_to_do_with_each_other_are_a_good_password(password: str) -> None:
    assert refused_because(password, password, account="worker1", old="", name="甄个案") is None


def test_wrong_calendar_addresses_take_nobody_elses_calendar_away(portal: Portal) -> None:
    browser = portal.log_in("worker1").go("/account")
    browser.press("建立日历地址")
    [address] = browser.page.xpath("//input[@id='feed-address']/@value")
    path = address.removeprefix("http://testserver")
    portal.practice.tell(
        "INSERT INTO login_attempts (id, account, address, at, succeeded) SELECT "
        "gen_random_uuid(), '', 'calendar:127.0.0.1', :now, false FROM generate_series(1, 60)",
        now=portal.practice.clock.now(),
    )

    assert browser.client.get("/calendar/guessed.ics").status_code == 429
    assert browser.client.get(path).status_code == 200
