"""The sheet of a deadline (期限计算单): one model behind the page, the JSON and the Word file.

Built from the receipt that is kept with the deadline, and, for a deadline of a case, from what the
case knows: the start event's evidence, what moved it since, how it stands. It reads so that a
person with a wall calendar agrees: every day with its weekday, every rest day with the notice that
made it one. Of the case it says the number, of the child nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.law.dates import SHANGHAI, chinese_day, chinese_due
from models.law.receipt import Receipt, ReceiptSource
from models.law.sources import article_text
from models.law.vocabulary import Confirmation

TITLE = "期限计算单"
#: Between a bracket and a number no rule of type could tell that the comma is a Chinese one.
COMMA = "\uff0c"

#: What a step says of a day that did not count.
_HOW = {
    "rolled": "最后一日,顺延",
    "skipped": "不计入工作日",
    "suspended": "中止期间,不计",
    "counted": "调休上班,计入",
}
#: Why a day is not told outward as certain.
_DOUBTS = {
    Confirmation.CENTRE: "这是本中心自定目标",
    Confirmation.MEMORY: "这个数字的原文没有见到",
}
#: The words of `models.law.calendar.table.Calendar.notice` where no number was entered.
_NO_NUMBER = ("待录入", "未发布", "无日历数据")


@dataclass(frozen=True, slots=True)
class RestDay:
    """A day that did not count, or counted against its weekday, and the notice behind it."""

    on: date
    how: str
    why: str
    notice: str

    @property
    def has_number(self) -> bool:
        """Whether the number of the notice is known; else `notice` says that it is missing."""
        return not any(words in self.notice for words in _NO_NUMBER)


@dataclass(frozen=True, slots=True)
class Move:
    """Something that moved the deadline or made it stand still, in one sentence."""

    kind: str
    text: str
    old: datetime | None = None
    new: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeadlineStanding:
    """What the case knows of a deadline. `number` is the only thing it says of the case.

    Attributes:
        state: `running`, `suspended`, `met`, `stopped`.
        said: How it stands, in words: 计算中, 中止, 按期办结 …
        evidence: Which step or paper shows the start event, one line each.
        moves: Suspensions, extensions, restarts and recounts, oldest first.
        printed: Which documents print a day that has moved since; empty for none.
    """

    number: str
    stage: str
    holder: str
    state: str
    said: str
    due_at: datetime
    provisional: bool
    printable: bool
    evidence: tuple[str, ...]
    moves: tuple[Move, ...]
    printed: str = ""


@dataclass(frozen=True)
class Sheet:
    """A receipt and, for a deadline of a case, how it stands."""

    receipt: Receipt
    standing: DeadlineStanding | None = None

    @property
    def heading(self) -> str:
        """What the deadline is for."""
        return self.receipt.title

    @property
    def due_at(self) -> datetime:
        """The last instant in time, aware."""
        return self.standing.due_at if self.standing else self.receipt.due

    @property
    def result(self) -> str:
        """The result in one sentence."""
        if self.standing and self.standing.state == "suspended":
            return f"现在中止,恢复后重新计算;按已登记的情况,届满日为{chinese_due(self.due_at)}。"
        verb = "期满,次日起方可办理" if self.receipt.opens else "届满"
        return f"{chinese_due(self.due_at)}{verb}{'(暂定)' if self.provisional else ''}。"

    @property
    def provisional(self) -> bool:
        """Whether the result rests on days nobody has arranged yet."""
        return self.standing.provisional if self.standing else self.receipt.provisional

    @property
    def printable(self) -> bool:
        """Whether the date may stand on an outgoing document as certain (gate G9)."""
        may = self.standing.printable if self.standing else self.receipt.printable
        return may and not (self.standing and self.standing.state == "suspended")

    @property
    def outward(self) -> str:
        """Whether it may be printed outward, and why not."""
        if self.printable:
            return "可以作为期限写入对外文书"
        return f"不得作为确定的法定期限写入对外文书:{self._why_not()}"

    def _why_not(self) -> str:
        if self.standing and self.standing.state == "suspended":
            return "期限正在中止"
        if self.provisional:
            return "日期是暂定的"
        confirmed = self.receipt.confirmed
        return (confirmed and _DOUBTS.get(confirmed)) or "日期由前一环节约定"

    def facts(self) -> list[tuple[str, str]]:
        """The head of the receipt: label and value, in order."""
        core, standing = self.receipt, self.standing
        rows = [("案件", f"{standing.number},{standing.stage}")] if standing else []
        rows += [
            ("规则", " ".join(filter(None, (core.rule, core.title)))),
            ("期限", ",".join(filter(None, (core.length, core.clock_text)))),
            ("起算事件", f"{core.start_event or '前一环节'}{COMMA}{_when(core.start)}"),
        ]
        if standing:
            rows.append(("起算依据", ";".join(standing.evidence) or "没有登记"))
        rows.append(("期满" if core.opens else "届满", self.result))
        if core.expected_on and core.expected_on != core.due_on:
            rows.append(("预期", _when(core.expected_on)))
        kinds = (core.layer_text, core.confirmed_text)
        rows += [
            ("性质", "、".join([*filter(None, kinds), *(["暂定"] if self.provisional else [])])),
            ("对外文书", self.outward),
            ("依据", core.source),
            ("规则包", core.pack),
            ("日历", core.calendar or ""),
        ]
        if standing:
            rows += [("责任方", standing.holder), ("现在状态", standing.said)]
            rows.append(("已印出的文书", standing.printed))
        return [(label, value) for label, value in rows if value]

    def steps(self) -> list[str]:
        """Each step of the count, in order."""
        return [one.text for one in self.receipt.steps]

    def rest_days(self) -> list[RestDay]:
        """Each day that was skipped, rolled or worked against its weekday, with its notice."""
        return [
            RestDay(one.date, _HOW[one.kind], one.reason or "中止", one.notice or "见下列中止登记")
            for one in self.receipt.steps
            if one.kind in _HOW and one.date and (one.notice or one.kind == "suspended")
        ]

    def moves(self) -> tuple[Move, ...]:
        """What moved it since it was first counted."""
        return self.standing.moves if self.standing else ()

    def notes(self) -> list[str]:
        """What the rule says besides."""
        return [self.receipt.note] if self.receipt.note else []

    def sources(self) -> list[str]:
        """Each citation, with its quotation and from when to when it is in force."""
        return [_cited(one) for one in self.receipt.sources]

    def as_json(self) -> dict[str, Any]:
        """Everything, ready for JSON; `due` and the flags are those that hold now."""
        return self.receipt.dump() | {
            "due": self.due_at.astimezone(SHANGHAI).isoformat(),
            "due_on": self.due_at.astimezone(SHANGHAI).date().isoformat(),
            "provisional": self.provisional,
            "printable": self.printable,
            "result": self.result,
            "outward": self.outward,
            "rest_days": [
                {"date": one.on.isoformat(), "how": one.how, "why": one.why, "notice": one.notice,
                 "notice_number_known": one.has_number}
                for one in self.rest_days()
            ],
        } | self._case_json()  # fmt: skip

    def _case_json(self) -> dict[str, Any]:
        standing = self.standing
        if standing is None:
            return {}
        return {
            "case": standing.number,
            "stage": standing.stage,
            "state": standing.state,
            "state_text": standing.said,
            "evidence": list(standing.evidence),
            "printed": standing.printed,
            "moves": [
                {"kind": one.kind, "text": one.text, "old": _iso(one.old), "new": _iso(one.new)}
                for one in standing.moves
            ],
        }


def _iso(instant: datetime | None) -> str | None:
    return instant.astimezone(SHANGHAI).isoformat() if instant else None


def _when(moment: date) -> str:
    """A day or an instant of the receipt, with its weekday."""
    return chinese_due(moment) if isinstance(moment, datetime) else chinese_day(moment)


def _cited(one: ReceiptSource) -> str:
    start, end = one.in_force_from, one.in_force_to
    span = "".join((f"{start}起施行" if start else "", f",{end}止" if end else ""))
    notes = "、".join(filter(None, (one.confirmed.chinese, span)))
    number = f"({one.number})" if one.number else ""
    article = article_text(one.article) if one.article else ""
    quote = f":“{one.quote}”" if one.quote else ""
    return f"《{one.document.strip('《》')}》{number}{article}{quote}({notes})"
