"""Gates at the doors: who receives the child, and whether the child may leave by this door."""

from uuid import UUID

from sqlalchemy import Connection

from documents.record import CaseRecord
from models.facts.leaving import (
    comes_of_age,
    is_of_age,
    may_be_collected,
    may_be_restored,
    may_go_with_the_case,
    may_leave_beside,
)
from models.facts.long_term import may_be_long_term
from models.facts.receiving import Door, Taker, as_judged, may_receive, taken_as
from models.facts.returning import may_come_back
from models.forms.consultation import Minutes
from models.forms.handover import Handover
from models.forms.long_term import LongTermHandover
from models.forms.majority import MajorityPreparation, MajorityTransfer
from models.forms.missing import BroughtBack
from models.forms.placement import PlacementHandover, PlacementPlan
from models.forms.relative_care import CarerVerification, RelativeHandover
from models.forms.restoration import RestorationCommission, RestorationHandover
from models.forms.return_home import Collection
from models.forms.transfer import TransferReceipt, TransferRequest
from models.law.terms import Conclusion
from models.law.verdict import Allowed, Verdict
from models.store import move
from models.store import stage as stages


def only_who_is_away_is_collected(
    form: Minutes, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """No return is concluded for a child who is at home."""
    if form.conclusion is not Conclusion.RETURN:
        return Allowed()
    return may_be_collected(record.facts, record.law)


def nobody_is_left_to_be_guardian(
    form: Minutes, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Long-term guardianship is concluded on an item of art. 94 that the record bears."""
    if form.long_term is None:
        return Allowed()
    return may_be_long_term(form.long_term, record.facts, record.law, now=record.now)


def the_institution_takes(
    form: LongTermHandover, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Who takes the child is there for the institution that civil affairs decided on."""
    return _handed_over(form.handover, record, Door.LONG_TERM)


def the_guardian_named_collects(
    form: Collection, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Who collects is whom the notice names."""
    return _handed_over(form.handover, record, Door.COLLECTION)


def the_carer_is_no_suspect(
    form: CarerVerification, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Nobody from whom the child was taken becomes its carer under another word."""
    if not form.suitable:
        return Allowed()
    facts, law = record.facts, record.law
    verdict = may_receive(facts, Taker.verified(form), Door.CARER, law, now=record.now)
    return verdict and taken_as(form, facts, law)


def the_verified_carer_takes(
    form: RelativeHandover, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Who takes the child is the carer that was verified."""
    return _handed_over(form.handover, record, Door.RELATIVES)


def placed_as_judged(
    form: PlacementPlan, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """The plan of placement is the judgment's."""
    return as_judged(form, record.facts, record.law)


def the_appointed_guardian_takes(
    form: PlacementHandover, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Who takes the child after the judgment is whom it appoints."""
    return _handed_over(form.handover, record, Door.PLACEMENT)


def what_was_revoked_is_restored(
    form: RestorationCommission, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """There is a revocation to be undone."""
    return may_be_restored(form, record.facts, record.law)


def the_restored_guardian_takes(
    form: RestorationHandover, record: CaseRecord, db: Connection, case_id: UUID
) -> Verdict:
    """The guardian whom the court restored, and never past what the main line guards."""
    verdict = may_leave_beside(record.facts, stages.open_main(db, case_id), record.law)
    return verdict and _handed_over(form.handover, record, Door.RESTORATION)


def back_to_where_it_belongs(
    form: BroughtBack, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """A child that was found comes back to the centre, or to whom it was with."""
    return may_come_back(form, record.facts, record.law, now=record.now)


def the_child_goes_in_writing(
    form: TransferReceipt, record: CaseRecord, db: Connection, _case_id: UUID
) -> Verdict:
    """A case signed for elsewhere ends no temporary guardianship without the child's hand-over."""
    request = record.latest(TransferRequest, here=True)
    if not form.accepted or request is None:
        return Allowed()
    elsewhere = move.centre_by_code(db, request.to_centre) is None
    return may_go_with_the_case(
        form.handover, record.facts, record.law, elsewhere=elsewhere, now=record.now
    )


def eighteen_by_the_birth_date(
    form: MajorityPreparation, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Majority is that of the birth date on record."""
    return comes_of_age(form, record.child, record.law)


def nobody_leaves_as_an_adult_before(
    form: MajorityTransfer, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Who leaves as an adult is eighteen."""
    return is_of_age(form.left_care_at, record.child, record.law)


def _handed_over(made: Handover | None, record: CaseRecord, door: Door) -> Verdict:
    if made is None:
        return Allowed()
    return may_receive(record.facts, Taker.of(made), door, record.law, now=record.now)
