"""Sentences with blanks for the numbers of law: `{5B.4-suit}内起诉` reads `30日内起诉` by one pack.

Forms and screens write a blank where a number of law would stand. Whoever shows the sentence of a
case fills it from that case's pack, so that a new law changes the sentence without a new program.
"""

import re

from models.law.pack import RulePack
from models.law.rule import Ground, Rule
from models.law.vocabulary import Unit

#: Between braces the id of a rule (`5A.2`, `C.8`), or an item of opinions art. 35 (`35.3`).
BLANK = re.compile(r"\{(?P<rule>[0-9C][0-9A-Za-z.-]*)\}")
ARTICLE = "35"
#: What stands in for a number the pack does not have (any more).
NO_NUMBER = "规定期限"


def filled(text: str, law: RulePack | None) -> str:
    """Fill every blank of a sentence from a pack; without a pack with words that name no number.

    A number whose text was not seen says so: a screen may show it, unlike a document.

    Raises:
        UnknownRule: The pack has no such rule; the one a case is judged by always has.
    """
    return BLANK.sub(lambda blank: _number(blank["rule"], law) if law else NO_NUMBER, text)


def _number(name: str, law: RulePack) -> str:
    article, _dot, item = name.partition(".")
    if article == ARTICLE:
        return _asked_for(law.grounds[int(item)])
    return _length(law.rule(name))


def _asked_for(item: Ground) -> str:
    """What an item asks for by number: months of refusal, or times of criticism."""
    if item.refused_months:
        return f"{item.refused_months}{Unit.MONTHS.chinese}"
    return f"{item.criticisms}次" if item.criticisms else NO_NUMBER


def _length(rule: Rule) -> str:
    term = rule.term
    if term is None:
        return NO_NUMBER
    length = f"{term.length}{term.unit.chinese}" if term.unit else ""
    said = "持续".join(part for part in (str(term.frequency or ""), length) if part)
    return said if rule.printable else f"{said}(未核实)"
