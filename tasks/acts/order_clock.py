"""The deadline of the feedback to a supervision order: rule C.10, or the day the director names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, text

from models.errors import BrokenInvariant
from models.store import calendars, own_targets
from models.tables.step import Deadline, DeadlineState
from models.words import Holder
from tasks.act import Act
from tasks.deadlines.counting import Counted, deadline

RULE = "C.10"

_END = text(
    "UPDATE deadlines SET state = CAST(:state AS text), ended_at = :now, met_late = "
    "CASE WHEN CAST(:state AS text) = 'met' THEN state = 'running' AND :now > due_at END "
    "WHERE case_id = :case AND state IN ('running', 'suspended') AND key LIKE :like "
    "RETURNING met_late"
)
_ROUNDS = text("SELECT count(*) FROM deadlines WHERE case_id = :case AND key LIKE :like")


@dataclass(frozen=True)
class Feedback:
    """Whose feedback to what."""

    order_id: UUID
    stage_id: UUID
    owes: UUID


def start(act: Act, case: Row[Any], feedback: Feedback, *, by: datetime | None) -> datetime:
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
    asked = {"case": case.id, "like": f"order:{feedback.order_id}:%"}
    ordinal = act.db.execute(_ROUNDS, asked).scalar_one() + 1
    row = {
        "id": uuid4(),
        "case_id": case.id,
        "stage_id": feedback.stage_id,
        "centre_id": case.centre_id,
        "step_id": None,
        "key": f"order:{feedback.order_id}:{ordinal}",
        "rule": counted.rule,
        "pack": counted.pack,
        "holder": Holder.CENTRE,
        "owner_id": feedback.owes,
        "starts_at": counted.starts_at,
        "due_at": counted.due_at,
        "yellow_at": counted.turns.yellow_at,
        "red_at": counted.turns.red_at,
        "provisional": counted.provisional,
        "printable": counted.printable,
        "receipt": counted.receipt,
        "state": DeadlineState.RUNNING,
    }
    act.db.execute(insert(Deadline.__table__), row)  # type: ignore[arg-type]
    return counted.due_at


def end(act: Act, order: Row[Any], state: DeadlineState) -> bool:
    """End the deadline that counts: met by a report, or stopped with the order; whether late.

    A person may have moved or suspended it since the order was given: the deadline's row decides.
    """
    like = f"order:{order.id}:%"
    asked = {"case": order.case_id, "like": like, "now": act.now, "state": state.value}
    return any(act.db.execute(_END, asked).scalars())
