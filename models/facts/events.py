"""What happened in a case, and when: each event of the rulebook, from the form that proves it.

One table says which field of which form proves which event. A deadline, a paper, a page and a check
read the instant from here, so that one event has one instant. What happened twice (a second notice,
a second petition) is told twice, and the newest counts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.facts.given import GivenAnswer, Signed
from models.forms.assessment import Assessment, WorkPlan
from models.forms.base import Form
from models.forms.consultation import Minutes
from models.forms.custody import CustodyDecision, HealthCheck, PoliceStatement, ReceptionHandover
from models.forms.follow_up import Visit
from models.forms.investigation import Investigation
from models.forms.placement import PlacementHandover
from models.forms.protection import (
    InjunctionFiling,
    InjunctionRuling,
    OrderRuling,
    ProtectionFiling,
)
from models.forms.receipt import PoliceReport, Registration, Triage
from models.forms.relative_care import RelativeHandover
from models.forms.restoration import RestorationCommission, RestorationHandover, RestorationRuling
from models.forms.return_home import Collection, NoticeServed
from models.forms.revocation import CourtAcceptance, Filing, Judgment
from models.forms.suggestion import SuggestionReceived
from models.law.dates import day_begins
from models.law.terms import JudgmentResult
from models.words import Paper

#: When a form says it happened: an instant, a Shanghai day, or None where it says it did not.
When = Callable[[Any], date | datetime | None]


@dataclass(frozen=True)
class Occurrence:
    """That an event of the rulebook happened."""

    event: str
    """A code of the pack's `events`."""
    at: datetime
    """A day that is known without its hour counts from its first instant."""
    hour_known: bool
    known_at: datetime
    """When it was recorded."""
    origin: GivenAnswer | Signed


@dataclass(frozen=True)
class Proof:
    """Which form proves an event, and where in it the instant stands."""

    form: type[Form]
    when: When


def _if(held: bool, when: date | datetime | None) -> date | datetime | None:  # noqa: FBT001
    return when if held else None


#: Event of the rulebook to what proves it.
PROOFS: Mapping[str, tuple[Proof, ...]] = {
    "report_received": (Proof(Registration, lambda form: form.received_at),),
    "harm_discovered": (
        Proof(Registration, lambda form: _if(form.suspects_harm, form.received_at)),
    ),
    "police_report_received": (Proof(PoliceReport, lambda form: form.reported_at),),
    "guardianship_began": (Proof(ReceptionHandover, lambda form: form.taken_over_at),),
    "child_arrived": (Proof(ReceptionHandover, lambda form: form.taken_over_at),),
    "custody_decided": (Proof(CustodyDecision, lambda form: form.decided_at),),
    "health_checked": (Proof(HealthCheck, lambda form: form.checked_at),),
    "statement_received": (Proof(PoliceStatement, lambda form: form.received_on),),
    "investigation_done": (Proof(Investigation, lambda form: form.ended_on),),
    "investigation_substantiated": (
        Proof(Investigation, lambda form: _if(form.substantiated, form.ended_on)),
    ),
    "assessment_finished": (Proof(Assessment, lambda form: form.assessed_on),),
    "previous_assessment": (Proof(Assessment, lambda form: form.assessed_on),),
    "meeting_held": (Proof(Minutes, lambda form: form.held_at),),
    "collection_notice_served": (Proof(NoticeServed, lambda form: form.served_at),),
    "child_handed_over": tuple(
        Proof(form, lambda form: form.handover.handed_over_at if form.handover else None)
        for form in (Collection, RelativeHandover, PlacementHandover, RestorationHandover)
    ),
    "order_application_accepted": (Proof(ProtectionFiling, lambda form: form.accepted_at),),
    "order_made": (Proof(OrderRuling, lambda form: _if(form.granted, form.made_at)),),
    "order_in_force": (Proof(OrderRuling, lambda form: _if(form.granted, form.made_at)),),
    "injunction_applied": (Proof(InjunctionFiling, lambda form: form.applied_at),),
    "injunction_executed": (
        Proof(InjunctionRuling, lambda form: form.taken_at if form.granted else None),
    ),
    "suggestion_received": (Proof(SuggestionReceived, lambda form: form.received_at),),
    "petition_submitted": (Proof(Filing, lambda form: form.filed_at),),
    "petition_filed": (Proof(CourtAcceptance, lambda form: _if(form.accepted, form.decided_on)),),
    "judgment_served": (Proof(Judgment, lambda form: form.effective_on),),
    "guardianship_revoked": (
        Proof(Judgment, lambda form: _if(form.result is JudgmentResult.REVOKED, form.effective_on)),
    ),
    "guardianship_restored": (Proof(RestorationRuling, lambda form: form.effective_on),),
    "court_requested_help": (Proof(RestorationCommission, lambda form: form.commissioned_on),),
    "finding_at_visit": (Proof(Visit, lambda form: _if(form.finds_something, form.on)),),
}
#: Events that are the deciding of a form itself: they happen when it is answered.
BY_ANSWER: Mapping[str, tuple[type[Form], Callable[[Any], bool]]] = {
    "case_accepted": (Triage, lambda form: form.accepted),
    "work_plan_made": (WorkPlan, lambda _: True),
}
#: Events that are the last signature under a document.
BY_SIGNATURE: Mapping[str, Paper] = {"conclusion_in_force": Paper.CONSULTATION_MINUTES}


def occurrences(
    given: Iterable[GivenAnswer], signed: Iterable[Signed] = ()
) -> tuple[Occurrence, ...]:
    """Everything that happened, by when it happened; what is known of one instant by when told."""
    found = [*_told(tuple(given)), *_signed(signed)]
    return tuple(sorted(found, key=lambda one: (one.at, one.known_at)))


def _told(given: tuple[GivenAnswer, ...]) -> Iterator[Occurrence]:
    for one in given:
        for event, proofs in PROOFS.items():
            for proof in proofs:
                if isinstance(one.form, proof.form) and (when := proof.when(one.form)):
                    yield _occurred(event, when, one)
        for event, (form, holds) in BY_ANSWER.items():
            if isinstance(one.form, form) and holds(one.form):
                yield _occurred(event, one.done_on or one.answered_at, one)


def _occurred(event: str, when: date | datetime, origin: GivenAnswer) -> Occurrence:
    if isinstance(when, datetime):
        return Occurrence(event, when, hour_known=True, known_at=origin.answered_at, origin=origin)
    return Occurrence(
        event, day_begins(when), hour_known=False, known_at=origin.answered_at, origin=origin
    )


def _signed(signed: Iterable[Signed]) -> Iterator[Occurrence]:
    for event, paper in BY_SIGNATURE.items():
        for one in signed:
            if one.paper is paper:
                yield Occurrence(event, one.at, hour_known=True, known_at=one.at, origin=one)
