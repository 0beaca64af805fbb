"""Reading a case whole: what documents are written from and gates judge by."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from documents.record import AnswerFacts, CaseRecord, CentreFacts, ClockFacts
from models.errors import NotFound
from models.forms.catalogue import FORMS
from models.forms.people import ChildIdentity, GuardianEntry
from models.law.windows import Window
from models.sealed_places import SealedPlace
from models.store import calendars
from models.words import Stage
from tasks.journal.asked_law import windows_laid
from tasks.office import Office
from tasks.record.custody import time_before

_CASE = text(
    """
    SELECT c.id, c.number, c.opened_at, c.child_id, c.pack, c.locality, h.identity, e.facts, e.code,
        (SELECT k.began_at FROM custodies k WHERE k.case_id = c.id AND k.ended_at IS NULL
          ORDER BY k.began_at LIMIT 1) AS custody_began_at,
        (SELECT n.id FROM calendar_notices n WHERE n.ordinal IS NOT NULL
          ORDER BY n.ordinal DESC LIMIT 1) AS calendar,
        (SELECT jsonb_object_agg(g.ordinal, s.result) FROM steps s
          JOIN stages g ON g.id = s.stage_id
          WHERE s.case_id = c.id AND s.key = 'lay:windows' AND s.state = 'done') AS windows
    FROM cases c JOIN centres e ON e.id = c.centre_id JOIN children h ON h.id = c.child_id
    WHERE c.id = :case
    """
)
#: What a letterhead needs of a centre; it may know more of itself.
_CENTRE_FACTS = tuple(field.name for field in fields(CentreFacts))
_CUSTODIES = text(
    "SELECT began_at, ended_at FROM custodies WHERE case_id = :case ORDER BY began_at"
)
_PEOPLE = text(
    "SELECT id, identity FROM case_persons WHERE case_id = :case AND kind = 'guardian' "
    "ORDER BY ordinal"
)
_ANSWERS = text(
    """
    SELECT s.id, s.form, s.about, s.turn, s.answer, s.done_at, s.done_on, g.name, g.ordinal,
        coalesce(o.name, '') AS officer
    FROM steps s JOIN stages g ON g.id = s.stage_id LEFT JOIN officers o ON o.id = s.done_by
    WHERE s.case_id = :case AND s.kind = 'ask' AND s.state = 'done'
    ORDER BY s.done_at, s.position, s.key
    """
)
_CLOCKS = text(
    # A date that stands still is not certain.
    "SELECT rule, due_at, printable AND state = 'running' AS printable FROM deadlines "
    "WHERE case_id = :case AND state IN ('running', 'suspended')"
)
_PAPERS = text(
    "SELECT p.paper, p.full_number FROM papers p JOIN stages g ON g.id = p.stage_id "
    "WHERE p.case_id = :case ORDER BY g.ordinal, p.year, p.number, p.series"
)


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
    of_case = {"case": case_id}
    case = db.execute(_CASE, of_case).first()
    if case is None:
        raise NotFound("没有找到这个案件。")
    return CaseRecord(
        case_number=case.number,
        opened_at=case.opened_at,
        centre=CentreFacts(**{name: case.facts[name] for name in _CENTRE_FACTS}),
        child=ChildIdentity.model_validate(
            office.seal.open_json(case.identity, SealedPlace.CHILD_IDENTITY.of(case.child_id))
        ),
        guardians=_guardians(db, office, case_id),
        answers=_answers(db, office, case_id),
        stage=stage,
        stage_ordinal=stage_ordinal,
        now=now,
        custody_began_at=case.custody_began_at,
        custody_before=time_before(db, case_id, case.custody_began_at)
        if case.custody_began_at
        else None,
        custodies=tuple((row.began_at, row.ended_at) for row in db.execute(_CUSTODIES, of_case)),
        clocks=tuple(ClockFacts(*row) for row in db.execute(_CLOCKS, of_case)),
        law=office.pack(case.pack, case.locality),
        calendar=calendars.calendar_of(db, case.calendar),
        windows_laid=_windows(case.windows or {}),
        paper_numbers=tuple((row.paper, row.full_number) for row in db.execute(_PAPERS, of_case)),
    )


def _guardians(db: Connection, office: Office, case_id: UUID) -> tuple[GuardianEntry, ...]:
    place = SealedPlace.PERSON_IDENTITY
    return tuple(
        GuardianEntry.model_validate(office.seal.open_json(row.identity, place.of(row.id)))
        for row in db.execute(_PEOPLE, {"case": case_id})
    )


def _windows(laid: Mapping[str, Any]) -> dict[int, tuple[Window, ...]]:
    return {int(ordinal): windows_laid(result) for ordinal, result in laid.items()}


def _answers(db: Connection, office: Office, case_id: UUID) -> tuple[AnswerFacts, ...]:
    return tuple(
        AnswerFacts(
            step_id=str(row.id),
            form=FORMS[row.form].load(
                office.seal.open_json(row.answer, SealedPlace.STEP_ANSWER.of(row.id))
            ),
            about=row.about,
            turn=row.turn,
            stage=Stage(row.name),
            stage_ordinal=row.ordinal,
            answered_at=row.done_at,
            done_on=row.done_on,
            by=row.officer,
        )
        for row in db.execute(_ANSWERS, {"case": case_id})
    )
