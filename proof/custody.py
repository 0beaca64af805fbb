"""Properties of temporary guardianship: how it begins, that it ends, what it excludes."""

from collections.abc import Iterator

from models.forms.custody import ReceptionHandover
from models.labels import STAGES
from models.words import Outcome, Stage
from proof.seen import Seen, answer_to
from tasks.journal.effect import BeginCustody


def custody_begins_with_a_signed_handover(seen: Seen) -> Iterator[str]:
    """G3: T0 is the instant of a reception hand-over that both sides signed."""
    for stage, beginning in seen.done(BeginCustody):
        step = answer_to(stage, "reception-handover")
        handover = step.answered if step else None
        if not isinstance(handover, ReceptionHandover) or not handover.child_was_received:
            yield f"“{STAGES[stage.stage]}”没有接收儿童的交接单,临时监护却开始了"
        elif not (handover.signed_by_police and handover.signed_by_centre):
            yield "交接单没有双方签字,临时监护却开始了"
        elif beginning.at != handover.received_at:
            yield "临时监护的起点不是交接单上的接收时间"


def custody_ends_before_the_case(seen: Seen) -> Iterator[str]:
    """No case is closed over a child who is still in temporary guardianship."""
    if seen.closed_now and seen.after.custody_began_at is not None:
        yield "案件结案时,儿童仍在临时监护中"


def nobody_in_custody_is_supported_at_home(seen: Seen) -> Iterator[str]:
    """Support at home means the child is there; who is in custody goes home by a conclusion."""
    ended = seen.ended_as(Outcome.SUPPORT_AT_HOME)
    if ended is not None and ended.stage is Stage.ASSESSMENT and seen.custody_was_on:
        yield "儿童在临时监护中,评估却以“留在家庭”结束,没有经过会商"
