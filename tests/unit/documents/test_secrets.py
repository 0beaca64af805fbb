"""What leaves the house says nothing of where the child is, who reported, who is cared for where."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel

from documents import text
from documents.papers import PAPERS, Audience
from documents.record import CaseRecord
from documents.render import render
from models.forms.people import Reporter
from models.forms.protection import ProtectionApplication
from models.words import Paper, Stage
from tests.factories_forms import example
from tests.unit.documents.records import ISSUED, record, with_answer
from tests.unit.documents.samples import DAY, NUMBER

OUTWARD = [one for one in ISSUED if PAPERS[one[0]].audience is not Audience.INTERNAL]
ADDRESS, HIDEOUT, INFORMER = "绝密住址甲乙丙", "绝密照料处丁戊己", "绝密报告人庚辛壬"


def marked(given: CaseRecord) -> CaseRecord:
    """The case with marked secrets: where the child is, who cares for it, who reported."""
    answers = tuple(replace(one, form=_mark(one.form)) for one in given.answers)
    child = given.child.model_copy(update={"current_address": ADDRESS})
    return replace(given, answers=answers, child=child)


def _mark(part: Any) -> Any:
    """Mark the fields by name, wherever they stand in a form."""
    if isinstance(part, tuple):
        return tuple(_mark(one) for one in part)
    if not isinstance(part, BaseModel):
        return part
    changes: dict[str, Any] = {name: _mark(getattr(part, name)) for name in type(part).model_fields}
    for name, secret in (("child_care_place", HIDEOUT), ("current_address", ADDRESS),
                         ("carer", HIDEOUT), ("siblings", HIDEOUT)):  # fmt: skip
        if isinstance(changes.get(name), str):
            changes[name] = secret
    if isinstance(part, Reporter):
        changes |= {"name": INFORMER, "unit": INFORMER, "phone": INFORMER, "anonymous": False}
    return part.model_copy(update=changes)


@pytest.mark.parametrize(("paper", "stage", "about"), OUTWARD)
def test_no_secret_leaves_the_house(paper, stage, about):
    given = marked(record(stage))
    made = render(paper, PAPERS[paper].build(given, about), number=NUMBER, issued_on=DAY)
    read = text.text(made)

    assert INFORMER not in read
    assert ADDRESS not in read
    if paper is not Paper.CONSULTATION_MINUTES:
        assert HIDEOUT not in read


def test_the_marks_are_there_to_be_found():
    given = marked(record(Stage.RECEIPT))
    context = PAPERS[Paper.REGISTRATION].build(given, None)
    read = text.text(render(Paper.REGISTRATION, context, number=NUMBER, issued_on=DAY))

    assert INFORMER in read
    assert ADDRESS in read


def test_the_address_of_a_relative_who_applies_is_kept_from_the_respondent():
    form = example(
        ProtectionApplication, representative="relative", applicant_name="王某某", applicant_relation="外祖母",
        applicant_address="绝密住址甲乙丙", applicant_phone="0999-7777777", co_applicant=None,
        co_applicant_name=None,
    )  # fmt: skip
    given = with_answer(record(Stage.PROTECTION_ORDER), form)
    context = PAPERS[Paper.PROTECTION_APPLICATION].build(given, None)
    read = text.text(render(Paper.PROTECTION_APPLICATION, context, number=NUMBER, issued_on=DAY))

    assert ADDRESS not in read
    assert "0999-7777777" not in read
    assert "王某某" in read


def test_bodies_at_the_table_do_not_learn_the_full_name():
    child = record(Stage.CONSULTATION).child.model_copy(update={"name": "禾小某"})
    for paper, about in ((Paper.CONSULTATION_NOTICE, "police"), (Paper.CONSULTATION_MINUTES, None)):
        context = PAPERS[paper].build(record(Stage.CONSULTATION, child=child), about)
        read = text.text(render(paper, context, number=NUMBER, issued_on=DAY))

        assert "禾小某" not in read
        assert "禾某某" in read
