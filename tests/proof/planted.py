"""Stage functions with one fault each, as somebody might write them by mistake."""

from itertools import count

from flows.catalogue import PROCEDURE
from models.forms.assessment import Assessment
from models.forms.closure import ClosingReport
from models.forms.custody import ReceptionHandover
from models.forms.follow_up import FollowUpPlan, Visit
from models.forms.investigation import Investigation, InvestigationAssignment
from models.forms.receipt import PoliceReport, Referral, Registration, ReporterFeedback, Triage
from models.forms.return_home import Collection, CollectionNotice, NoticeServed
from models.forms.revocation import Filing, PetitionDraft
from models.forms.suggestion import ReplyDraft, SuggestionReceived
from models.law.outcomes import after_assessment, after_investigation
from models.words import Holder, Outcome, Paper, Role, Stage, StepState
from tasks.journal.entry import Waiting
from tasks.stage_run import StageRun


def investigation_nobody_signs(stage: StageRun) -> Outcome:
    stage.ask(InvestigationAssignment, of=Role.SUPERVISOR, rule="2.1")
    found = stage.ask(Investigation, of=Role.CASEWORKER, rule="2.1")
    stage.issue(Paper.INVESTIGATION_REPORT)
    outcome = after_investigation(substantiated=found.substantiated)
    if outcome is Outcome.NOT_SUBSTANTIATED:
        stage.ask(Referral, of=Role.CASEWORKER, rule="2.3")
        stage.issue(Paper.REFERRAL_LETTER)
    return outcome


def investigation_signed_before_it_is_written(stage: StageRun) -> Outcome:
    found = stage.ask(Investigation, of=Role.CASEWORKER, rule="2.1")
    stage.approve(Paper.INVESTIGATION_REPORT, by=(Role.SUPERVISOR, Role.DIRECTOR))
    stage.issue(Paper.INVESTIGATION_REPORT)
    return after_investigation(substantiated=found.substantiated)


def receipt_that_waits_for_its_paper(stage: StageRun) -> Outcome:
    stage.ask(Registration, of=Role.CASEWORKER, rule="1.1")
    stage.issue(Paper.REGISTRATION)
    _made(stage, "issue:registration")
    stage.ask(PoliceReport, of=Role.CASEWORKER, rule="1.2")
    return Outcome.ACCEPTED


def receipt_that_ends_with_its_paper(stage: StageRun) -> Outcome:
    stage.ask(Registration, of=Role.CASEWORKER, rule="1.1")
    stage.issue(Paper.REGISTRATION)
    stage.ask(PoliceReport, of=Role.CASEWORKER, rule="1.2")
    _made(stage, "issue:registration")
    return Outcome.ACCEPTED


def custody_whose_clock_waits_for_a_paper(stage: StageRun) -> Outcome:
    handover = stage.ask(ReceptionHandover, of=Role.CASEWORKER, rule="1.6", holder=Holder.POLICE)
    if not handover.child_was_received:
        return Outcome.LAPSED
    stage.begin_custody(handover.received_at)
    stage.issue(Paper.RECEPTION_HANDOVER)
    _made(stage, "issue:reception-handover")
    stage.start_clock("3.2", since=handover.received_at)
    return Outcome.DONE


def _made(stage: StageRun, key: str) -> None:
    entry = stage._journal.find(key)
    if entry is None or entry.state is not StepState.DONE:
        raise Waiting


def receipt_without_owner(stage: StageRun) -> Outcome:
    stage.ask(Registration, of=None, rule="1.1")  # type: ignore[arg-type]
    return Outcome.ACCEPTED


def receipt_of_the_administrator(stage: StageRun) -> Outcome:
    stage.ask(Registration, of=Role.ADMINISTRATOR, rule="1.1")
    return Outcome.ACCEPTED


def receipt_without_rule(stage: StageRun) -> Outcome:
    stage.ask(Registration, of=Role.CASEWORKER)
    return Outcome.ACCEPTED


