"""`docs/consistency.md`: the rules between facts, for people."""

from models.facts.consistency.order import ORDERS
from models.facts.consistency.rule import ConsistencyRule
from models.facts.consistency.rules import RULES
from models.facts.events import EVENTS

_INTRODUCTION = """\
# Facts compared with facts

Printed by `hutong procedure --consistency` from `models.facts.consistency`; a test compares. Each
rule is asked before an answer is kept, at the field it is about, and the sentence says what the
record knows. A day that a person types is compared with what the case knows already, so that a
wrong year moves no deadline and no child goes to anybody before the day it may.

| 规则 | 应当如此 | 依据 | 核对的表单 |
| --- | --- | --- | --- |
"""
_ORDER = """
## 先后

What is told second is refused where it is dated before the first. "本案" compares with the newest
that is known of the case, "本程序" with the same stage. Days without an hour are compared as days.

| 先 | 后 | 范围 |
| --- | --- | --- |
"""


def consistency_page() -> str:
    """The whole page."""
    rules = [_row(one) for one in RULES]
    orders = [
        f"| {EVENTS[one.earlier].says} | {EVENTS[one.later].says} "
        f"| {'本程序' if one.within_stage else '本案'} |"
        for one in ORDERS
    ]
    return _INTRODUCTION + "\n".join(rules) + "\n" + _ORDER + "\n".join(orders) + "\n"


def _row(rule: ConsistencyRule) -> str:
    forms = "、".join(form.title for form in rule.forms)
    return f"| `{rule.code}` | {rule.says} | {rule.source} | {forms} |"
