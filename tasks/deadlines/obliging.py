"""Obligations (约定事项): every day that an answer promised or planned is a deadline of its own.

No step waits for it, so it has a receipt, a ladder and cards like any other and does not end with a
step. Which days oblige, and what ends them, says `models.facts.obligations` (ADR 0076).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from models.facts.obligations import (
    Obligation,
    ObligationKind,
    kept_by,
    moot_by,
    obliged_by,
)
from models.forms.base import Form
from models.law.calendar.table import Calendar
from models.law.dates import end_of_day
from models.store import deadlines
from models.store.deadlines import Ended, NewDeadline, Whose
from models.store.events import Happening
from models.store.step import StepInCase
from models.words import Tag
from tasks.act import Act
from tasks.deadlines.counting import Counted, deadline

#: What the key of such a deadline begins with; after it come kind, number of the row and step.
PREFIX = "obligation:"
_SOURCE = "前面环节的记录"


def oblige(act: Act, row: StepInCase, form: Form, done_at: datetime) -> Iterator[Happening]:
    """End what an answer proves or makes pointless, and let run what it obliges to.

    Args:
        act: By whom and when.
        row: The step that was answered.
        form: Its answer, to a form of `TELLING`.
        done_at: When what it tells was done: lateness is judged by it.
    """
    if kept := kept_by(form):
        met = deadlines.meet(act.db, _of(row, kept), done_at=done_at, now=act.now)
        yield from _told(Tag.CLOCK_MET, row, met)
    if moot := moot_by(form):
        stopped = deadlines.stop(act.db, _of(row, moot), now=act.now)
        yield from _told(Tag.CLOCK_STOPPED, row, stopped)
    if owed := obliged_by(form):
        begun = [(one, _begun(act, row, one)) for one in owed]
        deadlines.start(act.db, *(new for _, new in begun))
        for one, new in begun:
            detail = {"obligation": one.kind.code, "due": new.due_at.isoformat()}
            yield Happening(Tag.CLOCK_STARTED, row.stage_id, row.id, act.actor.officer_id, detail)


def counted(form: Form) -> dict[str, int]:
    """To how many an answer to a form of `OBLIGING` obliges, for the chain.

    By it is known that the answer was given to a version that keeps obligations.
    """
    return {"obliges": len(obliged_by(form))}


def key_of(one: Obligation, step_id: object) -> str:
    """The key of the deadline that an answer's obligation is."""
    return f"{PREFIX}{one.key}:{step_id}"


def called(ended: Ended) -> dict[str, str]:
    """What the chain calls a deadline that ended: an obligation by its kind, all others by rule."""
    if ended.key.startswith(PREFIX):
        return {"obligation": code_of(ended.key)}
    return {"rule": ended.rule}


def is_obligation(key: str) -> bool:
    """Whether a deadline with this key is one."""
    return key.startswith(PREFIX)


def code_of(key: str) -> str:
    """The kind of obligation that a deadline's key names: form and field."""
    return key.split(":")[1]


def _begun(act: Act, row: StepInCase, one: Obligation) -> NewDeadline:
    """The deadline that an obligation is.

    It is nobody's by name: whoever leads the case has it, also when somebody else comes to lead it.
    """
    fixed = deadline(
        act.office,
        Calendar.standard(),  # A day that is named asks none.
        pack=row.pack,
        locality=row.locality,
        rule=None,
        since=act.now,
        by=end_of_day(one.by),
    )
    assert isinstance(fixed, Counted)  # noqa: S101 - a day that is named needs no rule
    said = {"title": one.says, "source": _SOURCE}
    fixed = replace(fixed, receipt=fixed.receipt.model_copy(update=said))
    started = fixed.starting(
        key=key_of(one, row.id), case_id=row.case_id, stage_id=row.stage_id,
        centre_id=row.centre_id,
    )  # fmt: skip
    return replace(started, holder=one.holder, obliged_by=row.id, reach=one.kind.reach)


def _of(row: StepInCase, kinds: Sequence[ObligationKind]) -> Whose:
    return deadlines.of_obligations(row.case_id, [kind.code for kind in kinds])


def _told(tag: Tag, row: StepInCase, ended: Sequence[Ended]) -> Iterator[Happening]:
    for one in ended:
        yield Happening(tag, row.stage_id, row.id, detail={"obligation": code_of(one.key)})
