"""The rules between facts as an answer meets them: refused at its field, with what is right."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from models.facts.case import CaseFacts
from models.facts.consistency.rule import Compared
from models.facts.consistency.rules import FORMS_ASKED, contradictions
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


def contradicted_when_put_right(
    facts: CaseFacts, step_id: str, now: Form, law: RulePack, *, today: date
) -> dict[str, list[str]]:
    """What would newly contradict the facts of its case if an answer said this, by field.

    The answer is compared with what was known when it was given, and every later one with it. What
    contradicted already stops no correction: of two mistakes one is put right first.

    Args:
        facts: Of the case, with the answer as it was given.
        step_id: The answer.
        now: What it is to say.
        law: The rule pack of the case.
        today: Shanghai day of the correction.
    """
    right = replace(
        facts,
        given=tuple(
            replace(one, form=now) if one.step_id == step_id else one for one in facts.given
        ),
    )
    before = set(_everywhere(facts, law, today))
    found: dict[str, list[str]] = {}
    for answer, path, sentence in _everywhere(right, law, today):
        if (answer, path, sentence) in before:
            continue
        if answer == step_id:
            found.setdefault(path, []).append(sentence)
        else:
            other = next(one.form.title for one in right.given if one.step_id == answer)
            found.setdefault("", []).append(f"与“{other}”不一致:{sentence}")
    return found


def _everywhere(facts: CaseFacts, law: RulePack, today: date) -> Iterator[tuple[str, str, str]]:
    """Every contradiction of a case: answer, field, sentence with its source."""
    for answer in facts.given:
        if isinstance(answer.form, FORMS_ASKED):
            for rule, one in contradictions(Compared(facts, answer, law, today)):
                yield answer.step_id, one.path, f"{one.sentence}({rule.source})"
