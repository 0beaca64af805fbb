"""How often something is done before the procedure goes another way."""

from models.errors import BadInput
from models.law.rule import Rule


def turns_of(rule: Rule) -> int:
    """Return how often; 1 is once and not again.

    Raises:
        BadInput: The rule does not say.
    """
    if rule.turns is None:
        raise BadInput(f"规则 {rule.id} 没有写明几次(turns),请检查规则包。")
    return rule.turns
