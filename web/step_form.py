"""The page of a form: what is asked, with the newest of what was typed, drafted, answered before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.people import ChildIdentity, GuardianEntry
from models.forms.reading import part_type
from models.seal import Seal
from models.store import views_case, views_step
from web.describing import fields_of
from web.fields import Field, SummaryLine, summary
from web.step_head import StepHead
from web.typed import Typed, as_typed, first_shown, row_type
from web.unsealing import child_of, draft, guardians_of, return_reason, typed_answer
from web.wording import word

#: What a child is called by who opened the case, before anybody asked.
NOT_ASKED_YET = "身份待查明"


@dataclass(frozen=True)
class FormPage:
    """A form as its page shows it."""

    head: StepHead
    what_now: str
    source: str
    fields: tuple[Field, ...]
    errors: list[SummaryLine]
    came_back: str
    """Why it came back, when it was returned or voided."""
    is_again: bool
    is_restored: bool
    """Whether an unfinished draft is shown."""


def form_page(
    db: Connection, seal: Seal, head: StepHead, *, typed: Typed | None = None,
    errors: Mapping[str, list[str]] | None = None,
) -> FormPage:  # fmt: skip
    """Make the page of an open form; what was just typed wins over drafts and earlier rounds."""
    row, form = head.row, FORMS[head.row.form]
    earlier = views_step.earlier_round(db, row.id)
    is_restored = typed is None and row.draft is not None
    if is_restored:
        typed = draft(seal, row.id, row.draft)
    if typed is None:
        typed = _first(db, seal, row, form, earlier)
    fields = fields_of(form, typed, errors)
    return FormPage(
        head=head,
        what_now=word(form.what_now),
        source=word(form.source),
        fields=fields,
        errors=summary(fields, errors or {}),
        came_back=word(return_reason(seal, earlier.id, earlier.reason)) if earlier else "",
        is_again=earlier is not None,
        is_restored=is_restored,
    )


def answered(seal: Seal, row: Row[Any]) -> tuple[Field, ...]:
    """The fields of an answer that was given, for reading."""
    if row.form is None or row.answer is None:
        return ()
    return fields_of(FORMS[row.form], typed_answer(seal, row.form, row.id, row.answer))


def _first(
    db: Connection, seal: Seal, row: Row[Any], form: type[Form], earlier: Row[Any] | None
) -> Typed:
    """What a form begins with: the round before, else what is known of the people."""
    if earlier is not None and earlier.answer is not None:
        return typed_answer(seal, row.form, earlier.id, earlier.answer)
    return with_known_people(db, seal, form, row, first_shown(form))


def with_known_people(
    db: Connection, seal: Seal, form: type[Form], row: Row[Any], typed: Typed
) -> Typed:
    """Put in the child and the guardians as far as they are known, where the form asks for them.

    Args:
        db: As the officer.
        seal: Opens what is known.
        form: The form.
        row: Has `case_id`, `child_id` and the child's sealed `identity`.
        typed: What the form shows so far.
    """
    info = form.model_fields
    if "child" in info and part_type(info["child"].annotation) is ChildIdentity:
        typed = {**typed, "child": _child(seal, row)}
    if "guardians" in info and row_type(info["guardians"]) is GuardianEntry:
        known = guardians_of(seal, views_case.guardians(db, row.case_id))
        rows = [as_typed(GuardianEntry, one.model_dump(mode="json")) for one in known]
        typed = {**typed, "guardians": rows or typed["guardians"]}
    return typed


def _child(seal: Seal, row: Row[Any]) -> Typed:
    known = child_of(seal, row.child_id, row.identity)
    typed = as_typed(ChildIdentity, known.model_dump(mode="json"))
    if known.called == NOT_ASKED_YET and not known.name:
        typed["called"] = ""
    return typed
