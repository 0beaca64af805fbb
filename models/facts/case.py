"""The facts of one case, read from its answers as they stand, or as they stood on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from models.facts.events import Occurrence, occurrences
from models.facts.given import GivenAnswer, Signed
from models.facts.persons import PersonOfCase, guardians_after, persons
from models.facts.titles import Title, titles
from models.facts.whereabouts import Whereabouts, whereabouts
from models.forms.base import Form
from models.forms.people import GuardianEntry

F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class CaseFacts:
    """What the answers of a case assert, oldest answer first."""

    given: tuple[GivenAnswer, ...]
    signed: tuple[Signed, ...] = ()
    standing: tuple[GuardianEntry, ...] | None = None
    """The guardians as they stand with every correction; None: as the answers name them."""

    @classmethod
    def of(
        cls,
        given: Iterable[GivenAnswer],
        signed: Iterable[Signed] = (),
        guardians: Iterable[GuardianEntry] | None = None,
    ) -> "CaseFacts":
        """Read answers, in the order in which they became known."""
        return cls(
            tuple(sorted(given, key=lambda one: one.answered_at)),
            tuple(sorted(signed, key=lambda one: one.at)),
            None if guardians is None else tuple(guardians),
        )

    def as_known_on(self, instant: datetime) -> "CaseFacts":
        """The facts as they were known then: what was recorded later is not in them."""
        return replace(
            self,
            given=tuple(one for one in self.given if one.answered_at <= instant),
            signed=tuple(one for one in self.signed if one.at <= instant),
            standing=None,
        )

    def with_answer(self, one: GivenAnswer) -> "CaseFacts":
        """The facts as they would be with one more answer: what a gate asks about."""
        return replace(self, given=(*self.given, one))

    def all(self, form: type[F]) -> list[tuple[GivenAnswer, F]]:
        """Every answer to a form, oldest first."""
        return [(one, one.form) for one in self.given if isinstance(one.form, form)]

    def newest(self, form: type[F]) -> F | None:
        """The newest answer to a form; None where there is none."""
        found = self.all(form)
        return found[-1][1] if found else None

    @cached_property
    def events(self) -> tuple[Occurrence, ...]:
        """What happened, by when it happened."""
        return occurrences(self.given, self.signed)

    def happened(self, event: str, *, in_stage: int | None = None) -> Occurrence | None:
        """The newest occurrence of an event of the rulebook; None where it did not happen.

        Args:
            event: A code of the pack's `events`.
            in_stage: Only what was told in the stage of this ordinal.
        """
        found = [
            one
            for one in self.events
            if one.event == event and in_stage in (None, one.origin.stage_ordinal)
        ]
        return found[-1] if found else None

    @cached_property
    def persons(self) -> tuple[PersonOfCase, ...]:
        """Everybody the answers name, each once."""
        return persons(self.given)

    @cached_property
    def guardians(self) -> tuple[GuardianEntry, ...]:
        """The guardians, each once, with what is known of them."""
        if self.standing is not None:
            return self.standing
        known: list[GuardianEntry] = []
        for one in self.given:
            known = guardians_after(known, getattr(one.form, "guardians", ()) or ())
        return tuple(known)

    @cached_property
    def titles(self) -> tuple[Title, ...]:
        """What anybody is or was to the child."""
        return titles(self.given, self.guardians)

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """Where the child is and was."""
        return whereabouts(self.given)
