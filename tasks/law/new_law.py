"""What a change of law is, and what a recount under it finds. Used by `tasks.law.recounting`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.errors import RuleBroken
from models.law.calendar.table import Calendar
from models.law.receipt import Receipt
from models.law.recount import rule_as_counted
from models.law.rule import OwnTarget, Rule
from models.store.recounts import RunningDeadline
from tasks.office import Office


class WorldMoved(RuleBroken):
    """预览之后情况有变化(有新的期限、期限已办结,或者另有通知生效),没有改动;请重新预览后再确认。"""


@dataclass(frozen=True)
class NewLaw:
    """The law that shall apply.

    Attributes:
        identity: Names this change; what bears the same name happens once. A form that may be
            sent twice carries it, such as `calendar:<notice id>`.
        title: What changed, in Chinese, for receipts and lists; nothing of a case.
        calendar: The calendar to count with; the one in effect where only the pack changes.
        packs: Case to the rule pack it shall be judged by; only these cases are recounted. None:
            all cases, each by its own pack.
        localities: Case to its overlay, where that changes too.
        targets: Centre and rule to the target the centre has set for itself, None for the pack's;
            only these deadlines are recounted.
    """

    identity: str
    title: str
    calendar: Calendar
    packs: Mapping[UUID, str] | None = None
    localities: Mapping[UUID, str] | None = None
    targets: Mapping[tuple[UUID, str], OwnTarget | None] | None = None

    @property
    def changes_calendar(self) -> bool:
        """Whether every count there is would come out by it, in whatever case and centre."""
        return self.packs is None and self.targets is None

    def concerns(self, row: RunningDeadline) -> bool:
        """Whether this deadline is counted again at all."""
        return self.targets is None or (row.centre_id, row.rule) in self.targets

    def rule_of(self, office: Office, row: RunningDeadline) -> Rule:
        """The rule by which this deadline is counted then, with the centre's own target.

        Raises:
            NotFound: The pack has no such rule.
        """
        locality = row.locality if self.localities is None else self.localities[row.case_id]
        rule = office.pack(self.pack_of(row), locality).rule(row.rule)
        if self.targets is None:
            return rule_as_counted(rule, row.receipt)
        own = self.targets[row.centre_id, row.rule]
        return rule.with_own(own) if own else rule

    def pack_of(self, row: RunningDeadline) -> str:
        """The pack by which this deadline is counted then."""
        return row.pack if self.packs is None else self.packs[row.case_id]


@dataclass(frozen=True)
class Move:
    """A running deadline under the new law. `row`: as `models.store.recounts.running` reads it."""

    row: RunningDeadline
    due_at: datetime
    provisional: bool
    printable: bool
    pack: str
    receipt: Receipt
    why: tuple[str, ...]
    #: The new day is over already, the old one was not: nobody could have known.
    is_past: bool
    #: Documents that print the old day, as lists name them.
    papers: tuple[str, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether a person must hear of it: the instant or its certainty changes."""
        return (self.due_at, self.provisional, self.printable) != (
            self.row.due_at,
            self.row.provisional,
            self.row.printable,
        )

    @property
    def title(self) -> str:
        """The rule's title."""
        return self.receipt.title


@dataclass(frozen=True)
class Stuck:
    """A running deadline that cannot be counted under the new law; it keeps its date."""

    row: RunningDeadline
    why: str


@dataclass(frozen=True)
class Preview:
    """What would happen. `quiet`: rewritten under another pack without moving.

    `head`: the last notice of the calendar so far.
    """

    moves: tuple[Move, ...]
    quiet: tuple[Move, ...]
    stuck: tuple[Stuck, ...]
    looked_at: int
    head: UUID | None
    digest: str


@dataclass(frozen=True)
class Applied:
    """What happened. `again`: it had happened before, nothing was done now."""

    recount_id: UUID
    moved: int
    again: bool = False
