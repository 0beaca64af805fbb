"""Titles over time: who is what to the child, from when to when, by which answer."""

from dataclasses import replace
from datetime import datetime, timedelta

from models.facts.case import CaseFacts
from models.facts.given import GivenAnswer
from models.facts.titles import SOURCES, TitleKind
from models.forms.petition import PetitionDraft
from models.forms.protection import OrderRuling
from models.forms.protection_application import ProtectionApplication
from models.forms.protection_terms import Measure
from models.forms.receipt import Registration
from models.forms.relative_care import CarerVerification
from models.forms.restoration import RestorationCommission, RestorationRuling
from models.forms.revocation import Judgment
from models.law.dates import day_begins
from tests.factories_forms import example
from tests.unit.documents.records import answer


def holding(facts: CaseFacts, kind: TitleKind, at: datetime) -> list[str]:
    return [one.who.name for one in facts.titles if one.kind is kind and one.holds(at)]


def through_court(*more: GivenAnswer) -> CaseFacts:
    given = [
        answer(example(Registration), at=0),
        answer(example(PetitionDraft), at=1),
        answer(example(Judgment), at=2),
    ]
    return CaseFacts.of([*given, *more])


JUDGED = day_begins(example(Judgment).effective_on)
LATER = JUDGED + timedelta(days=900)


def test_every_title_has_its_article():
    assert set(SOURCES) == set(TitleKind)


def test_suspicion_and_the_warning_are_of_the_one_they_were_said_of():
    facts = CaseFacts.of([answer(example(Registration))])
    assert holding(facts, TitleKind.GUARDIAN, LATER) == ["林某某", "禾某某"]
    assert holding(facts, TitleKind.SUSPECTED, LATER) == ["林某某"]
    assert holding(facts, TitleKind.NOT_CONTACTED, LATER) == ["林某某"]


def test_a_correction_takes_a_suspicion_back():
    form = example(Registration)
    cleared = tuple(one.model_copy(update={"is_suspected": False}) for one in form.guardians)
    assert (
        holding(CaseFacts.of([answer(form)], guardians=cleared), TitleKind.SUSPECTED, LATER) == []
    )


def test_a_judgment_ends_being_guardian_and_appoints_another():
    facts = through_court()
    before = JUDGED - timedelta(seconds=1)
    assert "林某某" in holding(facts, TitleKind.GUARDIAN, before)
    assert holding(facts, TitleKind.REVOKED, before) == []
    assert "林某某" not in holding(facts, TitleKind.GUARDIAN, JUDGED)
    assert holding(facts, TitleKind.REVOKED, JUDGED) == ["林某某"]
    assert holding(facts, TitleKind.APPOINTED, JUDGED) == ["王某某"]


def test_a_restoration_ends_the_revocation_from_its_day():
    restored = example(RestorationRuling)
    assert restored.effective_on is not None
    facts = through_court(
        answer(example(RestorationCommission, applicant="林某某", relation="母亲"), at=8),
        answer(restored, at=9),
    )
    day = day_begins(restored.effective_on)
    assert holding(facts, TitleKind.REVOKED, day - timedelta(seconds=1)) == ["林某某"]
    assert holding(facts, TitleKind.REVOKED, day) == []
    assert holding(facts, TitleKind.RESTORED, day) == ["林某某"]


def test_who_was_found_unsuitable_is_no_carer_and_whom_a_bar_meets_is_barred():
    suited = answer(example(CarerVerification), at=1)
    barred = answer(example(CarerVerification, suitable=False, bar_vice=True), at=2)
    facts = CaseFacts.of([suited])
    assert holding(facts, TitleKind.CARER, LATER) == ["王某某"]
    facts = CaseFacts.of([suited, barred])
    assert holding(facts, TitleKind.CARER, LATER) == []
    assert holding(facts, TitleKind.BARRED, LATER) == ["王某某"]


def test_a_protection_order_binds_its_respondent_while_it_runs():
    ruling = example(OrderRuling)
    facts = CaseFacts.of([answer(example(ProtectionApplication), at=1), answer(ruling, at=2)])
    named = [one.name for one in example(ProtectionApplication).respondents]
    assert holding(facts, TitleKind.RESPONDENT, ruling.made_at) == named
    assert holding(facts, TitleKind.RESPONDENT, ruling.ends_at + timedelta(days=1)) == []


def test_a_newer_order_takes_the_place_of_the_one_before():
    ruling = example(OrderRuling)
    milder = ruling.model_copy(
        update={"made_at": ruling.made_at + timedelta(days=9), "measures": (Measure.NO_VIOLENCE,)}
    )
    facts = CaseFacts.of(
        [
            answer(example(ProtectionApplication), at=1),
            answer(ruling, at=2),
            answer(milder, at=3),
        ]
    )
    assert holding(facts, TitleKind.RESPONDENT, milder.made_at - timedelta(seconds=1)) != []
    assert holding(facts, TitleKind.RESPONDENT, milder.made_at) == []


def test_a_title_keeps_the_answer_that_gives_it():
    facts = through_court()
    [revoked] = [one for one in facts.titles if one.kind is TitleKind.REVOKED]
    assert revoked.origin == replace(facts.given[-1])
