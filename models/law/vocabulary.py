"""The words of a rule: clocks, units, layers, how far a source is confirmed. All with Chinese."""

from enum import StrEnum
from typing import Self


class Worded(StrEnum):
    """A word of a pack, and what it is called on screens and receipts."""

    chinese: str

    def __new__(cls, word: str, chinese: str = "") -> Self:
        """Keep the Chinese beside the word; one is found by its word alone."""
        made = str.__new__(cls, word)
        made._value_ = word
        made.chinese = chinese
        return made


class ClockKind(Worded):
    """How time is counted. Clocks are never mixed within one count."""

    #: Calendar days, months, years; first day excluded, last day rolls (Civil Code 201-203).
    LEGAL_PERIOD = "legal_period", "法定期间(自然日历,末日遇休假日顺延)"
    #: Office days, make-up workdays included; first day excluded.
    WORKING_DAYS = "working_days", "工作日(含调休上班日)"
    #: Court hours: from the next full hour, through nights and holidays (procedure interp. 125).
    HOURS_NEXT_FULL_HOUR = "hours_next_full_hour", "小时(自次时起算,不顺延)"
    #: Civil Code hours: from the instant itself, through nights and holidays (201 para. 2).
    HOURS_AT_ONCE = "hours_at_once", "小时(即时起算,不顺延)"
    #: A duty that recurs in windows; it is no period, so nothing rolls (C10).
    WINDOWS = "windows", "周期窗口(不顺延)"
    #: No number of time: at once, before, throughout, or on a given day.
    NONE = "none", "无数字期限"

    @property
    def units(self) -> frozenset["Unit"]:
        """The only units this clock can count."""
        return _UNITS_OF[self]


class Unit(Worded):
    """The unit of a length."""

    MINUTES = "minutes", "分钟"
    HOURS = "hours", "小时"
    DAYS = "days", "日"
    WORKING_DAYS = "working_days", "个工作日"
    MONTHS = "months", "个月"
    YEARS = "years", "年"


class Every(Worded):
    """The window in which a recurring duty falls."""

    #: Rolling seven days from the day after the start.
    WEEK = "week", "每周"
    #: Calendar months after the one in which it starts.
    MONTH = "month", "每月"
    #: Six months to the corresponding day.
    HALF_YEAR = "half_year", "每半年"
    #: Twelve months to the corresponding day.
    YEAR = "year", "每年"
    #: Twenty-four months to the corresponding day.
    TWO_YEARS = "two_years", "每两年"

    @property
    def months(self) -> int:
        """How many months it has; none for a week, which has days."""
        return _MONTHS.get(self, 0)


class Layer(Worded):
    """Whose word a rule is."""

    LAW = "law", "国家法律、司法解释"
    OPINIONS = "opinions", "四部门《意见》"
    GUIDANCE = "guidance", "指导纲要"
    LOCAL = "local", "地方规定"
    CENTRE = "centre", "本中心自定"


class Confirmation(Worded):
    """How far what a rule says was seen in its source."""

    #: The full text was read (T).
    TEXT_READ = "text_read", "已核对全文"
    #: The words were seen in a public excerpt (P).
    EXCERPT = "excerpt", "仅见公开摘录"
    #: Written in one of the collected documents (S).
    SEED = "seed", "见于收集的文件"
    #: From memory, text not seen (R): may remind, is never printed as a legal deadline.
    MEMORY = "memory", "未核实(未见原文)"
    #: The centre's own choice (X): no law gives a number.
    CENTRE = "centre", "本中心自定目标"

    @property
    def is_confirmed(self) -> bool:
        """Whether the number may stand on an outgoing document."""
        return self not in (Confirmation.MEMORY, Confirmation.CENTRE)


class Tell(StrEnum):
    """Who hears of a deadline at one rung of its ladder."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"
    DIRECTOR = "director"
    #: A chasing letter to the outside body that holds the ball.
    HOLDER = "holder"


_UNITS_OF = {
    ClockKind.LEGAL_PERIOD: frozenset({Unit.DAYS, Unit.MONTHS, Unit.YEARS}),
    ClockKind.WORKING_DAYS: frozenset({Unit.WORKING_DAYS}),
    ClockKind.HOURS_NEXT_FULL_HOUR: frozenset({Unit.HOURS}),
    ClockKind.HOURS_AT_ONCE: frozenset({Unit.MINUTES, Unit.HOURS}),
    ClockKind.WINDOWS: frozenset({Unit.MONTHS, Unit.YEARS}),
    ClockKind.NONE: frozenset(),
}
_MONTHS = {Every.MONTH: 1, Every.HALF_YEAR: 6, Every.YEAR: 12, Every.TWO_YEARS: 24}
