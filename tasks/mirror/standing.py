"""What stands still in a case, and why; and a centre's table of it.

Pure, over `models.store.mirror`, and of the same words as the rest of the drawing.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from models.law.dates import shanghai_date
from models.store.to_draw import ClockToDraw, StepToDraw
from models.tables.step import DeadlineState
from models.words import StepKind
from tasks.journal.entry import TRIES
from tasks.mirror.case_to_draw import CaseToDraw
from tasks.mirror.naming import short, who
from tasks.mirror.task_drawn import LightShown, light, light_of

#: Prefect's page draws every line of a table; of more, the oldest are shown, and how many more.
MOST_LINES = 200


class Why(StrEnum):
    """Why something stands still."""

    OVERDUE = "overdue"
    FAILED = "failed"
    STALLED = "stalled"


@dataclass(frozen=True)
class Still:
    """One thing that stands still; `since` and `due` as an ISO instant and a day."""

    centre: str
    case: str
    stage: str
    step: str
    who: str
    due: str
    why: str
    since: str


def standing(case: CaseToDraw, stalled_since: datetime | None, now: datetime) -> tuple[Still, ...]:
    """What stands still in a case.

    Args:
        case: The case.
        stalled_since: Since when nothing was done in it, where that is long ago.
        now: The instant whose lights count.
    """
    found = [
        _still(case, one, Why.OVERDUE, one.due_at) for one in case.waiting if _is_over(one, now)
    ]
    found += [_clock(case, one) for one in case.clocks if _has_run_out(one, now)]
    found += [_still(case, one, Why.FAILED, one.opened_at) for one in case.waiting if _failed(one)]
    if stalled_since and case.waiting and not found:
        found.append(_still(case, case.waiting[0], Why.STALLED, stalled_since))
    return tuple(found)


def _is_over(step: StepToDraw, now: datetime) -> bool:
    return light(step, now) is LightShown.OVERDUE


def _has_run_out(clock: ClockToDraw, now: datetime) -> bool:
    is_running = clock.state is DeadlineState.RUNNING
    return is_running and light_of(clock, now) is LightShown.OVERDUE


def _failed(step: StepToDraw) -> bool:
    return step.kind in (StepKind.ISSUE, StepKind.EFFECT) and step.attempts >= TRIES


def _still(case: CaseToDraw, step: StepToDraw, why: Why, since: datetime | None) -> Still:
    return Still(
        centre=case.centre_id.hex,
        case=step.case_id.hex,
        stage=case.names[step.stage_id],
        step=step.key,
        who=who(step),
        due=_day(step.due_at),
        why=why,
        since=(since or step.opened_at).isoformat(),
    )


def _clock(case: CaseToDraw, clock: ClockToDraw) -> Still:
    return Still(
        centre=case.centre_id.hex,
        case=clock.case_id.hex,
        stage=case.names[clock.stage_id],
        step=f"deadline:{clock.key}",
        who=clock.holder,
        due=_day(clock.due_at),
        why=Why.OVERDUE,
        since=clock.due_at.isoformat(),
    )


def _day(at: datetime | None) -> str:
    return f"{shanghai_date(at)}" if at else ""


def as_kept(found: Iterable[Still]) -> list[dict[str, str]]:
    """As it is kept beside the drawing of its case."""
    return [asdict(one) for one in found]


def centre_table(found: Iterable[Still], *, link: str) -> list[dict[str, str]]:
    """The lines of a centre's table, what stands longest first.

    Args:
        found: What stands still in its cases.
        link: The portal's address, ending in a slash.
    """
    ordered = sorted(found, key=lambda one: (one.since, one.case, one.step))
    lines = [_line(one, link) for one in ordered[:MOST_LINES]]
    if len(ordered) > MOST_LINES:
        more = {"case": f"and {len(ordered) - MOST_LINES} more"}
        lines.append(dict.fromkeys(lines[0], "") | more)
    return lines


def _line(one: Still, link: str) -> dict[str, str]:
    case_id = UUID(one.case)
    return {
        "case": f"[{short(case_id)}]({link}cases/{case_id})",
        "stage": one.stage,
        "step": one.step,
        "waits for": one.who,
        "due": one.due,
        "why": one.why,
        "since": _day(datetime.fromisoformat(one.since)),
    }
