"""The words of a rule: clocks, units, layers, how far a source is confirmed. All with Chinese."""

from enum import StrEnum


class ClockKind(StrEnum):
    """How time is counted. Clocks are never mixed within one count."""

    #: Calendar days, months, years; first day excluded, last day rolls (Civil Code 201-203).
    LEGAL_PERIOD = "legal_period"
    #: Office days, make-up workdays included; first day excluded.
    WORKING_DAYS = "working_days"
    #: Court hours: from the next full hour, through nights and holidays (procedure interp. 125).
    HOURS_NEXT_FULL_HOUR = "hours_next_full_hour"
    #: Civil Code hours: from the instant itself, through nights and holidays (201 para. 2).
    HOURS_AT_ONCE = "hours_at_once"
    #: A duty that recurs in windows; it is no period, so nothing rolls (C10).
    WINDOWS = "windows"
    #: No number of time: at once, before, throughout, or on a given day.
    NONE = "none"

    @property
    def chinese(self) -> str:
        """The clock's name on screens and receipts."""
        return _CLOCKS[self]

    @property
    def units(self) -> frozenset["Unit"]:
        """The only units this clock can count."""
        return _UNITS_OF[self]


class Unit(StrEnum):
    """The unit of a length."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"

    @property
    def chinese(self) -> str:
        """The measure word that follows a number."""
        return _UNITS[self]


class Every(StrEnum):
    """The window in which a recurring duty falls."""

    #: Rolling seven days from the day after the start.
    WEEK = "week"
    #: Calendar months after the one in which it starts.
    MONTH = "month"
    #: Six months to the corresponding day.
    HALF_YEAR = "half_year"
    #: Twelve months to the corresponding day.
    YEAR = "year"
    #: Twenty-four months to the corresponding day.
    TWO_YEARS = "two_years"

    @property
    def chinese(self) -> str:
        """As in 每周, 每半年."""
        return _EVERY[self]

    @property
    def months(self) -> int:
        """How many months it has; none for a week, which has days."""
        return _MONTHS.get(self, 0)


class Layer(StrEnum):
    """Whose word a rule is."""

    LAW = "law"
    OPINIONS = "opinions"
    GUIDANCE = "guidance"
    LOCAL = "local"
    CENTRE = "centre"

    @property
    def chinese(self) -> str:
        """The layer's name on screens and receipts."""
        return _LAYERS[self]


class Confirmation(StrEnum):
    """How far what a rule says was seen in its source."""

    #: The full text was read (T).
    TEXT_READ = "text_read"
    #: The words were seen in a public excerpt (P).
    EXCERPT = "excerpt"
    #: Written in one of the collected documents (S).
    SEED = "seed"
    #: From memory, text not seen (R): may remind, is never printed as a legal deadline.
    MEMORY = "memory"
    #: The centre's own choice (X): no law gives a number.
    CENTRE = "centre"

    @property
    def chinese(self) -> str:
        """The state of confirmation in words a case worker reads."""
        return _CONFIRMATIONS[self]

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


_CLOCKS = {
    ClockKind.LEGAL_PERIOD: "法定期间(自然日历,末日遇休假日顺延)",
    ClockKind.WORKING_DAYS: "工作日(含调休上班日)",
    ClockKind.HOURS_NEXT_FULL_HOUR: "小时(自次时起算,不顺延)",
    ClockKind.HOURS_AT_ONCE: "小时(即时起算,不顺延)",
    ClockKind.WINDOWS: "周期窗口(不顺延)",
    ClockKind.NONE: "无数字期限",
}
_UNITS = {
    Unit.MINUTES: "分钟",
    Unit.HOURS: "小时",
    Unit.DAYS: "日",
    Unit.WORKING_DAYS: "个工作日",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
}
_UNITS_OF = {
    ClockKind.LEGAL_PERIOD: frozenset({Unit.DAYS, Unit.MONTHS, Unit.YEARS}),
    ClockKind.WORKING_DAYS: frozenset({Unit.WORKING_DAYS}),
    ClockKind.HOURS_NEXT_FULL_HOUR: frozenset({Unit.HOURS}),
    ClockKind.HOURS_AT_ONCE: frozenset({Unit.MINUTES, Unit.HOURS}),
    ClockKind.WINDOWS: frozenset({Unit.MONTHS, Unit.YEARS}),
    ClockKind.NONE: frozenset(),
}
_EVERY = {
    Every.WEEK: "每周",
    Every.MONTH: "每月",
    Every.HALF_YEAR: "每半年",
    Every.YEAR: "每年",
    Every.TWO_YEARS: "每两年",
}
_MONTHS = {Every.MONTH: 1, Every.HALF_YEAR: 6, Every.YEAR: 12, Every.TWO_YEARS: 24}
_LAYERS = {
    Layer.LAW: "国家法律、司法解释",
    Layer.OPINIONS: "四部门《意见》",
    Layer.GUIDANCE: "指导纲要",
    Layer.LOCAL: "地方规定",
    Layer.CENTRE: "本中心自定",
}
_CONFIRMATIONS = {
    Confirmation.TEXT_READ: "已核对全文",
    Confirmation.EXCERPT: "仅见公开摘录",
    Confirmation.SEED: "见于收集的文件",
    Confirmation.MEMORY: "未核实(未见原文)",
    Confirmation.CENTRE: "本中心自定目标",
}
