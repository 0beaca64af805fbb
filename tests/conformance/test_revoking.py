"""Revoking, placing, restoring: outline 72, 73; rules 5C.1 to 5C.12, gates G6 and G7."""

from datetime import date

import pytest

from models.errors import FormInvalid
from models.forms.petition import PetitionDraft, Venue
from models.forms.restoration import RestorationOpinion
from models.forms.revocation import CourtAcceptance, Judgment
from models.forms.suggestion import SuggestionReceived
from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.loading import load_pack
from models.words import Holder, Outcome, Paper, Role, Stage
from tests.conformance.walking import Walk
from tests.factories_forms import example, raw_example
from tests.flows.routes import GIVEN_UP, REFUSED
from tests.law import LAW
from tests.unit.documents.records import record
from tests.unit.documents.test_required import refuse_absent, said

article, rule = pytest.mark.article, pytest.mark.rule
PACK, CALENDAR = load_pack("national"), Calendar.standard()


@article("001:72")
@rule("5C.1")
def test_a_petition_is_drafted_signed_by_legal_and_director_and_filed() -> None:
    walk = Walk.of().to("ask:court-acceptance")

    assert walk.ask("ask:petition-draft").rule == "5C.1"
    assert walk.signers("approve:revocation-petition") == (Role.LEGAL, Role.DIRECTOR)
    assert "issue:revocation-petition" in walk.issued()
    assert walk.done()[-1] == "ask:filing"
    assert not count(PACK.rule("5C.1"), date(2026, 11, 16), CALENDAR).printable


@article("001:72")
@rule("5C.1", "5C.3")
@pytest.mark.parametrize("missing", ["evidence", "respondents", "child_view"])
def test_a_petition_without_an_element_is_not_answered(missing: str) -> None:
    fields = raw_example(PetitionDraft)
    assert missing in fields
    with pytest.raises(FormInvalid):
        PetitionDraft.parse(raw_example(PetitionDraft, **{missing: None}), LAW)


@rule("5C.3")
def test_each_piece_of_evidence_says_where_it_comes_from_and_what_it_proves() -> None:
    read = said(Paper.REVOCATION_PETITION, record(Stage.REVOCATION))

    refuse_absent(read, "证据名称", "来源", "证明目的", "评估报告")


@rule("5C.4")
def test_the_court_is_one_of_three_places() -> None:
    assert len(Venue) == 3


@rule("5C.5")
def test_the_court_files_within_seven_days_of_what_was_handed_in() -> None:
    walk = Walk.of().to("ask:court-acceptance")
    asked = walk.ask("ask:court-acceptance")

    assert (asked.rule, asked.holder) == ("5C.5", Holder.COURT)
    assert count(PACK.rule("5C.5"), date(2026, 11, 9), CALENDAR).due_on == date(2026, 11, 16)


@rule("5C.5")
def test_what_the_court_will_not_take_is_corrected_and_filed_again_or_given_up() -> None:
    walk = Walk.of(**GIVEN_UP.changes)

    assert walk.to_the_end(Stage.REVOCATION) is Outcome.PETITION_WITHDRAWN
    assert walk.opened()[-1] is Stage.CONSULTATION
    again = Walk.of(court_acceptance={"accepted": "否", "case_number": None,
                                      "to_correct": "补正证据目录"})  # fmt: skip
    again.to("ask:petition-draft#2")
    assert "issue:revocation-petition" in again.issued()


@rule("5C.1", "5C.5")
def test_the_day_the_court_gives_for_a_correction_binds_draft_signatures_and_filing() -> None:
    no = {"accepted": "否", "case_number": None, "to_correct": "补正证据目录"}
    answered = raw_example(CourtAcceptance, **no, correct_by="2026-12-04")
    until = CourtAcceptance.parse(answered, LAW).correct_until
    walk = Walk.of(court_acceptance=no | {"correct_by": "2026-12-04"}).to("ask:filing#2")

    assert until is not None
    assert walk.ask("ask:petition-draft#2").by == until
    assert walk.ask("ask:filing#2").by == until
    assert walk.until("approve:revocation-petition#2") == until
    assert walk.ask("ask:petition-draft").by is None
    early = answered | {"decided_on": "2026-12-05"}
    with pytest.raises(FormInvalid) as refused:
        CourtAcceptance.parse(early, LAW)
    assert set(refused.value.errors) == {"correct_by"}


