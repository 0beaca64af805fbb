"""While nobody makes a document: all goes on but its signing and its handing over."""

import pytest

from flows.catalogue import PROCEDURE
from flows.readers.memory import MemoryCase
from flows.stage import StageFunction
from models.forms.catalogue import FORMS
from models.law.stages import TRANSITIONS
from models.words import Stage, StepKind
from proof.moves import moves
from proof.proving import held_up_by_papers
from proof.steps import begun
from tests.proof import planted


def test_nothing_waits_for_a_document_that_it_neither_signs_nor_hands_over():
    assert [(one.says, one.path) for one in held_up_by_papers(PROCEDURE, TRANSITIONS)] == []


@pytest.mark.parametrize(
    ("stage", "function", "waits"),
    [
        (Stage.RECEIPT, planted.receipt_that_waits_for_its_paper, "ask:police-report"),
        (Stage.RECEIPT, planted.receipt_that_ends_with_its_paper, "ask:investigation-assignment"),
        (Stage.CUSTODY, planted.custody_whose_clock_waits_for_a_paper, "clock:3.2"),
    ],
)
def test_what_waits_for_a_document_is_found(
    stage: Stage, function: StageFunction, waits: str
) -> None:
    found = held_up_by_papers({**PROCEDURE, stage: function}, TRANSITIONS)

    assert waits in {one.says.partition("的")[2].partition("要等")[0] for one in found}
    assert all(one.code == "P25" and one.path for one in found)


def test_a_notice_is_served_when_it_is_made_and_not_before() -> None:
    _, case = next(begun(Stage.RETURN_HOME, papers_wait=True))
    next(move for move in moves(case, every_order=False, returns=False)).make(case)

    assert _asked(case) == []

    case.make(case.stages[0], "issue:collection-notice")

    assert _asked(case) == ["ask:notice-served"]


def test_every_form_whose_document_is_handed_over_says_so() -> None:
    assert {name for name, form in FORMS.items() if form.hands_over} == {
        "notice-served", "relative-handover", "placement-handover", "filing", "protection-filing",
        "injunction-filing", "reply-sent", "transfer-receipt",
    }  # fmt: skip


def _asked(case: MemoryCase) -> list[str]:
    return [step.key for _, step in case.open_steps() if step.kind is StepKind.ASK]
