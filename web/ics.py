"""Deadlines as iCalendar (RFC 5545): a title that says nothing, an instant, a stable identity."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from web.wording import _

#: Longest line in bytes, without its end; longer ones are folded.
_LINE = 75
_PRODUCT = "-//Hutong//Deadlines//ZH"


@dataclass(frozen=True)
class Appointment:
    """One open step with its deadline."""

    step_id: UUID
    number: str
    due_at: datetime
    moves: int
    """How often the instant was moved: a calendar takes the entry with the higher number."""
    opened_at: datetime


def calendar_text(appointments: Iterable[Appointment], *, now: datetime) -> str:
    """Write a calendar that programs fetch again and again.

    Args:
        appointments: What is open; what is done is not there any more, and vanishes.
        now: The instant it is written.
    """
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(_('护童期限'))}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ]  # fmt: skip
    for one in appointments:
        lines += _event(one, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(one: Appointment, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.step_id}@hutong"
    yield f"DTSTAMP:{_utc(now)}"
    yield f"CREATED:{_utc(one.opened_at)}"
    yield f"DTSTART:{_utc(one.due_at)}"
    yield f"SEQUENCE:{one.moves}"
    yield f"SUMMARY:{_escaped(_('%(number)s 有一项工作到期', number=one.number))}"
    yield f"DESCRIPTION:{_escaped(_('请登录护童查看。'))}"
    yield "CLASS:PRIVATE"
    # A deadline takes no time of the day: nobody is shown as busy.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Cut a line into pieces of at most 75 bytes, never within a character."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield piece
