"""A case told from its imprints and its sealed answers alone, at an instant, as known at an instant.

Nothing is read from the tables but the sealed bytes, and of those only what has the hash that an
imprint says. What is told names no person: kinds, days, numbers, hashes and ids.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.errors import BrokenInvariant
from models.facts.case import CaseFacts
from models.facts.given import GivenAnswer, Signed
from models.forms.catalogue import FORMS
from models.forms.people import GuardianEntry
from models.printable import kept
from models.sealed_places import SealedPlace
from models.store import imprints
from models.store.imprints import CaseNamed, Imprint
from models.words import Paper, Stage, StepKind, StepState
from tasks.check.rebuilding import (
    Difference,
    Rebuilt,
    Row,
    as_it_was,
    differences,
    instant_of,
    rebuilt,
)
from tasks.office import Office
from tasks.record.reading import read_record

#: Of a case without an answer.
_EVER = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Replayed:
    """What a case was.

    Attributes:
        at: The instant it is told of; None: now.
        known_on: What was recorded later is not in it; None: all that is known.
        begins: The first imprint of it: of before, what was taken over is known as it stood then.
        taken_over: Whether there were rows of before imprints.
        rows: Built again from imprints, at the instant.
        facts: What its answers asserted, as far as they open; persons in it are not to be printed.
        unread: Answers whose bytes are not those that were given, by the id of their step.
        differing: Rows that stand otherwise than built again; asked only of all that is known.
        told_otherwise: What the record tells of events, titles and custody that the answers do not.
    """

    number: str
    at: datetime | None
    known_on: datetime | None
    begins: datetime | None
    taken_over: bool
    rows: Rebuilt
    facts: CaseFacts
    unread: tuple[UUID, ...]
    differing: tuple[Difference, ...] = ()
    told_otherwise: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether what stands is what was built again."""
        return not self.differing and not self.unread and not self.told_otherwise


def replay(
    db: Connection,
    office: Office,
    case: CaseNamed,
    *,
    at: datetime | None = None,
    known_on: datetime | None = None,
) -> Replayed:
    """Build a case again, and compare it with the tables where all that is known is asked for.

    Args:
        db: As the worker, who serves every case.
        office: Whose seal opens the answers.
        case: Which one.
        at: As it was then, by what is known; None: as it is.
        known_on: As it was known then; None: all that is known now.
    """
    left = imprints.of_chains(db, [case.id, case.child_id])
    everything = rebuilt(left)
    known = rebuilt(left, known_on=known_on) if known_on else everything
    standing = imprints.standing(db, [case.id, case.child_id])
    differing = tuple(differences(everything, standing, left)) if known_on is None else ()
    facts, unread = _facts(db, office, case.id, known, as_stands=known_on is None)
    otherwise: tuple[str, ...] = ()
    if known_on is None and not unread:
        otherwise = tuple(_told_otherwise(db, office, case.id, known, facts))
    return Replayed(
        case.number, at, known_on,
        min((one.at for one in left if one.chain == case.id), default=None),
        any(one.by_role == "migration" for one in left),
        as_it_was(known, at) if at else known,
        facts, unread, differing, otherwise, _counts(left, known),
    )  # fmt: skip


def _told_otherwise(
    db: Connection, office: Office, case_id: UUID, known: Rebuilt, facts: CaseFacts
) -> Iterator[str]:
    """Hold what the answers assert against what gates and documents are told, and custody too."""
    record = read_record(
        db, office, case_id, stage=Stage.CLOSURE, stage_ordinal=0, now=_latest(facts)
    )
    if [(one.event, one.at, one.known_at) for one in facts.events] != [
        (one.event, one.at, one.known_at) for one in record.facts.events
    ]:
        yield "发生的事件与登记不符"
    if [(one.kind, one.since, one.until) for one in facts.titles] != [
        (one.kind, one.since, one.until) for one in record.facts.titles
    ]:
        yield "身份与登记不符"
    spans = sorted(
        (str(one["began_at"]), str(one.get("ended_at", "")))
        for one in known.of("custodies").values()
    )
    said = sorted((_spelt(one.began_at), _spelt(one.ended_at)) for one in facts.whereabouts.custody)
    if spans != said:
        yield "临时监护的起止与答复不符"