def receipt_by_a_rule_that_is_not(stage: StageRun) -> Outcome:
    stage.ask(Registration, of=Role.CASEWORKER, rule="9.99")
    return Outcome.ACCEPTED


def receipt_reading_a_decision_nobody_knows(stage: StageRun) -> Outcome:
    stage.ask(Registration, of=Role.CASEWORKER, rule="1.1")
    triage = stage.ask(Triage, of=Role.SUPERVISOR, rule="2.1")
    return Outcome.ACCEPTED if triage.reasons else Outcome.REFERRED


def receipt_asking_one_key_twice(stage: StageRun) -> Outcome:
    report = stage.ask(Registration, of=Role.CASEWORKER, rule="1.1")
    stage.issue(Paper.REGISTRATION)
    stage.ask(Referral, of=Role.CASEWORKER, rule="1.10")
    if report.suspects_harm:
        stage.ask(Referral, of=Role.LEGAL, rule="2.3")
    stage.issue(Paper.REFERRAL_LETTER)
    return Outcome.REFERRED


def receipt_with_a_key_of_two_meanings(stage: StageRun) -> Outcome:
    report = stage.ask(Registration, of=Role.CASEWORKER, rule="1.1")
    stage.issue(Paper.REGISTRATION)
    stage.ask(Referral, of=Role.LEGAL if report.suspects_harm else Role.CASEWORKER, rule="1.10")
    stage.issue(Paper.REFERRAL_LETTER)
    return Outcome.REFERRED


def receipt_opening_a_second_main_stage(stage: StageRun) -> Outcome:
    stage.start(Stage.INVESTIGATION)
    stage.ask(Registration, of=Role.CASEWORKER, rule="1.1")
    return Outcome.ACCEPTED


def receipt_ending_as_a_side_procedure(stage: StageRun) -> Outcome:
    outcome = PROCEDURE[Stage.RECEIPT](stage)
    return Outcome.LAPSED if outcome is Outcome.REFERRED else outcome


def assessment_supporting_whom_it_holds(stage: StageRun) -> Outcome:
    report = stage.ask(Assessment, of=Role.CASEWORKER, rule="3.1")
    stage.issue(Paper.ASSESSMENT_REPORT)
    stage.approve(Paper.ASSESSMENT_REPORT, by=(Role.SUPERVISOR, Role.DIRECTOR))
    return after_assessment(report.recommendation)


def return_home_by_any_conclusion(stage: StageRun) -> Outcome:
    stage.ask(CollectionNotice, of=Role.CASEWORKER, rule="5A.1")
    stage.issue(Paper.COLLECTION_NOTICE)
    served = stage.ask(NoticeServed, of=Role.CASEWORKER, rule="5A.1")
    stage.issue(Paper.BRIEFING_LETTER, about="notice-school")
    collection = stage.ask(
        Collection, of=Role.CASEWORKER, rule="5A.2", since=served.served_at, holder=Holder.FAMILY
    )
    if not collection.collected:
        return Outcome.NOT_COLLECTED
    stage.issue(Paper.HANDOVER)
    stage.end_custody(collection.handed_over_at)
    return Outcome.RETURNED


def revocation_without_the_legal_officer(stage: StageRun) -> Outcome:
    stage.require_conclusion(Outcome.PETITION)
    stage.ask(PetitionDraft, of=Role.CASEWORKER, rule="5C.1")
    stage.issue(Paper.REVOCATION_PETITION)
    stage.approve(Paper.REVOCATION_PETITION, by=(Role.DIRECTOR,))
    stage.ask(Filing, of=Role.LEGAL, rule="C.2")
    return Outcome.PETITION_WITHDRAWN


def revocation_by_any_conclusion(stage: StageRun) -> Outcome:
    stage.ask(PetitionDraft, of=Role.CASEWORKER, rule="5C.1")
    stage.issue(Paper.REVOCATION_PETITION)
    stage.approve(Paper.REVOCATION_PETITION, by=(Role.LEGAL, Role.DIRECTOR))
    stage.ask(Filing, of=Role.LEGAL, rule="C.2")
    return Outcome.PETITION_WITHDRAWN


