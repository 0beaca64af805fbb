"""From a rule and an instant to a deadline row, or to the stated reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.dates import SHANGHAI
from models.law.lights import Turns, turns
from models.law.receipt import Receipt, ReceiptStep
from models.law.rule import OwnTarget, Rule
from models.law.vocabulary import ClockKind
from models.store.deadlines import NewDeadline
from models.words import Holder
from tasks.office import Office

NO_RULE = "本环节没有规则规定期限。"
NO_NUMBER = "法源没有规定具体期限(立即、及时或者持续办理)。"


@dataclass(frozen=True)
class Opening:
    """That a count starts with its step: the event of its rule is not on record."""

    at: datetime


@dataclass(frozen=True)
class Counted:
    """A counted deadline, ready for its row."""

    rule: str
    pack: str
    starts_at: datetime
    due_at: datetime
    provisional: bool
    printable: bool
    receipt: Receipt
    turns: Turns

    def starting(
        self, *, key: str, case_id: UUID, stage_id: UUID, centre_id: UUID
    ) -> NewDeadline:  # fmt: skip
        """The deadline as it starts to run; it belongs to no step and is nobody's yet."""
        return NewDeadline(
            id=uuid4(),
            case_id=case_id,
            stage_id=stage_id,
            centre_id=centre_id,
            step_id=None,
            key=key,
            rule=self.rule,
            pack=self.pack,
            holder=Holder.CENTRE,
            owner_id=None,
            starts_at=self.starts_at,
            due_at=self.due_at,
            yellow_at=self.turns.yellow_at,
            red_at=self.turns.red_at,
            provisional=self.provisional,
            printable=self.printable,
            receipt=self.receipt,
        )


def deadline(
    office: Office,
    calendar: Calendar,
    *,
    pack: str,
    locality: str,
    rule: str | None,
    since: datetime | Opening,
    by: datetime | None,
    own: Mapping[str, OwnTarget] | None = None,
) -> Counted | str:
    """Count a deadline.

    Args:
        office: The packs.
        calendar: The one in effect in this transaction.
        pack: Rule pack version the case is judged by.
        locality: Its local pack; empty for none.
        rule: Id in the rule pack; None gives a stated reason.
        since: Instant the count starts from, aware; or the opening of the step, for want of it.
        by: An instant fixed otherwise (a meeting, the end of a visit window); wins over counting.
        own: The centre's own targets by rule; they count where no source has a number.

    Returns:
        The deadline, or the Chinese sentence that says why there is none.
    """
    opening = isinstance(since, Opening)
    since = since.at if isinstance(since, Opening) else since
    rules = office.pack(pack, locality)
    found = rules.rule(rule) if rule else None
    shares = found.light if found else rules.light
    if by is not None:
        turning = turns(shares, since=since, due=by, rule=found)
        return _fixed(found, pack=pack, since=since, by=by, turning=turning)
    if found is None:
        return NO_RULE
    if found.clock in (ClockKind.NONE, ClockKind.WINDOWS):
        return found.untimed_reason or NO_NUMBER
    if own and found.id in own:
        found = found.with_own(own[found.id])
    if opening:
        found = found.from_opening()
    law = count(found, since, calendar)
    return Counted(
        rule=found.id,
        pack=pack,
        starts_at=since,
        due_at=law.due_at,
        provisional=law.provisional,
        printable=law.printable,
        receipt=law.receipt(),
        turns=turns(shares, since=since, due=law.due_at, rule=found),
    )


def _fixed(
    rule: Rule | None, *, pack: str, since: datetime, by: datetime, turning: Turns
) -> Counted:
    shown = by.astimezone(SHANGHAI)
    text = f"日期由前一环节确定:{shown:%Y-%m-%d %H:%M}(北京时间),不另行计算、不顺延。"
    receipt = Receipt(
        rule=rule.id if rule else None,
        title=rule.title if rule else "约定时间",
        pack=pack,
        start=since.astimezone(SHANGHAI),
        due=shown,
        due_on=shown.date(),
        due_utc=by,
        provisional=False,
        printable=False,
        source=rule.source if rule else "前一环节的记录",
        steps=(ReceiptStep(text=text),),
    )
    return Counted(
        rule=rule.id if rule else "-",
        pack=pack,
        starts_at=since,
        due_at=by,
        provisional=False,
        printable=False,
        receipt=receipt,
        turns=turning,
    )
