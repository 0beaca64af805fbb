"""Writing down rungs and telling people, once each and without a storm (ADR-0131)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.law.vocabulary import Tell
from models.store import watch
from models.store.notices import ids_of, tell
from models.store.watch import NewRung

#: Who would hear of more things than this at once hears of all in one notice.
MANY = 5


@dataclass(frozen=True)
class Reached:
    """One rung that was reached, and who is to hear."""

    case_id: UUID
    centre_id: UUID
    step_id: UUID | None
    #: None: a step that nobody owns.
    deadline_id: UUID | None
    due_at: datetime | None
    hours: int
    tell: Tell
    kind: str
    hearers: tuple[UUID, ...]

    @property
    def about(self) -> tuple[str, UUID | None]:
        """What it is about: of several rungs of one thing a person hears the highest only."""
        return ("deadline", self.deadline_id) if self.deadline_id else ("step", self.step_id)

    @property
    def once(self) -> str:
        """Names the fact; a moved deadline climbs anew."""
        if self.due_at is None:
            return f"nobody:{self.step_id}:{self.hours}"
        return f"rung:{self.deadline_id}:{int(self.due_at.timestamp())}:{self.hours}"


def climb(
    db: Connection, reached: Sequence[Reached], *, now: datetime, heard: Counter[UUID]
) -> int:
    """Tell people of the rungs that were reached, and write each rung down.

    Args:
        db: The transaction of the batch.
        reached: In the order in which they were reached.
        now: Of the whole pass: it names the pass's digests.
        heard: How many notices each officer got in this pass; counted on.

    Returns:
        How many notices were written.
    """
    by_person: dict[UUID, dict[tuple[str, UUID | None], Reached]] = {}
    for one in reached:
        for officer in one.hearers:
            by_person.setdefault(officer, {})[one.about] = one
    keys: dict[tuple[UUID, tuple[str, UUID | None]], str] = {}
    for officer, things in by_person.items():
        heard[officer] += len(things)
        digest = f"digest:{now.isoformat()}" if heard[officer] > MANY else None
        for about, one in things.items():
            keys[officer, about] = f"{digest or one.once}:{officer}"
        told = [_urgent(list(things.values()))] if digest else list(things.values())
        for one in told:
            _tell(db, officer, one, kind="digest" if digest else one.kind,
                  once=digest or one.once, now=now)  # fmt: skip
    notices = ids_of(db, set(keys.values()))
    rows = [
        _row(one, officer, notices.get(keys[officer, one.about]) if officer else None, now)
        for one in reached
        for officer in (one.hearers or (None,))
    ]
    watch.write_rungs(db, rows)
    return len(notices)


def _urgent(things: list[Reached]) -> Reached:
    """The thing a digest leads to: what was or is due first."""
    return min(things, key=lambda one: (one.due_at is None, one.due_at, str(one.step_id)))


def _tell(
    db: Connection, officer: UUID, one: Reached, *, kind: str, once: str, now: datetime
) -> None:
    tell(
        db, officer, kind=kind, once=once, case_id=one.case_id, centre_id=one.centre_id,
        step_id=one.step_id, at=now,
    )  # fmt: skip


def _row(one: Reached, officer: UUID | None, notice: UUID | None, now: datetime) -> NewRung:
    return NewRung(
        case_id=one.case_id,
        centre_id=one.centre_id,
        deadline_id=one.deadline_id,
        step_id=one.step_id,
        due_at=one.due_at,
        hours=one.hours,
        tell=one.tell,
        officer_id=officer,
        notice_id=notice,
        at=now,
    )
