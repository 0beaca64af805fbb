"""With the portal's role alone nobody gets in: what a log-in needs is a password, and no hash is shown."""

from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.store import attempts, logins
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from web import passwords

PASSWORD, SECRET = "correct-lantern-7", "s" * 43
CHEAP = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at("ask:investigation") as practice:
        practice.tell("UPDATE officers SET password = :p", p=CHEAP.hash(PASSWORD))
        yield practice


def tried(practice: Practice, account: str = "worker1") -> attempts.Tried:
    with practice.portal.begin() as db:
        return attempts.begin(
            db, account, "192.0.2.1", usual=passwords.usual(CHEAP), now=practice.clock.now()
        )


def log_in(practice: Practice, attempt: attempts.Tried, hashed: str) -> logins.Session | None:
    assert attempt.attempt
    with practice.portal.begin() as db:
        return logins.log_in(
            db, attempt.attempt, hashed, secret=SECRET, csrf="x", address="192.0.2.1",
            now=practice.clock.now(),
        )  # fmt: skip


def kept(practice: Practice, account: str = "worker1") -> str:
    return str(practice.one("SELECT password FROM officers WHERE account = :a", a=account))


def test_what_a_try_shows_is_less_than_a_hash_and_as_much_for_nobody(practice: Practice) -> None:
    shown = {account: tried(practice, account).shown for account in ("worker1", "nobody")}

    assert kept(practice).startswith(f"{shown['worker1']}$")
    assert {len(one) for one in shown.values()} == {len(shown["worker1"])}
    assert tried(practice, "nobody").shown == shown["nobody"], "the same whenever it is asked"
    assert passwords.hashed_as(shown["worker1"], PASSWORD, CHEAP) == kept(practice)


def test_the_right_password_opens_a_session_and_a_try_is_compared_once(practice: Practice) -> None:
    first = tried(practice)
    assert log_in(practice, first, passwords.hashed_as(first.shown, "wrong", CHEAP)) is None
    assert log_in(practice, first, kept(practice)) is None, "this try has been compared"
    second = tried(practice)
    session = log_in(practice, second, passwords.hashed_as(second.shown, PASSWORD, CHEAP))

    assert session
    assert session.actor == practice.staff["worker1"]
    assert log_in(practice, second, kept(practice)) is None


def test_an_old_hash_is_compared_with_its_own_parameters(practice: Practice) -> None:
    attempt = tried(practice)

    assert passwords.hashed_as(attempt.shown, PASSWORD, PasswordHasher()) == kept(practice)
    assert passwords.is_dated(kept(practice), PasswordHasher())


def test_an_account_without_a_password_is_opened_by_none(practice: Practice) -> None:
    practice.tell("UPDATE officers SET password = '!'")
    attempt = tried(practice)
    for guess in ("!", "", attempt.shown, passwords.hashed_as(attempt.shown, "!", CHEAP)):
        assert log_in(practice, tried(practice), guess) is None


@pytest.mark.parametrize("wrong", ["old", "attempt", "session", "new"])
def test_a_password_is_set_by_who_proved_the_old_one_in_their_own_session(
    practice: Practice, wrong: str
) -> None:
    now, hashed = practice.clock.now(), kept(practice)
    attempt, other = tried(practice), tried(practice, "worker2")
    assert attempt.attempt
    assert other.attempt
    mine, theirs = (practice.staff[account].secret for account in ("worker1", "worker2"))
    new = CHEAP.hash("another-lantern-9")
    with practice.portal.begin() as db:
        assert logins.prove_password(db, attempt.attempt, hashed, secret=mine, now=now)
        given: dict[str, Any] = {"old": hashed, "new": new, "secret": mine, "now": now}
        changes = {"old": {"old": new}, "session": {"secret": theirs}, "new": {"new": "plain"}}
        its = other.attempt if wrong == "attempt" else attempt.attempt
        assert not logins.set_password(db, its, **given | changes.get(wrong, {}))
        assert logins.set_password(db, attempt.attempt, **given)

    assert kept(practice) == new
    assert kept(practice, "worker2") == hashed


#: With the portal's password alone, and with a session besides.
ATTEMPTS = {
    "reads every hash": "SELECT password FROM officers",
    "reads every account whole": "SELECT * FROM officers",
    "reads live sessions": "SELECT * FROM login_sessions",
    "reads tries": "SELECT * FROM login_attempts",
    "reads the key of the seal": "SELECT key FROM installation",
    "lets any clock count": "UPDATE installation SET own_clock = false",
    "seals by itself": "SELECT hutong_mac('x')",
    "speaks by itself": "SELECT hutong_speak(NULL::officers, '')",
    "opens a session": "INSERT INTO login_sessions (id, officer_id, csrf, created_at, seen_at, "
    "address) SELECT '\\x01', id, '', now(), now(), '' FROM officers",
    "makes a try right": "UPDATE login_attempts SET succeeded = true",
    "forgets tries": "DELETE FROM login_attempts",
    "compares without counting": "SELECT * FROM hutong_compare_password(NULL, '', now())",
    "sets a password": "UPDATE officers SET password = '!'",
    "gives itself a role": "UPDATE officers SET roles = '{{director}}'",
    "opens an account": "UPDATE officers SET active = true",
    "makes an account": "INSERT INTO officers (id) VALUES (gen_random_uuid())",
    "moves a centre": "UPDATE centres SET code = 'x'",
    "reads secrets of feeds": "SELECT id FROM calendar_feeds",
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("account", ["", "director1"])
def test_the_role_of_the_portal_may_not(
    module_practice: Practice, attempt: str, account: str
) -> None:
    with (
        pytest.raises(DBAPIError, match="permission denied"),
        module_practice.portal.begin() as db,
    ):
        if account:
            secret = module_practice.staff[account].secret.encode()
            entered = db.execute(
                text("SELECT hutong_enter(:s, 'auto')"), {"s": secret}
            ).scalar_one()
            assert entered
        db.exec_driver_sql(ATTEMPTS[attempt].replace("{{", "{").replace("}}", "}"))


HIDDEN = ("master_key", "practice_accounts")


def test_facts_that_are_nobodys_business_are_not_shown(practice: Practice) -> None:
    for name in HIDDEN:
        practice.tell(
            "INSERT INTO system_facts (name, value, at) VALUES (:n, 'x', now()) "
            "ON CONFLICT (name) DO NOTHING", n=name,
        )  # fmt: skip
    with practice.portal.begin() as db:
        names = set(db.execute(text("SELECT name FROM system_facts")).scalars())

    assert not names & set(HIDDEN)
    with pytest.raises(DBAPIError, match="row-level security"), practice.portal.begin() as db:
        db.execute(text("INSERT INTO system_facts VALUES ('officer:x', 'x', now())"))
