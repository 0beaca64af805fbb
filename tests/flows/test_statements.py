"""What a person waits for is round trips: how many statements one act sends, counted."""

from collections.abc import Callable
from uuid import uuid4

from sqlalchemy import Engine

from models.forms.catalogue import FORMS
from models.store.presses import Once, SentForm
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.statements import sent

#: Each may be lowered; whoever raises one says why a person should wait longer.
MOST_FOR_AN_ANSWER, MOST_FOR_A_SIGNATURE = 10, 11


def test_an_answer_in_the_middle_of_the_procedure_sends_no_more_statements_than_it_did(
    positions: Positions,
) -> None:
    with positions.at("ask:triage") as practice:
        step = practice.player.find(practice.case(), "ask:triage")
        who = practice.player.actor(step.owner_id)
        raw = raw_example(FORMS[step.form])

        statements = _of(practice.portal, lambda: practice.desk.answer(who, step.id, raw))

    assert len(statements) <= MOST_FOR_AN_ANSWER, "\n".join(statements)


def test_an_answer_from_a_page_sends_one_more_the_claim_of_its_press(
    positions: Positions,
) -> None:
    with positions.at("ask:triage") as practice:
        step = practice.player.find(practice.case(), "ask:triage")
        who = practice.player.actor(step.owner_id)
        raw = raw_example(FORMS[step.form])
        press = SentForm(uuid4(), who.officer_id, "/steps", bytes(32), practice.clock.now())
        desk = practice.desk.once(Once(press, "/work"))

        statements = _of(practice.portal, lambda: desk.answer(who, step.id, raw))

    assert len(statements) <= MOST_FOR_AN_ANSWER + 1, "\n".join(statements)


def test_a_signature_sends_no_more_statements_than_it_did(positions: Positions) -> None:
    with positions.at("approve:consultation-minutes") as practice:
        step = practice.player.find(practice.case(), "approve:consultation-minutes")
        who = practice.whose_turn(step)

        statements = _of(practice.portal, lambda: practice.desk.sign(who, step.id))

    assert len(statements) <= MOST_FOR_A_SIGNATURE, "\n".join(statements)


def _of(engine: Engine, act: Callable[[], object]) -> list[str]:
    with sent(engine) as statements:
        act()
    return statements
