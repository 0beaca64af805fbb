"""What a rule between facts is: its sentence, its source, and the question it asks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from models.facts.case import CaseFacts
from models.facts.given import GivenAnswer
from models.forms.base import Form
from models.law.dates import chinese_day
from models.law.pack import RulePack


@dataclass(frozen=True)
class Contradiction:
    """That an answer contradicts another fact: at which field, and what to do."""

    path: str
    """Dotted, as a form names its fields; empty for the whole form."""
    sentence: str


@dataclass(frozen=True)
class Compared:
    """An answer, and the facts of the case as they would be with it."""

    facts: CaseFacts
    answer: GivenAnswer
    law: RulePack
    today: date
    """Shanghai day on which it is asked."""

    @property
    def form(self) -> Form:
        """The answer's form."""
        return self.answer.form

    def beside(self, other: GivenAnswer) -> bool:
        """Whether another answer was given in the stage of this one."""
        mine = (self.answer.stage, self.answer.stage_ordinal)
        return (other.stage, other.stage_ordinal) == mine


@dataclass(frozen=True)
class ConsistencyRule:
    """A rule between facts."""

    code: str
    says: str
    """What must hold, in Chinese."""
    source: str
    forms: tuple[type[Form], ...]
    """Asked of answers to these."""
    contradictions: Callable[[Compared], Iterator[Contradiction]]


def should_be(what: str, right: date) -> str:
    """Say what a day should be, so that a person can put it right at once."""
    return f"{what}应为{chinese_day(right)}。"
