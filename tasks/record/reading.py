"""Reading a case whole: what documents are written from and gates judge by."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from documents.record import CaseRecord, CentreFacts, ClockFacts
from models.facts.given import GivenAnswer, Signed
from models.forms.follow_up import FollowUpPlan
from models.forms.people import ChildIdentity, GuardianEntry
from models.law.follow_up import planned_windows
from models.law.pack import RulePack
from models.law.windows import Window
from models.printable import kept
from models.sealed_places import SealedPlace
from models.store import answers, calendars, people, visits
from models.store import case as cases
from models.words import Stage
from tasks.journal.asked_law import beside_what_stands, windows_laid
from tasks.office import Office
from tasks.record.custody import time_before
from tasks.record.given import given

#: What a letterhead needs of a centre; it may know more of itself.
_CENTRE_FACTS = tuple(field.name for field in fields(CentreFacts))


def read_record(
    db: Connection,
    office: Office,
    case_id: UUID,
    *,
    stage: Stage,
    stage_ordinal: int,
    now: datetime,
) -> CaseRecord:
    """Read the whole case for a document or a gate of one of its stages.

    Raises:
        NotFound: No such case, or not to be seen by this actor.
    """
    case = cases.whole(db, case_id)
    law = office.pack(case.pack, case.locality)
    answers_given = answers_of(db, office, case_id)
    return CaseRecord(
        case_number=case.number,
        opened_at=case.opened_at,
        centre=CentreFacts(**{name: case.facts[name] for name in _CENTRE_FACTS}),
        child=ChildIdentity.model_validate(
            kept(office.seal.open_json(case.identity, SealedPlace.CHILD_IDENTITY.of(case.child_id)))
        ),
        guardians=guardians_of(db, office, case_id),
        answers=answers_given,
        signed=tuple(
            Signed(one.paper, one.stage, one.ordinal, one.turn, one.at) for one in case.signed
        ),
        stage=stage,
        stage_ordinal=stage_ordinal,
        now=now,
        custody_began_at=case.custody_began_at,
        custody_before=time_before(db, case_id, case.custody_began_at)
        if case.custody_began_at
        else None,
        custodies=tuple((one.began_at, one.ended_at) for one in case.custodies),
        clocks=tuple(ClockFacts(one.rule, one.due_at, one.printable) for one in case.clocks),
        law=law,
        calendar=calendars.calendar_of(db, case.calendar),
        windows_laid=_windows(db, case_id, case.windows or {}, answers_given, law),
        paper_numbers=tuple((one.paper, one.full_number) for one in case.papers),
    )


def guardians_of(db: Connection, office: Office, case_id: UUID) -> tuple[GuardianEntry, ...]:
    """The guardians as they stand with every correction."""
    place = SealedPlace.PERSON_IDENTITY
    return tuple(
        GuardianEntry.model_validate(kept(office.seal.open_json(row.identity, place.of(row.id))))
        for row in people.guardians(db, case_id)
    )


def _windows(
    db: Connection,
    case_id: UUID,
    written: Mapping[str, Any],
    answered: Sequence[GivenAnswer],
    law: RulePack,
) -> dict[int, tuple[Window, ...]]:
    """The windows of each follow-up: as they were written down, else as they were opened."""
    laid = {int(ordinal): windows_laid(result) for ordinal, result in written.items()}
    plans = {
        one.stage_ordinal: one.form
        for one in answered
        if isinstance(one.form, FollowUpPlan) and one.stage_ordinal not in laid
    }
    for ordinal, of_stage in groupby(
        visits.of_case(db, case_id) if plans else [], key=lambda one: one.ordinal
    ):
        stood = list(of_stage)
        laid[ordinal] = beside_what_stands(
            planned_windows(plans[ordinal], law), stood, is_reviewed=stood[0].is_reviewed
        )
    return laid


def answers_of(db: Connection, office: Office, case_id: UUID) -> tuple[GivenAnswer, ...]:
    """Every answer of a case that counts, oldest first."""
    return tuple(given(office, row) for row in answers.of_case(db, case_id))
