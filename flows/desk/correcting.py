"""Putting an answer right: what rests on it is shown first, and then exactly that is done.

The preview is the act itself, taken back: what it tells is what the record would be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from flows.desk.one_transaction import OneTransaction, go_on
from flows.readers.tracing import Way, looked_at, trace
from models.errors import RuleBroken
from models.store import correction, stage
from models.store.acting import Actor
from models.store.correction import StepSeen, VersionSeen
from models.store.events import Happening
from models.tables.case import CaseState, StageState
from models.words import Outcome, Stage, Tag
from tasks.act import Act, Done
from tasks.acts import beginnings
from tasks.acts.beginnings import Told
from tasks.acts.correcting import void_what_changed
from tasks.acts.putting_right import Correcting, PutRight, digest, put_right, tell_of_it
from tasks.deadlines.counting import Counted
from tasks.deadlines.custody_recount import recount_custody
from tasks.journal.effect import BeginCustody, Effect, EndCustody, LayWindows, OpenStep, StartClock

BECAUSE = "corrected"

T = TypeVar("T")


class NotAsPreviewed(RuleBroken):
    """预览之后案件有变化,没有改动;请重新核对后再确认。"""


@dataclass(frozen=True)
class MovedDay:
    """A deadline that is counted anew."""

    title: str
    old: datetime
    new: datetime


@dataclass(frozen=True)
class Consequences:
    """What becomes of what rests on an answer. Nothing of it is a value of the answer."""

    moved: tuple[MovedDay, ...] = ()
    ended: tuple[StepSeen, ...] = ()
    opened: tuple[StepSeen, ...] = ()
    #: Signatures that fall: under which document, whose.
    fell: tuple[tuple[str, str], ...] = ()
    #: Versions that are made anew.
    voided: tuple[VersionSeen, ...] = ()
    #: Documents that stay as they are, and are marked.
    marked: tuple[VersionSeen, ...] = ()
    #: Whether the procedure goes another way from here, and goes back on it.
    other_way: bool = False
    digest: str = ""


@dataclass(frozen=True)
class _Seen:
    """A case as it stands, for comparing."""

    dues: dict[UUID, tuple[str, datetime]]
    steps: dict[UUID, StepSeen]
    signatures: dict[UUID, tuple[str, str, UUID | None]]
    versions: dict[UUID, VersionSeen]


class _Back(Exception):
    """The preview is taken back, with what it found."""

    def __init__(self, found: Consequences) -> None:
        self.found = found


class Corrections(OneTransaction):
    """Correcting an answer; `flows.desk.desk.Desk` has it with all the rest."""

    def preview_correction(self, actor: Actor, step_id: UUID, asked: Correcting) -> Consequences:
        """What would become of what rests on the answer; changes nothing."""

        def tried(act: Act) -> Done[Consequences]:
            raise _Back(_correct(act, step_id, asked))

        try:
            return self._do(actor, tried)
        except _Back as back:
            return back.found

    def correct_answer(
        self, actor: Actor, step_id: UUID, asked: Correcting, *, digest: str | None = None
    ) -> Consequences:
        """Put an answer right, as it was previewed.

        Raises:
            NotAsPreviewed: What would happen now is not what a person has read.
        """

        def correct(act: Act) -> Done[Consequences]:
            found = _correct(act, step_id, asked)
            if digest is not None and found.digest != digest:
                raise NotAsPreviewed
            return Done(found)

        return self._do(actor, correct)


def _correct(act: Act, step_id: UUID, asked: Correcting) -> Consequences:
    """Do it, and go on with what it moves; what came of all of it."""
    place = correction.place(act.db, step_id)
    before = _seen(act, place.case_id)
    ways, counts = _told(act, place.case_id, place.stage_id)
    put = put_right(act, step_id, asked)
    now_ways, _ = _told(act, place.case_id, place.stage_id)
    _move_custody(act, put, ways.get(place.stage_id), now_ways.get(place.stage_id))
    now_ways, now_counts = _told(act, place.case_id, place.stage_id)
    beginnings.move(act, counts, now_counts, because=put.new_id)
    recount_custody(act.db, act.office, place.case_id, now=act.now)
    is_other = goes_another_way(ways.get(place.stage_id), now_ways.get(place.stage_id), put)
    stages = _go_back(act, put) if is_other else []
    stages += void_what_changed(act, place.case_id)
    stage.wake(act.db, correction.try_again(act.db, place.case_id))
    go_on(act, Done(None, tuple(dict.fromkeys([*stages, place.stage_id]))))
    found = _compared(act, put, before, is_other=is_other)
    touched = {one.owner_id for one in (*found.ended, *found.opened) if one.owner_id}
    touched |= (
        {whose for _, _, whose in before.signatures.values() if whose} if found.fell else set()
    )
    tell_of_it(act, put, touched)
    return found


def _told(act: Act, case_id: UUID, stage_id: UUID) -> tuple[dict[UUID, Way], dict[UUID, Counted]]:
    """Which way each stage goes by the record as it stands, and from when what counts is counted."""
    ways, told = {}, {}
    for one in correction.stages(act.db, case_id, besides=stage_id):
        journal = looked_at(act.db, act.office, one.id, now=act.now)
        ways[one.id] = way = trace(journal)
        told[one.id] = Told(journal, way.effects)
    return ways, beginnings.expected(act, case_id, told)


def goes_another_way(was: Way | None, now: Way | None, put: PutRight) -> bool:
    """Whether the stage would ask or do something else now than it did."""
    if was is None or now is None:
        return False
    if was.outcome is not now.outcome or set(was.effects) != set(now.effects):
        return True
    return any(_is_other(was.effects[key], now.effects[key], put) for key in was.effects)


def _is_other(was: Effect | OpenStep, now: Effect | OpenStep, put: PutRight) -> bool:
    """Whether an effect is another; only from when it counts is put right without going back."""
    if isinstance(was, OpenStep) and isinstance(now, OpenStep):
        return replace(was, since=None, by=None) != replace(now, since=None, by=None)
    if isinstance(was, LayWindows):
        return was.plan == put.row.key
    return was != now and not isinstance(was, StartClock | BeginCustody | EndCustody)


def _move_custody(act: Act, put: PutRight, was: Way | None, now: Way | None) -> None:
    """Temporary guardianship began, or ended, at another instant."""
    if was is None or now is None:
        return
    for key, effect in now.effects.items():
        if was.effects.get(key) == effect:
            continue
        if isinstance(effect, BeginCustody):
            correction.custody_began(act.db, put.row.stage_id, effect.at)
        elif isinstance(effect, EndCustody):
            correction.custody_ended(act.db, put.row.case_id, effect.at)


def _go_back(act: Act, put: PutRight) -> list[UUID]:
    """Let the stage go on after the answer, and end what followed from the way it took.

    Raises:
        RuleBroken: The case is closed: it is opened again first. After a death it cannot be, so a
            death is put right where it stands, and the case may be opened again by that.
    """
    row, who = put.row, act.actor.officer_id
    if row.case_state is not CaseState.OPEN and row.stage is Stage.DEATH:
        return []
    if row.case_state is not CaseState.OPEN:
        raise RuleBroken("更正后程序的走向不同,而案件已结案;请先重新打开案件再更正。")
    if row.stage_state is StageState.INTERRUPTED:
        return []
    happened = []
    if row.stage_state is StageState.CLOSED:
        for other in correction.later_main(act.db, row.case_id, row.stage_id):
            cancelled = stage.interrupt(act.db, other, now=act.now)
            told = {"because": BECAUSE}
            happened += [Happening(Tag.STEP_CANCELLED, other, one, who, told) for one in cancelled]
            ended = {"outcome": Outcome.INTERRUPTED.value, **told}
            happened.append(Happening(Tag.STAGE_CLOSED, other, None, who, ended))
        again = {"stage": row.stage.value, "because": BECAUSE}
        happened.append(Happening(Tag.STAGE_OPENED, row.stage_id, None, who, again))
    aside = correction.go_back(act.db, row.stage_id, position=row.position, now=act.now)
    happened += [
        Happening(
            Tag.STEP_SUPERSEDED, row.stage_id, one.id, who, {"key": one.key, "round": one.round}
        )
        for one in aside
    ]
    act.note(happened, case_id=row.case_id, centre_id=row.centre_id)
    return [row.stage_id]


def _seen(act: Act, case_id: UUID) -> _Seen:
    return _Seen(
        dues={one.id: (one.title or "", one.due_at) for one in correction.dues(act.db, case_id)},
        steps={one.id: one for one in correction.open_steps(act.db, case_id)},
        signatures={
            one.id: (one.paper, one.by_name or "", one.officer_id)
            for one in correction.given_signatures(act.db, case_id)
        },
        versions={one.id: one for one in correction.standing(act.db, case_id)},
    )


def _compared(act: Act, put: PutRight, before: _Seen, *, is_other: bool) -> Consequences:
    now = _seen(act, put.row.case_id)
    moved = tuple(
        MovedDay(title, old, now.dues[one][1])
        for one, (title, old) in before.dues.items()
        if one in now.dues and now.dues[one][1] != old
    )
    found = Consequences(
        moved=moved,
        ended=_less(before.steps, now.steps),
        opened=_less(now.steps, before.steps),
        fell=tuple(one[:2] for one in _less(before.signatures, now.signatures)),
        voided=_less(before.versions, now.versions),
        marked=tuple(correction.resting_on(act.db, put.row.case_id, put.row.id)),
        other_way=is_other,
    )
    return replace(found, digest=digest([*_plain(found), put.now.dump()]))


def _less(these: Mapping[UUID, T], those: Mapping[UUID, Any]) -> tuple[T, ...]:
    return tuple(one for key, one in these.items() if key not in those)


def _plain(found: Consequences) -> Sequence[object]:
    """The same without ids that are made anew each time."""
    return [
        [[one.title, one.old.isoformat(), one.new.isoformat()] for one in found.moved],
        [[one.key for one in some] for some in (found.ended, found.opened)],
        [list(one) for one in found.fell],
        [[one.full_number, one.version] for one in (*found.voided, *found.marked)],
        found.other_way,
    ]
