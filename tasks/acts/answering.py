"""Answering a form: checked, gated, sealed, projected, in the transaction that goes on from it."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from documents.record import CaseRecord
from models.errors import AlreadyDecided, FormInvalid, StepNotOpen
from models.facts.ahead import ahead, behind
from models.facts.consistency.rules import FORMS_ASKED
from models.facts.obligations import OBLIGING, TELLING
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.law.dates import SHANGHAI, shanghai_date
from models.law.pack import RulePack
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store import step as steps
from models.store.events import Happening
from models.store.step import StepInCase
from models.tables.case import StageState
from models.words import StepKind, StepState, Tag
from tasks.act import Act, Done
from tasks.acts.late_entry import LateEntry, long_ago, when_done, why_not
from tasks.acts.people import project
from tasks.deadlines import law_clocks
from tasks.deadlines.obliging import counted, oblige
from tasks.gates.consistency import as_given, contradicted
from tasks.gates.refusals import refusals
from tasks.record.levels import check_level
from tasks.record.reading import read_record


def decided_sentence(row: StepInCase) -> str | None:
    """Say who decided and when, in Shanghai time; None where nobody has."""
    if row.done_at is None:
        return None
    at = row.done_at.astimezone(SHANGHAI)
    return f"该环节已由{row.done_by_name or '系统'}于{at.month}月{at.day}日 {at:%H:%M}办理,无需再次提交。"


def answer(
    act: Act,
    step_id: UUID,
    raw: Mapping[str, Any],
    *,
    done_on: date | None = None,
    late_reason: str = "",
) -> Done[UUID]:
    """Record one answer; returns the case.

    Args:
        act: By whom and when.
        step_id: The step.
        raw: What was typed; read by `Form.parse`.
        done_on: Shanghai date of the fact when it is entered later; lateness is judged by it.
            Without it the form's own date counts, where it has one (`models.forms.acts`).
        late_reason: Why the day lies before the step could have begun; sealed.

    Raises:
        FormInvalid: Every error at once, gates included (path `""`).
        AlreadyDecided: Somebody answered before, with whose answer it is. The same officer
            pressing twice with the same content is told nothing.
        NotAllowed: Not the actor's step, nor of a role of theirs.
    """
    row = steps.lock(act.db, step_id)
    if row.kind is not StepKind.ASK or row.form is None:
        raise StepNotOpen("这个环节不是填写表单的环节。")
    if row.state is StepState.DONE and row.done_by == act.actor.officer_id:
        return _again(act, row, raw)
    if row.state is StepState.DONE:
        raise AlreadyDecided(decided_sentence(row))
    if row.state is not StepState.OPEN or row.stage_state is not StageState.OPEN:
        raise StepNotOpen
    act.require(Permission.ANSWER, *act.actor.toward(row.owner_id, row.owner_role))
    entry = LateEntry(done_on, late_reason.strip())
    law = act.office.pack(row.pack, row.locality)
    form = _read(FORMS[row.form], raw, law, why_not(act, row, entry))
    today = shanghai_date(act.now)
    if wrong := ahead(row.form, form, act.now) | behind(row.form, form, entry.done_on or today):
        raise FormInvalid(wrong)
    check_level(form, law)
    _check_gates(act, row, form, law)
    if asked := long_ago(act, row, form, entry):
        raise FormInvalid(asked)
    return Done(row.case_id, (row.stage_id,), _write(act, row, form, entry))


def _read(
    form: type[Form], raw: Mapping[str, Any], law: RulePack, wrong: dict[str, list[str]]
) -> Form:
    """Read what was typed; what is wrong with the day is told with the other errors."""
    try:
        read = form.parse(raw, law)
    except FormInvalid as invalid:
        raise FormInvalid({**invalid.errors, **wrong}) from None
    if wrong:
        raise FormInvalid(wrong)
    return read


def _again(act: Act, row: StepInCase, raw: Mapping[str, Any]) -> Done[UUID]:
    """A double click is harmless, and nothing goes on from it; a different second answer is refused."""
    if row.answer is None or row.form is None:
        raise StepNotOpen
    stored = act.office.seal.open_json(row.answer, SealedPlace.STEP_ANSWER.of(row.id))
    if not FORMS[row.form].says(raw, stored):
        raise AlreadyDecided(decided_sentence(row))
    return Done(row.case_id)


def _check_gates(act: Act, row: StepInCase, form: Form, law: RulePack) -> None:
    @cache
    def record() -> CaseRecord:
        read = read_record(
            act.db,
            act.office,
            row.case_id,
            stage=row.stage,
            stage_ordinal=row.ordinal,
            now=act.now,
        )
        return replace(read, about=row.about)

    refused = refusals(form, record, db=act.db, case_id=row.case_id)
    wrong: dict[str, list[str]] = {}
    if refused:
        wrong[""] = [f"{verdict.reason}({verdict.source})" for verdict in refused]
    if isinstance(form, FORMS_ASKED):
        wrong |= contradicted(record().facts, form, row, law, now=act.now)
    if wrong:
        raise FormInvalid(wrong)


def _write(act: Act, row: StepInCase, form: Form, entry: LateEntry) -> tuple[Happening, ...]:
    """Seal and store the answer, meet its deadline, keep what it says about people."""
    sealed = act.office.seal.close_json(form.dump(), SealedPlace.STEP_ANSWER.of(row.id))
    done_at, done_on = when_done(act, row, form, entry)
    place = SealedPlace.STEP_LATE_REASON.of(row.id)
    steps.answer(
        act.db,
        row.id,
        sealed,
        by=act.actor.officer_id,
        now=act.now,
        done_at=None if form.not_yet else done_at,
        done_on=done_on,
        late_reason=act.office.seal.close_text(entry.reason, place) if entry.reason else None,
    )
    detail = {
        "key": row.key,
        "round": row.round,
        "late": done_at > row.due_at if row.due_at and not form.not_yet else None,
        "done_on": done_on.isoformat() if done_on else None,
        "sha256": hashlib.sha256(sealed).hexdigest(),
    }
    if type(form) in OBLIGING:
        detail |= counted(form)
    return (
        Happening(Tag.STEP_ANSWERED, row.stage_id, row.id, act.actor.officer_id, detail),
        *project(act, form, row),
        *(oblige(act, row, form, done_at) if type(form) in TELLING else ()),
        *(
            _clocks(act, row, form, done_on)
            if type(form) in law_clocks.TELLING and not form.not_yet
            else ()
        ),
    )


def _clocks(act: Act, row: StepInCase, form: Form, done_on: date | None) -> list[Happening]:
    """Rules of the pack that run by themselves until or from what was answered."""
    where = law_clocks.Where(
        db=act.db,
        office=act.office,
        case_id=row.case_id,
        centre_id=row.centre_id,
        stage_id=row.stage_id,
        pack=row.pack,
        locality=row.locality,
        now=act.now,
        told={"answer": str(row.id)},
    )
    return law_clocks.answered(where, as_given(form, row, now=act.now, done_on=done_on))
