"""Answers of the record, unsealed: what facts are read from."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.errors import Unreadable
from models.facts.events import telling, told_by
from models.facts.given import GivenAnswer
from models.forms.catalogue import FORMS, name_of
from models.sealed_places import SealedPlace
from models.store import answers
from models.store.answers import AnswerOfCase
from tasks.office import Office


def given(office: Office, row: AnswerOfCase) -> GivenAnswer:
    """Open an answer as it was given.

    Raises:
        Unreadable: Its seal does not open.
    """
    read = office.seal.open_json(row.answer, SealedPlace.STEP_ANSWER.of(row.id))
    return GivenAnswer(
        step_id=str(row.id),
        form=FORMS[row.form].load(read),
        about=row.about,
        turn=row.turn,
        stage=row.stage,
        stage_ordinal=row.ordinal,
        answered_at=row.done_at,
        done_on=row.done_on,
        by=row.officer,
    )


def happened_last(db: Connection, office: Office, case_id: UUID, event: str) -> datetime | None:
    """When an event that answers prove happened last; None where the record tells nothing of it."""
    forms = [name_of(form) for form in telling(event)]
    if not forms:
        return None
    try:
        read = [given(office, row) for row in answers.to_forms(db, case_id, forms)]
    except Unreadable:
        return None  # `hutong check` names it; here it tells nothing.
    return max(
        (one.at for answer in read for one in told_by(answer) if one.event == event), default=None
    )
