"""Taking an answer back before anything that rests on it went out (撤回重填).

Rests on it, and went out: a later form of the same stage, or of a stage that it opened, that
somebody answered; a signature; a document that somebody signed or downloaded; an instant that came;
temporary guardianship, a case that was closed or moved. All else the procedure did in the meantime
is undone with the answer, and done anew from the next one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from models.errors import RuleBroken
from models.forms.catalogue import FORMS
from models.permissions import Circumstance, Permission
from models.sealed_places import SealedPlace
from models.store import going_back, stage
from models.store import step as steps
from models.store.acting import Actor
from models.store.events import Happening
from models.store.going_back import AnswerNow, Since
from models.store.step import StepInCase
from models.tables.case import CaseState, StageState
from models.words import Outcome, StepKind, StepState, Tag
from tasks.act import Act, Done
from tasks.acts.people import tell_anew
from tasks.deadlines.rounds import copy_ledger

BECAUSE = "taken back"
#: Why a form is asked again, where nobody wrote more.
WHY = "撤回重填"
#: Effects that are undone with the answer they came of: a side procedure that nobody touched, and
#: clocks of the case.
_UNDONE = ("start:", "clock:")


@dataclass(frozen=True)
class Undoing:
    """What falls with an answer: entries of its stage, and stages that opened from it."""

    entries: tuple[Since, ...]
    stages: tuple[UUID, ...]


def take_back(act: Act, step_id: UUID, *, reason: str = "") -> Done[UUID]:
    """Take an answer back; its step opens again with what was typed. Returns the case.

    Raises:
        NotAllowed: Neither who answered, nor a supervisor or the director.
        RuleBroken: It is no answer that counts, its case is not open, or something that rests on
            it went out; the sentence says what.
    """
    row = steps.lock(act.db, step_id)
    act.require(Permission.TAKE_BACK, *act.actor.being(Circumstance.ANSWERED, row.done_by))
    undoing = _undoing(act.db, row)
    who, key = act.actor.officer_id, {"key": row.key, "round": row.round}
    taken_back = [Happening(Tag.STEP_TAKEN_BACK, row.stage_id, row.id, who, key)]
    # First in the chain: the database lets a stage that ended go on beside it alone.
    act.note(taken_back, case_id=row.case_id, centre_id=row.centre_id)
    happened = list(_fall(act, undoing))
    happened += _put_aside(act, row, reason)
    happened += _clocks(act, row)
    act.note(happened, case_id=row.case_id, centre_id=row.centre_id)
    if row.form and {"child", "guardians"} & FORMS[row.form].model_fields.keys():
        tell_anew(act.db, act.office, row.case_id)
    return Done(row.case_id, (row.stage_id,))


def _put_aside(act: Act, row: StepInCase, reason: str) -> Iterator[Happening]:
    """Put the answer aside with all that came after it; a stage that it ended is open again."""
    who = act.actor.officer_id
    if row.stage_state is not StageState.OPEN:
        again = {"stage": row.stage.value, "because": BECAUSE}
        yield Happening(Tag.STAGE_OPENED, row.stage_id, None, who, again)
        stage.wake(act.db, [row.stage_id])
    why = f"{WHY}:{reason.strip()}" if reason.strip() else WHY
    sealed = act.office.seal.close_text(why, SealedPlace.STEP_REASON.of(row.id))
    for one in going_back.put_aside(
        act.db, row.stage_id, row.id, position=row.position, reason=sealed, now=act.now
    ):
        if one.id != row.id:
            key = {"key": one.key, "round": one.round}
            yield Happening(Tag.STEP_SUPERSEDED, row.stage_id, one.id, who, key)


def may_take_back(db: Connection, actor: Actor, step_id: UUID) -> bool:
    """Whether this officer may take an answer back as things stand."""
    row = going_back.given(db, step_id)
    if not actor.may(Permission.TAKE_BACK, *actor.being(Circumstance.ANSWERED, row.done_by)):
        return False
    try:
        _undoing(db, row)
    except RuleBroken:
        return False
    return True


def _undoing(db: Connection, row: StepInCase | AnswerNow) -> Undoing:
    """What falls with the answer.

    Raises:
        RuleBroken: Something that rests on it went out.
    """
    if row.kind is not StepKind.ASK or row.state is not StepState.DONE:
        raise RuleBroken("只有已经办结、仍然有效的表单可以撤回重填。")
    if row.case_state is not CaseState.OPEN:
        raise RuleBroken("案件不在办理中,不能撤回重填。")
    if row.stage_state is StageState.INTERRUPTED:
        raise RuleBroken("这个阶段已经终止,不能撤回重填。")
    undoing = _came_of(db, row.stage_id, row.position, ended=row.stage_state is StageState.CLOSED)
    made_by = [one.id for one in undoing.entries if one.kind is StepKind.ISSUE]
    if title := going_back.left_the_house(db, row.case_id, row.id, made_by=made_by):
        raise RuleBroken(f"《{title}》已经签批或者下载,不能简单撤回;请由督导或者主任更正。")
    return undoing


def _came_of(db: Connection, stage_id: UUID, position: int, *, ended: bool) -> Undoing:
    """What a stage did after a position, and the stages it opened, where nobody acted on it."""
    entries = tuple(going_back.since(db, stage_id, position=position))
    for one in entries:
        _refuse(db, one)
    opened = [
        UUID(one.result["stage"])
        for one in entries
        if one.key.startswith("start:") and not one.result["was_open"]
    ]
    follower = going_back.follower(db, stage_id) if ended else None
    stages = tuple([*opened, follower] if follower else opened)
    whole = [_came_of(db, one, 0, ended=True) for one in stages]
    return Undoing(
        entries + tuple(entry for one in whole for entry in one.entries),
        stages + tuple(deeper for one in whole for deeper in one.stages),
    )


def _refuse(db: Connection, one: Since) -> None:
    """Refuse where an entry is more than the procedure's own going on."""
    if one.kind is StepKind.APPROVE and going_back.has_decision(db, one.id):
        raise RuleBroken("根据它生成的文书已有人签批,不能简单撤回;请由督导或者主任更正。")
    if one.state is not StepState.DONE or one.kind is StepKind.ISSUE:
        return
    if one.kind is StepKind.ASK and one.form:
        title = FORMS[one.form].title
        raise RuleBroken(
            f"之后的“{title}”已经办理,不能简单撤回;请先撤回它,或者由督导或者主任更正。"
        )
    if one.kind is StepKind.TIMER:
        raise RuleBroken("之后的期日已经到来,不能简单撤回;请由督导或者主任更正。")
    if "pack" not in one.result and not one.key.startswith(_UNDONE):
        raise RuleBroken("它已经引起对外的事实(如临时监护),不能简单撤回;请由督导或者主任更正。")


