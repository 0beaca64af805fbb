"""One way to answer a form, as far as the procedure can tell it from another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.forms.base import Form

#: Field name to value, for an answer given at an instant.
Fields = Callable[[datetime], Mapping[str, Any]]


@dataclass(frozen=True)
class Variant:
    """A decision on a form.

    Its answer holds the fields a stage may look at, and no other field that must be filled in: a
    stage that reads more raises AttributeError, and the proof reports it. So a decision nobody
    wrote down here cannot pass unnoticed.

    Attributes:
        form: The form.
        says: The decision in Chinese, as a path shows it.
        fields: What the answer holds when it is given at an instant (aware).
        timeless: Whether it holds the same at every instant, so that one answer serves all.
    """

    form: type[Form]
    says: str
    fields: Fields
    timeless: bool = False

    def answer(self, now: datetime) -> Form:
        """Give the answer as it would be at `now`; dates in it lie around that instant."""
        return self.form.model_construct(**self.fields(now))


def variant(form: type[Form], says: str, fields: Fields | None = None, **fixed: Any) -> Variant:
    """Write a decision down.

    Args:
        form: The form.
        says: The decision in Chinese.
        fields: Fields that depend on when the answer is given.
        fixed: Fields that do not.
    """

    def both(now: datetime) -> Mapping[str, Any]:
        return {**(fields(now) if fields else {}), **fixed}

    return Variant(form, says, both, timeless=fields is None)


def filled_in(form: type[Form]) -> Variant:
    """A form on which nothing is decided: the procedure only waits until it is there."""
    return variant(form, "填妥")