def _spelt(instant: datetime | None) -> str:
    """An instant as an imprint writes it."""
    return instant.astimezone(UTC).isoformat() if instant else ""


def _latest(facts: CaseFacts) -> datetime:
    return max((one.answered_at for one in facts.given), default=_EVER)


def _counts(left: Iterable[Imprint], known: Rebuilt) -> dict[str, int]:
    counts = {"imprints": sum(1 for _ in left), "rows": len(known.rows)}
    counts["answers"] = sum(1 for one in known.of("steps").values() if "answer" in one)
    return counts


def _facts(
    db: Connection, office: Office, case_id: UUID, known: Rebuilt, *, as_stands: bool
) -> tuple[CaseFacts, tuple[UUID, ...]]:
    """What the answers known then assert; with them those that do not open as they were given."""
    sealed = {one.id: one.sealed for one in imprints.sealed_answers(db, case_id)}
    stages, given, unread = known.of("stages"), [], []
    for step_id, row in _answered(known):
        content = sealed.get(step_id)
        if content is None or hashlib.sha256(content).hexdigest() != row["answer"]:
            unread.append(step_id)
            continue
        try:
            read = office.seal.open_json(content, SealedPlace.STEP_ANSWER.of(step_id))
        except BrokenInvariant:
            unread.append(step_id)
            continue
        given.append(_given(step_id, row, stages[UUID(row["stage_id"])], read))
    guardians = list(_guardians(db, office, case_id, known)) if as_stands else None
    return CaseFacts.of(given, _signed(known, stages), guardians), tuple(unread)


def _answered(known: Rebuilt) -> list[tuple[UUID, Row]]:
    """Steps whose answer counts, in the order in which the record tells them."""
    stages = known.of("stages")
    return sorted(
        (
            (step_id, row)
            for step_id, row in known.of("steps").items()
            if row["kind"] == StepKind.ASK and row["state"] == StepState.DONE and "answer" in row
        ),
        key=lambda one: (
            _answered_at(one[1]), stages[UUID(one[1]["stage_id"])]["ordinal"], one[1]["position"],
            one[1]["key"], one[0],
        ),
    )  # fmt: skip


def _answered_at(row: Row) -> datetime:
    """When it was answered; one that was put right stands where it was given first."""
    found = instant_of(row, "given_at") or instant_of(row, "done_at")
    if found is None:
        raise BrokenInvariant("留痕里有一个已办环节没有办理时间。")
    return found


def _given(step_id: UUID, row: Row, stage: Row, read: Mapping[str, Any]) -> GivenAnswer:
    return GivenAnswer(
        step_id=str(step_id),
        form=FORMS[row["form"]].load(dict(read)),
        about=row.get("about"),
        turn=row["turn"],
        stage=Stage(stage["name"]),
        stage_ordinal=stage["ordinal"],
        answered_at=_answered_at(row),
        done_on=date.fromisoformat(row["done_on"]) if "done_on" in row else None,
        by=row.get("done_by", ""),
    )


def _signed(known: Rebuilt, stages: Mapping[UUID, Row]) -> Iterator[Signed]:
    for row in known.of("steps").values():
        done = instant_of(row, "done_at")
        if row["kind"] == StepKind.APPROVE and row["state"] == StepState.DONE and done:
            stage = stages[UUID(row["stage_id"])]
            yield Signed(
                Paper(row["paper"]), Stage(stage["name"]), stage["ordinal"], row["turn"], done
            )


def _guardians(
    db: Connection, office: Office, case_id: UUID, known: Rebuilt
) -> Iterator[GuardianEntry]:
    """The guardians with every correction, as far as they are those that were written."""
    persons = known.of("case_persons")
    for one in imprints.sealed_guardians(db, case_id):
        said = persons.get(one.id, {}).get("identity")
        if said == hashlib.sha256(one.sealed).hexdigest():
            read = office.seal.open_json(one.sealed, SealedPlace.PERSON_IDENTITY.of(one.id))
            yield GuardianEntry.model_validate(kept(read))
