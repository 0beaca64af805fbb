"""What is read of forms while cases are played: each field, by whatever is not generic.

A group or row that several forms have (a hand-over) is one class: read in one form, it is read.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from models.choice import Choice
from models.forms.base import Part
from models.forms.catalogue import FORMS
from models.forms.reading import meta

#: Functions that walk every field of every form, whatever it says.
WALKERS = frozenset(
    {("models.facts.ahead", "born_ahead"), ("models.forms.checking", "broken_rules")}
)


@dataclass(frozen=True)
class Asked:
    """A choice, a yes/no or a day that a form asks for."""

    key: str
    """Form and dotted path."""
    is_read: bool


@dataclass
class Reads:
    """Class and field of everything that was read, and the cases that were played."""

    found: set[tuple[type[Part], str]] = field(default_factory=set)
    played: set[Any] = field(default_factory=set)

    def every(self) -> Iterator[Asked]:
        """Each choice, yes/no and day of every form, its groups and rows."""
        for name, form in FORMS.items():
            for part, one, path in _asked(form):
                yield Asked(f"{name}:{path}", (part, one) in self.found)


@contextmanager
def watched() -> Iterator[Reads]:
    """Note each field that somebody reads by name; what pydantic does itself is no reading."""
    reads, read = Reads(), Part.__getattribute__

    def noted(self: Part, name: str) -> Any:
        if not name.startswith("_") and name in type(self).model_fields:
            by = sys._getframe(1)
            if (by.f_globals.get("__name__"), by.f_code.co_name) not in WALKERS:
                reads.found.add((type(self), name))
        return read(self, name)

    Part.__getattribute__ = noted  # type: ignore[method-assign,assignment]
    try:
        yield reads
    finally:
        del Part.__getattribute__


def decided_by(part: type[Part], path: str = "") -> Iterator[str]:
    """The fields whose answer decides which others are asked."""
    for one, info in part.model_fields.items():
        decides, _, _ = str(meta(info).get("shown_if") or "").partition("=")
        if decides:
            yield path + decides
        for kind in _flat(info.annotation):
            if isinstance(kind, type) and issubclass(kind, Part):
                yield from decided_by(kind, f"{path}{one}.")


def _asked(part: type[Part], path: str = "") -> Iterator[tuple[type[Part], str, str]]:
    for one, info in part.model_fields.items():
        for kind in _flat(info.annotation):
            if not isinstance(kind, type):
                continue
            if issubclass(kind, Part):
                yield from _asked(kind, f"{path}{one}.")
            elif kind is bool or issubclass(kind, Choice | date):
                yield part, one, path + one


def _flat(annotation: Any) -> Iterator[Any]:
    arguments = get_args(annotation)
    if not arguments:
        yield annotation
    for one in arguments:
        yield from _flat(one)
