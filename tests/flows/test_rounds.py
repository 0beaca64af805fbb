"""A return inside the house does not restart a period that runs from outside."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Row

from models.law.dates import shanghai_date
from models.law.interruption import SuspensionGround
from models.sealed_places import SealedPlace
from models.words import Stage
from tasks.deadlines.restarting import Restarting
from tasks.deadlines.suspending import Suspending
from tests.flows.positions import Positions
from tests.flows.practice import Practice

DRAFT, REPLY = "ask:reply-draft", "approve:suggestion-reply"
DAY = timedelta(days=1)


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    """A case in which a court's suggestion is being answered: one month from its receipt."""
    with positions.at("ask:investigation") as practice:
        practice.desk.start_side(
            practice.staff["worker1"], practice.case(), Stage.SUGGESTION_REPLY, reason="收到建议书"
        )
        practice.work_off()
        received = f"{today(practice)}T09:00"
        practice.player.answer(step(practice, "ask:suggestion-received"), received_at=received)
        pass_days(practice, 4)
        yield practice


def step(practice: Practice, key: str) -> Row[Any]:
    return practice.rows("SELECT * FROM steps WHERE key = :key AND state = 'open'", key=key)[0]


def deadline(practice: Practice, number: int) -> Row[Any]:
    """The newest deadline of a round of the draft."""
    return practice.rows(
        "SELECT * FROM deadlines WHERE key = :key ORDER BY restarts DESC", key=f"{DRAFT}:{number}"
    )[0]


def today(practice: Practice) -> date:
    return shanghai_date(practice.clock.now())


def pass_days(practice: Practice, days: int) -> None:
    practice.clock.advance_to(practice.clock.now() + timedelta(days=days))
    practice.work_off()


def suspend(practice: Practice, number: int, days: int) -> None:
    """Suspend from today on, or for the last days before it."""
    first = today(practice) - days * DAY if days else today(practice)
    asked = Suspending(
        uuid4(), first, today(practice) - DAY if days else None, SuspensionGround.FORCE_MAJEURE,
        "示应急〔2026〕3号", "台风停工",
    )  # fmt: skip
    practice.desk.suspend(practice.staff["director1"], deadline(practice, number).id, asked)


def answered_and_returned(practice: Practice, *, to: str = DRAFT) -> None:
    practice.player.answer(step(practice, DRAFT))
    reply = step(practice, REPLY)
    [back] = practice.rows("SELECT id FROM steps WHERE key = :k AND state = 'done'", k=to)
    practice.desk.send_back(
        practice.whose_turn(reply), reply.id, to_step=back.id, reason="请写明措施"
    )
    practice.work_off()


def test_the_month_runs_on_from_the_receipt_of_the_suggestion(practice: Practice):
    answered_and_returned(practice)
    first, second = deadline(practice, 1), deadline(practice, 2)
    assert (second.starts_at, second.due_at) == (first.starts_at, first.due_at)
    assert second.receipt["steps"] == first.receipt["steps"]


def test_days_that_did_not_count_do_not_count_in_the_next_round_either(practice: Practice):
    suspend(practice, 1, days=3)
    answered_and_returned(practice)
    first, second = deadline(practice, 1), deadline(practice, 2)
    assert second.due_at == first.due_at
    assert step(practice, DRAFT).due_at == first.due_at
    old, new = practice.rows("SELECT * FROM deadline_suspensions")
    assert {old.deadline_id, new.deadline_id} == {first.id, second.id}
    assert (old.first_on, old.last_on, old.by_id) == (new.first_on, new.last_on, new.by_id)
    for row in (old, new):
        assert (
            practice.office.seal.open_text(row.reason, SealedPlace.DEADLINE_REASON.of(row.id))
            == "台风停工"
        )
    assert practice.broken_promises() == {}


def test_an_open_suspension_holds_in_the_next_round_until_it_is_lifted(practice: Practice):
    suspend(practice, 1, days=0)
    answered_and_returned(practice)
    again = step(practice, DRAFT)
    assert deadline(practice, 2).state == "suspended"
    assert again.due_at is None
    assert "中止" in again.no_due_reason
    before = deadline(practice, 1).due_at
    pass_days(practice, 5)
    practice.desk.resume(
        practice.staff["director1"], deadline(practice, 2).id, resumed_on=today(practice)
    )
    assert deadline(practice, 2).state == "running"
    assert deadline(practice, 2).due_at > before
    assert practice.broken_promises() == {}


def test_it_is_carried_through_every_round(practice: Practice):
    suspend(practice, 1, days=2)
    for _ in range(3):
        answered_and_returned(practice)
    assert deadline(practice, 4).due_at == deadline(practice, 1).due_at
    assert practice.one("SELECT count(*) FROM deadline_suspensions") == 4


def test_a_new_start_that_was_recorded_stays_the_start(practice: Practice):
    since = practice.clock.now() - timedelta(hours=1)
    asked = Restarting(uuid4(), since, None, "示检〔2026〕9号", "收到更正后的建议书")
    practice.desk.restart(practice.staff["director1"], deadline(practice, 1).id, asked)
    answered_and_returned(practice)
    assert deadline(practice, 2).starts_at == since
    assert deadline(practice, 2).due_at == deadline(practice, 1).due_at
    assert practice.one(
        "SELECT count(*) FROM deadline_changes WHERE kind = 'restart' AND deadline_id = :id",
        id=deadline(practice, 2).id,
    ) == 1  # fmt: skip


def test_where_the_start_itself_is_put_right_the_count_is_a_new_one(practice: Practice):
    suspend(practice, 1, days=2)
    answered_and_returned(practice, to="ask:suggestion-received")
    practice.player.answer(
        step(practice, "ask:suggestion-received"),
        received_at=f"{today(practice) - DAY}T09:00",
    )
    second = deadline(practice, 2)
    assert second.starts_at > deadline(practice, 1).starts_at
    assert practice.one(
        "SELECT count(*) FROM deadline_suspensions WHERE deadline_id = :id", id=second.id
    ) == 0  # fmt: skip


def test_a_target_that_runs_from_the_opening_of_a_step_begins_anew(positions: Positions):
    with positions.at("approve:assessment-report") as practice:
        form = practice.rows("SELECT * FROM steps WHERE key = 'ask:assessment'")[0]
        report = step(practice, "approve:assessment-report")
        pass_days(practice, 1)
        practice.desk.send_back(
            practice.whose_turn(report), report.id, to_step=form.id, reason="请补充"
        )
        practice.player.answer(step(practice, "ask:assessment"))
        first, second = practice.rows(
            "SELECT * FROM deadlines WHERE key LIKE 'approve:assessment-report:%' ORDER BY key"
        )
        assert second.starts_at > first.starts_at
