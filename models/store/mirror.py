"""What is drawn in Prefect of each case, and what the drawing is made from: ids, words, instants.

Nothing sealed is read here, so nothing sealed can be shown there.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, Value, named
from models.store.to_draw import ClockToDraw, EventToTell, SignatureToDraw, StageToDraw, StepToDraw
from models.tables.case import CaseState


@dataclass(frozen=True)
class StaleCase:
    """A case that is to be drawn.

    Attributes:
        seq: The end of its chain of events.
        drawn_seq: Up to where it was drawn; 0: never.
        sent: What Prefect was told of it, as `tasks.mirror.sending` wrote it.
        still: What stood still in it when it was drawn, as `tasks.mirror.standing` wrote it.
    """

    id: UUID
    seq: int
    drawn_seq: int
    centre_id: UUID
    state: CaseState
    sent: dict[str, Any] | None
    still: list[dict[str, str]]


@dataclass(frozen=True)
class StillOfCase:
    """What stands still in a case, as `tasks.mirror.standing` wrote it."""

    case_id: UUID
    still: list[dict[str, str]]


@dataclass(frozen=True)
class WholeLook:
    """When everything was last looked at; `value`: the newest event before it began."""

    value: str
    at: datetime


_HOLD = Value(bool, named("mirror", "hold"))
_NEWEST = Value(int, named("mirror", "newest"))
_GROWN = Query(StaleCase, named("mirror", "grown"))
_STALE = Query(StaleCase, named("mirror", "stale"))
_STAGES = Query(StageToDraw, named("mirror", "stages"))
_STEPS = Query(StepToDraw, named("mirror", "steps"))
_CLOCKS = Query(ClockToDraw, named("mirror", "clocks"))
_SIGNATURES = Query(SignatureToDraw, named("mirror", "signatures"))
_EVENTS = Query(EventToTell, named("mirror", "events"))
_STILL = Query(StillOfCase, named("mirror", "still"))
_CENTRES = Value(UUID, named("mirror", "centres"))
_KEEP = Statement(named("mirror", "keep"))
_FORGET = Statement(named("mirror", "forget"))
_ASK_FOR = Statement(named("mirror", "ask_for"))
_BOARD = Value(str, named("mirror", "board"))
_NOTE_BOARD = Statement(named("mirror", "note_board"))
_WHOLE_LOOK = Query(WholeLook, named("mirror", "whole_look"))
_NOTE_WHOLE_LOOK = Statement(named("mirror", "note_whole_look"))
_POINT = Statement(named("mirror", "point"))
_CASE_OF = Query(StaleCase, named("mirror", "case_of"))
_DRAWN = Query(StaleCase, named("mirror", "drawn"))
_LOOK_AGAIN = Statement(named("mirror", "look_again"))


def hold(db: Connection) -> bool:
    """Be the only one who draws, until this transaction ends; False: somebody else is."""
    return _HOLD.one(db)


def newest(db: Connection) -> int:
    """The newest event of the installation; a later one has a higher number."""
    return _NEWEST.one(db)


def grown(
    db: Connection, *, after: int, now: datetime, without: Sequence[UUID], most: int
) -> list[StaleCase]:
    """Cases with something to draw among those in which anything happened after an event."""
    return _GROWN.all(db, after=after, now=now, without=list(without), most=most)


def stale(db: Connection, *, now: datetime, without: Sequence[UUID], most: int) -> list[StaleCase]:
    """Cases with something to draw, compared one by one: costs as many rows as there are cases."""
    return _STALE.all(db, now=now, without=list(without), most=most)


def stages(db: Connection, cases: Sequence[UUID], *, tries: int) -> list[StageToDraw]:
    """Every stage of some cases, in the order in which they were opened.

    What failed `tries` times waits for a person, and no worker has to do it.
    """
    return _STAGES.all(db, cases=list(cases), tries=tries)


def steps(db: Connection, cases: Sequence[UUID]) -> list[StepToDraw]:
    """Every journal entry of some cases, superseded ones too."""
    return _STEPS.all(db, cases=list(cases))


def clocks(db: Connection, cases: Sequence[UUID]) -> list[ClockToDraw]:
    """Every deadline of some cases that no step waits for, ended ones too."""
    return _CLOCKS.all(db, cases=list(cases))


def signatures(db: Connection, cases: Sequence[UUID]) -> list[SignatureToDraw]:
    """Every signature of some cases."""
    return _SIGNATURES.all(db, cases=list(cases))


def events(db: Connection, cases: Sequence[StaleCase], *, since: datetime) -> list[EventToTell]:
    """What happened in some cases after they were drawn, and after an instant."""
    return _EVENTS.all(
        db,
        cases=[case.id for case in cases],
        after=[case.drawn_seq for case in cases],
        since=since,
    )


@dataclass(frozen=True)
class KeptDrawing:
    """What is kept of a drawing.

    Attributes:
        seq: Up to where the chain of the case was drawn.
        look_at: When it is to be drawn again even if nothing happens.
        sent: What `tasks.mirror.sending` needs to tell the next difference.
        still: What stands still in it.
    """

    seq: int
    look_at: datetime | None
    sent: dict[str, Any]
    still: list[dict[str, str]]


def keep(db: Connection, case_id: UUID, kept: KeptDrawing) -> None:
    """Note what Prefect was told of a case."""
    _KEEP.run(
        db,
        case=case_id,
        seq=kept.seq,
        look_at=kept.look_at,
        sent=json.dumps(kept.sent),
        still=json.dumps(kept.still),
    )


def still(db: Connection) -> list[StillOfCase]:
    """What stands still in the cases of all centres, as far as they are drawn."""
    return _STILL.all(db)


def centres(db: Connection) -> list[UUID]:
    """Every centre."""
    return _CENTRES.all(db)


def forget(db: Connection, *, finished: bool) -> None:
    """Have every open case drawn anew, and those that are over where they are asked for."""
    _FORGET.run(db)
    if finished:
        _ASK_FOR.run(db)


def board(db: Connection) -> str | None:
    """The mark of the Prefect database that was drawn on."""
    return _BOARD.first(db)


def note_board(db: Connection, board: str, *, at: datetime) -> None:
    """Note which Prefect database is drawn on."""
    _NOTE_BOARD.run(db, board=board, at=at)


def whole_look(db: Connection) -> WholeLook | None:
    """When every case was last compared; None: never."""
    return _WHOLE_LOOK.first(db)


def note_whole_look(db: Connection, newest: int, *, at: datetime) -> None:
    """Note that every case was compared, after an event had been written."""
    _NOTE_WHOLE_LOOK.run(db, newest=str(newest), at=at)


def point(db: Connection, stage_id: UUID, run_id: UUID) -> None:
    """Note the run that shows a stage which is over."""
    _POINT.run(db, stage=stage_id, run=run_id)


def case_of(db: Connection, stage_id: UUID) -> StaleCase | None:
    """The case of a stage, drawn or not."""
    return _CASE_OF.first(db, stage=stage_id)


def look_again(db: Connection, stages: Sequence[UUID]) -> None:
    """Have the cases of some stages compared with their drawings at the next pass."""
    _LOOK_AGAIN.run(db, stages=list(stages))


def drawn(db: Connection, *, after: UUID, most: int) -> list[StaleCase]:
    """Cases that are to be seen in Prefect, by their ids, after one."""
    return _DRAWN.all(db, after=after, most=most)
