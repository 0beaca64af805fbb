"""Days: there are such, written as official papers write them, and in an order that can be."""

import re
from collections.abc import Iterator
from datetime import date

from documents.check.flaw import Flaw, Severity
from documents.check.paper import DAY, FILED, CheckedPaper, Reader, days_in
from documents.check.reading import Line
from models.words import Paper

_ISO = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}(?!\d)")
_PADDED = re.compile(r"\d{4}年(?:0\d月\d{1,2}日|\d{1,2}月0\d日)")
_CHINESE = re.compile(
    r"[二〇零一]{1}[〇零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_SHORT = re.compile(r"(?<!\d)\d{2}年\d{1,2}月\d{1,2}日")
_CLOCK = re.compile(r"(\d{1,2})时(?:(\d{1,2})分)?")
_AHEAD = re.compile(
    r"届满|前|期限|有效期|定于|拟|下次|检视|截止|之内|以内|起$|完成|约定|节点|安排|计划|应访|明年|届时|"
    r"到期|年满|止"
)
_UNCERTAIN = re.compile(r"暂定|未核实|待核定|推算")
_SPAN = re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日)至(\d{4}年\d{1,2}月\d{1,2}日)")
_FORM = re.compile(r"年节点|年期满")
_EARLIEST, _LAST_HOUR, _LAST_MINUTE = 1900, 24, 59


def days(paper: CheckedPaper, official_years: frozenset[int]) -> Iterator[Flaw]:
    """Every day of a paper.

    Args:
        paper: The file.
        official_years: Years whose working days are published; a last day in another year may move.
    """
    for line in paper.read.lines:
        yield from _written(paper, line)
        yield from _possible(paper, line)
    yield from _signed_last(paper)
    yield from _certain(paper, official_years)


def _written(paper: CheckedPaper, line: Line) -> Iterator[Flaw]:
    text = line.text.strip()
    for pattern, said in (
        (_ISO, "日期应当写成“2026年3月4日”的样子。请改正。"),
        (_PADDED, "月、日不编虚位,应当写成“2026年3月4日”的样子。请改正。"),
        (_CHINESE, "日期应当用阿拉伯数字。请改正。"),
        (_SHORT, "年份应当写四位。请改正。"),
    ):
        for found in pattern.finditer(line.text):
            yield paper.finding(line, found[0], "date.form", said)
    whole = DAY.fullmatch(text) or _ISO.search(text) or _CHINESE.search(text)
    if line.style == "SignDate" and text and not whole:
        yield paper.finding(line, text, "date.form", "成文日期应当是完整的年、月、日。请改正。")


def _possible(paper: CheckedPaper, line: Line) -> Iterator[Flaw]:
    for found in DAY.finditer(line.text):
        year, month, day = (int(one) for one in found.groups())
        try:
            date(year, month, day)
            there = year >= _EARLIEST
        except ValueError:
            there = False
        if not there:
            yield paper.finding(line, found[0], "date.impossible", "没有这一天。请核对。")
    for since, until in _SPAN.findall(line.text):
        first, last = next(days_in(since), None), next(days_in(until), None)
        if first and last and last < first:
            yield paper.finding(line, f"{since}至{until}", "date.impossible",
                                "起止日期颠倒。请核对。")  # fmt: skip
    for clock in _CLOCK.finditer(line.text):
        if "小时" in line.text[max(0, clock.start() - 1) : clock.end()]:
            continue
        if int(clock[1]) > _LAST_HOUR or int(clock[2] or 0) > _LAST_MINUTE:
            yield paper.finding(line, clock[0], "date.impossible", "没有这个时刻。请核对。")


#: Kinds whose text tells only what has happened; a later day there lies after the signature.
_TOLD = FILED | {
    Paper.INVESTIGATION_REPORT, Paper.CONSULTATION_MINUTES, Paper.CLOSING_REPORT,
    Paper.RESTORATION_OPINION, Paper.ASSESSMENT_REPORT, Paper.SUGGESTION_REPLY,
    Paper.REGISTRATION, Paper.RECEPTION_HANDOVER, Paper.VISIT_RECORD, Paper.BRIEFING_LETTER,
    Paper.COLLECTION_NOTICE, Paper.REFERRAL_LETTER,
}  # fmt: skip


def _signed_last(paper: CheckedPaper) -> Iterator[Flaw]:
    """What a paper tells as past did not happen after it was signed."""
    signed = paper.dated
    if signed is None or paper.kind not in _TOLD:
        return
    late = [one for line in paper.read.lines for one in _after(paper, line, signed)]
    yield from late
    under = next((x for x in paper.read.lines if x.style == "SignDate"), None)
    if late and under is not None:
        yield paper.finding(under, under.text, "date.after-signature",
                            f"文书日期早于文中的{late[0].words}。请核对。")  # fmt: skip


def _after(paper: CheckedPaper, line: Line, signed: date) -> Iterator[Flaw]:
    label = _label_of(paper, line)
    for found in DAY.finditer(line.text):
        day = next(days_in(found[0]), None)
        around = label + line.text[max(0, found.start() - 12) : found.end() + 8]
        if day and day > signed and not _AHEAD.search(around):
            yield paper.finding(
                line, found[0], "date.after-signature",
                f"这一天晚于文书日期({signed.year}年{signed.month}月{signed.day}日)。请核对。",
            )  # fmt: skip


def _label_of(paper: CheckedPaper, line: Line) -> str:
    if not line.in_table:
        return ""
    return next((one.label for one in paper.fields if one.line is line), "")


def _certain(paper: CheckedPaper, official_years: frozenset[int]) -> Iterator[Flaw]:
    """A last day that a later notice may move is not told as certain."""
    for field in paper.fields:
        stated = _FORM.search(field.label) and DAY.search(field.value)
        if stated and not _UNCERTAIN.search(field.value):
            yield paper.finding(
                field.line, field.value, "date.provisional",
                "临时监护的总时限尚未核实,不得当作确定日期。请注明“未核实”。",
            )  # fmt: skip
    for line in paper.read.lines:
        label = _label_of(paper, line)
        for found in DAY.finditer(line.text):
            around = line.text[max(0, found.start() - 12) : found.end() + 24]
            told = label + around
            if int(found[1]) in official_years or _UNCERTAIN.search(around):
                continue
            if re.search(r"届满|期限|最后一日|截止|节点|应于|之前|前(?:提|办|领|书|送|将)", told):
                severity = (
                    Severity.ERROR if _counted_by_law(told) else Severity.WARNING
                )  # fmt: skip
                if paper.reader is Reader.INTERNAL and severity is Severity.WARNING:
                    continue
                yield paper.finding(
                    line, found[0], "date.provisional",
                    f"{found[1]}年的放假安排尚未公布,这一天可能变动。请注明“暂定”,或者不写日期。",
                    severity,
                )  # fmt: skip


def _counted_by_law(told: str) -> bool:
    return bool(re.search(r"届满|最后一日|节点|期限", told)) and "完成期限" not in told
