"""What a practice case says, once it has been read: people, entries, actions, expectations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from deployments.rehearsal.marked import Marked
from models.forms.small import Became
from models.words import Began, Outcome, Paper, Role, Stage

#: Cases are told apart by these names inside a file; the first has none.
FIRST = ""


@dataclass(frozen=True)
class Person:
    """An officer with an account."""

    account: str
    name: str
    roles: tuple[Role, ...]
    centre: str


@dataclass(frozen=True)
class CentreSetup:
    """A centre: code and letterhead."""

    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True)
class StepName:
    """A step as the file names it; `key` is its journal key without the turn of a loop."""

    key: str
    shown: str
    stage: Stage | None = None


@dataclass(frozen=True)
class Action:
    """Something somebody does. `by` None: whoever's turn it is."""

    place: Marked
    by: str | None


@dataclass(frozen=True)
class Answer(Action):
    """Answer a form; `each` answers every open one of this form, whatever it is about."""

    form: str
    about: str | None
    stage: Stage | None
    filled: Marked | None
    usual: bool
    done_on: date | None
    each: bool = False
    late_reason: str = ""


@dataclass(frozen=True)
class Approve(Action):
    """Sign, once for each signer named; without a name, whoever's turn it is, to the end."""

    step: StepName
    signers: tuple[str, ...]
    opinion: str
    expects_void: bool


@dataclass(frozen=True)
class SendBack(Action):
    """Return an approval to an earlier form."""

    step: StepName
    to: StepName
    reason: str


@dataclass(frozen=True)
class Withdraw(Action):
    """Take back what was sent for approval."""

    step: StepName
    reason: str


@dataclass(frozen=True)
class HandOver(Action):
    """Give a step to a colleague."""

    step: StepName
    to: str


@dataclass(frozen=True)
class LookAt(Action):
    """Open a step to read it."""

    step: StepName


@dataclass(frozen=True)
class Chase(Action):
    """Remind whoever has the ball."""

    step: StepName
    means: str
    note: str


@dataclass(frozen=True)
class Cover(Action):
    """Say who stands in for somebody absent."""

    officer: str
    substitute: str
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True)
class ObligationName:
    """An obligation as the file names it: what the answer promised, and in which row from 1."""

    code: str
    number: int
    shown: str


@dataclass(frozen=True)
class Settle(Action):
    """Say what became of an obligation; `on`: the day it was kept, or is owed now."""

    name: ObligationName
    became: Became
    on: date | None
    how: str


@dataclass(frozen=True)
class Start(Action):
    """Start a side procedure."""

    stage: Stage
    reason: str


@dataclass(frozen=True)
class Reopen(Action):
    """Open a closed case again."""

    to: Stage
    reason: str


@dataclass(frozen=True)
class PutRight(Action):
    """Put a wrong fact of an answer right, with reason and evidence."""

    step: StepName
    filled: Marked
    reason: str
    evidence: str


@dataclass(frozen=True)
class TakeBack(Action):
    """Take an answer back before anything that rests on it went out."""

    step: StepName
    reason: str


@dataclass(frozen=True)
class Void(Action):
    """Void a case that was opened by mistake, or twice."""

    reason: str
    #: Name of the case that goes on in its place.
    in_favour_of: str | None


@dataclass(frozen=True)
class Correct(Action):
    """Put right who the people are."""

    filled: Marked


@dataclass(frozen=True)
class LatePaperCame(Action):
    """Record a paper that came when no step asks for it any more."""

    filled: Marked


@dataclass(frozen=True)
class WithdrawSide(Action):
    """Take back a side procedure that was started by mistake."""

    stage: Stage
    reason: str


@dataclass(frozen=True)
class OpenCase(Action):
    """Open another case; of the same child, unless said otherwise."""

    name: str
    began: Began
    same_child: bool
    #: Laid over the file's words in this case.
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GoOn(Action):
    """The usual way on: whoever has a step takes it, with usual answers, until one is open."""

    until: StepName
    hours: int
    """Between two steps."""


@dataclass(frozen=True)
class WindowSaying:
    """What is special about one window of the visits."""

    place: Marked
    on_day: int | None
    by: str | None
    filled: Marked | None


@dataclass(frozen=True)
class Visits(Action):
    """Visit in every window that opens, or in those named."""

    on_day: int
    at: str
    first: int
    last: int | None
    filled: Marked | None
    usual: bool
    special: Mapping[int, WindowSaying] = field(default_factory=dict)


@dataclass(frozen=True)
class Refusal:
    """An action that must be refused, with a sentence that contains this."""

    place: Marked
    action: Action
    because: str


@dataclass(frozen=True)
class Expected:
    """What must be so after an entry; None and empty are not asked."""

    place: Marked
    stage: Stage | None = None
    sides: tuple[Stage, ...] | None = None
    outcomes: tuple[tuple[Marked, Stage, Outcome], ...] = ()
    open: tuple[tuple[Marked, StepName], ...] = ()
    not_open: tuple[tuple[Marked, StepName], ...] = ()
    documents: tuple[tuple[Marked, Paper, int], ...] = ()
    versions: tuple[tuple[Marked, Paper, int], ...] = ()
    due: tuple[tuple[Marked, StepName, str], ...] = ()
    late: frozenset[str] | None = None
    rounds: tuple[tuple[Marked, StepName, int], ...] = ()
    owners: tuple[tuple[Marked, StepName, str], ...] = ()
    #: `owed`, `kept`, `late` or `over`.
    obligations: tuple[tuple[Marked, ObligationName, str], ...] = ()
    #: How often a ladder told somebody of a step or clock; how often somebody chased.
    reminders: tuple[tuple[Marked, StepName, int], ...] = ()
    chased: tuple[tuple[Marked, StepName, int], ...] = ()
    #: Cards that an officer has and that stand, oldest first.
    cards: tuple[tuple[Marked, str, tuple[str, ...]], ...] = ()
    #: Rules of the clocks that were met late, or have run out.
    late_clocks: frozenset[str] | None = None
    #: Sentences that stand, or do not, in the newest version of a document.
    says: tuple[tuple[Marked, Paper, str], ...] = ()
    silent: tuple[tuple[Marked, Paper, str], ...] = ()
    closed: bool | None = None
    voided: bool | None = None
    in_custody: bool | None = None
    centre: str | None = None
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_watched(self) -> bool:
        """Whether it can only hold where the watch goes round."""
        return bool(self.reminders or self.cards)


@dataclass(frozen=True)
class Entry:
    """One entry: when, what, and what must be so afterwards."""

    place: Marked
    at: datetime | None
    case: str
    action: Action | None
    expected: tuple[Expected, ...]
    mark: str | None
    #: A sentence for the reader of the summary.
    note: str | None


@dataclass(frozen=True)
class Script:
    """A whole practice case."""

    file: str
    name: str
    title: str
    about: str
    began: Began
    opened_by: str | None
    words: Mapping[str, str]
    centres: tuple[CentreSetup, ...]
    people: tuple[Person, ...]
    usual: Mapping[str, Marked]
    entries: tuple[Entry, ...]

    @property
    def is_watched(self) -> bool:
        """Whether ladders and cards are looked at: then the watch goes round while time passes."""
        return any(one.is_watched for entry in self.entries for one in entry.expected)

    def person(self, account: str) -> Person:
        """An officer of the file or of the practice centre."""
        return next(one for one in self.people if one.account == account)
