"""Which documents print the day of which deadline: where it moves, they want a second look.

Most documents state a number of days and no day. `tests/unit/documents/test_dated.py` fills every
document and compares: one that prints another deadline's day belongs in here.
"""

from collections.abc import Mapping
from uuid import UUID

from models.words import Paper

#: The rules whose running deadline a document prints.
PRINTED: Mapping[Paper, frozenset[str]] = {
    Paper.RECEPTION_HANDOVER: frozenset({"1.7"}),
    Paper.EXTENSION_FORM: frozenset({"3.2", "3.4"}),
}
#: Documents that stay in the house print an uncertain day too, marked as such.
INSIDE = frozenset({Paper.EXTENSION_FORM})
#: How many characters of a step's id name the letters that chase it.
_CHASED = 16


def chased_by(step_id: UUID) -> str:
    """How the chaser letters of a step begin what they are about."""
    return step_id.hex[:_CHASED]


def prints_day_of(
    paper: str, about: str | None, *, rule: str, step_id: UUID | None, is_certain: bool
) -> bool:
    """Whether a document prints the day of the deadline of this rule and step.

    Args:
        paper: Which document.
        about: What it is about.
        rule: The rule of the deadline.
        step_id: The step whose deadline it is; None for a clock of the case.
        is_certain: Whether the day was certain and confirmed when the document was made.
    """
    if not is_certain and paper not in INSIDE:
        return False
    if paper == Paper.CHASER_LETTER:
        return step_id is not None and (about or "").startswith(f"{chased_by(step_id)}-")
    return rule in PRINTED.get(Paper(paper), frozenset())
