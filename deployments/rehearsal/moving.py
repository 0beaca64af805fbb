"""Doing what a file says of deadlines, orders, cards and the team, through the desk."""

from uuid import UUID, uuid4

from deployments.rehearsal.finding import Finder
from deployments.rehearsal.moves import (
    Extend,
    Lead,
    Letter,
    Member,
    Move,
    OrderGiven,
    OrderMove,
    Restart,
    Resume,
    Suspend,
    WithdrawCard,
)
from deployments.rehearsal.scene import Scene
from flows.desk.desk import Desk
from models.law.dates import shanghai_date
from models.store.acting import Actor
from tasks.deadlines.extending import Extending
from tasks.deadlines.restarting import Restarting
from tasks.deadlines.suspending import Suspending


class Mover:
    """Does it at a desk; refusals are those of the desk."""

    def __init__(self, desk: Desk, scene: Scene, finder: Finder) -> None:
        """Do it here."""
        self._desk, self._scene, self._finder = desk, scene, finder

    def move(self, who: Actor, case_id: UUID, asked: Move) -> None:
        """Do it, as `who`."""
        desk = self._desk
        match asked:
            case Extend() | Suspend() | Resume() | Restart():
                self._deadline(who, case_id, asked)
            case OrderGiven():
                self._order(who, case_id, asked)
            case OrderMove():
                self._answer_order(who, self._finder.order(case_id), asked)
            case Member(leaves=True):
                desk.remove_member(who, case_id, officer_id=self._officer(asked.account))
            case Member():
                desk.add_member(who, case_id, officer_id=self._officer(asked.account))
            case Lead():
                desk.change_lead(who, case_id, to=self._officer(asked.account))
            case WithdrawCard():
                card = self._finder.card(case_id, asked.account)
                desk.withdraw_card(who, card, reason=asked.reason)
            case Letter():
                step = self._finder.step(case_id, asked.name, any_state=False)
                desk.chase_by_letter(who, step.id, note=asked.note)

    def _officer(self, account: str) -> UUID:
        return self._scene.actors[account].officer_id

    def _order(self, who: Actor, case_id: UUID, asked: OrderGiven) -> None:
        about = None
        if asked.about:
            about = self._finder.step(case_id, asked.about, any_state=False).id
        self._desk.order(
            who, case_id, words=asked.words, owes=self._officer(asked.owes), step_id=about,
            report_by=asked.report_by,
        )  # fmt: skip

    def _answer_order(self, who: Actor, order_id: UUID, asked: OrderMove) -> None:
        if asked.move == "report_order":
            self._desk.report_order(who, order_id, words=asked.words)
        elif asked.move == "return_order":
            self._desk.return_order(who, order_id, words=asked.words, report_by=asked.report_by)
        else:
            self._desk.close_order(who, order_id, words=asked.words)

    def _deadline(
        self, who: Actor, case_id: UUID, asked: Extend | Suspend | Resume | Restart
    ) -> None:  # fmt: skip
        desk, found = self._desk, self._finder.deadline(case_id, asked.name)
        match asked:
            case Extend():
                decided = asked.decided_on or shanghai_date(self._scene.clock.now())
                desk.extend(who, found, Extending(
                    uuid4(), asked.length, asked.until_on, decided, asked.document or None,
                    asked.reason,
                ))  # fmt: skip
            case Suspend():
                desk.suspend(who, found, Suspending(
                    uuid4(), asked.first_on, asked.last_on, asked.ground, asked.document or None,
                    asked.reason,
                ))  # fmt: skip
            case Resume():
                desk.resume(who, found, resumed_on=asked.on)
            case Restart():
                proof = None
                if asked.proved_by:
                    proof = self._finder.done(case_id, asked.proved_by).id
                desk.restart(who, found, Restarting(
                    uuid4(), asked.since, proof, asked.document or None, asked.reason, asked.rule
                ))  # fmt: skip
