"""The memory reader beside PostgreSQL: told the same answers, it must walk the same keys."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from flows.readers.memory import MemoryCase, MemoryStage
from models.forms.catalogue import FORMS
from models.sealed_places import SealedPlace
from models.words import Stage, StepState, Tag
from tests.flows.practice import Practice

#: Stage ordinal, key, round, kind, state.
Walked = tuple[int, str, int, str, str]


@dataclass
class Lockstep:
    """A case in memory that follows what the event chain says people and time did."""

    practice: Practice
    case_id: UUID
    #: Codes of centres that are not on this installation.
    elsewhere: tuple[str, ...] = ()
    seen: int = 0
    memory: MemoryCase | None = None
    first: frozenset[UUID] = frozenset()
    followed: list[Tag] = field(default_factory=list)

    def follow(self) -> None:
        """Do in memory what happened since, and compare."""
        for event in self.practice.rows(
            "SELECT * FROM events WHERE case_id = :case AND seq > :seen ORDER BY seq",
            case=self.case_id,
            seen=self.seen,
        ):
            self.seen = event.seq
            self._apply(event)
        assert self.in_memory() == self.in_database()
        assert self.stages_in_memory() == self.practice.outcomes(self.case_id)
        began = self.practice.rows(
            "SELECT began_at FROM custodies WHERE case_id = :case AND ended_at IS NULL",
            case=self.case_id,
        )
        assert self.memory is not None
        assert self.memory.custody_began_at == (began[0].began_at if began else None)

    def _apply(self, event: Row[Any]) -> None:
        tag = Tag(event.tag)
        if tag is Tag.CASE_OPENED:
            stages = self.practice.rows(
                "SELECT id, name FROM stages WHERE case_id = :case AND opened_by_stage IS NULL "
                "AND opened_at = :at ORDER BY ordinal",
                case=self.case_id, at=event.at,
            )  # fmt: skip
            self.first = frozenset(one.id for one in stages)
            names = [Stage(one.name) for one in stages]
            case = self.practice.rows("SELECT * FROM cases WHERE id = :case", case=self.case_id)[0]
            law = self.practice.office.pack(case.pack, case.locality)
            self.memory = MemoryCase(event.at, *names, law=law, elsewhere=self.elsewhere)
            return
        assert self.memory is not None
        self.memory.now = event.at
        if tag is Tag.STEP_ANSWERED:
            self._answer(event)
        elif tag is Tag.APPROVAL_DONE:
            self.memory.sign(self._stage(event), self._key(event))
        elif tag in (Tag.APPROVAL_RETURNED, Tag.APPROVAL_WITHDRAWN):
            self.memory.send_back(self._stage(event), event.detail["to"])
        elif tag is Tag.APPROVAL_VOIDED:
            stage = self._stage(event)
            self.memory.send_back(stage, self._key(event).replace("approve:", "issue:"))
        elif tag is Tag.TIMER_FIRED:
            self.memory.fire(self._stage(event), self._key(event))
        elif tag is Tag.STAGE_OPENED and self._by_a_person(event):
            self.memory.start(Stage(event.detail["stage"]))
        else:
            return
        self.followed.append(tag)

    def _answer(self, event: Row[Any]) -> None:
        [step] = self.practice.rows("SELECT * FROM steps WHERE id = :id", id=event.step_id)
        read = self.practice.office.seal.open_json(step.answer, SealedPlace.STEP_ANSWER.of(step.id))
        assert self.memory is not None
        self.memory.answer(self._stage(event), step.key, FORMS[step.form].load(read))

    def _stage(self, event: Row[Any]) -> MemoryStage:
        assert self.memory is not None
        ordinal: int = self.practice.one(
            "SELECT ordinal FROM stages WHERE id = :id", id=event.stage_id
        )
        return self.memory.stages[ordinal - 1]

    def _key(self, event: Row[Any]) -> str:
        key: str = self.practice.one("SELECT key FROM steps WHERE id = :id", id=event.step_id)
        return key

    def _by_a_person(self, event: Row[Any]) -> bool:
        return "after" not in event.detail and event.stage_id not in self.first

    def stages_in_memory(self) -> list[tuple[str, str | None]]:
        """The stages with how each ended, in order."""
        assert self.memory is not None
        return [(one.stage.value, one.outcome and one.outcome.value) for one in self.memory.stages]

    def in_memory(self) -> list[Walked]:
        """Every current entry in memory."""
        assert self.memory is not None
        return sorted(
            (ordinal, step.key, step.round, step.kind.value, _state(stage, step.state))
            for ordinal, stage in enumerate(self.memory.stages, start=1)
            for step in stage.steps.values()
        )

    def in_database(self) -> list[Walked]:
        """Every current entry in PostgreSQL."""
        return sorted(
            (row.ordinal, row.key, row.round, row.kind, row.state)
            for row in self.practice.rows(
                "SELECT g.ordinal, s.key, s.round, s.kind, s.state FROM steps s "
                "JOIN stages g ON g.id = s.stage_id "
                "WHERE s.case_id = :case AND s.state <> 'superseded'",
                case=self.case_id,
            )
        )


def _state(stage: MemoryStage, state: StepState) -> str:
    """What was open when its stage was interrupted is cancelled."""
    over = not stage.is_open and state is StepState.OPEN
    return (StepState.CANCELLED if over else state).value
