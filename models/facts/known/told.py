"""What a question of a form is asked with, and what the record tells: a value with its origins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from pydantic_core import to_jsonable_python

from models.facts.case import CaseFacts
from models.facts.given import GivenAnswer, Signed
from models.forms.base import Form
from models.forms.people import ChildIdentity
from models.words import Paper

F = TypeVar("F", bound=Form)
#: Full-width marks: what is put together goes into a box, and from there into a document.
COMMA, COLON, SEMICOLON, STOP, OPENING, CLOSING = "\uff0c\uff1a\uff1b\u3002\uff08\uff09"


@dataclass(frozen=True)
class NumberedDocument:
    """A document of the case that has its number."""

    paper: Paper
    title: str
    number: str


@dataclass(frozen=True)
class Asked:
    """What there is to answer with."""

    facts: CaseFacts
    child: ChildIdentity | None = None
    """As the register of people has the child, with every correction; None: it does not open."""
    centre: Mapping[str, str] = field(default_factory=dict)
    """What the centre says of itself."""
    numbered: tuple[NumberedDocument, ...] = ()
    """Oldest first."""
    custody_since: date | None = None
    custody_limit: date | None = None
    about: str | None = None
    """The party, voice or window that the form is about."""

    def number_of(self, paper: Paper) -> str | None:
        """The full number of the newest document of a kind."""
        return next((one.number for one in reversed(self.numbered) if one.paper is paper), None)

    def newest(self, form: type[F], holds: Callable[[F], bool] = lambda _: True) -> (
        "tuple[GivenAnswer, F] | None"
    ):  # fmt: skip
        """The newest answer to a form of which something holds."""
        found = [one for one in self.facts.all(form) if holds(one[1])]
        return found[-1] if found else None


@dataclass(frozen=True)
class KnownValue:
    """A value as an answer stores it, and where it is known from."""

    value: Any
    origins: tuple[GivenAnswer | Signed, ...] = ()
    """Empty: the register of people, or what the centre says of itself."""


Source = Callable[[Asked], KnownValue | None]


def told(value: Any, *origins: GivenAnswer | Signed) -> KnownValue | None:
    """A value that is known; None where there is none. What is false is known, too."""
    stored = to_jsonable_python(value)
    return None if stored in (None, "", [], {}) else KnownValue(stored, origins)


def said(form: type[F], path: str, holds: Callable[[F], bool] = lambda _: True) -> Source:
    """What the newest answer to a form says in a field, dotted; not an older one's word."""

    def tell(asked: Asked) -> KnownValue | None:
        found = asked.newest(form, holds)
        if found is None:
            return None
        value: Any = found[1]
        for name in path.split("."):
            value = getattr(value, name, None)
        return told(value, found[0])

    return tell


def newest(*sources: Source) -> Source:
    """Of what several sources tell, what became known last."""

    def when(found: KnownValue) -> Any:
        return max(one.at if isinstance(one, Signed) else one.answered_at for one in found.origins)

    def tell(asked: Asked) -> KnownValue | None:
        return max((found for one in sources if (found := one(asked))), key=when, default=None)

    return tell


def of_centre(name: str) -> Source:
    """What the centre says of itself."""
    return lambda asked: told(asked.centre.get(name))


def row(**values: Any) -> dict[str, Any]:
    """A row with what is known of it, and nothing of what is not."""
    return {name: to_jsonable_python(one) for name, one in values.items() if one not in (None, "")}


def distinct(origins: list[GivenAnswer]) -> list[GivenAnswer]:
    """Each origin once, in order."""
    return list({one.step_id: one for one in origins}.values())
