"""Trying what ought to be refused: what is not refused is told, and leaves nothing behind."""

from collections.abc import Callable
from typing import TypeVar

from flows.desk.desk import Desk
from models.errors import RuleBroken
from models.store.acting import Actor
from tasks.act import Act, Done
from tasks.acts.binding import Decision

T = TypeVar("T")
#: An approval that fell is no refusal of the desk, but none was given either.
VOIDED = "文书所依据的数据在送审后有变更,这次审批作废(期待作废的写 voided: yes)。"


class NotRefused(Exception):
    """The act was allowed; its transaction is taken back."""


class TrialDesk(Desk):
    """A desk at which every act that is allowed is taken back."""

    def _do(self, actor: Actor, work: Callable[[Act], Done[T]]) -> T:
        def tried(act: Act) -> Done[T]:
            done = work(act)
            if done.came_of_it is Decision.VOIDED:
                raise RuleBroken(VOIDED)
            raise NotRefused

        return super()._do(actor, tried)
