"""Side procedure: personal safety protection order 人身安全保护令 (domestic violence law 23-32)."""

from itertools import count

from flows.stage import stage_flow
from models.forms.protection import (
    OrderRenewal,
    OrderRuling,
    ProtectionApplication,
    ProtectionFiling,
    Reconsideration,
)
from models.words import Holder, Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.PROTECTION_ORDER)
def protection_order(stage: StageRun) -> Outcome:
    """Apply, wait for the ruling (72 h, urgent 24 h), keep it alive while it is needed.

    An order lasts at most six months from the day it is made and can be prolonged before it
    lapses; each renewal is a new application.
    """
    for turn in count(1):
        stage.ask(ProtectionApplication, of=Role.CASEWORKER, rule="C.1", turn=turn)
        stage.issue(Paper.PROTECTION_APPLICATION, turn=turn)
        stage.approve(
            Paper.PROTECTION_APPLICATION, by=(Role.LEGAL, Role.DIRECTOR), turn=turn, rule="C.9"
        )
        filing = stage.ask(ProtectionFiling, of=Role.LEGAL, rule="C.2", turn=turn)
        ruling = stage.ask(
            OrderRuling,
            of=Role.LEGAL,
            rule=filing.ruling_rule,
            since=filing.accepted_at,
            holder=Holder.COURT,
            turn=turn,
        )
        order: OrderRuling | Reconsideration = ruling
        if not ruling.granted:
            order = stage.ask(
                Reconsideration, of=Role.LEGAL, rule="5B.3", since=ruling.made_at, turn=turn
            )
            if not order.order_made:
                return Outcome.LAPSED

        told_at = stage.renewal_told_at(order.runs_until, order.runs_from, turn=turn)
        stage.wait_until(told_at, key=f"renewal-{turn}")
        renewal = stage.ask(
            OrderRenewal, of=Role.CASEWORKER, rule="5B.2", by=order.ends_at, turn=turn
        )
        if not renewal.renews:
            return Outcome.DONE
    raise AssertionError("count() does not end")
