"""What the portal's role may write: each table and column is declared with its reason, or is not."""

from collections.abc import Iterator

import pytest

from tests.flows.positions import Positions
from tests.flows.practice import Practice

#: Rows it adds, by why.
ADDED = {
    "what a person enters, in their own name (trigger)": {
        "case_voidings", "chasers", "corrections", "deadline_changes", "order_entries", "supervision_orders", "view_log",
        "own_targets", "law_moves", "centre_places", "recounts", "calendar_notices",
        "calendar_notice_days", "deadline_suspensions",
        "attachments",
    },
    "what a case is opened with, and the people of it": {
        "cases", "children", "case_persons", "case_team",
    },
    "what the procedure goes on with in the act itself": {
        "stages", "steps", "signatures", "deadlines", "custodies", "events", "notices",
    },
    "a document that an act makes, with its number counted by one (trigger)": {
        "papers", "paper_versions", "files", "counters",
    },
    "pieces of bytes that an attachment stands on, where one is missing (policy, trigger)": {
        "attachment_chunks",
    },
    "what is one's own": {"absences", "calendar_feeds", "channels", "deliveries", "presses"},
    "what an installed pack said when it was first used; no other fact (policy)": {"system_facts"},
}  # fmt: skip
#: Columns it changes, by why.
CHANGED = {
    "a step is done once, and what is done stays (trigger)": {
        "steps": "state answer draft done_at done_by done_on late_reason viewed_at reason owner_id "
        "owner_role stands_in_for result attempts failure taken_up_at due_at no_due_reason",
    },
    "a signature is decided once by who speaks, and then only falls (trigger)": {
        "signatures": "state opened_at viewed_at decided_at decided_by opinion returned_to "
        "officer_id stands_in_for",
    },
    "a deadline moves with a word, and what ended stays (triggers)": {
        "deadlines": "state ended_at met_late owner_id rule starts_at due_at provisional printable "
        "receipt step_id key holder",
        "deadline_suspensions": "last_on lifted_by lifted_at",
    },
    "a stage and a case end and begin by the procedure (triggers)": {
        "stages": "state outcome closed_at leased_until fence",
        "cases": "state closed_at pack locality",
    },
    "set once (trigger)": {
        "absences": "ended_at", "calendar_feeds": "revoked_at",
        "cards": "withdrawn_at withdrawn_by reason", "notices": "read_at",
    },
    "ends once, and moves with a correction alone (trigger)": {"custodies": "began_at ended_at"},
    "falls and never stands again (trigger)": {"paper_versions": "void"},
    "counted one by one (trigger)": {"counters": "last"},
    "who the people are is corrected, and what was known is in the forms": {
        "children": "identity id_number_hash", "case_persons": "identity kind",
    },
    "a team changes; who left, left (trigger)": {"case_team": "lead left_at"},
    "an order is answered, returned, and closed once (trigger)": {
        "supervision_orders": "state due_at closed_at closed_by",
    },
    "an attachment is described, and compared and removed once, in the own name (trigger)": {
        "attachments": "caption turned compared_at compared_by removed_at removed_by "
        "removal_reason",
    },
    "who reports on an order changes where an account ends (trigger)": {
        "supervision_orders": "owes_id",
    },
    "one's own ways of being told, and a message tried again": {
        "channels": "address muted code code_at code_tries verified_at removed_at",
        "deliveries": "state attempts next_at reason",
    },
    "a press has its answer once (policy)": {"presses": "answer"},
    "an administrator applies or drops a holiday notice (policy)": {
        "calendar_notices": "ordinal applied_at applied_by dropped_at",
    },
}  # fmt: skip
TABLES = "SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace "
TABLES += "AND c.relkind = 'r' AND has_table_privilege('hutong_portal', c.oid, '{0}')"
ANY_COLUMN = "SELECT c.relname AS name, a.attname AS part FROM pg_class c JOIN pg_attribute a "
ANY_COLUMN += "ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE c.relkind = 'r' "
ANY_COLUMN += "AND c.relnamespace = 'public'::regnamespace "
ANY_COLUMN += "AND has_column_privilege('hutong_portal', c.oid, a.attnum, '{0}')"


@pytest.fixture(scope="module")
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at("ask:investigation") as practice:
        yield practice


def test_each_table_it_adds_to_is_declared(practice: Practice) -> None:
    found = {row.name for row in practice.rows(ANY_COLUMN.format("INSERT"))}

    assert found == {table for tables in ADDED.values() for table in tables}


def test_each_column_it_changes_is_declared(practice: Practice) -> None:
    found = {(row.name, row.part) for row in practice.rows(ANY_COLUMN.format("UPDATE"))}
    declared = [
        (table, column)
        for tables in CHANGED.values()
        for table, columns in tables.items()
        for column in columns.split()
    ]

    assert found == set(declared)
    assert len(declared) == len(set(declared)), "declared once"


@pytest.mark.parametrize("right", ["DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"])
def test_it_removes_nothing(practice: Practice, right: str) -> None:
    assert practice.rows(TABLES.format(right)) == []


def test_no_table_is_changed_as_a_whole(practice: Practice) -> None:
    assert practice.rows(TABLES.format("UPDATE")) == []