def _fall(act: Act, undoing: Undoing) -> Iterator[Happening]:
    """Interrupt the stages that opened from the answer: nobody has acted in them."""
    who, because = act.actor.officer_id, {"because": BECAUSE}
    for stage_id in undoing.stages:
        cancelled = stage.interrupt(act.db, stage_id, now=act.now)
        steps.take_back(act.db, stage_id, {}, now=act.now)
        for step_id in cancelled:
            yield Happening(Tag.STEP_CANCELLED, stage_id, step_id, who, because)
        ended = {"outcome": Outcome.INTERRUPTED.value, **because}
        yield Happening(Tag.STAGE_CLOSED, stage_id, None, who, ended)


def _clocks(act: Act, row: StepInCase) -> Iterator[Happening]:
    """Stop the clocks that the answer began, and let run again those that it met."""
    who = act.actor.officer_id
    for begun in going_back.clocks_begun(act.db, row.case_id, row.id):
        going_back.stop(act.db, begun, now=act.now)
        told = {"deadline": str(begun), "because": BECAUSE}
        yield Happening(Tag.CLOCK_STOPPED, row.stage_id, None, who, told)
    for met in going_back.clocks_met(act.db, row.case_id, row.id):
        new = going_back.owed_again(act.db, met)
        copy_ledger(act.db, act.office, met, new)
        told = {"deadline": str(new), "because": BECAUSE}
        yield Happening(Tag.CLOCK_RESTARTED, row.stage_id, None, who, told)
