"""Reading a calendar notice as a person typed it: every problem at once, each with its line.

What is unmistakable is understood as it is written: `2026-10-01`, `2026/10/1`, `10月1日`, a range of
days, half- and full-width signs. Everything else is refused with a sentence, and nothing is kept.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from models.errors import FormInvalid
from models.law.calendar.calendar_notice import (
    CalendarNotice,
    NoticeDay,
    NoticeDayKind,
    NoticeScope,
)
from models.law.calendar.table import SATURDAY
from models.law.dates import WEEKDAYS, chinese

_WORDS = {
    NoticeDayKind.REST: ("放假", "休息", "休", "放假调休", "rest"),
    NoticeDayKind.WORK: ("上班", "调休上班", "补班", "班", "work"),
    NoticeDayKind.PLAIN: ("按平日", "平日", "plain"),
}
KINDS = {word: kind for kind, words in _WORDS.items() for word in words}
#: Festivals of which every year's arrangement speaks; the last three are holidays since 2008.
FESTIVALS = ("元旦", "春节", "劳动", "国庆")
FESTIVALS_SINCE_2008 = ("清明", "端午", "中秋")
_ALL_FESTIVALS_SINCE = 2008
FIRST_YEAR, LAST_YEAR = 2004, 2100
LONGEST_NUMBER, LONGEST_TITLE, LONGEST_NAME = 64, 100, 32
#: No holiday has ever been longer; a longer range is a slip of the pen.
LONGEST_RANGE = 16
_DATE = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*(?:\(.*\))?")


@dataclass(frozen=True)
class TypedDay:
    """A row as typed. `place` says where it stands: `第3行`."""

    place: str
    first: str
    last: str = ""
    kind: str = ""
    name: str = ""


@dataclass(frozen=True)
class TypedNotice:
    """A notice as typed."""

    year: str
    scope: str
    number: str
    title: str
    days: Sequence[TypedDay]
    official: bool = True
    published_on: str = ""


def read_notice(typed: TypedNotice) -> CalendarNotice:
    """Read what was typed.

    Raises:
        FormInvalid: With every problem, by field: `year`, `scope`, `number`, `title`,
            `published_on`, `days`.
    """
    errors = _heading(typed)
    year = int(typed.year) if "year" not in errors else None
    whole = typed.scope == NoticeScope.WHOLE
    days, problems = _days(typed.days, year, whole=whole)
    if not typed.days:
        problems.append("没有写任何日期。")
    elif whole and year is not None and not problems:
        problems += _gaps(days, year, official=typed.official)
    if problems:
        errors["days"] = problems
    if errors or year is None:
        raise FormInvalid(errors)
    return CalendarNotice(
        year=year,
        scope=NoticeScope(typed.scope),
        official=whole and typed.official,
        number=typed.number.strip(),
        title=typed.title.strip(),
        days=tuple(sorted(days.values(), key=lambda one: one.day)),
        published_on=_date(typed.published_on, year),
    )


def plain(text: str) -> str:
    """Full-width signs and digits as half-width ones, no blanks around."""
    return unicodedata.normalize("NFKC", text).strip()


def _heading(typed: TypedNotice) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    year = plain(typed.year)
    if not (year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR):
        errors["year"] = [f"请写{FIRST_YEAR}至{LAST_YEAR}之间的年份,例如 2027。"]
    if typed.scope not in list(NoticeScope):
        errors["scope"] = ["请选择是全年安排还是个别日期调整。"]
    if typed.published_on.strip() and _date(typed.published_on, None) is None:
        errors["published_on"] = ["看不懂这个日期,请写成 2026-11-04;不清楚可以不写。"]
    for name, value, most, what in (
        ("number", typed.number, LONGEST_NUMBER, "通知文号,例如 国办发明电〔2025〕7号"),
        ("title", typed.title, LONGEST_TITLE, "通知标题"),
    ):
        if not value.strip():
            errors[name] = [f"请写{what}。"]
        elif len(value.strip()) > most:
            errors[name] = [f"最多{most}个字。"]
    return errors


def _days(
    rows: Sequence[TypedDay], year: int | None, *, whole: bool
) -> tuple[dict[date, NoticeDay], list[str]]:
    found: dict[date, NoticeDay] = {}
    places: dict[date, str] = {}
    problems = []
    for row in rows:
        said, span = _span(row, year)
        kind = KINDS.get(plain(row.kind).lower())
        said += _kind_problems(row, kind, whole=whole)
        for day in span:
            if day in places:
                said.append(f"{chinese(day)}重复({places[day]}已有)。")
            elif kind is not None:
                said += _day_problems(day, kind, year)
                found[day] = NoticeDay(day, kind, row.name.strip())
            places.setdefault(day, row.place)
        problems += [f"{row.place}:{sentence}" for sentence in said]
    return found, problems


def _span(row: TypedDay, year: int | None) -> tuple[list[str], list[date]]:
    """The days of a row, and what is wrong with how they are written."""
    first, last = _date(row.first, year), _date(row.last or row.first, year)
    said = [
        f"看不懂日期“{typed}”,请写成 2026-10-01。"
        for typed, read in ((row.first, first), (row.last, last))
        if read is None and (typed.strip() or typed is row.first)
    ]
    if first is None or last is None:
        return said, []
    if last < first:
        return [f"结束日{chinese(last)}早于开始日{chinese(first)}。"], []
    if (last - first).days >= LONGEST_RANGE:
        return [f"{chinese(first)}至{chinese(last)}超过{LONGEST_RANGE}天,请核对。"], []
    return [], [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _date(text: str, year: int | None) -> date | None:
    match = _DATE.fullmatch(plain(text))
    if not match or not (match[1] or year):
        return None
    try:
        return date(int(match[1] or year or 0), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _kind_problems(row: TypedDay, kind: NoticeDayKind | None, *, whole: bool) -> list[str]:
    said = []
    if kind is None:
        said.append(f"看不懂安排“{row.kind.strip()}”,请写 放假、上班 或者 按平日。")
    elif kind is NoticeDayKind.PLAIN and whole:
        said.append("全年安排里不写“按平日”:没有写到的日子就是平日。")
    if not row.name.strip() and kind is not NoticeDayKind.PLAIN:
        said.append("请写节日名称,例如 国庆节。")
    if len(row.name.strip()) > LONGEST_NAME:
        said.append(f"名称最多{LONGEST_NAME}个字。")
    return said


def _day_problems(day: date, kind: NoticeDayKind, year: int | None) -> list[str]:
    said = []
    if year is not None and day.year != year:
        said.append(
            f"{chinese(day)}不在{year}年;跨年的调休日请另录一份{day.year}年的个别日期调整,文号相同。"
        )
    if kind is NoticeDayKind.WORK and day.weekday() < SATURDAY:
        said.append(
            f"{chinese(day)}是{WEEKDAYS[day.weekday()]},本来就是工作日,不能写成调休上班;"
            "要取消原来的放假,请写 按平日。"
        )
    return said


def _gaps(days: dict[date, NoticeDay], year: int, *, official: bool) -> list[str]:
    """What a whole year's arrangement cannot lack: its festivals, and no hole in a holiday."""
    rests = sorted(day for day, one in days.items() if one.kind is NoticeDayKind.REST)
    said = []
    if official:
        wanted = FESTIVALS + (FESTIVALS_SINCE_2008 if year >= _ALL_FESTIVALS_SINCE else ())
        names = " ".join(days[day].name for day in rests)
        missing = [name for name in wanted if name not in names]
        if missing:
            said.append(f"全年安排不完整,缺少:{'、'.join(missing)}。只调整几天请选“个别日期调整”。")
    for before, after in pairwise(rests):
        between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
        same = days[before].name == days[after].name and len(between) < LONGEST_RANGE
        holes = [day for day in between if day not in days and day.weekday() < SATURDAY]
        if same and holes:
            said.append(f"{days[before].name}放假中间缺少{'、'.join(map(chinese, holes))}。")
    return said
