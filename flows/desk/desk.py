"""What a person does, each one transaction; the inline reader goes on in it.

The portal and the rehearsal both come through here. Nothing here needs Prefect.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flows.desk.attachments import Attachments
from flows.desk.correcting import Corrections
from flows.desk.deadline_acts import DeadlineActs
from flows.desk.leading import Leading
from flows.desk.one_transaction import beside
from models.store.acting import Actor
from models.words import Began, Stage
from tasks.act import Act
from tasks.acts import (
    answering,
    cases,
    correcting,
    covering,
    handing,
    late_papers,
    signing,
    starting,
    taking_back,
    teaming,
    voiding,
    withdrawing,
)
from tasks.acts.binding import Decision


class Desk(DeadlineActs, Leading, Corrections, Attachments):
    """The actions of officers on one installation; safe to share between threads."""

    def open_case(
        self,
        actor: Actor,
        *,
        began: Began = Began.REPORT,
        child_id: UUID | None = None,
        practice: bool = False,
        case_id: UUID | None = None,
    ) -> UUID:
        """Open a case, once for one `case_id`; a police hand-over starts custody with it."""
        begin_at = (Stage.RECEIPT, Stage.CUSTODY) if began is Began.HANDOVER else (Stage.RECEIPT,)
        return self._do(
            actor,
            lambda act: cases.open_case(
                act, begin_at=begin_at, child_id=child_id, practice=practice, case_id=case_id
            ),
        )

    def answer(
        self, actor: Actor, step_id: UUID, raw: Mapping[str, Any], *, done_on: date | None = None,
        late_reason: str = "",
    ) -> UUID:  # fmt: skip
        """Answer a form; returns the case. See `tasks.acts.answering.answer` for what it refuses."""
        return self._do(
            actor,
            lambda act: answering.answer(
                act, step_id, raw, done_on=done_on, late_reason=late_reason
            ),
        )

    def take_back(self, actor: Actor, step_id: UUID, *, reason: str = "") -> UUID:
        """Take an answer back before anything that rests on it went out; returns the case."""
        return self._do(actor, lambda act: taking_back.take_back(act, step_id, reason=reason))

    def sign(self, actor: Actor, step_id: UUID, *, opinion: str = "") -> Decision:
        """Approve. `Decision.VOIDED`: the data changed, nothing was signed."""
        return self._do(
            actor,
            lambda act: signing.sign(act, step_id, opinion=opinion),
        )

    def send_back(self, actor: Actor, step_id: UUID, *, to_step: UUID, reason: str) -> Decision:
        """Return to an earlier form of the stage, with a reason."""
        return self._do(
            actor,
            lambda act: signing.send_back(act, step_id, to_step=to_step, reason=reason),
        )

    def withdraw(self, actor: Actor, step_id: UUID, *, reason: str = "") -> Decision:
        """Take back what was sent for approval, while nobody has opened it."""
        return self._do(
            actor,
            lambda act: signing.withdraw(act, step_id, reason=reason),
        )

    def hand_over(self, actor: Actor, step_id: UUID, *, to: UUID) -> None:
        """Give a step to another officer of the same role."""
        self._do(actor, beside(lambda act: handing.hand_over(act, step_id, to=to)))

    def cover(
        self, actor: Actor, *, officer: UUID, by: UUID, from_at: datetime, until_at: datetime
    ) -> None:
        """Record who stands in for an absent officer."""
        self._do(
            actor,
            beside(
                lambda act: covering.cover(
                    act, officer=officer, by=by, from_at=from_at, until_at=until_at
                )
            ),
        )

    def chase(self, actor: Actor, step_id: UUID, *, means: str, note: str = "") -> None:
        """Record a reminder to whoever has the ball."""
        self._do(
            actor,
            beside(lambda act: handing.chase(act, step_id, means=means, note=note)),
        )

    def try_again(self, actor: Actor, step_id: UUID) -> None:
        """Have a failed automatic step tried anew."""
        self._do(actor, beside(lambda act: handing.try_again(act, step_id)))

    def look_at(self, actor: Actor, step_id: UUID) -> None:
        """Note that the officer whose turn it is has opened the step."""
        self._do(actor, beside(lambda act: handing.look_at(act, step_id)))

    def save_draft(
        self, actor: Actor, step_id: UUID, raw: dict[str, Any], *, seen: str | None = None
    ) -> str:
        """Keep what was typed so far; its version. `DraftChanged`: not over one nobody saw here."""
        return self._do(actor, beside(lambda act: handing.save_draft(act, step_id, raw, seen=seen)))

    def correct_people(self, actor: Actor, case_id: UUID, raw: Mapping[str, Any]) -> int:
        """Put right who the people are; the number of documents in signature that fell by it."""
        return self._do(actor, lambda act: correcting.correct_people(act, case_id, raw))

    def record_late_paper(self, actor: Actor, case_id: UUID, raw: Mapping[str, Any]) -> UUID:
        """Record a paper that came when no step asks for it any more; returns the entry."""
        return self._do(actor, lambda act: late_papers.record_late_paper(act, case_id, raw))

    def change_lead(self, actor: Actor, case_id: UUID, *, to: UUID) -> int:
        """Make another caseworker responsible; how many open steps went over."""
        return self._do(actor, beside(lambda act: teaming.change_lead(act, case_id, to=to)))

    def add_member(self, actor: Actor, case_id: UUID, *, officer_id: UUID) -> None:
        """Let an officer see and work on a case."""
        self._do(actor, beside(lambda act: teaming.add_member(act, case_id, officer_id=officer_id)))

    def remove_member(self, actor: Actor, case_id: UUID, *, officer_id: UUID) -> None:
        """End an officer's sight of a case."""
        self._do(
            actor, beside(lambda act: teaming.remove_member(act, case_id, officer_id=officer_id))
        )

    def start_side(self, actor: Actor, case_id: UUID, stage: Stage, *, reason: str) -> UUID:
        """Open a side procedure; returns its stage."""
        return self._do(actor, lambda act: starting.start_side(act, case_id, stage, reason=reason))

    def withdraw_side(self, actor: Actor, stage_id: UUID, *, reason: str) -> UUID:
        """Take back a side procedure started by mistake; returns the case."""
        return self._do(
            actor, beside(lambda act: withdrawing.withdraw_side(act, stage_id, reason=reason))
        )

    def void_case(
        self, actor: Actor, case_id: UUID, *, reason: str, in_favour_of: UUID | None = None
    ) -> UUID:
        """Void a case opened by mistake, or twice; returns it."""

        def void(act: Act) -> UUID:
            voiding.void_case(act, case_id, reason=reason, in_favour_of=in_favour_of)
            return case_id

        return self._do(actor, beside(void))

    def reopen(self, actor: Actor, case_id: UUID, *, to: Stage, reason: str) -> UUID:
        """Open a closed case again; returns the stage."""
        return self._do(actor, lambda act: starting.reopen(act, case_id, to=to, reason=reason))
