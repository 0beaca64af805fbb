"""Answering a form: checked, gated, sealed, projected, in the transaction that goes on from it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from documents.record import CaseRecord
from models.errors import AlreadyDecided, FormInvalid, NotAllowed, NotFound, StepNotOpen
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.law.dates import SHANGHAI
from models.store import events
from models.store.acting import Actor
from models.store.events import Happening
from models.words import Role, Stage, StepKind, StepState, Tag
from tasks.case_journal import answer_place
from tasks.gates import refusals
from tasks.office import Office
from tasks.people import project
from tasks.reading_record import read_record

_STEP = text(
    """
    SELECT s.id, s.case_id, s.centre_id, s.stage_id, s.kind, s.key, s.round, s.form, s.about,
        s.state, s.owner_id, s.owner_role, s.stands_in_for, s.done_at, s.done_by, s.due_at,
        s.answer, s.holder, s.rule, s.draft, s.turn,
        g.name AS stage, g.ordinal, g.state AS stage_state, c.state AS case_state, c.child_id,
        (SELECT o.name FROM officers o WHERE o.id = s.done_by) AS done_by_name
    FROM steps s JOIN stages g ON g.id = s.stage_id JOIN cases c ON c.id = s.case_id
    WHERE s.id = :step FOR NO KEY UPDATE OF c
    """
)
_ANSWER = text(
    "UPDATE steps SET state = 'done', answer = :answer, draft = NULL, done_at = :now, "
    "done_by = :by, done_on = :done_on, viewed_at = coalesce(viewed_at, :now) WHERE id = :step"
)
_MEET = text(
    "UPDATE deadlines SET state = 'met', ended_at = :now, met_late = (:done_at > due_at) "
    "WHERE step_id = :step AND state = 'running'"
)


@dataclass(frozen=True)
class Answered:
    """What came of answering: the stage to go on with, or nothing new (pressed twice)."""

    case_id: UUID
    stage_id: UUID
    repeated: bool


def lock_step(db: Connection, step_id: UUID) -> Row[Any]:
    """Lock a step's case and read the step.

    Raises:
        NotFound: No such step, or not to be seen by this actor.
    """
    row = db.execute(_STEP, {"step": step_id}).first()
    if row is None:
        raise NotFound("没有找到这个环节。")
    return row


def decided_sentence(row: Row[Any]) -> str:
    """Say who decided and when, in Shanghai time."""
    at = row.done_at.astimezone(SHANGHAI)
    return f"该环节已由{row.done_by_name or '系统'}于{at:%m月%d日 %H:%M}办理,无需再次提交。"


def answer(
    db: Connection,
    office: Office,
    actor: Actor,
    step_id: UUID,
    raw: Mapping[str, Any],
    *,
    now: datetime,
    done_on: date | None = None,
) -> Answered:
    """Record one answer.

    Args:
        raw: What was typed; read by `Form.parse`.
        done_on: Shanghai date of the fact when it is entered later; lateness is judged by it.

    Raises:
        FormInvalid: Every error at once, gates included (path `""`).
        AlreadyDecided: Somebody answered before, with whose answer it is. The same officer
            pressing twice with the same content is told nothing.
        NotAllowed: The actor has not the step's role.
    """
    row = lock_step(db, step_id)
    if row.kind != StepKind.ASK:
        raise StepNotOpen("这个环节不是填写表单的环节。")
    if row.state == StepState.DONE and row.done_by == actor.officer_id:
        return _again(office, row, raw)
    if row.state == StepState.DONE:
        raise AlreadyDecided(decided_sentence(row))
    if row.state != StepState.OPEN or row.stage_state != "open":
        raise StepNotOpen
    _may_answer(actor, row)
    form = FORMS[row.form].parse(raw)
    _check_day(done_on, now)
    _check_gates(db, office, row, form, now)
    _write(db, office, actor, row, form, now=now, done_on=done_on)
    return Answered(row.case_id, row.stage_id, repeated=False)


def _again(office: Office, row: Row[Any], raw: Mapping[str, Any]) -> Answered:
    """A double click is harmless; a different second answer is refused."""
    stored = office.seal.open_json(row.answer, answer_place(row.id))
    if FORMS[row.form].parse(raw).dump() != stored:
        raise AlreadyDecided(decided_sentence(row))
    return Answered(row.case_id, row.stage_id, repeated=True)


def _may_answer(actor: Actor, row: Row[Any]) -> None:
    owns = actor.officer_id == row.owner_id
    if not owns and not actor.may(Role(row.owner_role)):
        raise NotAllowed("这个环节由其他岗位办理,您可以在案件页面查看办理人。")


def _check_day(done_on: date | None, now: datetime) -> None:
    if done_on and done_on > now.astimezone(SHANGHAI).date():
        raise FormInvalid({"done_on": ["办理日期不能晚于今天。"]})


def _check_gates(
    db: Connection, office: Office, row: Row[Any], form: Form, now: datetime
) -> None:
    def record() -> CaseRecord:
        return read_record(
            db, office, row.case_id, stage=Stage(row.stage), stage_ordinal=row.ordinal, now=now
        )

    refused = refusals(form, record, db=db, case_id=row.case_id)
    if refused:
        raise FormInvalid({"": [f"{verdict.reason}({verdict.source})" for verdict in refused]})


def _write(
    db: Connection, office: Office, actor: Actor, row: Row[Any], form: Form,
    *, now: datetime, done_on: date | None,
) -> None:  # fmt: skip
    sealed = office.seal.close_json(form.dump(), answer_place(row.id))
    db.execute(
        _ANSWER,
        {"answer": sealed, "now": now, "by": actor.officer_id, "done_on": done_on, "step": row.id},
    )
    late = None
    if row.due_at is not None:
        done_at = _end_of(done_on) if done_on else now
        db.execute(_MEET, {"now": now, "done_at": min(done_at, now), "step": row.id})
        late = min(done_at, now) > row.due_at
    happened = [
        Happening(
            Tag.STEP_ANSWERED, row.stage_id, row.id, actor.officer_id,
            {
                "key": row.key, "round": row.round, "late": late,
                "done_on": done_on.isoformat() if done_on else None,
                "sha256": hashlib.sha256(sealed).hexdigest(),
            },
        )
    ]  # fmt: skip
    happened += project(db, office, form, row, actor)
    events.append(db, happened, case_id=row.case_id, centre_id=row.centre_id, at=now)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)
