"""Yellow and red cards: whose they are, that they stay, and that an outage changes nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row
from sqlalchemy.exc import DBAPIError

from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.errors import FormInvalid, NotAllowed, NotFound, RuleBroken
from models.forms.catalogue import FORMS
from models.law.dates import SHANGHAI
from models.store.acting import as_officer, as_worker
from models.words import Role
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.flows.practice import Practice

FORM = "ask:investigation"
POLICE = "ask:police-statement"
HOUR = timedelta(hours=1)


@pytest.fixture
def practice(positions: Positions, request: pytest.FixtureRequest) -> Iterator[Practice]:
    with positions.at(POLICE if "police" in request.fixturenames else FORM) as practice:
        watch(practice)
        yield practice


@pytest.fixture
def form(practice: Practice) -> Row[Any]:
    return practice.current(practice.player.find(practice.case(), FORM))


@pytest.fixture
def police(practice: Practice) -> Row[Any]:
    return practice.current(practice.player.find(practice.case(), POLICE))


def watch(practice: Practice, at: Any = None) -> None:
    if at is not None:
        practice.clock.advance_to(at)
    watch_once(Workplace(practice.worker, practice.office, practice.clock))


def cards(practice: Practice, step: Row[Any]) -> list[tuple[str, str | None]]:
    return [
        (row.colour, row.account)
        for row in practice.rows(
            "SELECT k.colour, o.account FROM cards k LEFT JOIN officers o ON o.id = k.officer_id "
            "WHERE k.step_id = :id ORDER BY k.at", id=step.id,
        )
    ]  # fmt: skip


def red_at(practice: Practice, step: Row[Any]) -> Any:
    return practice.one("SELECT red_at FROM deadlines WHERE step_id = :id", id=step.id)


def answer(practice: Practice, **changes: Any) -> None:
    practice.player.answer(practice.player.find(practice.case(), FORM), **changes)


def test_past_the_red_threshold_a_yellow_card_and_past_the_end_a_red_one_once_each(
    practice: Practice, form: Row[Any]
):
    watch(practice, red_at(practice, form))
    assert cards(practice, form) == []
    watch(practice, red_at(practice, form) + HOUR)
    assert cards(practice, form) == [("yellow", "worker1")]
    watch(practice, form.due_at)
    assert cards(practice, form) == [("yellow", "worker1")]
    watch(practice, form.due_at + HOUR)
    watch(practice)
    assert cards(practice, form) == [("yellow", "worker1"), ("red", "worker1")]
    tags = practice.rows("SELECT detail FROM events WHERE tag = 'card:given' ORDER BY id")
    assert [row.detail["colour"] for row in tags] == ["yellow", "red"]


def test_what_is_done_in_time_earns_nothing(practice: Practice, form: Row[Any]):
    answer(practice)
    watch(practice, form.due_at + 10 * HOUR)

    assert cards(practice, form) == []


def test_what_was_late_while_the_watch_was_away_is_carded_when_it_is_back(
    practice: Practice, form: Row[Any]
):
    practice.clock.advance_to(form.due_at + HOUR)
    answer(practice)
    watch(practice)

    assert cards(practice, form) == [("yellow", "worker1"), ("red", "worker1")]


def test_what_was_done_in_time_and_entered_late_earns_no_red_card(
    practice: Practice, form: Row[Any]
):
    day_before = form.due_at.astimezone(SHANGHAI).date() - timedelta(days=1)
    practice.clock.advance_to(form.due_at + 20 * HOUR)
    practice.desk.answer(
        practice.staff["worker1"], form.id, raw_example(FORMS[form.form]), done_on=day_before
    )  # fmt: skip
    watch(practice)

    assert cards(practice, form) == []


def test_a_card_given_after_all_was_done_in_time_does_not_count(practice: Practice, form: Row[Any]):
    practice.clock.advance_to(red_at(practice, form) + HOUR)
    answer(practice)
    watch(practice)

    assert cards(practice, form) == [("yellow", "worker1")]
    assert practice.one("SELECT in_time FROM cards WHERE step_id = :id", id=form.id)


def test_the_card_stays_with_who_had_the_step_then(practice: Practice, form: Row[Any]):
    watch(practice, red_at(practice, form) + HOUR)
    practice.desk.hand_over(
        practice.staff["director1"], form.id, to=practice.staff["worker2"].officer_id
    )
    watch(practice, form.due_at + HOUR)

    assert cards(practice, form) == [("yellow", "worker1"), ("red", "worker2")]


def test_the_delay_of_an_outside_body_is_on_record_and_no_officers_card(
    practice: Practice, police: Row[Any]
):
    watch(practice, police.due_at + HOUR)
    found = practice.rows("SELECT * FROM cards WHERE step_id = :id", id=police.id)

    assert [(row.colour, row.officer_id, row.holder) for row in found][-1] == (
        "red", None, "police",
    )  # fmt: skip


def test_only_the_director_withdraws_with_a_reason_and_the_card_stays(
    practice: Practice, form: Row[Any]
):
    watch(practice, form.due_at + HOUR)
    card_id = practice.one("SELECT id FROM cards WHERE colour = 'red'")
    with pytest.raises(NotAllowed):
        practice.desk.withdraw_card(practice.staff["supervisor1"], card_id, reason="误记")
    with pytest.raises(FormInvalid):
        practice.desk.withdraw_card(practice.staff["director1"], card_id, reason=" ")
    practice.desk.withdraw_card(practice.staff["director1"], card_id, reason="系统停机期间")
    with pytest.raises(RuleBroken):
        practice.desk.withdraw_card(practice.staff["director1"], card_id, reason="再撤")
    watch(practice)
    card = practice.rows("SELECT * FROM cards WHERE id = :id", id=card_id)[0]
    assert card.withdrawn_by == practice.staff["director1"].officer_id
    assert "停机".encode() not in card.reason
    assert practice.one("SELECT count(*) FROM cards") == 2
    assert practice.one("SELECT count(*) FROM events WHERE tag = 'card:withdrawn'") == 1


def test_a_director_does_not_withdraw_their_own_card(practice: Practice, form: Row[Any]):
    both = practice.hire("head", "甄双岗", Role.DIRECTOR, Role.CASEWORKER)
    practice.desk.hand_over(practice.staff["director1"], form.id, to=both.officer_id)
    watch(practice, form.due_at + HOUR)
    card_id = practice.one("SELECT id FROM cards WHERE colour = 'red'")
    with pytest.raises(RuleBroken):
        practice.desk.withdraw_card(both, card_id, reason="自己撤")


def test_colleagues_see_no_card_of_another_and_nobody_removes_one(
    practice: Practice, form: Row[Any]
):
    watch(practice, form.due_at + HOUR)
    practice.desk.hand_over(
        practice.staff["director1"], form.id, to=practice.staff["worker2"].officer_id
    )
    card_id = practice.one("SELECT id FROM cards WHERE colour = 'red'")
    shown = {}
    for account in ("worker1", "worker2", "supervisor1", "director1"):
        with as_officer(practice.portal, practice.staff[account]) as db:
            shown[account] = db.exec_driver_sql("SELECT count(*) FROM cards").scalar()
    assert shown == {"worker1": 2, "worker2": 0, "supervisor1": 2, "director1": 2}
    with pytest.raises(NotAllowed):
        practice.desk.withdraw_card(practice.staff["worker2"], card_id, reason="x")
    for order in ("DELETE FROM cards", "UPDATE cards SET officer_id = NULL"):
        for engine in (practice.portal, practice.worker):
            with pytest.raises(DBAPIError, match="denied"), engine.begin() as db:
                db.exec_driver_sql(order)
    with pytest.raises(NotFound):
        practice.desk.withdraw_card(practice.staff["director1"], form.id, reason="x")
    with as_worker(practice.worker) as db:
        assert db.exec_driver_sql("SELECT count(*) FROM cards").scalar() == 2
