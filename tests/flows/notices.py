"""Calendar notices in a test's database, and what comes of them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Connection, text

from models.law.calendar.calendar_notice import NoticeDayKind
from tests.flows.practice import Practice

DayGiven = tuple[date, NoticeDayKind, str]


def put_in_effect(
    db: Connection, by: UUID, days: Iterable[DayGiven], *, year: int, whole: bool = False,
    official: bool = False, number: str = "示例〔2099〕1号", title: str = "示例放假通知",
) -> UUID:  # fmt: skip
    """Write a notice that is in effect, without counting anything again."""
    notice_id = uuid4()
    db.execute(
        text(
            "INSERT INTO calendar_notices (id, year, scope, official, number, title, loaded_at, "
            "loaded_by, ordinal, applied_at, applied_by) VALUES (:id, :year, :scope, :official, "
            ":number, :title, now(), :by, (SELECT coalesce(max(ordinal), 0) + 1 FROM "
            "calendar_notices), now(), :by)"
        ),
        {"id": notice_id, "year": year, "scope": "whole" if whole else "some",
         "official": official, "number": number, "title": title, "by": by},
    )  # fmt: skip
    for day, kind, name in days:
        db.execute(
            text("INSERT INTO calendar_notice_days (id, notice_id, day, kind, name) "
                 "VALUES (:id, :notice, :day, :kind, :name)"),
            {"id": uuid4(), "notice": notice_id, "day": day, "kind": kind.value, "name": name},
        )  # fmt: skip
    return notice_id


def running(practice: Practice) -> dict[str, tuple[date, bool]]:
    """Each running deadline: the day it ends, in UTC, and whether that is provisional."""
    return {
        row.key: (row.due_at.date(), row.provisional)
        for row in practice.rows(
            "SELECT key, due_at, provisional FROM deadlines WHERE state = 'running'"
        )
    }
