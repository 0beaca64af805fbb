"""What the pages of the working calendar show: a typed notice, days that change, what would move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from models.law.calendar.calendar_notice import CalendarNotice, NoticeDayKind, NoticeScope
from models.law.calendar.notice_file import rows_of_file
from models.law.calendar.reading import TypedDay, TypedNotice
from models.law.calendar.table import Calendar, DayKind, YearStatus
from models.law.dates import WEEKDAYS
from models.law.receipt import Receipt
from tasks.law.new_law import Move, Preview
from web import moments
from web.calls import Call
from web.listing import marks_of
from web.sessions import SentFile
from web.titles import step_title
from web.wording import _, word

KINDS = (
    (NoticeDayKind.REST, "放假"),
    (NoticeDayKind.WORK, "上班"),
    (NoticeDayKind.PLAIN, "按平日"),
)
_KIND_WORDS = dict(KINDS)
SCOPES = (
    (NoticeScope.WHOLE, "全年安排：代替这一年原有的全部放假和调休"),
    (NoticeScope.SOME, "个别日期调整：只改写到的日期，其他不变"),
)
STATUS = {
    YearStatus.OFFICIAL: "已公布",
    YearStatus.PROVISIONAL: "暂定",
    YearStatus.UNKNOWN: "没有数据",
}
#: Rows a whole year's notice usually has, so that only dates are left to type.
USUAL = (
    ("放假", "元旦"), ("上班", "元旦调休上班"), ("放假", "春节"), ("上班", "春节调休上班"),
    ("上班", "春节调休上班"), ("放假", "清明节"), ("上班", "清明节调休上班"), ("放假", "劳动节"),
    ("上班", "劳动节调休上班"), ("上班", "劳动节调休上班"), ("放假", "端午节"),
    ("上班", "端午节调休上班"), ("放假", "中秋节"), ("放假", "国庆节"), ("上班", "国庆节调休上班"),
    ("上班", "国庆节调休上班"),
)  # fmt: skip
HEADING = ("year", "scope", "number", "title", "published_on", "official", "supersedes")
_CELLS = ("first", "last", "kind", "name")
MOST_ROWS, MORE_ROWS = 60, 4


@dataclass(frozen=True)
class Typed:
    """The form as it was sent: heading fields by name, rows as typed, a file if one was chosen."""

    heading: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]
    file: bytes | None = None

    def notice(self) -> TypedNotice:
        """What is to be read; a file counts instead of the rows.

        Raises:
            FormInvalid: The file cannot be read.
        """
        days = [
            TypedDay(_("第%(n)s行", n=number), row["first"], row["last"], row["kind"], row["name"])
            for number, row in enumerate(self.rows, 1)
            if row["first"] or row["last"]
        ]
        return TypedNotice(
            year=self.heading["year"],
            scope=self.heading["scope"],
            number=self.heading["number"],
            title=self.heading["title"],
            published_on=self.heading["published_on"],
            official=bool(self.heading["official"]),
            days=days if self.file is None else rows_of_file(self.file),
        )


def blank(year: int) -> Typed:
    """A new notice for a year: the usual rows, without dates."""
    heading = dict.fromkeys(HEADING, "") | {"year": str(year), "scope": "whole", "official": "yes"}
    rows = [{"first": "", "last": "", "kind": kind, "name": name} for kind, name in USUAL]
    return Typed(heading, [*rows, *_empty()])


def correcting(notice: CalendarNotice, notice_id: Any) -> Typed:
    """A correction of a notice: everything filled in as it is."""
    heading = {
        "year": str(notice.year), "scope": notice.scope.value, "number": notice.number,
        "title": notice.title, "official": "yes" if notice.official else "",
        "published_on": str(notice.published_on or ""), "supersedes": str(notice_id),
    }  # fmt: skip
    return Typed(heading, [*_ranges(notice), *_empty()])


def read_typed(at: Call) -> Typed:
    """The form as it was sent."""
    heading = {name: at.typed(name) for name in HEADING}
    count = min(int(at.typed("rows") or 0) if at.typed("rows").isdigit() else 0, MOST_ROWS)
    rows = [
        {cell: at.typed(f"{cell}.{number}") for cell in _CELLS} for number in range(1, count + 1)
    ]
    sent = at.form.get("file")
    content = sent.content if isinstance(sent, SentFile) and sent.name else None
    return Typed(heading, rows, content)


def with_more_rows(typed: Typed) -> Typed:
    """The same form with a few more rows."""
    return Typed(typed.heading, [*typed.rows, *_empty()][:MOST_ROWS])


def _empty() -> list[dict[str, str]]:
    return [{"first": "", "last": "", "kind": "放假", "name": ""} for _n in range(MORE_ROWS)]


def _ranges(notice: CalendarNotice) -> list[dict[str, str]]:
    """Days of one holiday in a row as one row again."""
    rows: list[dict[str, str]] = []
    before: tuple[date, NoticeDayKind, str] | None = None
    for one in notice.days:
        same = before is not None and before == (one.day - timedelta(1), one.kind, one.name)
        if same:
            rows[-1]["last"] = one.day.isoformat()
        else:
            kind = _KIND_WORDS[one.kind]
            rows.append({"first": one.day.isoformat(), "last": "", "kind": kind, "name": one.name})
        before = (one.day, one.kind, one.name)
    return rows


@dataclass(frozen=True)
class DayLine:
    """A day whose arrangement changes, or one that is listed."""

    day: date
    weekday: str
    before: str
    after: str
    name: str
    changes: bool


def day_lines(notice: CalendarNotice, old: Calendar, new: Calendar) -> list[DayLine]:
    """Every day of a notice, and every listed day it takes away, as they were and will be."""
    named = {one.day: one.name for one in notice.days}
    touched = set(named)
    if notice.scope is NoticeScope.WHOLE:
        touched |= {day for day in old.days if day.year == notice.year}
    return [
        DayLine(
            day, word(WEEKDAYS[day.weekday()]), _state(old, day), _state(new, day),
            named.get(day) or (old.days[day].name if day in old.days else ""),
            old.is_rest_day(day) != new.is_rest_day(day),
        )
        for day in sorted(touched)
    ]  # fmt: skip


def _state(calendar: Calendar, day: date) -> str:
    row = calendar.days.get(day)
    if row is None:
        return _("休息（周末）") if calendar.is_rest_day(day) else _("工作日")
    return _("放假") if row.kind is DayKind.REST else _("调休上班")


@dataclass(frozen=True)
class MoveLine:
    """A running deadline that would move; nothing of its case but the number."""

    number: str
    centre: str
    step: str
    rule: str
    title: str
    old: str
    new: str
    old_certain: str
    new_certain: str
    why: tuple[str, ...]
    is_past: bool
    is_earlier: bool
    is_redated: bool
    papers: tuple[str, ...]


def move_lines(preview: Preview, now: datetime) -> list[MoveLine]:
    """What would move, what needs a person first."""
    ordered = sorted(preview.moves, key=lambda one: (not one.is_past, one.row.case_number))
    return [_move_line(one, now) for one in ordered]


def _move_line(move: Move, now: datetime) -> MoveLine:
    row = move.row
    step = ""
    if row.kind:
        step = step_title(
            row.kind, key=row.key, form=row.form, paper=row.paper, about=None, turn=row.turn or 1
        )
    return MoveLine(
        number=row.case_number, centre=row.centre or "", step=step, rule=row.rule,
        title=word(move.title), old=_due(row.due_at, now), new=_due(move.due_at, now),
        old_certain=_certain(row.provisional, row.receipt),
        new_certain=_certain(move.provisional, move.receipt),
        why=tuple(word(one) for one in move.why), is_past=move.is_past,
        is_earlier=move.due_at < row.due_at, is_redated=move.due_at != row.due_at,
        papers=tuple(map(word, move.papers)),
    )  # fmt: skip


def _due(due: datetime, now: datetime) -> str:
    return f"{moments.moment(due, now)}（{moments.weekday(due)}）"


def _certain(provisional: bool, receipt: Receipt) -> str:  # noqa: FBT001 - one or other
    own = marks_of(None, receipt.confirmed)
    return "，".join((_("暂定") if provisional else _("已定"), *own))
