"""The hard gates as a form meets them: the law's questions, asked of this case's record.

The law decides (`models.law.gates`); here is only which facts of the record it is handed. A refusal
stands above the form, and nothing typed is lost.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from documents.record import CaseRecord
from models.forms.assessment import Assessment, Voice
from models.forms.base import Form
from models.forms.closure import ClosingReport
from models.forms.consultation import Minutes, PartyOpinion
from models.forms.custody import CustodyDecision, PoliceStatement
from models.forms.death import DeathReported
from models.forms.exemption import ExemptionDecision, ExemptionRequest
from models.forms.extension import ExtensionRequest
from models.forms.follow_up import FollowUpPlan, FollowUpReview, Visit
from models.forms.long_term import LongTermHandover
from models.forms.majority import MajorityPreparation, MajorityTransfer
from models.forms.minutes import StatementState
from models.forms.missing import BroughtBack
from models.forms.placement import PlacementHandover, PlacementPlan
from models.forms.relative_care import CarerVerification, RelativeHandover
from models.forms.restoration import RestorationCommission, RestorationHandover
from models.forms.return_home import Collection
from models.forms.transfer import TransferReceipt, TransferRequest
from models.law.gates import may_conclude_consultation
from models.law.verdict import Allowed, Refused, Verdict
from models.store import case as cases
from models.store import chaser
from models.store import stage as stages
from tasks.gates.closing import (
    an_unnatural_death_is_told_the_police,
    every_document_is_made,
    the_reason_is_how_it_ended,
    what_was_promised_is_answered_for,
)
from tasks.gates.custody import (
    a_year_is_the_childs_year,
    only_what_runs_is_extended,
    only_who_has_left_is_handed_on,
    the_request_names_what_runs,
)
from tasks.gates.exemption import no_longer_than_asked, only_what_may_be_exempt
from tasks.gates.follow_up import (
    a_broken_series_begins_anew,
    a_visit_has_its_own_day,
    ends_when_visits_are_complete,
    less_often_when_it_is_better,
    visits_are_complete,
)
from tasks.gates.receiving import (
    back_to_where_it_belongs,
    eighteen_by_the_birth_date,
    nobody_is_left_to_be_guardian,
    nobody_leaves_as_an_adult_before,
    only_who_is_away_is_collected,
    placed_as_judged,
    the_appointed_guardian_takes,
    the_carer_is_no_suspect,
    the_child_goes_in_writing,
    the_guardian_named_collects,
    the_institution_takes,
    the_restored_guardian_takes,
    the_verified_carer_takes,
    what_was_revoked_is_restored,
)

Gate = Callable[[Any, CaseRecord, Connection, UUID], Verdict]


def refusals(
    form: Form, record: Callable[[], CaseRecord], *, db: Connection, case_id: UUID
) -> list[Refused]:
    """Every gate that refuses this answer; the record is read only when a gate is there.

    Args:
        db: The transaction at hand.
        case_id: The case.
        form: The answer, valid in itself.
        record: Reads the case record.
    """
    gates = GATES.get(type(form), ())
    if not gates:
        return []
    read = record()
    verdicts = [gate(form, read, db, case_id) for gate in gates]
    return [verdict for verdict in verdicts if isinstance(verdict, Refused)]


def conclusion_has_its_foundations(
    form: Minutes, record: CaseRecord, db: Connection, case_id: UUID
) -> Verdict:
    """G2: assessment report, the police's statement or a chase record, the child's view.

    What the police say at the meeting counts as their statement; that they said nothing is the
    occasion to chase.
    """
    child = record.latest(Voice, about="child")
    silent = record.latest(PartyOpinion, about="police") or record.latest(PoliceStatement)
    return may_conclude_consultation(
        record.law,
        has_assessment_report=record.latest(Assessment) is not None,
        has_police_statement=_police_told(record),
        has_chase_record=silent is not None or chaser.police_were_chased(db, case_id),
        has_child_view=child is not None and child.heard,
        why_child_not_heard=form.child_view.words or form.child_view.reason_not_heard or "",
    )


def a_statement_received_is_on_record(
    form: Minutes, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Minutes do not call received what never came (G2)."""
    if form.police_statement is not StatementState.RECEIVED or _police_told(record):
        return Allowed()
    return Refused(
        "没有收到公安机关案件情况说明的记录,公安机关也没有发表意见,不能选“已收到”;"
        "请先登记,或者选“未收到,已催要”并写明经过。",
        record.law.gate("G2").source,
    )


def _police_told(record: CaseRecord) -> bool:
    statement = record.latest(PoliceStatement)
    spoken = record.latest(PartyOpinion, about="police")
    return bool((statement and statement.received) or (spoken and spoken.gave_opinion))


def side_procedures_are_ended_on_purpose(
    form: ClosingReport, _record: CaseRecord, db: Connection, case_id: UUID
) -> Verdict:
    """A case does not close over an open side procedure unless the report says why."""
    still_open = stages.open_sides(db, case_id)
    if still_open and not form.ends_side_procedures:
        return Refused(
            f"还有{still_open}项并行程序没有结束;请先办结,或者在结案报告中写明一并结束的理由。",
            "指导纲要第37条",
        )
    return Allowed()


def the_case_goes_elsewhere(
    form: TransferRequest, _record: CaseRecord, db: Connection, case_id: UUID
) -> Verdict:
    """A case is not handed to the centre that has it."""
    if form.to_centre == cases.centre_code(db, case_id):
        return Refused("案件已经在该中心;请填写接收中心的代码。", "未成年人保护法第92、93条")
    return Allowed()


GATES: Mapping[type[Form], tuple[Gate, ...]] = {
    CustodyDecision: (only_who_has_left_is_handed_on,),
    TransferRequest: (the_case_goes_elsewhere,),
    Minutes: (
        conclusion_has_its_foundations, a_statement_received_is_on_record,
        only_what_runs_is_extended, only_who_is_away_is_collected, nobody_is_left_to_be_guardian,
    ),
    Collection: (the_guardian_named_collects,),
    CarerVerification: (the_carer_is_no_suspect,),
    RelativeHandover: (the_verified_carer_takes,),
    PlacementPlan: (placed_as_judged,),
    PlacementHandover: (the_appointed_guardian_takes,),
    LongTermHandover: (the_institution_takes,),
    RestorationCommission: (what_was_revoked_is_restored,),
    RestorationHandover: (the_restored_guardian_takes,),
    MajorityPreparation: (eighteen_by_the_birth_date,),
    MajorityTransfer: (nobody_leaves_as_an_adult_before,),
    BroughtBack: (back_to_where_it_belongs,),
    TransferReceipt: (the_child_goes_in_writing,),
    DeathReported: (an_unnatural_death_is_told_the_police,),
    FollowUpPlan: (a_broken_series_begins_anew,),
    Visit: (a_visit_has_its_own_day,),
    FollowUpReview: (ends_when_visits_are_complete, less_often_when_it_is_better),
    ExemptionRequest: (only_what_may_be_exempt,),
    ExemptionDecision: (no_longer_than_asked,),
    ExtensionRequest: (the_request_names_what_runs, a_year_is_the_childs_year),
    ClosingReport: (
        visits_are_complete, the_reason_is_how_it_ended, side_procedures_are_ended_on_purpose,
        what_was_promised_is_answered_for,
        every_document_is_made,
    ),
}  # fmt: skip
