"""Reminding, ordering, cards: what moves others, each one transaction."""

from datetime import datetime
from uuid import UUID

from flows.desk.one_transaction import OneTransaction, beside
from models.store.acting import Actor
from tasks.acts import chasing, ordering
from tasks.watch import carding


class Leading(OneTransaction):
    """The part of the desk that moves others; `flows.desk.desk.Desk` is the whole."""

    def order(
        self,
        actor: Actor,
        case_id: UUID,
        *,
        words: str,
        owes: UUID,
        step_id: UUID | None = None,
        report_by: datetime | None = None,
    ) -> UUID:
        """Order that something be done and reported on (督办); the order's id."""
        return self._do(
            actor,
            beside(
                lambda act: ordering.give_order(
                    act, case_id, words=words, owes=owes, step_id=step_id, report_by=report_by
                )
            ),
        )

    def report_order(self, actor: Actor, order_id: UUID, *, words: str) -> UUID:
        """Report on an order, as who owes it; the case."""
        return self._do(actor, beside(lambda act: ordering.report_back(act, order_id, words=words)))

    def return_order(
        self, actor: Actor, order_id: UUID, *, words: str, report_by: datetime | None = None
    ) -> UUID:
        """Ask for more; the case."""
        return self._do(
            actor,
            beside(lambda act: ordering.send_back(act, order_id, words=words, report_by=report_by)),
        )

    def close_order(self, actor: Actor, order_id: UUID, *, words: str) -> UUID:
        """Close an order, never as who owes it; the case."""
        return self._do(actor, beside(lambda act: ordering.close_order(act, order_id, words=words)))

    def chase_by_letter(self, actor: Actor, step_id: UUID, *, note: str = "") -> UUID:
        """Write a chaser letter to an outside body and record it; the version to download."""
        return self._do(actor, beside(lambda act: chasing.write_letter(act, step_id, note=note)))

    def withdraw_card(self, actor: Actor, card_id: UUID, *, reason: str) -> UUID:
        """Withdraw a card with a reason; the case."""
        return self._do(
            actor, beside(lambda act: carding.withdraw_card(act, card_id, reason=reason))
        )
