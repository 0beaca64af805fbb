"""What the worker's role may do: each table and column is declared with its reason, or is not.

Whoever holds its password is the procedure, and no person: it answers nothing, decides nothing,
and reads neither a password nor who looked at what.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.flows.positions import Positions
from tests.flows.practice import Practice

#: Columns it reads, of tables that it does not read whole; none: it does not read the table.
HIDDEN = {
    "a password's hash, and an address that nothing is sent to": {"officers": "password email"},
    "how often a code was tried, and when it was made": {"channels": "code_at code_tries"},
    "which forms were sent, and what came of it": {"presses": "id officer_id route digest answer"},
    "log-ins, and who may fetch a calendar": {
        "login_sessions": "*", "login_attempts": "*", "calendar_feeds": "*",
    },
    "who looked at what, and what became of an account: people read it": {
        "view_log": "*", "account_changes": "*",
    },
    "the key under which it is sealed who speaks": {"installation": "*"},
    "data keys, which a function shows as they are sealed": {"data_keys": "*"},
}  # fmt: skip
#: Columns of rows it adds, by why; all of them where none is named.
ADDED = {
    "what a stage opens": {
        "stages": "*", "custodies": "*", "deadlines": "*", "notices": "*", "events": "*",
        "steps": "id case_id stage_id centre_id kind key about turn round position state form "
        "paper owner_role owner_id stands_in_for holder rule due_at no_due_reason opened_at "
        "done_at done_by taken_up_at result attempts",
        "signatures": "id case_id step_id centre_id ordinal role mode officer_id stands_in_for "
        "state opened_at version_id sha256 data_digest",
    },
    "a document": {"papers": "*", "paper_versions": "*", "files": "*", "counters": "*"},
    "who takes over where a case moves or an account covers": {"case_team": "*"},
    "what is watched": {"cards": "*", "rungs": "*"},
    "a law in effect, tried and taken back by a preview, and what it moves": {
        "calendar_notices": "*", "calendar_notice_days": "*", "centre_places": "*",
        "recounts": "*", "deadline_changes": "*",
    },
    "a fact of the installation": {"system_facts": "*"},
    "how far Prefect shows a case": {"drawings": "*"},
}  # fmt: skip
#: Columns it changes, by why.
CHANGED = {
    "a step goes on, or falls; what was answered stays": {
        "steps": "state done_at viewed_at reason owner_id owner_role stands_in_for result attempts "
        "failure taken_up_at due_at no_due_reason centre_id",
        "signatures": "state opened_at viewed_at officer_id stands_in_for centre_id",
        "stages": "state outcome closed_at leased_until fence flow_run_id centre_id",
        "paper_versions": "void", "counters": "last", "custodies": "ended_at",
    },
    "how far Prefect shows a case": {"drawings": "seq look_at sent still"},
    "a deadline is met, stopped, counted again, looked at": {
        "deadlines": "state ended_at met_late owner_id rule starts_at due_at provisional printable "
        "receipt step_id key holder centre_id watch_at yellow_at red_at",
        "deadline_suspensions": "last_on lifted_by lifted_at",
    },
    "a case ends, or goes to another centre": {
        "cases": "state closed_at centre_id locality child_look_at", "children": "centre_id",
        "cards": "centre_id", "notices": "centre_id", "supervision_orders": "centre_id",
        "case_team": "lead left_at",
    },
    "an absence is over": {"absences": "ended_at"},
    "a message is sent": {"deliveries": "state attempts next_at reason sent_at"},
    "a law in effect": {"calendar_notices": "ordinal applied_at applied_by dropped_at"},
    "a fact of the installation, such as the last backup": {"system_facts": "value at"},
}  # fmt: skip
COLUMNS = (
    "SELECT c.relname AS name, a.attname AS part, "
    "has_column_privilege('hutong_worker', c.oid, a.attnum, :right) AS may "
    "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
    "AND NOT a.attisdropped WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
)
TABLES = (
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = "
    "'public'::regnamespace AND has_table_privilege('hutong_worker', oid, :right)"
)
#: What somebody tries who has its password; `:me` and `:case` are filled in.
ATTEMPTS = {
    "hashes are read": "SELECT password FROM officers",
    "officers are read whole": "SELECT * FROM officers",
    "a password is set": "UPDATE officers SET password = 'x'",
    "roles are given": "UPDATE officers SET roles = '{director}'",
    "an account is made": "INSERT INTO officers SELECT * FROM officers",
    "sessions are read": "SELECT * FROM login_sessions",
    "a session is opened": "INSERT INTO login_sessions (id, officer_id) VALUES ('x', :me)",
    "somebody is entered as": "SELECT hutong_enter('', '')",
    "a password is tried": "SELECT hutong_log_in(:me, 'x', ''::bytea, 'x', 'x', now())",
    "passwords of practice accounts are read": "SELECT hutong_practice_accounts()",
    "the same, past the function": "SELECT 1 / count(*) FROM system_facts "
    "WHERE name = 'practice_accounts'",
    "another key is said to be the right one": "INSERT INTO system_facts (name, value, at) "
    "VALUES ('master_key', 'x', now()) ON CONFLICT (name) DO UPDATE SET value = 'x'",
    "the key of who speaks is read": "SELECT key FROM installation",
    "calendars are read": "SELECT * FROM calendar_feeds",
    "who looked is read": "SELECT * FROM view_log",
    "a look is made up": "INSERT INTO view_log (id, centre_id, case_id, officer_id, at, what) "
    "SELECT gen_random_uuid(), centre_id, :case, :me, now(), 'case' FROM cases",
    "presses are read": "SELECT digest FROM presses",
    "an answer is given": "UPDATE steps SET answer = 'x'",
    "an answer is written with its step": "INSERT INTO steps (id, answer) VALUES (:me, 'x')",
    "a draft is overwritten": "UPDATE steps SET draft = 'x'",
    "who answered is rewritten": "UPDATE steps SET done_by = :me",
    "a signature is given": "UPDATE signatures SET decided_by = :me, decided_at = now()",
    "a signature stands under other bytes": "UPDATE signatures SET sha256 = repeat('a', 64)",
    "an opinion is written": "UPDATE signatures SET opinion = 'x'",
    "an identity is rewritten": "UPDATE children SET identity = 'x'",
    "a number is hidden": "UPDATE children SET id_number_hash = NULL",
    "an answer is corrected": "INSERT INTO corrections (id, case_id) VALUES (:me, :case)",
    "a case is voided": "INSERT INTO case_voidings (id, case_id) VALUES (:me, :case)",
    "a case is opened": "INSERT INTO cases (id) VALUES (:case)",
    "another law is chosen": "UPDATE cases SET pack = 'x'",
    "an order is given": "INSERT INTO supervision_orders (id, case_id) VALUES (:me, :case)",
    "an order is closed": "UPDATE supervision_orders SET state = 'closed'",
    "a target is changed": "INSERT INTO own_targets (id) VALUES (:me)",
    "a document says something else": "UPDATE paper_versions SET context = 'x'",
    "bytes are changed": "UPDATE files SET content = 'x'",
    "an event is taken out": "DELETE FROM events",
    "a move of a deadline is rewritten": "UPDATE deadline_changes SET reason = NULL",
    "a confirmation code is set": "UPDATE channels SET code = '000000'",
    "a message goes elsewhere": "UPDATE channels SET address = 'x'",
    "a message is made up": "INSERT INTO deliveries (id) VALUES (:me)",
    "the portal is spoken as": "SET ROLE hutong_portal",
}


@pytest.fixture(scope="module")
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at("ask:investigation") as practice:
        yield practice


def _held(practice: Practice, right: str, *, not_held: bool = False) -> dict[str, set[str] | str]:
    """Columns by table; `*` where it is all of them."""
    every: dict[str, set[str]] = {}
    found: dict[str, set[str]] = {}
    for row in practice.rows(COLUMNS, right=right):
        every.setdefault(row.name, set()).add(row.part)
        if row.may is not not_held:
            found.setdefault(row.name, set()).add(row.part)
    return {table: "*" if found[table] == every[table] else found[table] for table in found}


def _declared(by_why: dict[str, dict[str, str]]) -> dict[str, set[str] | str]:
    told = [(table, words) for tables in by_why.values() for table, words in tables.items()]
    assert len(told) == len(dict(told)), "declared once"
    return {table: "*" if words == "*" else set(words.split()) for table, words in told}


def test_each_column_it_does_not_read_is_declared(practice: Practice) -> None:
    assert _held(practice, "SELECT", not_held=True) == _declared(HIDDEN)


def test_each_column_it_adds_is_declared(practice: Practice) -> None:
    assert _held(practice, "INSERT") == _declared(ADDED)


def test_each_column_it_changes_is_declared(practice: Practice) -> None:
    found = _held(practice, "UPDATE")

    assert found == _declared(CHANGED)
    assert "*" not in found.values(), "no table is changed as a whole"


def test_it_removes_presses_that_nobody_can_send_any_more_and_drawings_and_nothing_else(
    practice: Practice,
) -> None:
    assert sorted(row.name for row in practice.rows(TABLES, right="DELETE")) == [
        "drawings", "presses",
    ]  # fmt: skip
    for right in ("TRUNCATE", "REFERENCES", "TRIGGER"):
        assert practice.rows(TABLES, right=right) == []


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_with_the_password_of_the_worker_alone_it_is_refused(
    practice: Practice, attempt: str
) -> None:
    order = ATTEMPTS[attempt]
    given = {"me": practice.staff["worker1"].officer_id, "case": practice.case()}
    asked = {name: value for name, value in given.items() if f":{name}" in order}
    with (
        pytest.raises(DBAPIError, match="permission denied|division by zero|row-level security"),
        practice.worker.begin() as db,
    ):
        db.execute(text(order), asked)
