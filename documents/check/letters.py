"""Letters after GB/T 9704: addressee, number, salutation, closing, secrecy, copies."""

import re
from collections.abc import Iterator

from documents.check.flaw import Flaw
from documents.check.paper import FILED, LETTERS, CheckedPaper
from documents.check.reading import Line
from models.words import Paper

#: A number written with any bracket, or with what the standard leaves out.
_LIKE_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,}\s*[〔\[(（【〖［{]\s*\d{2,4}\s*[〕\])）】〗］}]\s*第?\s*\d+\s*号?"
)
_RIGHT = re.compile(r"[\u4e00-\u9fff]{2,}〔(?:19|20)\d{2}〕[1-9]\d*号")
#: Others' numbers are quoted as they are written: those of courts, and of invented papers.
_QUOTED = re.compile(r"(案号|文号|决定|民[特初保终]|刑[初终]|行[初终]|警|虚构)")
_WHO: dict[str, str] = {
    "学校": r"学校|小学|中学|幼儿园|学院|高中|初中|职高|技校|教育",
    "公安机关": r"公安|派出所|警务",
    "村（居）民委员会": r"村|居|社区|委员会",
}
#: What only one kind of body is asked for.
_ASKED = (("该生到校", _WHO["学校"]), ("立即出警", _WHO["公安机关"]))
_OPEN = re.compile(r"保密")
_DUTY = re.compile(r"负有?保密义务|负有保密(的)?义务|承担保密义务")


def letters(paper: CheckedPaper) -> Iterator[Flaw]:
    """Everything that makes a letter one."""
    yield from _numbers(paper)
    if paper.kind not in LETTERS:
        return
    yield from _addressee(paper)
    yield from _secrecy(paper)


def _numbers(paper: CheckedPaper) -> Iterator[Flaw]:
    """The office's own numbers, wherever they stand."""
    for line in paper.read.lines:
        own = line is paper.number_line
        for found in _LIKE_NUMBER.finditer(line.text):
            around = line.text[max(0, found.start() - 6) : found.end()]
            if _QUOTED.search(around) and not own:
                continue
            said = found[0]
            if not _RIGHT.fullmatch(said.strip()):
                yield paper.finding(
                    line, said, "letter.number-form",
                    "发文字号应当写成“机关代字〔年份〕序号号”:六角括号、四位年份、不加“第”、不编虚位。"
                    "请改正。",
                )  # fmt: skip
        lacking = own and line.text.strip() and not _LIKE_NUMBER.search(line.text)
        if lacking and paper.kind not in FILED and not paper.number:
            yield paper.finding(
                line, line.text, "letter.number-form",
                "发文字号不完整。应当是“机关代字〔年份〕序号号”。请改正。",
            )  # fmt: skip


def _addressee(paper: CheckedPaper) -> Iterator[Flaw]:
    for line in paper.styled("Addressee"):
        text = line.text.strip()
        name = text.rstrip("：:").strip()
        if not name:
            yield paper.finding(
                line, text, "letter.recipient", "没有写主送机关或者受送达人。请补上。"
            )
            continue
        if not text.endswith("："):
            yield paper.finding(line, text, "letter.salutation",
                                "称呼后面应当是全角冒号“：”。请改正。")  # fmt: skip
        if re.match(r"\s", line.text):
            yield paper.finding(line, text, "letter.salutation", "主送机关应当顶格书写。请改正。")
        yield from _fitting(paper, line, name)


def _fitting(paper: CheckedPaper, line: Line, name: str) -> Iterator[Flaw]:
    """Who is written to is who the file's name and the text say."""
    for who, pattern in _WHO.items():
        if f"（{who}" in paper.file and not re.search(pattern, name):
            yield paper.finding(line, name, "letter.recipient",
                                f"这份文书是给{who}的,主送机关写的不是。请核对。")  # fmt: skip
    for words, pattern in _ASKED if paper.kind is Paper.BRIEFING_LETTER else ():
        if words in paper.read.text and not re.search(pattern, name):
            yield paper.finding(line, name, "letter.recipient",
                                "请协助的事项不是这个单位的职责。请核对主送机关。")  # fmt: skip
    if paper.kind is Paper.RESTORATION_OPINION and "人民法院" not in name:
        yield paper.finding(line, name, "letter.recipient",
                            "调查意见应当主送委托的人民法院。请改正。")  # fmt: skip
    if paper.kind is Paper.SUGGESTION_REPLY and not re.search("检察院|法院|公安|司法", name):
        yield paper.finding(line, name, "letter.recipient",
                            "回复应当主送提出建议的机关。请改正。")  # fmt: skip
    half = name[: len(name) // 2]
    if len(name) >= 4 and name.startswith(half * 2) and half:  # noqa: PLR2004
        yield paper.finding(line, name, "letter.recipient", "称呼重复。请改正。")


def _secrecy(paper: CheckedPaper) -> Iterator[Flaw]:
    """What art. 74 of the outline wants told, and what art. 103 wants kept."""
    if paper.kind is Paper.BRIEFING_LETTER and not _DUTY.search(paper.read.text):
        lines = paper.read.paragraphs
        at = next((x for x, one in enumerate(lines) if _OPEN.search(one.text)), None)
        beside = lines[min(at + 1, len(lines) - 1)] if at is not None else None
        yield paper.finding(
            beside or paper.read.last(), beside.text if beside else "保密义务",
            "letter.confidentiality",
            "通报函应当告知对通报内容负有保密义务(指导纲要第74条)。请补上。",
        )  # fmt: skip
    wanted = {Paper.REFERRAL_LETTER, Paper.CONSULTATION_NOTICE}
    if paper.kind in wanted and not _OPEN.search(paper.read.text):
        yield paper.finding(
            paper.read.last(), "保密", "letter.confidentiality",
            "涉及未成年人的函件应当写明保密要求(未成年人保护法第103条)。请补上。",
        )  # fmt: skip
