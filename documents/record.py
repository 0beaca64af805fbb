"""What a document may be written from: the case record as plain values, handed to a context.

A context reads only this. It remembers which answers were read, so that a document knows its
authors and is voided when one of those answers changes; and what was asked of it, so that a later
program can ask the same and tell a changed case from a changed way of writing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from models.errors import BrokenInvariant
from models.facts.case import CaseFacts
from models.facts.given import GivenAnswer, Signed
from models.forms.base import Form
from models.forms.catalogue import name_of
from models.forms.follow_up import FollowUpPlan
from models.forms.people import ChildIdentity, GuardianEntry
from models.law.calendar.table import Calendar
from models.law.custody import EarlierTime
from models.law.follow_up import planned_windows
from models.law.pack import RulePack
from models.law.windows import Window
from models.words import Paper, Stage

#: What a context asked of the record: the kind of question, and of what.
Question = tuple[str, ...]

F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class CentreFacts:
    """The centre that writes (未保中心), as it stands on letterheads."""

    name: str
    short: str
    address: str
    phone: str
    head: str
    head_title: str
    civil_affairs: str
    court: str
    locality: str


@dataclass(frozen=True)
class ClockFacts:
    """A deadline as a document may state it."""

    rule: str
    due_at: datetime
    printable: bool
    """False when provisional or unconfirmed: then it must not be printed as certain (gate G9)."""


@dataclass(frozen=True)
class ChasedFacts:
    """What an outside body is asked for in a chaser letter; nothing of the child."""

    addressee: str
    awaited: str
    since: datetime
    due_at: datetime | None
    """Only where the law gives it and it is certain."""
    basis: str | None
    times: int
    """How often it was chased before."""
    contact: str


@dataclass(frozen=True)
class CaseRecord:
    """One case as known at `now`; answers oldest first."""

    case_number: str
    opened_at: datetime
    centre: CentreFacts
    child: ChildIdentity
    guardians: tuple[GuardianEntry, ...]
    answers: tuple[GivenAnswer, ...]
    stage: Stage
    stage_ordinal: int
    now: datetime
    law: RulePack
    """The rule pack the case is judged by: a document takes its numbers of days from here."""
    calendar: Calendar
    """The one in effect."""
    about: str | None = None
    """What the step at hand is about: party, voice, window."""
    custody_began_at: datetime | None = None
    """T0 of temporary guardianship that goes on; None when there is none now."""
    custodies: tuple[tuple[datetime, datetime | None], ...] = ()
    """All spans of temporary guardianship of the child in this case, with their ends."""
    windows_laid: Mapping[int, tuple[Window, ...]] = field(default_factory=dict)
    """The windows of each follow-up as the stage laid them, by the stage's ordinal."""
    custody_before: EarlierTime | None = None
    """What the child had spent in it before T0, over all cases and centres; dates only."""
    clocks: tuple[ClockFacts, ...] = ()
    paper_numbers: tuple[tuple[str, str], ...] = ()
    """Issued papers of the case: `(paper value, full number)`, oldest first."""
    signed: tuple[Signed, ...] = ()
    """Documents signed through, oldest first."""
    chased: ChasedFacts | None = None
    """Only for a chaser letter."""
    read: list[str] = field(default_factory=list, compare=False)
    """Step ids of the answers a context has read, in order."""
    asked: list[Question] = field(default_factory=list, compare=False)
    """What a context has asked, in order; `documents.facts` asks it again."""

    @cached_property
    def facts(self) -> CaseFacts:
        """What the answers assert."""
        return CaseFacts.of(self.answers, self.signed, self.guardians)

    def all(self, form: type[F]) -> list[tuple[GivenAnswer, F]]:
        """Every current answer to `form` in the case, oldest first; may be empty."""
        self._ask("all", name_of(form))
        return [
            (self._mark(facts), facts.form)
            for facts in self.answers
            if isinstance(facts.form, form)
        ]

    def clock(self, rule: str) -> ClockFacts | None:
        """The newest clock of a rule."""
        self._ask("clock", rule)
        return next((one for one in reversed(self.clocks) if one.rule == rule), None)

    def newest_number(self, paper: Paper) -> str | None:
        """The full number of the newest issued paper of a kind."""
        self._ask("number", paper)
        return next((full for kind, full in reversed(self.paper_numbers) if kind == paper), None)

    def numbers_beside(self, paper: Paper) -> tuple[tuple[str, str], ...]:
        """All issued papers but those of a kind: a paper's own number is no fact it rests on."""
        self._ask("numbers beside", paper)
        return tuple(one for one in self.paper_numbers if one[0] != paper)

    def spans_of_custody(self) -> tuple[tuple[datetime, datetime | None], ...]:
        """All spans of temporary guardianship in this case."""
        self._ask("custody")
        return self.custodies

    def custody_so_far(self) -> tuple[datetime | None, int]:
        """T0 of the temporary guardianship that goes on, and the days spent in it before T0."""
        self._ask("custody")
        return self.custody_began_at, self.custody_before.days if self.custody_before else 0

    def latest(self, form: type[F], *, about: str | None = None, here: bool = False) -> F | None:
        """The newest current answer to `form`, or None.

        Args:
            form: The form's class.
            about: Only answers about this subject (party, window, voice).
            here: Only answers of the stage the document belongs to.
        """
        found = self._find(form, about=about, here=here)
        return found.form if found else None  # type: ignore[return-value]

    def need(self, form: type[F], *, about: str | None = None, here: bool = False) -> F:
        """Like `latest`, for what the procedure guarantees to exist.

        Raises:
            BrokenInvariant: There is no such answer.
        """
        found = self.latest(form, about=about, here=here)
        if found is None:
            raise BrokenInvariant(f"文书缺少所依据的表单:{form.title}。")
        return found

    def facts_of(
        self, form: type[Form], *, about: str | None = None, here: bool = False
    ) -> GivenAnswer | None:
        """The newest answer with who and when, or None."""
        return self._find(form, about=about, here=here)

    def windows(self, plan: GivenAnswer | None) -> tuple[Window, ...]:
        """The windows in which visits are owed under a plan, as they were laid.

        A follow-up that ended before windows were written down is read by the pack of its case.
        """
        if plan is None or not isinstance(plan.form, FollowUpPlan):
            return ()
        self._ask("windows", str(plan.stage_ordinal))
        laid = self.windows_laid.get(plan.stage_ordinal)
        return planned_windows(plan.form, self.law) if laid is None else laid

    def _find(self, form: type[Form], *, about: str | None, here: bool) -> GivenAnswer | None:
        self._ask("newest", name_of(form), about or "", "here" if here else "")
        fitting = self._fitting(form, about=about, here=here)
        newest = max(fitting, key=lambda facts: (facts.answered_at, facts.turn), default=None)
        return self._mark(newest) if newest else None

    def _fitting(self, form: type[Form], *, about: str | None, here: bool) -> Iterable[GivenAnswer]:
        return (
            facts
            for facts in self.answers
            if isinstance(facts.form, form)
            and (about is None or facts.about == about)
            and (
                not here
                or (facts.stage is self.stage and facts.stage_ordinal == self.stage_ordinal)
            )
        )

    def _ask(self, *question: str) -> None:
        if question not in self.asked:
            self.asked.append(question)

    def _mark(self, facts: GivenAnswer) -> GivenAnswer:
        if facts.step_id not in self.read:
            self.read.append(facts.step_id)
        return facts
