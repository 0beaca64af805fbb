"""Reading cases in order to draw them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection

from models.errors import BrokenInvariant
from models.store import mirror
from models.store.mirror import StaleCase
from models.store.to_draw import ClockToDraw, SignatureToDraw, StageToDraw, StepToDraw
from tasks.journal.entry import TRIES
from tasks.mirror.case_to_draw import CaseToDraw
from tasks.mirror.drawing import CaseDrawn, RunDrawn, draw

Part = TypeVar("Part", StageToDraw, StepToDraw, SignatureToDraw, ClockToDraw)


def drawings(
    db: Connection, cases: Sequence[StaleCase], *, now: datetime
) -> list[tuple[StaleCase, CaseDrawn]]:
    """Draw some cases as they stand."""
    ids = [case.id for case in cases]
    stages = _by_case(mirror.stages(db, ids, tries=TRIES))
    steps = _by_case(mirror.steps(db, ids))
    signatures = _by_case(mirror.signatures(db, ids))
    clocks = _by_case(mirror.clocks(db, ids))
    return [
        (
            case,
            draw(
                CaseToDraw(
                    case.centre_id,
                    stages[case.id],
                    steps[case.id],
                    signatures[case.id],
                    clocks[case.id],
                ),
                now=now,
            ),
        )
        for case in cases
    ]


def drawn_run(db: Connection, stage_id: UUID, *, now: datetime) -> RunDrawn:
    """Draw one stage as a run.

    Raises:
        BrokenInvariant: No such stage.
    """
    case = mirror.case_of(db, stage_id)
    if case is not None:
        [(_, drawn)] = drawings(db, [case], now=now)
        for run in drawn.runs:
            if run.stage.id == stage_id:
                return run
    raise BrokenInvariant


def _by_case(parts: Iterable[Part]) -> dict[UUID, list[Part]]:
    found: dict[UUID, list[Part]] = defaultdict(list)
    for part in parts:
        found[part.case_id].append(part)
    return found
