"""Each document under a law in which every number is another: none prints a number of before."""

import re
from dataclasses import replace

import pytest

from documents import text
from documents.papers import PAPERS
from documents.punctuation import full_width
from documents.record import CaseRecord
from documents.render import render
from models.words import Paper, Stage
from tests.law import LAW
from tests.other_numbers import every_number_different
from tests.unit.documents.records import ISSUED, record
from tests.unit.documents.samples import DAY, NUMBER
from tests.unit.test_numbers_in_sentences import ALLOWED, clauses, found_in

OLD = LAW
NEW = every_number_different(OLD)
#: Lengths that no law gives: what a person chose, and days that have passed.
NOT_OF_THE_LAW = re.compile("人身安全保护令的有效期为|建议延长临时监护|^[0-9]+日$")


def lines(paper: Paper, given: CaseRecord, about: str | None) -> list[str]:
    made = PAPERS[paper].build(given, about)
    return text.text(render(paper, made, number=NUMBER, issued_on=DAY)).splitlines()


def typed(given: CaseRecord) -> str:
    """Everything that was answered, as a document may print it."""
    said = "".join(str(one.form.dump()) for one in given.answers)
    return said + full_width(said)


@pytest.mark.parametrize(("paper", "stage", "about"), ISSUED)
def test_a_document_prints_no_number_that_its_law_has_not(
    paper: Paper, stage: Stage, about: str | None
) -> None:
    given = record(stage)
    before, after = (
        {one for line in lines(paper, replace(given, law=law), about) for one in clauses(line)}
        for law in (OLD, NEW)
    )

    kept = [
        clause for clause in sorted(before & after)
        if found_in(clause) and clause not in typed(given)
        and not any(one in clause for one in ALLOWED) and not NOT_OF_THE_LAW.search(clause)
    ]  # fmt: skip
    assert kept == []


@pytest.mark.parametrize(
    ("paper", "stage", "old", "new"),
    [
        (Paper.COLLECTION_NOTICE, Stage.RETURN_HOME, "三日内", "十二日内"),
        (Paper.INJUNCTION_APPLICATION, Stage.INJUNCTION, "四十八小时内", "七十九小时内"),
        (Paper.EXTENSION_FORM, Stage.EXTENSION, "六个月节点", "八个月节点"),
    ],
)
def test_a_document_does_print_the_number_of_its_law(
    paper: Paper, stage: Stage, old: str, new: str
) -> None:
    before, after = (
        "".join(lines(paper, replace(record(stage), law=law), None)) for law in (OLD, NEW)
    )

    assert old in before
    assert new not in before
    assert new in after
    assert old not in after
