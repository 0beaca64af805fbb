"""How long something takes by law, in the words of a document, from the case's rule pack.

A number that is not confirmed is not printed (gate G9): then there is no term to speak of.
"""

from dataclasses import dataclass

from documents.wording import UNKNOWN
from models.choice import Choice
from models.law.follow_up import item_of
from models.law.pack import RulePack
from models.law.rule import Term
from models.law.terms import Ground35
from models.law.vocabulary import ClockKind, Unit

_DIGITS = "零一二三四五六七八九"
_TEN = 10
_HUNDRED = 100
_UNITS = {
    Unit.MINUTES: "分钟",
    Unit.HOURS: "小时",
    Unit.DAYS: "日",
    Unit.WORKING_DAYS: "个工作日",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
}
_COUNTING = {
    ClockKind.LEGAL_PERIOD: "送达当日不计入;最后一日是法定休假日的,以休假日结束后的第一日为最后一日",
    ClockKind.WORKING_DAYS: "送达当日不计入;按工作日计算",
}


@dataclass(frozen=True)
class LegalTerm:
    """A confirmed number of a source. `length` as 三日; `source` as its citations."""

    length: str
    counting: str
    source: str


def legal_term(law: RulePack, rule_id: str) -> LegalTerm | None:
    """The term of a rule as a document may state it; None where no confirmed source has one."""
    rule = law.rule(rule_id)
    term = rule.term
    if term is None or term.length is None or term.unit is None or not rule.printable:
        return None
    return LegalTerm(_words(term), _COUNTING.get(term.clock, ""), rule.source)


def length(law: RulePack, rule_id: str) -> str:
    """`六个月`, also where it is not confirmed: for an internal document, which marks it."""
    term = law.rule(rule_id).term
    return _words(term) if term else UNKNOWN


def within(law: RulePack, rule_id: str) -> str:
    """`四十八小时内` of a confirmed rule; `及时` where the pack has no confirmed number."""
    term = legal_term(law, rule_id)
    return f"{term.length}内" if term else "及时"


def in_full(law: RulePack | None, choice: Choice) -> str:
    """The words of a choice; an item of art. 35 as the case's pack quotes it, with its numbers."""
    if law is None or not isinstance(choice, Ground35):
        return choice.label
    item = law.grounds[item_of(choice)]
    return f"{item.numeral}{item.title}"


def _words(term: Term) -> str:
    if term.length is None or term.unit is None:
        return str(term)
    return f"{cn_number(term.length)}{_UNITS[term.unit]}"


def cn_number(number: int) -> str:
    """Write a whole number below a hundred as 三, 十, 十五, 二十; others as digits."""
    if not 0 <= number < _HUNDRED:
        return str(number)
    tens, ones = divmod(number, _TEN)
    if tens == 0:
        return _DIGITS[ones]
    head = "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
