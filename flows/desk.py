"""What a person does, each one transaction; the inline reader goes on in it.

The portal and the rehearsal both come through here. Nothing here needs Prefect.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from psycopg.errors import DeadlockDetected, SerializationFailure
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from flows.inline import advance
from models.clock import Clock
from models.errors import OutsideFailure
from models.store.acting import Actor, as_officer
from models.words import Began, Stage
from tasks import answering, cases, handing, signing
from tasks.office import Office
from tasks.signing import Decided, Decision

T = TypeVar("T")
#: A transaction the database refused because of another one is simply done again.
_TRIES = 4


class Desk:
    """The actions of officers on one installation; safe to share between threads."""

    def __init__(self, engine: Engine, office: Office, clock: Clock) -> None:
        """Work as the portal's role.

        Args:
            engine: Of the portal's role; row-level security binds it.
            office: Seal, calendar, packs.
            clock: The program's clock, or a virtual one.
        """
        self._engine, self._office, self._clock = engine, office, clock

    def open_case(
        self, actor: Actor, *, began: Began = Began.REPORT, child_id: UUID | None = None,
        practice: bool = False,
    ) -> UUID:  # fmt: skip
        """Open a case; after a police hand-over the custody procedure runs from the start."""
        stages = (Stage.RECEIPT, Stage.CUSTODY) if began is Began.HANDOVER else (Stage.RECEIPT,)

        def work(db: Connection, now: datetime) -> UUID:
            case_id, opened = cases.open_case(
                db, self._office, actor, stages=stages, now=now, child_id=child_id,
                practice=practice,
            )  # fmt: skip
            for stage_id in opened:
                self._go_on(db, stage_id, now, actor)
            return case_id

        return self._do(actor, work)

    def answer(
        self, actor: Actor, step_id: UUID, raw: Mapping[str, Any], *, done_on: date | None = None
    ) -> UUID:
        """Answer a form; returns the case. See `tasks.answering.answer` for what it refuses."""

        def work(db: Connection, now: datetime) -> UUID:
            done = answering.answer(
                db, self._office, actor, step_id, raw, now=now, done_on=done_on
            )
            if not done.repeated:
                self._go_on(db, done.stage_id, now, actor)
            return done.case_id

        return self._do(actor, work)

    def sign(self, actor: Actor, step_id: UUID, *, opinion: str = "") -> Decision:
        """Approve. `Decision.VOIDED`: the data changed, nothing was signed."""
        return self._decide(
            actor,
            lambda db, now: signing.sign(
                db, self._office, actor, step_id, opinion=opinion, now=now
            ),
        )

    def send_back(self, actor: Actor, step_id: UUID, *, to_step: UUID, reason: str) -> Decision:
        """Return to an earlier form of the stage, with a reason."""
        return self._decide(
            actor,
            lambda db, now: signing.send_back(
                db, self._office, actor, step_id, to_step=to_step, reason=reason, now=now
            ),
        )

    def withdraw(self, actor: Actor, step_id: UUID, *, reason: str = "") -> Decision:
        """Take back what was sent for approval, while nobody has opened it."""
        return self._decide(
            actor,
            lambda db, now: signing.withdraw(
                db, self._office, actor, step_id, reason=reason, now=now
            ),
        )

    def hand_over(self, actor: Actor, step_id: UUID, *, to: UUID) -> None:
        """Give a step to another officer of the same role."""
        self._do(actor, lambda db, now: handing.hand_over(db, actor, step_id, to=to, now=now))

    def cover(
        self, actor: Actor, *, officer: UUID, by: UUID, from_at: datetime, until_at: datetime
    ) -> None:
        """Record who stands in for an absent officer."""
        self._do(
            actor,
            lambda db, now: handing.cover(
                db, actor, officer=officer, by=by, from_at=from_at, until_at=until_at, now=now
            ),
        )

    def chase(self, actor: Actor, step_id: UUID, *, means: str, note: str = "") -> None:
        """Record a reminder to whoever has the ball."""
        self._do(
            actor,
            lambda db, now: handing.chase(
                db, self._office, actor, step_id, means=means, note=note, now=now
            ),
        )

    def look_at(self, actor: Actor, step_id: UUID) -> None:
        """Note that the officer whose turn it is has opened the step."""
        self._do(actor, lambda db, now: handing.look_at(db, actor, step_id, now=now))

    def save_draft(self, actor: Actor, step_id: UUID, raw: dict[str, Any]) -> None:
        """Keep what was typed so far."""
        self._do(
            actor,
            lambda db, _now: handing.save_draft(db, self._office, actor, step_id, raw),
        )

    def start_side(self, actor: Actor, case_id: UUID, stage: Stage, *, reason: str) -> UUID:
        """Open a side procedure; returns its stage."""

        def work(db: Connection, now: datetime) -> UUID:
            stage_id = cases.start_side(
                db, self._office, actor, case_id, stage, reason=reason, now=now
            )
            self._go_on(db, stage_id, now, actor)
            return stage_id

        return self._do(actor, work)

    def reopen(self, actor: Actor, case_id: UUID, *, to: Stage, reason: str) -> UUID:
        """Open a closed case again; returns the stage."""

        def work(db: Connection, now: datetime) -> UUID:
            stage_id = cases.reopen(
                db, self._office, actor, case_id, to=to, reason=reason, now=now
            )
            self._go_on(db, stage_id, now, actor)
            return stage_id

        return self._do(actor, work)

    def _decide(self, actor: Actor, decide: Callable[[Connection, datetime], Decided]) -> Decision:
        def work(db: Connection, now: datetime) -> Decision:
            decided = decide(db, now)
            self._go_on(db, decided.stage_id, now, actor)
            return decided.decision

        return self._do(actor, work)

    def _go_on(self, db: Connection, stage_id: UUID, now: datetime, actor: Actor) -> None:
        advance(db, self._office, stage_id, now=now, actor_id=actor.officer_id)

    def _do(self, actor: Actor, work: Callable[[Connection, datetime], T]) -> T:
        for tried in range(1, _TRIES + 1):
            try:
                with as_officer(self._engine, actor) as db:
                    return work(db, self._clock.now())
            except OperationalError as failed:
                again = isinstance(failed.orig, DeadlockDetected | SerializationFailure)
                if not again and failed.connection_invalidated:
                    raise OutsideFailure("数据库暂时不可用;请稍后再试,已填写的内容没有丢失。") from failed
                if not again or tried == _TRIES:
                    raise
        raise AssertionError("unreachable")
