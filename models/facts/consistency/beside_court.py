"""Orders, extensions and ends: what is asked for again, granted or ended, and what it rests on."""

from collections.abc import Iterator

from models.facts.consistency.rule import Compared, Contradiction
from models.forms.extension import ExtensionDecision, ExtensionRequest
from models.forms.follow_up import FollowUpReview, Visit, VisitKind
from models.forms.protection import OrderRenewal, OrderRuling, Reconsideration
from models.law.dates import chinese_day


def order_has_lapsed(compared: Compared) -> Iterator[Contradiction]:
    """What has lapsed is applied for anew and not prolonged (domestic violence law 30)."""
    renewal = compared.form
    if not isinstance(renewal, OrderRenewal) or not renewal.renews:
        return
    until = None
    for one in compared.facts.given:
        form = one.form
        if compared.beside(one) and isinstance(form, OrderRuling | Reconsideration):
            until = form.valid_until or until
    if until and max(renewal.decided_on, compared.today) > until:
        yield Contradiction(
            "renews", f"保护令已于{chinese_day(until)}失效,不能再申请延长;危险还在的,请另行申请。"
        )


def more_granted_than_asked(compared: Compared) -> Iterator[Contradiction]:
    """Nobody is granted a longer time than was asked for and reasoned."""
    decision = compared.form
    asked = [
        one.form
        for one in compared.facts.given
        if compared.beside(one) and isinstance(one.form, ExtensionRequest)
    ]
    if not isinstance(decision, ExtensionDecision) or not asked or decision.new_limit_on is None:
        return
    request = asked[-1]
    if decision.new_limit_on <= request.current_limit_on:
        yield Contradiction(
            "new_limit_on",
            f"延长后的届满日应当晚于原届满日{chinese_day(request.current_limit_on)}。",
        )
    if decision.new_limit_on > request.extend_until:
        yield Contradiction(
            "new_limit_on",
            f"申请的是延长至{chinese_day(request.extend_until)},决定的届满日不应更晚;请核对决定书。",
        )


def nobody_saw_the_child(compared: Compared) -> Iterator[Contradiction]:
    """Follow-up does not end on what others said of a child whom nobody saw (outline 77)."""
    review = compared.form
    if not isinstance(review, FollowUpReview) or not review.ends:
        return
    made = [
        one.form
        for one in compared.facts.given
        if compared.beside(one)
        and isinstance(one.form, Visit)
        and one.form.kind is VisitKind.VISITED
    ]
    if made and not any(visit.saw_child for visit in made):
        yield Contradiction(
            "decision", "本次回访期内没有一次见到未成年人本人,不能结束回访;请先见到本人。"
        )
