"""How often something is done before the procedure goes another way."""

from models.law.rule import Rule

#: Twice: once more after the first time was in vain.
TURNS_UNSAID = 2


def turns_of(rule: Rule) -> int:
    """Return how often; 1 is once and not again.

    A pack written before a rule could say it means what the program did then (ADR 0064).
    """
    return rule.turns or TURNS_UNSAID
