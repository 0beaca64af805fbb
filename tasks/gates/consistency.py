"""The rules between facts as an answer meets them: refused at its field, with what is right."""

from datetime import date, datetime

from models.facts.case import CaseFacts
from models.facts.consistency.rule import Compared
from models.facts.consistency.rules import contradictions
from models.facts.given import GivenAnswer
from models.forms.base import Form
from models.law.dates import shanghai_date
from models.law.pack import RulePack
from models.store.step import StepInCase


def as_given(
    form: Form, row: StepInCase, *, now: datetime, done_on: date | None = None
) -> GivenAnswer:  # fmt: skip
    """An answer as it will stand in the record: by nobody yet."""
    return GivenAnswer(
        step_id=str(row.id),
        form=form,
        about=row.about,
        turn=row.turn,
        stage=row.stage,
        stage_ordinal=row.ordinal,
        answered_at=now,
        done_on=done_on,
        by="",
    )


def contradicted(
    facts: CaseFacts, form: Form, row: StepInCase, law: RulePack, *, now: datetime
) -> dict[str, list[str]]:
    """What in this answer contradicts the facts of its case, by field; empty where nothing does.

    Args:
        facts: Of the case, without this answer.
        form: The answer, valid in itself.
        row: The step it answers.
        law: The rule pack of the case.
        now: When it is recorded.
    """
    answer = as_given(form, row, now=now)
    compared = Compared(facts.with_answer(answer), answer, law, shanghai_date(now))
    found: dict[str, list[str]] = {}
    for rule, one in contradictions(compared):
        found.setdefault(one.path, []).append(f"{one.sentence}({rule.source})")
    return found
