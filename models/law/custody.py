"""Temporary guardianship by child: spans of every case and centre, counted once, summed in days.

Six months and one year are limits of the child's time away, not of a file's: a second case, a
transfer or another centre does not begin them anew (outline 68; opinions 15; ADR-0124).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.law.dates import SHANGHAI, chinese, shanghai_date
from models.law.legal_period import add
from models.law.pack import RulePack
from models.law.receipt import SpanInCare, TimeInCare

#: The event from which the rules of a child's time in temporary guardianship run.
BEGINS = "guardianship_began"


@dataclass(frozen=True, slots=True)
class Span:
    """One span of temporary guardianship; no end while it runs. Aware instants."""

    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EarlierTime:
    """What a child had spent in temporary guardianship before T0.

    Attributes:
        spans: Earlier spans, overlapping ones made one, cut at T0; oldest first.
        days: Their days together; the first day of each is not counted (Civil Code 201).
        counted_from: T0 moved back by those days: where the limits are counted from.
    """

    spans: tuple[Span, ...]
    days: int
    counted_from: datetime

    def told(self) -> str | None:
        """Say the sum in one sentence; None where there is nothing before T0."""
        if not self.days:
            return None
        each = "、".join(f"{_day(one.began_at)}至{_end(one)}{_days(one)}日" for one in self.spans)
        return (
            f"临时监护按未成年人累计计算:{each};此前合计{self.days}日,"
            f"视同自{_day(self.counted_from)}起算。"
        )

    def kept(self) -> TimeInCare:
        """For the receipt: dates and days, never a case or a centre."""
        return TimeInCare(
            days_before=self.days,
            counted_from=shanghai_date(self.counted_from),
            spans=tuple(
                SpanInCare(
                    began_on=shanghai_date(one.began_at),
                    ended_on=shanghai_date(one.ended_at) if one.ended_at else None,
                    days=_days(one),
                )
                for one in self.spans
            ),
        )


def earlier_time(spans: Iterable[Span], t0: datetime) -> EarlierTime:
    """Sum what lies before T0.

    Args:
        spans: All other spans of the child, in any order; they may overlap and go on past T0.
        t0: When the span at hand began (aware).
    """
    merged: list[Span] = []
    for one in sorted(spans, key=lambda span: span.began_at):
        cut = Span(one.began_at, min(one.ended_at or t0, t0))
        if cut.began_at >= t0:
            continue
        last = merged[-1] if merged else None
        if last and last.ended_at and cut.began_at <= last.ended_at:
            merged[-1] = Span(last.began_at, max(last.ended_at, cut.ended_at or t0))
        else:
            merged.append(cut)
    days = sum(map(_days, merged))
    # By the calendar of Shanghai, where a day has always 24 hours since 1992.
    return EarlierTime(tuple(merged), days, t0 - timedelta(days=days))


def _days(span: Span) -> int:
    if span.ended_at is None:
        return 0
    return (shanghai_date(span.ended_at) - shanghai_date(span.began_at)).days


def _day(at: datetime) -> str:
    return chinese(at.astimezone(SHANGHAI).date())


def _end(span: Span) -> str:
    return _day(span.ended_at) if span.ended_at else "今"


def usual_limit(counted_from: date, law: RulePack) -> date:
    """Return the day on which temporary guardianship has lasted as long as it usually may.

    Beyond it the reasons stand apart; a rest day moves nothing here, since nobody acts on it.

    Source: opinions art. 15 (rule 3.4).
    """
    term = law.rule("3.4").term
    return add(counted_from, term) if term else date.max
