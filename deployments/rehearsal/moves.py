"""What a file may say of deadlines, orders, cards and the team: the acts, and how they are read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from deployments.rehearsal.keys import Keys, day, instant, number, step_name, word, yes_or_no
from deployments.rehearsal.marked import BadCase, Marked
from deployments.rehearsal.script import Action, StepName
from models.law.interruption import SuspensionGround


@dataclass(frozen=True)
class Move(Action):
    """What moves a deadline, an order, a card or the team."""

    @property
    def accounts(self) -> tuple[str, ...]:
        """Whom it names besides who does it."""
        return ()


@dataclass(frozen=True)
class Extend(Move):
    """Record an extension of a deadline: to a day, or by a length in the unit of its rule."""

    name: StepName
    length: int | None
    until_on: date | None
    decided_on: date | None
    document: str
    reason: str


@dataclass(frozen=True)
class Suspend(Move):
    """Record that a deadline stands still."""

    name: StepName
    first_on: date
    last_on: date | None
    ground: SuspensionGround
    document: str
    reason: str


@dataclass(frozen=True)
class Resume(Move):
    """Let a suspended deadline run again."""

    name: StepName
    on: date


@dataclass(frozen=True)
class Restart(Move):
    """Count a deadline anew from a new event."""

    name: StepName
    since: datetime
    proved_by: StepName | None
    document: str
    rule: str
    reason: str


@dataclass(frozen=True)
class OrderGiven(Move):
    """Order that something be done and reported on."""

    words: str
    owes: str
    about: StepName | None
    report_by: datetime | None

    @property
    def accounts(self) -> tuple[str, ...]:
        """Who owes the report."""
        return (self.owes,)


@dataclass(frozen=True)
class OrderMove(Move):
    """Report on the newest order that is not closed, send it back, or close it."""

    move: str
    """`report_order`, `return_order` or `close_order`."""
    words: str
    report_by: datetime | None = None


@dataclass(frozen=True)
class Member(Move):
    """Take somebody into the team of the case, or out of it."""

    account: str
    leaves: bool

    @property
    def accounts(self) -> tuple[str, ...]:
        """Who comes or leaves."""
        return (self.account,)


@dataclass(frozen=True)
class Lead(Move):
    """Give the case to another officer."""

    account: str

    @property
    def accounts(self) -> tuple[str, ...]:
        """Who leads from now on."""
        return (self.account,)


@dataclass(frozen=True)
class WithdrawCard(Move):
    """Withdraw the newest card that an officer has in this case."""

    account: str
    reason: str

    @property
    def accounts(self) -> tuple[str, ...]:
        """Whose card it is."""
        return (self.account,)


@dataclass(frozen=True)
class Letter(Move):
    """Remind an outside body by a letter."""

    name: StepName
    note: str


def _extend(keys: Keys, name: Marked, by: str | None) -> Extend:
    length, until, decided = keys.get("length"), keys.get("until"), keys.get("decided_on")
    if (length is None) == (until is None):
        raise BadCase(name, "extend 写 until(延长到哪一天)或者 length(延长多少),只写一个。")
    return Extend(
        name, by, step_name(name), number(length, 1) if length else None,
        day(until) if until else None, day(decided) if decided else None, keys.text("document"),
        keys.text("reason", "案情需要。"),
    )  # fmt: skip


def _suspend(keys: Keys, name: Marked, by: str | None) -> Suspend:
    until = keys.get("until")
    return Suspend(
        name, by, step_name(name), day(keys.need("from")), day(until) if until else None,
        word(keys.need("ground"), SuspensionGround, "中止的事由"), keys.text("document"),
        keys.text("reason", "案情需要。"),
    )  # fmt: skip


def _resume(keys: Keys, name: Marked, by: str | None) -> Resume:
    return Resume(name, by, step_name(name), day(keys.need("on")))


def _restart(keys: Keys, name: Marked, by: str | None) -> Restart:
    proved = keys.get("proved_by")
    return Restart(
        name, by, step_name(name), instant(keys.need("since")),
        step_name(proved) if proved else None, keys.text("document"), keys.text("rule"),
        keys.text("reason", "有新的起算事件。"),
    )  # fmt: skip


def _order(keys: Keys, words: Marked, by: str | None) -> OrderGiven:
    about, until = keys.get("on"), keys.get("report_by")
    return OrderGiven(
        words, by, words.text, keys.need("owes").text, step_name(about) if about else None,
        instant(until) if until else None,
    )  # fmt: skip


def _order_move(move: str) -> Callable[[Keys, Marked, str | None], OrderMove]:
    def read(keys: Keys, words: Marked, by: str | None) -> OrderMove:
        until = keys.get("report_by") if move == "return_order" else None
        return OrderMove(words, by, move, words.text, instant(until) if until else None)

    return read


def _member(keys: Keys, account: Marked, by: str | None) -> Member:
    leaves = keys.get("leaves")
    return Member(account, by, account.text, yes_or_no(leaves) if leaves else False)


def _lead(_keys: Keys, account: Marked, by: str | None) -> Lead:
    return Lead(account, by, account.text)


def _withdraw_card(keys: Keys, account: Marked, by: str | None) -> WithdrawCard:
    return WithdrawCard(account, by, account.text, keys.need("reason").text)


def _letter(keys: Keys, name: Marked, by: str | None) -> Letter:
    return Letter(name, by, step_name(name), keys.text("saying"))


#: Action by its key in the file.
MOVES: dict[str, Callable[[Keys, Marked, str | None], Action]] = {
    "extend": _extend,
    "suspend": _suspend,
    "resume": _resume,
    "restart": _restart,
    "order": _order,
    "report_order": _order_move("report_order"),
    "return_order": _order_move("return_order"),
    "close_order": _order_move("close_order"),
    "member": _member,
    "lead": _lead,
    "withdraw_card": _withdraw_card,
    "letter": _letter,
}
