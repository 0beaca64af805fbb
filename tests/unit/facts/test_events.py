"""Events of a case: one instant each, from the form that proves it."""

from dataclasses import replace
from datetime import timedelta

from models.facts.case import CaseFacts
from models.facts.events import EVENTS
from models.facts.given import Signed
from models.forms.consultation import Minutes
from models.forms.receipt import Registration, Triage
from models.forms.return_home import NoticeServed
from models.forms.revocation import Judgment
from models.law.terms import JudgmentResult
from models.words import Paper, Stage
from tests.factories_forms import example
from tests.law import LAW
from tests.unit.documents.records import NOW, answer

#: Events from which a rule counts and which no form of ours proves, with the reason.
UNPROVED = {
    "step_opened": "the opening of the step itself, which is no fact of the case",
    "before_admission": "a day before which something is done, not after which",
    "danger_found": "the police's own clock",
    "search_requested": "asked of the police with the hand-over; no form says when",
    "report_settled": "what settles a report differs by how the case goes on",
    "care_requested": "no form says when a relative asked",
    "litigation_ended": "the court's own clock",
    "announcement_expired": "the court's own clock",
    "designation_received": "the village committee's own clock",
    "prevention_listed": "begins with the plan of follow-up",
    "difficulty_listed": "begins with the plan of follow-up",
    "child_born": "a fact about the child, which keeps its own",
    "police_took_case": "the police's own clock",
    "family_violence_reported": "the police's own clock",
    "warning_served": "the police's own clock",
    "legal_aid_given": "the lawyer's own clock",
    "order_given": "a supervision order is no form of the procedure",
}


def test_every_event_from_which_a_rule_counts_is_proved_by_a_form_or_has_its_reason():
    counted = {rule.starts.code for rule in LAW.rules.values() if rule.starts}
    assert counted - set(EVENTS) == set(UNPROVED)


def test_an_event_keeps_the_answer_that_proves_it_and_when_it_became_known():
    form = example(Registration)
    registered = answer(form, at=3)
    found = CaseFacts.of([registered]).happened("report_received")
    assert found is not None
    assert found.origin is registered
    assert found.known_at == registered.answered_at
    assert found.at == form.received_at


def test_what_a_form_denies_did_not_happen():
    refused = answer(example(Triage, accepted=False, refer_to="某单位"))
    assert CaseFacts.of([refused]).happened("case_accepted") is None
    judged = answer(example(Judgment, result=JudgmentResult.REFUSED, next_step="重新会商"))
    assert CaseFacts.of([judged]).happened("guardianship_revoked") is None


def test_of_two_notices_the_newest_counts_whatever_order_they_were_entered_in():
    early = example(NoticeServed, served_at=NOW - timedelta(days=9))
    late = example(NoticeServed, served_at=NOW - timedelta(days=2))
    entered_late = [answer(late, turn=2, at=5), answer(early, turn=1, at=9)]
    found = CaseFacts.of(entered_late).happened("collection_notice_served")
    assert found is not None
    assert found.at == late.served_at


def test_a_conclusion_is_in_force_with_the_last_signature_and_not_with_the_meeting():
    minutes = answer(example(Minutes))
    facts = CaseFacts.of([minutes])
    assert facts.happened("meeting_held") is not None
    assert facts.happened("conclusion_in_force") is None
    signed = Signed(Paper.CONSULTATION_MINUTES, Stage.CONSULTATION, 1, 1, NOW)
    in_force = CaseFacts.of([minutes], [signed]).happened("conclusion_in_force")
    assert in_force is not None
    assert in_force.at == NOW


def test_what_was_recorded_later_was_not_known_before():
    first, second = answer(example(Registration), at=1), answer(example(Triage), at=5)
    facts = CaseFacts.of([second, first])
    before = facts.as_known_on(first.answered_at)
    assert before.given == (first,)
    assert before.happened("case_accepted") is None
    assert facts.as_known_on(second.answered_at) == replace(facts)
