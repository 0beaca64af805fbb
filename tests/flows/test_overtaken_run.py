"""A run works from what it read of its stage; what was put aside meanwhile it must not go on from."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Row

from flows.readers.notebook import Replaced, _perform
from flows.readers.workplace import Workplace
from models.forms.catalogue import FORMS
from models.words import Paper
from tasks.journal.effect import IssuePaper
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.flows.practice import Practice

APPROVAL = "approve:assessment-report"
FORM = "ask:assessment"


def returned(practice: Practice, chain: Row[Any]) -> None:
    form = practice.current(chain, FORM)
    practice.desk.send_back(
        practice.whose_turn(chain), chain.id, to_step=form.id, reason="请补充依据。"
    )


def withdrawn(practice: Practice, chain: Row[Any]) -> None:
    author = practice.player.actor(practice.current(chain, FORM).done_by)
    practice.desk.withdraw(author, chain.id)


def corrected(practice: Practice, chain: Row[Any]) -> None:
    known = raw_example(FORMS["registration"])
    people = {
        "child": {**known["child"], "name": "小和(化名)"},
        "guardians": known["guardians"],
        "reason": "户口簿核对",
    }
    assert practice.desk.correct_people(practice.staff["worker1"], practice.case(), people) == 1


@pytest.mark.parametrize("put_aside", [returned, withdrawn, corrected])
def test_a_run_that_read_its_stage_before_a_step_was_put_aside_does_nothing_more(
    positions: Positions, put_aside: Callable[[Practice, Row[Any]], None]
) -> None:
    with positions.at(APPROVAL) as practice:
        chain = practice.player.find(practice.case(), APPROVAL)
        fence = practice.one("SELECT fence FROM stages WHERE id = :id", id=chain.stage_id)
        put_aside(practice, chain)
        before = practice.counts()

        place = Workplace(practice.worker, practice.office, practice.clock)
        next_effect = IssuePaper("issue:work-plan", Paper.WORK_PLAN, None, 1)
        with pytest.raises(Replaced):
            _perform(place, chain.stage_id, fence, next_effect)

        assert practice.counts() == before
