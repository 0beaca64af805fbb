"""What becomes of every answer that says no: not done, not received, refused, nobody came.

One table. Whoever adds a question that can be answered so says here what follows; a test walks all
forms. What is asked again is declared by the form itself (`Form.not_yet`) and found here too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from models.forms.assessment import AssessmentTeam, GuidanceRecord, Voice
from models.forms.base import Part
from models.forms.child_view import ChildView
from models.forms.closure import ClosingReport
from models.forms.convening import PartyOpinion
from models.forms.custody import (
    CustodyDecision,
    HealthCheck,
    IdentitySearch,
    PoliceStatement,
    ReceptionHandover,
)
from models.forms.death import DeathRecord, DeathReported
from models.forms.exemption import ExemptionDecision
from models.forms.extension import ExtensionDecision
from models.forms.follow_up import Visit
from models.forms.grounds import Judged
from models.forms.handover import Handover
from models.forms.investigation import Investigation
from models.forms.long_term import LongTermDecision, LongTermHandover
from models.forms.majority import MajorityPreparation, MajorityTransfer
from models.forms.minutes import Attendee, Minutes
from models.forms.missing import BroughtBack, MissingRecord, SearchRecord
from models.forms.placement import PlacementHandover
from models.forms.protection import (
    InjunctionRuling,
    OrderRenewal,
    OrderRuling,
    Reconsideration,
    SuitFiled,
)
from models.forms.receipt import AdviceGiven, PoliceReport, ReporterFeedback, Triage
from models.forms.registration import Registration
from models.forms.relative_care import CarerVerification, RelativeHandover
from models.forms.restoration import RestorationHandover, RestorationOpinion, RestorationRuling
from models.forms.return_home import Collection, NoticeServed
from models.forms.revocation import CourtAcceptance, Filing, Judgment
from models.forms.scopes import ReturnFeasibility
from models.forms.suggestion import ItemReply
from models.forms.transfer import TransferReceipt, TransferRequest


class Then(Enum):
    """What follows a no."""

    AGAIN = "the form is asked again, due on the day that was said"
    ON = "the procedure goes another way"
    END = "it ends here, by law or with a written reason"
    REFUSED = "a form or gate does not take it"
    TOLD = "it says how things are, and nobody owes anything by it"


@dataclass(frozen=True)
class Fate:
    """What follows, and why or where."""

    then: Then
    why: str


def _again(why: str) -> Fate:
    return Fate(Then.AGAIN, why)


def _on(why: str) -> Fate:
    return Fate(Then.ON, why)


def _end(why: str) -> Fate:
    return Fate(Then.END, why)


def _refused(why: str) -> Fate:
    return Fate(Then.REFUSED, why)


def _told(why: str) -> Fate:
    return Fate(Then.TOLD, why)


#: The form or group that asks, and the field, to what follows its no.
UNDONE: Mapping[tuple[type[Part], str], Fate] = {
    (Registration, "police_told_by_reporter"): _on("the centre tells the police itself"),
    (PoliceReport, "education_told"): _told("owed only where a school is concerned"),
    (AdviceGiven, "may_call_again"): _told("advice was given either way"),
    (Triage, "accepted"): _on("referred in writing"),
    (ReporterFeedback, "fed_back"): _again("on the day of the next attempt; without one it ends"),
    (ReceptionHandover, "child_was_received"): _again(
        "on the day the child is expected; without one the child was not brought at all"
    ),
    (ReceptionHandover, "first_aid"): _on("the health check is asked at once"),
    (ReceptionHandover, "statement_asked"): _on("the statement is asked of the police, 1.7"),
    (ReceptionHandover, "rights_paper_received"): _on("the centre makes its own rights notice"),
    (ReceptionHandover, "signed_by_police"): _refused("gate G3, but for a child who comes alone"),
    (ReceptionHandover, "signed_by_centre"): _refused("gate G3"),
    (CustodyDecision, "decided"): _again(
        "asked again or objected, until civil affairs decide or the child was handed on in writing"
    ),
    (HealthCheck, "done"): _again("on the planned day"),
    (HealthCheck, "evidence_kept"): _told("the record of the hospital stays with the hospital"),
    (PoliceStatement, "received"): _again("on the promised day; by the period of 1.7 without one"),
    (PoliceStatement, "handling"): _told("what the police decided is their answer"),
    (IdentitySearch, "found"): _again("on the day of the next query; without one nobody is found"),
    (Investigation, "home_visited"): _told("how it was looked into; the report is signed or not"),
    (Investigation, "substantiated"): _on("referred to help, or taken in where a guardian lacks"),
    (ChildView, "heard"): _told("asked with the reason, in the form the child is heard for"),
    (AssessmentTeam, "guardian_told"): _told("asked with the members of the team"),
    (Voice, "heard"): _again("on the day agreed; without one the reason stands in the report"),
    (GuidanceRecord, "given"): _again("on the day agreed; without one the reason stands"),
    (GuidanceRecord, "court_order"): _told("whether there is an order"),
    (Judged, "status"): _on("what is unclear is found out, or the bodies go back (19)"),
    (ReturnFeasibility, "feasible"): _on("the bodies consult; opinions 19"),
    (PartyOpinion, "gave_opinion"): _end("the meeting is held on its day; chased in the minutes"),
    (PartyOpinion, "danger_removed"): _on("the minutes decide"),
    (PartyOpinion, "guardian_capable"): _on("the minutes decide"),
    (Attendee, "signed_in"): _told("who was there stands in the minutes"),
    (Minutes, "police_statement"): _on("chased; the statement stays open in the side procedure"),
    (Minutes, "danger_removed"): _refused("no return without it, outline 71"),
    (Minutes, "guardian_capable"): _refused("no return without it, outline 71"),
    (NoticeServed, "receipt_kept"): _told("service is proved by who signed; the paper follows"),
    (Collection, "collected"): _on("notified again, then consulted again: rule 5A.4"),
    (Collection, "why_not"): _on("notified again, then consulted again: rule 5A.4"),
    (Handover, "rights_told"): _refused("no hand-over without it"),
    (Handover, "signed_by_both"): _refused("no hand-over without it"),
    (CarerVerification, "identity_confirmed"): _refused("nobody unknown is suitable, gate G4"),
    (CarerVerification, "consented"): _refused("no friend without consent, opinions 17"),
    (CarerVerification, "suitable"): _on("consulted again"),
    (RelativeHandover, "took_the_child"): _again(
        "on the day agreed; without one the bodies consult again"
    ),
    (Filing, "fee_free"): _told("the court knows it"),
    (CourtAcceptance, "accepted"): _on("corrected and filed again, or given up and consulted"),
    (Judgment, "result"): _on("consulted again"),
    (LongTermDecision, "decided"): _on("the bodies consult again"),
    (LongTermHandover, "archive_handed_over"): _told("the archive stays with the centre"),
    (MissingRecord, "is_missing"): _end("with the reason; nobody is missing"),
    (SearchRecord, "state"): _on(
        "looked at again on the day that was set, until the child is found"
    ),
    (BroughtBack, "signed_by_both"): _refused("no hand-over without it"),
    (DeathRecord, "confirmed"): _end("with what is known; recorded again when it is confirmed"),
    (DeathReported, "police_told"): _end("with the reason, where doctors confirmed the illness"),
    (DeathReported, "prosecutor_told"): _told("whether the procuratorate was told"),
    (PlacementHandover, "archive_handed_over"): _told("the archive stays with the centre"),
    (Visit, "kind"): _on("the window stays missed; the number is made full, gate G8"),
    (Visit, "saw_child"): _told("asked with the reason; the review looks at it"),
    (Visit, "lasts"): _on("the review decides"),
    (Visit, "dealt_with"): _on("intervention begins again"),
    (ClosingReport, "findings_dealt_with"): _refused("gate G8"),
    (ClosingReport, "child_told"): _told("the report is signed or not"),
    (OrderRuling, "granted"): _on("reconsideration, 5B.3"),
    (Reconsideration, "applied"): _end("with the reason and what protects the child instead"),
    (OrderRenewal, "renews"): _end("with the reason; the order lapses on its day"),
    (InjunctionRuling, "granted"): _end("the court has decided"),
    (SuitFiled, "filed"): _again("on the planned day; without one the measures lapse by law"),
    (ExtensionDecision, "granted"): _end("civil affairs have decided; clock 3.2 runs on"),
    (ItemReply, "state"): _end("with the reason, in writing to who suggested it"),
    (RestorationOpinion, "advice"): _end("the court decides"),
    (RestorationRuling, "restored"): _end("the court has decided"),
    (RestorationHandover, "former_guardian_told"): _told("the judgment tells them"),
    (MajorityPreparation, "turns_eighteen"): _end("the birth date was wrong; the watch looks anew"),
    (MajorityTransfer, "signed_by_self"): _told("who is of age goes where they want"),
    (MajorityTransfer, "told_rights"): _told("asked with the hand-over"),
    (TransferRequest, "child_told"): _told("the letter is signed or not"),
    (TransferReceipt, "accepted"): _end("the case stays ours, and goes on"),
    (TransferReceipt, "child_handed_over"): _on(
        "temporary guardianship goes along; elsewhere it is not received so, gate G3"
    ),
    (ExemptionDecision, "granted"): _end("the windows are visited"),
}