@rule("5C.6")
def test_judgment_is_expected_by_the_earlier_of_one_month_and_thirty_days() -> None:
    walk = Walk.of().to("ask:judgment")
    asked = walk.ask("ask:judgment")
    found = count(PACK.rule("5C.6"), date(2015, 1, 7), CALENDAR)

    assert (asked.rule, asked.holder) == ("5C.6", Holder.COURT)
    assert asked.since == example(CourtAcceptance).accepted_at
    assert (found.due_on, found.expected_on) == (date(2015, 2, 9), date(2015, 2, 6))


@rule("5C.7")
def test_there_is_no_step_of_appeal_and_a_judgment_says_when_it_took_effect() -> None:
    with pytest.raises(FormInvalid):
        Judgment.parse(raw_example(Judgment, effective_on=None), LAW)
    walk = Walk.of()
    walk.to_the_end(Stage.REVOCATION)
    assert not [key for key in walk.done() if "appeal" in key]
    assert "上诉" not in said(Paper.REVOCATION_PETITION, record(Stage.REVOCATION))


@article("001:73")
@rule("5C.8")
def test_while_the_suit_runs_the_centre_proposes_a_guardian_to_the_court() -> None:
    walk = Walk.of().to("ask:guardian-proposal")

    assert walk.ask("ask:guardian-proposal").rule == "5C.8"
    assert walk.done()[-1] == "ask:court-acceptance"


@rule("5C.9")
def test_after_the_judgment_the_child_is_handed_over_in_writing() -> None:
    walk = Walk.of()

    assert walk.to_the_end(Stage.PLACEMENT) is Outcome.PLACED
    assert {"issue:rights-notice", "issue:handover"} <= set(walk.issued())
    assert walk.case.custody_began_at is None
    assert walk.opened()[-1] is Stage.FOLLOW_UP


@rule("5C.6")
def test_where_the_court_refuses_the_bodies_consult_again() -> None:
    walk = Walk.of(**REFUSED.changes)

    assert walk.to_the_end(Stage.REVOCATION) is Outcome.COURT_REFUSED
    assert walk.opened()[-1] is Stage.CONSULTATION


@rule("5C.2")
def test_a_suggestion_is_answered_in_writing_within_a_month() -> None:
    walk = Walk.of(Stage.SUGGESTION_REPLY).to("ask:reply-sent")
    received = example(SuggestionReceived).received_at

    assert walk.ask("ask:reply-draft").rule == walk.ask("ask:reply-sent").rule == "5C.2"
    assert walk.ask("ask:reply-draft").since == received
    assert "issue:suggestion-reply" in walk.issued()
    assert count(PACK.rule("5C.2"), date(2026, 1, 31), CALENDAR).due_on == date(2026, 2, 28)


@rule("5C.10")
def test_the_window_for_restoration_opens_after_three_months_and_closes_after_a_year() -> None:
    opens = count(PACK.rule("5C.10"), date(2026, 1, 5), CALENDAR)
    closes = count(PACK.rule("5C.10-closes"), date(2026, 1, 5), CALENDAR)

    assert opens.opens
    assert opens.due_on == date(2026, 4, 5)
    assert closes.nominal_on == date(2027, 1, 5)


@rule("5C.10")
def test_after_an_intentional_crime_against_the_child_no_opinion_is_for_restoring() -> None:
    with pytest.raises(FormInvalid):
        RestorationOpinion.parse(raw_example(RestorationOpinion, intentional_crime="是"), LAW)
    walk = Walk.of(Stage.RESTORATION).to("ask:restoration-ruling")
    assert "issue:restoration-opinion" in walk.issued()


@rule("5C.11")
def test_adoption_is_counted_a_year_ahead_and_not_printed_for_the_number_was_not_seen() -> None:
    found = count(PACK.rule("5C.11"), date(2026, 6, 18), CALENDAR)

    assert found.opens
    assert found.due_on == date(2027, 6, 18)
    assert not found.printable


@rule("5C.12")
def test_who_disagrees_with_an_appointment_has_thirty_days() -> None:
    found = count(PACK.rule("5C.12"), date(2026, 1, 31), CALENDAR)

    assert found.due_on == date(2026, 3, 2)
    assert found.printable
