"""What a person does to a deadline; `flows.desk.desk.Desk` has these with all the rest."""

from datetime import date
from uuid import UUID

from flows.desk.one_transaction import OneTransaction, beside
from models.store.acting import Actor
from tasks.deadlines import extending, restarting, settling, suspending
from tasks.deadlines.extending import Extending
from tasks.deadlines.restarting import Restarting
from tasks.deadlines.settling import Settling
from tasks.deadlines.suspending import Suspending


class DeadlineActs(OneTransaction):
    """Suspending, resuming, extending, starting anew; settling an obligation."""

    def suspend(self, actor: Actor, deadline_id: UUID, asked: Suspending) -> None:
        """Record that a deadline stands still (中止)."""
        self._do(actor, beside(lambda act: suspending.suspend(act, deadline_id, asked)))

    def resume(self, actor: Actor, deadline_id: UUID, *, resumed_on: date) -> None:
        """Let a suspended deadline run again from a day (恢复)."""
        self._do(
            actor, beside(lambda act: suspending.resume(act, deadline_id, resumed_on=resumed_on))
        )

    def extend(self, actor: Actor, deadline_id: UUID, asked: Extending) -> None:
        """Record an extension that was granted (延长)."""
        self._do(actor, beside(lambda act: extending.extend(act, deadline_id, asked)))

    def restart(self, actor: Actor, deadline_id: UUID, asked: Restarting) -> UUID:
        """Count a deadline anew from a new event (重新起算); returns the new deadline."""
        return self._do(actor, beside(lambda act: restarting.restart(act, deadline_id, asked)))

    def settle(self, actor: Actor, deadline_id: UUID, asked: Settling) -> None:
        """Record what became of an obligation (约定事项): kept, put off, needed no more."""
        self._do(actor, beside(lambda act: settling.settle(act, deadline_id, asked)))
