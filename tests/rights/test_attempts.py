"""With the portal's database password and one's own session: what is done stays done."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.store.acting import as_officer
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.rights.attempts import ATTEMPTS

#: A refusal of rights or rows, or of a check that came first.
REFUSED = (
    "permission denied|row-level security|append-only|a step |a signature |a deadline |a case |"
)
REFUSED += (
    "a guardianship |a stage |a version |set once|who speaks|not the time|one by one|violates"
)


@pytest.fixture(scope="module")
def practice(positions: Positions) -> Iterator[Practice]:
    """A case far on, with something returned, ordered, reminded of, and a card."""
    with positions.at("ask:investigation") as practice:
        worker, director = practice.staff["worker1"], practice.staff["director1"]
        chain = practice.play_to_step("approve:investigation-report", case_id=practice.case())
        form = practice.current(chain, "ask:investigation")
        practice.desk.send_back(
            practice.whose_turn(chain), chain.id, to_step=form.id, reason="再查"
        )
        practice.play_to_step("ask:convening", case_id=practice.case())
        practice.desk.order(director, practice.case(), words="请尽快", owes=worker.officer_id)
        chain = practice.play_to_step("approve:consultation-minutes", case_id=practice.case())
        practice.desk.chase(director, chain.id, means="电话", note="请尽快")
        practice.clock.advance_to(practice.clock.now() + timedelta(days=30))
        watch_once(Workplace(practice.worker, practice.office, practice.clock))
        practice.tell("UPDATE installation SET own_clock = true")
        practice.tell("UPDATE login_sessions SET seen_at = now(), created_at = now()")
        yield practice


def everything(practice: Practice) -> dict[str, str]:
    """The digest of each table."""
    with practice.root.begin() as db:
        return {
            table: str(
                db.exec_driver_sql(
                    f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) "
                    f"FROM {table} t"
                ).scalar_one()
            )
            for table in practice.counts()
        }


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("account", ["worker1", "supervisor1", "director1"])
def test_it_is_refused_or_changes_nothing(practice: Practice, attempt: str, account: str) -> None:
    me = practice.staff[account]
    other = practice.staff["worker2" if account == "worker1" else "worker1"]
    given: dict[str, Any] = {
        "case": practice.case(), "centre": me.centre_id, "me": me.officer_id,
        "other": other.officer_id,
    }  # fmt: skip
    told = ATTEMPTS[attempt]
    for name, value in given.items():
        told = told.replace(f":{name}", f"'{value}'")
    if may_sign(practice, account) and attempt == "a signature is given without the role":
        pytest.skip("it is their turn")
    before = everything(practice)
    refused = tried(practice, account, told)

    assert refused is None or any(word in refused for word in REFUSED.split("|")), refused
    assert everything(practice) == before


def tried(practice: Practice, account: str, told: str) -> str | None:
    """How it was refused; None where it went through."""
    try:
        with as_officer(practice.portal, practice.staff[account]) as db:
            for one in told.split("; "):
                db.exec_driver_sql(one.replace("%", "%%"))
    except DBAPIError as refused:
        return str(refused)
    return None


def may_sign(practice: Practice, account: str) -> bool:
    turn = practice.rows("SELECT officer_id FROM signatures WHERE state = 'open'")
    return practice.staff[account].officer_id in {one.officer_id for one in turn}


def test_most_of_it_is_there_to_be_tried_on(practice: Practice) -> None:
    """An attempt that finds no row proves nothing."""
    for question in (
        "SELECT 1 FROM steps WHERE state = 'done' AND answer IS NOT NULL",
        "SELECT 1 FROM steps WHERE state = 'superseded'",
        "SELECT 1 FROM signatures WHERE state = 'approved'",
        "SELECT 1 FROM signatures WHERE state = 'void'",
        "SELECT 1 FROM signatures WHERE state = 'open'",
        "SELECT 1 FROM paper_versions WHERE void",
        "SELECT 1 FROM deadlines WHERE state = 'running'",
        "SELECT 1 FROM deadlines WHERE state = 'met'",
        "SELECT 1 FROM supervision_orders",
        "SELECT 1 FROM cards",
        "SELECT 1 FROM chasers",
        "SELECT 1 FROM stages WHERE state = 'closed'",
    ):
        assert practice.rows(question), question
