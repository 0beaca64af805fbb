"""The list of documents that print the day of a deadline is whole."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from documents.dated import PRINTED, chased_by, prints_day_of
from documents.papers import PAPERS
from documents.record import ClockFacts
from models.law.loading import load_pack
from models.words import Paper, Stage
from tests.unit.documents.records import ISSUED, NOW, record

FAR = NOW + timedelta(days=4000)
CLOCKS = tuple(
    ClockFacts(rule, FAR + timedelta(days=3 * place), printable=True)
    for place, rule in enumerate(load_pack("national").rules)
)


@pytest.mark.parametrize(("paper", "stage", "about"), ISSUED)
def test_a_document_prints_the_days_of_those_rules_and_no_others(
    paper: Paper, stage: Stage, about: str | None
) -> None:
    """Each running deadline in turn is moved; what is printed changes for the listed rules only."""
    case = record(stage, clocks=CLOCKS)
    kind = PAPERS[paper]
    whole = kind.build(case, about)

    changing = set()
    for place, clock in enumerate(CLOCKS):
        later = replace(clock, due_at=clock.due_at + timedelta(days=1))
        moved = (*CLOCKS[:place], later, *CLOCKS[place + 1 :])
        if kind.build(replace(case, clocks=moved), about) != whole:
            changing.add(clock.rule)
    assert changing == PRINTED.get(paper, frozenset())


def test_a_chaser_letter_prints_the_day_of_the_step_it_chases() -> None:
    step, other = uuid4(), uuid4()
    letter = (Paper.CHASER_LETTER.value, f"{chased_by(step)}-1")

    assert prints_day_of(*letter, rule="1.7", step_id=step, is_certain=True)
    assert not prints_day_of(*letter, rule="1.7", step_id=other, is_certain=True)
    assert not prints_day_of(*letter, rule="1.7", step_id=None, is_certain=True)


def test_an_uncertain_day_stands_on_no_document_that_leaves_the_house() -> None:
    outside, inside = Paper.RECEPTION_HANDOVER, Paper.EXTENSION_FORM

    assert not prints_day_of(outside, None, rule="1.7", step_id=None, is_certain=False)
    assert prints_day_of(inside, None, rule="3.4", step_id=None, is_certain=False)
