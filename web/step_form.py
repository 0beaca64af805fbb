"""The page of a form: what is asked, with the newest of what was typed, drafted, answered before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from models.facts.known.told import KnownValue
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.people import ChildIdentity, GuardianEntry
from models.forms.reading import part_type
from models.forms.scopes import RiskGrade
from models.law.levels import scheme
from models.store import views_case, views_step
from models.store.step import draft_version
from models.store.views_case import CaseHead
from models.store.views_step import Earlier, StepDetail
from tasks.office import Office
from tasks.record.known import Before, known_in
from tasks.record.levels import first_grade
from web.describing import fields_of
from web.fields import Field, SummaryLine, summary
from web.from_record import filled, marked
from web.names import law_name
from web.step_head import StepHead
from web.typed import Typed, as_typed, first_shown, row_type
from web.unsealing import (
    Opener,
    answer_shown,
    child_of,
    draft,
    guardians_shown,
    return_reason,
)
from web.wording import word, word_of_law

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
    seen: str
    """Version of the draft that is on this page, or that it shows beside."""
    other: tuple[Field, ...]
    """A draft that was kept elsewhere meanwhile, to be read beside what was typed here."""
    law_missing: str
    """The rule pack of the case, where it is not here: then the form can be kept, not handed in."""


def form_page(
    db: Connection, office: Office, opener: Opener, head: StepHead, *, now: datetime,
    typed: Typed | None = None, errors: Mapping[str, list[str]] | None = None, seen: str = "",
) -> FormPage:  # fmt: skip
    """Make the page of an open form; what was just typed wins over drafts and earlier rounds.

    Typed over another draft than the newest (`seen` is its version), the newest is shown beside.
    """
    row, form = head.row, FORMS[str(head.row.form)]
    law = office.pack_if_here(row.pack, row.locality)
    earlier = views_step.earlier_round(db, row.id)
    is_seen = typed is None or seen == draft_version(row.draft)
    there = draft(opener, row.id, row.draft) if row.draft else None
    drafted = there if typed is None else None
    other = there if not is_seen and there != typed else None
    known = known_beside(db, office, opener, row)
    if typed is None:
        typed = (
            _first(db, office, opener, row, earlier, known=known) if drafted is None else drafted
        )
    fields = fields_of(form, typed, law, errors)
    fields = marked(fields, form, typed, known, law=law, now=now)
    return FormPage(
        head=head,
        what_now=word_of_law(form.what_now, law),
        source=word(form.source),
        fields=fields,
        errors=summary(fields, errors or {}),
        came_back=word(return_reason(opener, earlier.id, earlier.reason)) if earlier else "",
        is_again=earlier is not None,
        is_restored=drafted is not None,
        seen=draft_version(row.draft),
        other=fields_of(form, other, law) if other is not None else (),
        law_missing="" if law else law_name(row.pack, row.locality),
    )


def known_beside(
    db: Connection, office: Office, opener: Opener, row: StepDetail, *,
    before: Before | None = None,
) -> Mapping[str, KnownValue]:  # fmt: skip
    """What the record knows of what a step asks; nothing where something does not open."""
    form = FORMS[str(row.form)]
    read = partial(known_in, db, office, form, row.case_id, about=row.about, before=before)
    return opener.tried(read) or {}


def answered(
    db: Connection, office: Office, opener: Opener, row: StepDetail, now: datetime
) -> tuple[Field, ...] | None:
    """The fields of an answer that was given, for reading; None when it cannot be read.

    Where it says something else than the record knew until then, that is marked.
    """
    if row.form is None or row.answer is None:
        return ()
    given = answer_shown(opener, row.form, row.id, row.answer)
    law = office.pack_if_here(row.pack, row.locality)
    if given is None:
        return None
    form = FORMS[row.form]
    before = Before(row.id, row.done_at) if row.done_at else None
    known = known_beside(db, office, opener, row, before=before)
    return marked(fields_of(form, given, law), form, given, known, law=law, now=now)


def _first(
    db: Connection, office: Office, opener: Opener, row: StepDetail, earlier: Earlier | None,
    *, known: Mapping[str, KnownValue],
) -> Typed:  # fmt: skip
    """What a form begins with: the round before, else what the record knows."""
    if earlier is not None and earlier.answer is not None:
        before = answer_shown(opener, str(row.form), earlier.id, earlier.answer)
        if before is not None:
            return before
    form = FORMS[str(row.form)]
    typed = filled(form, first_shown(form), known)
    return _with_known_risk(db, office, opener, row, typed)


def _with_known_risk(
    db: Connection, office: Office, opener: Opener, row: StepDetail, typed: Typed
) -> Typed:
    """Put in the risk level in the words of the case's own locality, by rank; to be confirmed."""
    if "risk" not in FORMS[str(row.form)].model_fields:
        return typed
    law = office.pack_if_here(row.pack, row.locality)
    if law is None:
        return typed
    grade = opener.tried(partial(first_grade, db, office, row.case_id, law))
    if grade:
        return {**typed, "risk": as_typed(RiskGrade, grade.model_dump(mode="json"))}
    local = scheme(law.localities.values())
    if local is None or not isinstance(typed.get("risk"), dict):
        return typed
    known = {"locality": local.name, "scheme_version": local.version}
    return {**typed, "risk": {**typed["risk"], **known}}


def with_known_people(
    db: Connection, opener: Opener, form: type[Form], row: StepDetail | CaseHead, typed: Typed
) -> Typed:
    """Put in the child and the guardians as far as they are known, where the form asks for them.

    Args:
        db: As the officer.
        opener: Opens what is known, as far as it opens.
        form: The form.
        row: The case, or a step of it.
        typed: What the form shows so far.
    """
    info = form.model_fields
    if "child" in info and part_type(info["child"].annotation) is ChildIdentity:
        typed = {**typed, "child": _child(opener, row, typed["child"])}
    if "guardians" in info and row_type(info["guardians"]) is GuardianEntry:
        known = guardians_shown(opener, views_case.guardians(db, row.case_id))
        rows = [as_typed(GuardianEntry, one.model_dump(mode="json")) for one in known if one]
        typed = {**typed, "guardians": rows or typed["guardians"]}
    return typed


def _child(opener: Opener, row: StepDetail | CaseHead, blank: Typed) -> Typed:
    known = child_of(opener, row.child_id, row.identity)
    if known is None:
        return blank
    typed = as_typed(ChildIdentity, known.model_dump(mode="json"))
    if known.called == NOT_ASKED_YET and not known.name:
        typed["called"] = ""
    return typed
