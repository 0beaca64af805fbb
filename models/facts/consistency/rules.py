"""The table of rules between facts, and the one question that asks them all."""

from collections.abc import Iterator

from models.facts.consistency.after_judgment import (
    plan_has_another_ground,
)
from models.facts.consistency.beside_court import (
    more_granted_than_asked,
    nobody_saw_the_child,
    order_has_lapsed,
)
from models.facts.consistency.order import ORDERS, out_of_order
from models.facts.consistency.people import (
    carer_is_another,
    notice_names_no_guardian,
    respondent_is_no_guardian,
    revoked_was_not_asked,
)
from models.facts.consistency.rule import Compared, ConsistencyRule, Contradiction
from models.facts.events import EVENTS
from models.forms.base import Form
from models.forms.extension import ExtensionDecision
from models.forms.follow_up import FollowUpPlan, FollowUpReview
from models.forms.petition import PetitionDraft
from models.forms.protection import OrderRenewal
from models.forms.relative_care import CarerVerification
from models.forms.return_home import CollectionNotice
from models.forms.revocation import Judgment

_DATED = tuple(dict.fromkeys(told.form for order in ORDERS for told in EVENTS[order.later].told))

RULES: tuple[ConsistencyRule, ...] = (
    ConsistencyRule(
        "F1", "后发生的事不早于它所依据的事", "各环节的先后;《意见》第11、19条", _DATED, out_of_order
    ),
    ConsistencyRule(
        "F2", "回访的依据、情形和起算日与领回、交接或者判决一致", "指导纲要第78、79条",
        (FollowUpPlan,), plan_has_another_ground,
    ),
    ConsistencyRule(
        "F3", "已经失效的保护令不再延长", "反家庭暴力法第30条", (OrderRenewal,), order_has_lapsed
    ),
    ConsistencyRule(
        "F4", "延长的决定不超过申请", "指导纲要第68条",
        (ExtensionDecision,), more_granted_than_asked,
    ),
    ConsistencyRule(
        "F5", "回访期内至少有一次见到未成年人本人", "指导纲要第77条",
        (FollowUpReview,), nobody_saw_the_child,
    ),
    ConsistencyRule(
        "F6", "通知领回的是现任监护人,委托领回的人没有涉嫌侵害", "指导纲要第71条;民法典第34条",
        (CollectionNotice,), notice_names_no_guardian,
    ),
    ConsistencyRule(
        "F7", "核查的照料人是会商结论写明的照料人", "《意见》第17、19条",
        (CarerVerification,), carer_is_another,
    ),
    ConsistencyRule(
        "F8", "撤销资格的被申请人是登记的监护人", "民法典第36条",
        (PetitionDraft,), respondent_is_no_guardian,
    ),
    ConsistencyRule(
        "F9", "判决撤销的是申请书的被申请人", "民法典第36条",
        (Judgment,), revoked_was_not_asked,
    ),
)  # fmt: skip

#: Every form that some rule compares.
FORMS_ASKED: tuple[type[Form], ...] = tuple(
    dict.fromkeys(form for rule in RULES for form in rule.forms)
)


def contradictions(compared: Compared) -> Iterator[tuple[ConsistencyRule, Contradiction]]:
    """Everything in which an answer contradicts the facts of its case."""
    for rule in RULES:
        if isinstance(compared.form, rule.forms):
            for found in rule.contradictions(compared):
                yield rule, found
