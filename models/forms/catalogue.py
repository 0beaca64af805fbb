"""Every form by its name; the names are stored in the journal and never change."""

import re
from functools import cache

from models.errors import BrokenInvariant
from models.forms import (
    assessment,
    closure,
    consultation,
    custody,
    death,
    exemption,
    extension,
    follow_up,
    investigation,
    long_term,
    majority,
    missing,
    placement,
    protection,
    receipt,
    relative_care,
    restoration,
    return_home,
    revocation,
    suggestion,
    transfer,
)
from models.forms.base import Form

_CLASSES: tuple[type[Form], ...] = (
    receipt.Registration, receipt.PoliceReport, receipt.AdviceGiven, receipt.Triage,
    receipt.Referral, receipt.ReporterFeedback,
    custody.ReceptionHandover, custody.CustodyDecision, custody.HealthCheck,
    custody.PoliceStatement, custody.IdentitySearch,
    investigation.InvestigationAssignment, investigation.Investigation,
    assessment.AssessmentTeam, assessment.Voice, assessment.GuidanceRecord,
    assessment.Assessment, assessment.WorkPlan,
    consultation.Convening, consultation.PartyOpinion, consultation.Minutes,
    return_home.CollectionNotice, return_home.NoticeServed, return_home.Collection,
    relative_care.CarerVerification, relative_care.RelativeHandover,
    revocation.PetitionDraft, revocation.Filing, revocation.CourtAcceptance,
    revocation.GuardianProposal, revocation.Judgment,
    placement.PlacementPlan, placement.PlacementHandover,
    long_term.LongTermDecision, long_term.LongTermHandover,
    follow_up.FollowUpPlan, follow_up.Visit, follow_up.FollowUpReview,
    closure.ClosingReport,
    protection.ProtectionApplication, protection.ProtectionFiling, protection.OrderRuling,
    protection.Reconsideration, protection.OrderRenewal,
    protection.InjunctionApplication, protection.InjunctionFiling, protection.InjunctionRuling,
    protection.SuitFiled,
    extension.ExtensionRequest, extension.ExtensionDecision,
    suggestion.SuggestionReceived, suggestion.ReplyDraft, suggestion.ReplySent,
    restoration.RestorationCommission, restoration.RestorationOpinion,
    restoration.RestorationRuling, restoration.RestorationHandover,
    majority.MajorityPreparation, majority.MajorityTransfer,
    transfer.TransferRequest, transfer.TransferReceipt,
    exemption.ExemptionRequest, exemption.ExemptionDecision,
    missing.MissingRecord, missing.MissingReported, missing.SearchRecord, missing.BroughtBack,
    death.DeathRecord, death.DeathReported,
)  # fmt: skip


def name_of(form: type[Form] | Form) -> str:
    """Give the name of a form's class: `ReceptionHandover` is `reception-handover`."""
    return _class_name(form if isinstance(form, type) else type(form))


@cache
def _class_name(form: type[Form]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", form.__name__).lower()


#: Form classes by name, in the order of the procedure.
FORMS: dict[str, type[Form]] = {name_of(form): form for form in _CLASSES}


def form_named(name: str) -> type[Form]:
    """Give the form of this name.

    Raises:
        BrokenInvariant: There is none; a stored name was lost from the catalogue.
    """
    if name not in FORMS:
        raise BrokenInvariant(f"没有名为 {name} 的表单。")
    return FORMS[name]
