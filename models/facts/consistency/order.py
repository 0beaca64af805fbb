"""What comes after what: pairs of events, the later of which cannot lie before the earlier."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.facts.consistency.rule import Compared, Contradiction
from models.facts.events import EVENTS, Occurrence, told_by
from models.facts.given import GivenAnswer
from models.law.dates import chinese_day, chinese_time, shanghai_date


@dataclass(frozen=True)
class InOrder:
    """That one event follows another."""

    earlier: str
    later: str
    within_stage: bool = True
    """Whether both are told in one stage; else the newest known of the whole case counts."""


#: The order of things. What may come in either order (a decision and the hand-over) is not here.
ORDERS: tuple[InOrder, ...] = (
    InOrder("report_received", "police_report_received"),
    InOrder("report_received", "guardianship_began", within_stage=False),
    InOrder("report_received", "custody_decided", within_stage=False),
    InOrder("report_received", "investigation_done", within_stage=False),
    InOrder("report_received", "voice_heard", within_stage=False),
    InOrder("report_received", "assessed", within_stage=False),
    InOrder("report_received", "reporter_told", within_stage=False),
    InOrder("report_received", "carer_confirmed", within_stage=False),
    InOrder("guardianship_began", "statement_received"),
    InOrder("guardianship_began", "search_concluded"),
    InOrder("guardianship_began", "child_handed_over", within_stage=False),
    InOrder("investigation_done", "assessed", within_stage=False),
    InOrder("assessed", "opinion_given", within_stage=False),
    InOrder("assessed", "meeting_held", within_stage=False),
    InOrder("conclusion_in_force", "collection_notice_served", within_stage=False),
    InOrder("conclusion_in_force", "collected", within_stage=False),
    InOrder("conclusion_in_force", "entrusted", within_stage=False),
    InOrder("collection_notice_served", "collected"),
    InOrder("conclusion_in_force", "guardian_proposed", within_stage=False),
    InOrder("petition_signed", "petition_submitted"),
    InOrder("petition_submitted", "court_answered"),
    InOrder("petition_filed", "judged"),
    InOrder("judgment_served", "placed", within_stage=False),
    InOrder("conclusion_in_force", "long_term_decided", within_stage=False),
    InOrder("long_term_decided", "handed_to_state"),
    InOrder("follow_up_began", "visited"),
    InOrder("visited", "follow_up_reviewed"),
    InOrder("order_signed", "order_submitted"),
    InOrder("order_application_accepted", "order_ruled"),
    InOrder("order_ruled", "reconsideration_asked"),
    InOrder("reconsideration_asked", "reconsidered"),
    InOrder("injunction_signed", "injunction_applied"),
    InOrder("injunction_applied", "injunction_ruled"),
    InOrder("injunction_ruled", "injunction_executed"),
    InOrder("injunction_applied", "suit_filed"),
    InOrder("extension_signed", "extension_decided"),
    InOrder("suggestion_received", "reply_sent"),
    InOrder("reply_signed", "reply_sent"),
    InOrder("court_requested_help", "restoration_judged"),
    InOrder("guardianship_restored", "handed_back"),
    InOrder("guardianship_began", "child_missing", within_stage=False),
    InOrder("guardianship_began", "child_died", within_stage=False),
    InOrder("child_missing", "missing_reported"),
    InOrder("child_missing", "child_found"),
    InOrder("child_died", "death_reported"),
    InOrder("transfer_signed", "transfer_received"),
    InOrder("child_found", "brought_back"),
)


def out_of_order(compared: Compared) -> Iterator[Contradiction]:
    """Whatever the answer dates before that on which it follows."""
    told = {one.event: one for one in told_by(compared.answer)}
    for order in ORDERS:
        later = told.get(order.later)
        earlier = _known_before(compared, order) if later else None
        if later and earlier and _precedes(later, earlier):
            yield Contradiction(
                later.path,
                f"{EVENTS[order.later].says}({_said(later)})早于{EVENTS[order.earlier].says}"
                f"({_said(earlier)}),请核对日期和年份。",
            )


def _known_before(compared: Compared, order: InOrder) -> Occurrence | None:
    """The newest earlier event that was known before this answer."""
    found = [
        one
        for one in compared.facts.events
        if one.event == order.earlier
        and one.origin is not compared.answer
        and one.known_at <= compared.answer.answered_at
        and (not order.within_stage or _in_stage(compared.answer, one))
    ]
    return max(found, key=lambda one: one.known_at, default=None)


def _in_stage(answer: GivenAnswer, other: Occurrence) -> bool:
    theirs = (other.origin.stage, other.origin.stage_ordinal)
    return (answer.stage, answer.stage_ordinal) == theirs


def _precedes(later: Occurrence, earlier: Occurrence) -> bool:
    if later.hour_known and earlier.hour_known:
        # What a person types has no seconds; a signature has.
        return later.at < earlier.at.replace(second=0, microsecond=0)
    return shanghai_date(later.at) < shanghai_date(earlier.at)


def _said(one: Occurrence) -> str:
    return chinese_time(one.at) if one.hour_known else chinese_day(shanghai_date(one.at))
