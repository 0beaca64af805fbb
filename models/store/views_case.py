"""One case: everything its page shows. What is sealed stays sealed here; the page opens it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotFound
from models.store.query import Query, named
from models.store.views_work import StepLine

#: Newest events on a page; the earlier ones are a page further.
MOST_EVENTS = 100
#: After the newest event of any chain.
_END = 2**31 - 1


@dataclass(frozen=True)
class SameChild:
    """Another open case of the same child; without id and number where it is another centre's."""

    id: UUID | None
    number: str | None
    is_seen: bool


@dataclass(frozen=True)
class CaseHead:
    """The case's own row with its child, whose identity is sealed."""

    id: UUID
    case_id: UUID
    number: str
    child_id: UUID
    state: str
    locality: str
    pack: str
    opened_at: datetime
    closed_at: datetime | None
    practice: bool
    identity: bytes
    centre: str | None
    custody_began_at: datetime | None


@dataclass(frozen=True)
class StageLine:
    """A stage of the case; the reasons are sealed."""

    id: UUID
    name: str
    ordinal: int
    is_main: bool
    state: str
    outcome: str | None
    opened_at: datetime
    closed_at: datetime | None
    reason: bytes | None
    withdrawn_step_id: UUID | None
    withdrawn_reason: bytes | None


@dataclass(frozen=True)
class RecordLine:
    """A step in the record of who had the case when (流转记录)."""

    id: UUID
    kind: str
    key: str
    form: str | None
    paper: str | None
    about: str | None
    turn: int
    round: int
    state: str
    holder: str
    owner_role: str | None
    due_at: datetime | None
    opened_at: datetime
    viewed_at: datetime | None
    done_at: datetime | None
    done_on: date | None
    stage: str
    met_late: bool | None
    not_yet: bool
    owner: str | None
    absent: str | None
    done_by_name: str | None


@dataclass(frozen=True)
class VersionLine:
    """A version of a document of the case."""

    paper_id: UUID
    full_number: str
    title: str
    id: UUID
    version: int
    made_at: datetime
    sha256: str
    void: bool
    stage: str
    signed: int
    to_sign: int


@dataclass(frozen=True)
class TeamLine:
    """Somebody of the case's team."""

    officer_id: UUID
    lead: bool
    joined_at: datetime
    name: str
    roles: list[str]
    active: bool


@dataclass(frozen=True)
class Person:
    """A guardian, sealed."""

    id: UUID
    identity: bytes


@dataclass(frozen=True)
class DeadlineLine:
    """A deadline of the case, with the step that waits by it where one does."""

    id: UUID
    rule: str
    state: str
    due_at: datetime
    met_late: bool | None
    title: str | None
    light: int
    is_provisional: bool
    confirmed: str | None
    stage: str
    stands_still: bool
    kind: str | None
    key: str | None
    form: str | None
    paper: str | None
    about: str | None
    turn: int | None


@dataclass(frozen=True)
class EventLine:
    """An event of the chain, with the step it tells of where there is one."""

    seq: int
    tag: str
    at: datetime
    detail: dict[str, Any]
    actor: str | None
    stage: str | None
    kind: str | None
    key: str | None
    form: str | None
    paper: str | None
    about: str | None
    turn: int | None
    about_officer: str | None


@dataclass(frozen=True)
class DeadlineHead:
    """What stands above a receipt."""

    id: UUID
    case_id: UUID
    state: str
    reach: str | None
    """Null: no obligation."""
    obliged_by: UUID | None
    number: str
    stage: str


_SAME_CHILD = Query(SameChild, named("views_case", "same_child"))
_CASE = Query(CaseHead, named("views_case", "case"))
_STAGES = Query(StageLine, named("views_case", "stages"))
_OPEN_STEPS = Query(StepLine, named("views_case", "open_steps"))
_STEPS = Query(RecordLine, named("views_case", "steps"))
_PAPERS = Query(VersionLine, named("views_case", "papers"))
_TEAM = Query(TeamLine, named("views_case", "team"))
_GUARDIANS = Query(Person, named("views_case", "guardians"))
_DEADLINES = Query(DeadlineLine, named("views_case", "deadlines"))
_EVENTS = Query(EventLine, named("views_case", "events"))
_DEADLINE = Query(DeadlineHead, named("views_case", "deadline"))


def case(db: Connection, case_id: UUID) -> CaseHead:
    """The case's own row with its child.

    Raises:
        NotFound: No such case, or not to be seen by this officer; the answer is the same.
    """
    row = _CASE.first(db, case=case_id)
    if row is None:
        raise NotFound("没有找到这个案件。")
    return row


def stages(db: Connection, case_id: UUID) -> list[StageLine]:
    """All stages, in the order they were opened."""
    return _STAGES.all(db, case=case_id)


def open_steps(db: Connection, case_id: UUID, *, now: datetime) -> list[StepLine]:
    """What is open, most urgent first."""
    return _OPEN_STEPS.all(db, case=case_id, now=now)


def steps(db: Connection, case_id: UUID) -> list[RecordLine]:
    """The newest steps people or workers had or have, oldest first."""
    return _STEPS.all(db, case=case_id)[::-1]


def papers(db: Connection, case_id: UUID) -> list[VersionLine]:
    """The versions of the documents, newest first, each document's together."""
    return _PAPERS.all(db, case=case_id)


def team(db: Connection, case_id: UUID) -> list[TeamLine]:
    """Who works on the case now."""
    return _TEAM.all(db, case=case_id)


def guardians(db: Connection, case_id: UUID) -> list[Person]:
    """Guardians, sealed."""
    return _GUARDIANS.all(db, case=case_id)


def deadlines(db: Connection, case_id: UUID, *, now: datetime) -> list[DeadlineLine]:
    """The deadlines, running ones first."""
    return _DEADLINES.all(db, case=case_id, now=now)


def events(db: Connection, case_id: UUID, *, before: int = _END) -> list[EventLine]:
    """The newest events of the chain before one, newest first; one more than `MOST_EVENTS`."""
    return _EVENTS.all(db, case=case_id, before=before)


def deadline(db: Connection, deadline_id: UUID) -> DeadlineHead:
    """What stands above a deadline's receipt.

    Raises:
        NotFound: No such deadline, or not to be seen by this officer.
    """
    row = _DEADLINE.first(db, id=deadline_id)
    if row is None:
        raise NotFound("没有找到这个期限。")
    return row


def same_child(db: Connection, case_id: UUID) -> list[SameChild]:
    """Other open cases of the child of a case, by its identity number."""
    return _SAME_CHILD.all(db, case=case_id)