def follow_up_without_records(stage: StageRun) -> Outcome:
    plan = stage.ask(FollowUpPlan, of=Role.CASEWORKER, rule="C.6")
    stage.ask(Visit, of=Role.COMMUNITY_WORKER, rule="6.1", since=None, about=plan.basis.value)
    return Outcome.FOLLOWED_UP


def closure_over_a_child_in_custody(stage: StageRun) -> Outcome:
    stage.ask(ClosingReport, of=Role.CASEWORKER, rule="C.6")
    stage.issue(Paper.CLOSING_REPORT)
    stage.approve(Paper.CLOSING_REPORT, by=(Role.SUPERVISOR, Role.DIRECTOR))
    stage.close_case()
    return Outcome.CLOSED


def closure_that_forgets_broken_off_visits(stage: StageRun) -> Outcome:
    if stage.custody_began_at is not None:
        return Outcome.REINTERVENE
    return closure_over_a_child_in_custody(stage)


def closure_that_waits_for_nothing(stage: StageRun) -> Outcome:
    if stage.custody_began_at is not None:
        raise Waiting
    return PROCEDURE[Stage.CLOSURE](stage)


def closure_that_never_closes(stage: StageRun) -> Outcome:
    stage.ask(ClosingReport, of=Role.CASEWORKER, rule="C.6")
    return Outcome.REINTERVENE


def closure_without_its_report(stage: StageRun) -> Outcome:
    stage.ask(ClosingReport, of=Role.CASEWORKER, rule="C.6")
    stage.close_case()
    return Outcome.CLOSED


def custody_from_the_telephone_call(stage: StageRun) -> Outcome:
    stage.begin_custody(stage.opened_at)
    stage.ask(ReceptionHandover, of=Role.CASEWORKER, rule="1.6", holder=Holder.POLICE)
    stage.issue(Paper.RECEPTION_HANDOVER)
    stage.issue(Paper.RIGHTS_NOTICE)
    return Outcome.DONE


def custody_of_a_child_who_never_came(stage: StageRun) -> Outcome:
    stage.ask(ReceptionHandover, of=Role.CASEWORKER, rule="1.6", holder=Holder.POLICE)
    stage.begin_custody(stage.opened_at)
    stage.issue(Paper.RECEPTION_HANDOVER)
    stage.issue(Paper.RIGHTS_NOTICE)
    return Outcome.DONE


def feedback_that_takes_no_for_an_answer(stage: StageRun) -> Outcome:
    if stage.offer(ReporterFeedback, of=Role.CASEWORKER, rule="1.10") is None:
        raise Waiting
    return Outcome.DONE


def reply_without_end(stage: StageRun) -> Outcome:
    stage.ask(SuggestionReceived, of=Role.LEGAL, rule="C.3")
    for turn in count(1):
        stage.ask(ReplyDraft, of=Role.CASEWORKER, rule="5C.2", turn=turn)
    raise AssertionError("count() does not end")


def reply_ending_as_a_main_stage(stage: StageRun) -> Outcome:
    stage.ask(SuggestionReceived, of=Role.LEGAL, rule="C.3")
    stage.issue(Paper.SUGGESTION_REPLY)
    stage.approve(Paper.SUGGESTION_REPLY, by=(Role.LEGAL, Role.DIRECTOR))
    return Outcome.FOLLOWED_UP


def reply_that_ends_custody(stage: StageRun) -> Outcome:
    stage.ask(SuggestionReceived, of=Role.LEGAL, rule="C.3")
    stage.issue(Paper.SUGGESTION_REPLY)
    stage.approve(Paper.SUGGESTION_REPLY, by=(Role.LEGAL, Role.DIRECTOR))
    stage.end_custody(stage.opened_at)
    return Outcome.DONE
