"""The deadline of the feedback to a supervision order: rule C.10, or the day the director names."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from models.errors import BrokenInvariant
from models.store import calendars, deadlines, own_targets
from models.store.case import LockedCase
from models.store.order import OrderNow
from models.tables.step import DeadlineState
from tasks.act import Act
from tasks.deadlines.counting import Counted, deadline

RULE = "C.10"


@dataclass(frozen=True)
class Feedback:
    """Whose feedback to what."""

    order_id: UUID
    stage_id: UUID
    owes: UUID


def start(act: Act, case: LockedCase, feedback: Feedback, *, by: datetime | None) -> datetime:
    """Start the deadline of the feedback, anew after a return; returns when it ends.

    It belongs to no step, so that the end of a stage does not end it.
    """
    counted = deadline(
        act.office,
        calendars.in_effect(act.db),
        pack=case.pack,
        locality=case.locality,
        rule=RULE,
        since=act.now,
        by=by,
        own=own_targets.current(act.db, case.centre_id),
    )
    if not isinstance(counted, Counted):
        raise BrokenInvariant(f"规则{RULE}没有期限。")
    ordinal = deadlines.rounds_of_order(act.db, case.id, feedback.order_id) + 1
    started = counted.starting(
        key=f"order:{feedback.order_id}:{ordinal}", case_id=case.id, stage_id=feedback.stage_id,
        centre_id=case.centre_id,
    )  # fmt: skip
    deadlines.start(act.db, replace(started, owner_id=feedback.owes))
    return counted.due_at


def end(act: Act, order: OrderNow, state: DeadlineState) -> bool:
    """End the deadline that counts: met by a report, or stopped with the order; whether late.

    A person may have moved or suspended it since the order was given: the deadline's row decides.
    """
    whose = deadlines.of_order(order.case_id, order.id)
    if state is DeadlineState.MET:
        return any(
            one.met_late for one in deadlines.meet(act.db, whose, done_at=act.now, now=act.now)
        )
    deadlines.stop(act.db, whose, now=act.now)
    return False
