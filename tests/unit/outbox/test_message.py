"""What leaves the house, in words; when it may; and how calendars are written."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import icalendar
import pytest

from models.law.dates import SHANGHAI
from models.words import NoticeKind
from tasks.outbox.message import MOST_NAMED, code_message, message_of, wait_until
from web.ics import Appointment, calendar_text

ONE = UUID(int=1)
PORTAL = "https://hutong.example.cn/"


def test_one_case_is_named_in_the_subject() -> None:
    message = message_of(["示例〔2026〕1号"] * 3, id=ONE, portal=PORTAL)

    assert message.subject == "【护童】示例〔2026〕1号 有新消息，请登录查看"
    assert PORTAL in message.body


def test_of_very_many_cases_the_first_are_named() -> None:
    message = message_of([f"示例〔2026〕{n}号" for n in range(1, 100)], id=ONE, portal=PORTAL)

    assert "99 个案件" in message.subject
    assert message.body.count("〔2026〕") == MOST_NAMED


def test_every_message_has_the_word_that_robots_are_told_to_look_for() -> None:
    for message in (message_of(["1"], id=ONE, portal=""), code_message("1", id=ONE, portal="")):
        assert "护童" in message.body


@pytest.mark.parametrize(
    ("hour", "kind", "due_in", "until"),
    [
        (21, "work", None, None), (22, "work", None, 7), (23, "work", 30, 7), (3, "due", 48, 7),
        (6, "approval", None, 7), (7, "work", None, None), (23, "overdue", None, None),
        (23, "recounted_past", None, None), (23, "work", 23, None), (3, "work", -1, None),
    ],
)  # fmt: skip
def test_at_night_only_what_cannot_wait_goes_out(
    hour: int, kind: str, due_in: int | None, until: int | None
) -> None:
    now = datetime(2026, 11, 21, hour, 30, tzinfo=SHANGHAI).astimezone(UTC)
    due = None if due_in is None else now + timedelta(hours=due_in)
    wait = wait_until(NoticeKind(kind), due, now)

    if until is None:
        assert wait is None
    else:
        assert wait
        assert wait.astimezone(SHANGHAI).hour == until
        assert timedelta(0) < wait - now < timedelta(hours=10)


def test_a_long_or_odd_number_is_folded_and_escaped_and_read_back_whole() -> None:
    number = "示例" * 40 + "；,;\\〔2026〕1号"
    due = datetime(2026, 3, 9, 15, 59, 59, 999999, tzinfo=UTC)
    text = calendar_text([Appointment(uuid4(), number, due, 2, due)], now=due)
    event: Any
    [event] = icalendar.Calendar.from_ical(text.encode()).walk("VEVENT")

    assert str(event["SUMMARY"]) == f"{number} 有一项工作到期"
    assert event["DTSTART"].dt == due.replace(microsecond=0)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_an_empty_calendar_is_one_too() -> None:
    text = calendar_text([], now=datetime(2026, 3, 9, tzinfo=UTC))

    assert icalendar.Calendar.from_ical(text).walk("VEVENT") == []
