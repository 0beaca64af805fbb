"""One step: its form, its signatures, its reminders, its documents; and the log of who looked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from models.errors import NotFound
from models.store.acting import Actor
from models.store.views_work import STEP_COLUMNS, STEP_TABLES

_STEP = text(
    f"""
    SELECT {STEP_COLUMNS}, s.answer, s.draft, s.reason, s.result, s.done_at,
        s.done_on, s.late_reason,
        s.done_by,
        s.position, s.centre_id, g.state AS stage_state, g.ordinal AS stage_ordinal,
        c.state AS case_state, c.pack, c.locality, b.name AS done_by_name,
        d.id AS deadline_id, d.provisional, d.printable, d.met_late
    {STEP_TABLES}
    LEFT JOIN officers b ON b.id = s.done_by LEFT JOIN deadlines d ON d.step_id = s.id
    WHERE s.id = :step
    """
)
_EARLIER = text(
    "SELECT e.id, e.round, e.answer, e.reason, e.done_at FROM steps e JOIN steps s "
    "ON s.stage_id = e.stage_id AND s.key = e.key WHERE s.id = :step AND e.round < s.round "
    "ORDER BY e.round DESC LIMIT 1"
)
_SIGNATURES = text(
    """
    SELECT n.*, o.name AS officer, d.name AS decided_by_name, a.name AS absent,
        v.authors, v.version, r.form AS returned_form
    FROM signatures n JOIN paper_versions v ON v.id = n.version_id
    LEFT JOIN officers o ON o.id = n.officer_id LEFT JOIN officers d ON d.id = n.decided_by
    LEFT JOIN officers a ON a.id = n.stands_in_for LEFT JOIN steps r ON r.id = n.returned_to
    WHERE n.step_id = :step ORDER BY n.ordinal
    """
)
_DEADLINE_OF = text("SELECT id FROM deadlines WHERE step_id = :step ORDER BY restarts DESC LIMIT 1")
_CHASERS = text(
    "SELECT c.*, o.name AS by_name, w.name AS to_name FROM chasers c "
    "JOIN officers o ON o.id = c.by_id LEFT JOIN officers w ON w.id = c.to_id "
    "WHERE c.step_id = :step ORDER BY c.at DESC"
)
_VERSION = text(
    """
    SELECT v.id, v.case_id, v.version, v.issued_on, v.made_at, v.file_name, v.sha256, v.size,
        v.void, v.sources, p.title, p.full_number, p.paper
    FROM paper_versions v JOIN papers p ON p.id = v.paper_id WHERE v.id = :id
    """
)
_FILE = text("SELECT content FROM files WHERE version_id = :id")
_OFFICERS = text(
    "SELECT id, account, name, roles, active FROM officers WHERE active ORDER BY account"
)
_ABSENCES = text(
    """
    SELECT a.id, a.from_at, a.until_at, a.ended_at, o.name AS officer, c.name AS cover
    FROM absences a JOIN officers o ON o.id = a.officer_id JOIN officers c ON c.id = a.cover_id
    WHERE a.until_at > :since ORDER BY a.from_at DESC
    """
)
_VIEWED = text(
    "INSERT INTO view_log (id, centre_id, case_id, officer_id, at, what, ref) "
    "VALUES (gen_random_uuid(), :centre, :case, :officer, :at, :what, :ref)"
)
_NEXT = text(
    f"""
    SELECT {STEP_COLUMNS} {STEP_TABLES} WHERE s.case_id = :case AND s.state = 'open' AND (
        s.id = :step OR s.opened_at >= (
            SELECT max(at) FROM events WHERE case_id = :case AND step_id = :step))
    ORDER BY s.opened_at, s.key
    """  # noqa: S608 - our own fragments; values are bound
)


def step(db: Connection, step_id: UUID, *, now: datetime) -> Row[Any]:
    """One step with its case and stage.

    Raises:
        NotFound: No such step, or not to be seen by this officer.
    """
    row = db.execute(_STEP, {"step": step_id, "now": now}).first()
    if row is None:
        raise NotFound("没有找到这个环节。")
    return row


def earlier_round(db: Connection, step_id: UUID) -> Row[Any] | None:
    """What was answered the round before, and why it came back; both sealed."""
    return db.execute(_EARLIER, {"step": step_id}).first()


def signatures(db: Connection, step_id: UUID) -> list[Row[Any]]:
    """The chain of an approval, in order."""
    return list(db.execute(_SIGNATURES, {"step": step_id}))


def chasers(db: Connection, step_id: UUID) -> list[Row[Any]]:
    """Reminders, newest first; notes sealed."""
    return list(db.execute(_CHASERS, {"step": step_id}))


def version(db: Connection, version_id: UUID) -> Row[Any]:
    """A version of a document, without its bytes.

    Raises:
        NotFound: No such document, or not to be seen by this officer.
    """
    row = db.execute(_VERSION, {"id": version_id}).first()
    if row is None:
        raise NotFound("没有找到这份文书。")
    return row


def file(db: Connection, version_id: UUID) -> bytes:
    """The sealed bytes of a version that `version` has found."""
    content: bytes = db.execute(_FILE, {"id": version_id}).scalar_one()
    return content


def officers(db: Connection) -> list[Row[Any]]:
    """Everybody who works at the officer's centre."""
    return list(db.execute(_OFFICERS))


def absences(db: Connection, *, since: datetime) -> list[Row[Any]]:
    """Who stands in for whom, from an instant on; newest first."""
    return list(db.execute(_ABSENCES, {"since": since}))


def next_after(db: Connection, case_id: UUID, step_id: UUID, *, now: datetime) -> list[Row[Any]]:
    """Who is next after something was done at a step: the step's next signer, or what it opened."""
    return list(db.execute(_NEXT, {"case": case_id, "step": step_id, "now": now}))


def deadline_of(db: Connection, step_id: UUID) -> UUID | None:
    """The newest deadline of a step."""
    found: UUID | None = db.execute(_DEADLINE_OF, {"step": step_id}).scalar()
    return found


def note_view(
    db: Connection, actor: Actor, what: str, *, case_id: UUID | None, ref: UUID | None,
    now: datetime,
) -> None:  # fmt: skip
    """Write down who looked at what: `case`, `step`, `download`, `receipt`, `list`, `search`."""
    db.execute(
        _VIEWED,
        {
            "centre": actor.centre_id, "case": case_id, "officer": actor.officer_id, "at": now,
            "what": what, "ref": str(ref) if ref else None,
        },
    )  # fmt: skip
