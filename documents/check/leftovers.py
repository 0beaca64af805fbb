"""What a finished paper never says: tags, words of the program, placeholders, doubled marks."""

import re
from collections.abc import Iterator

from documents.check.flaw import Flaw
from documents.check.paper import FILED, CheckedPaper
from documents.check.reading import Line
from models.words import Paper

_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (rule, re.compile(pattern), sentence)
    for rule, pattern, sentence in (
        ("tag",
         r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\}\}|\{%|%\}|\{#|#\}|[｛｝]|\{[^{}\n]{0,40}\}|\$\{|<<|>>",
         "模板标签没有替换。请填写内容,或者删去标签。"),
        ("program-word",
         (r"(?<![A-Za-z])(None|none|NONE|null|NULL|nan|NaN|undefined|Undefined|True|False|N/A|n/a)"
         r"(?![A-Za-z])"),
         "这是程序用语,不是公文用语。请改成中文,没有的写“无”。"),
        ("code-word", r"(?<![A-Za-z0-9.@])[A-Za-z]+(?:[_.][A-Za-z0-9]+)+|\b[a-z]{3,}(?:-[a-z]+)*\b",
         "这是程序的代码词。请改成中文。"),
        ("rule-id", r"规则\s*\d+[A-Z]?\.\d+|(?<![\dA-Za-z])\d[A-C]\.\d{1,2}(?!\d)",
         "这是程序内部的规则编号。请改成法律条文,或者删去。"),
        ("placeholder",
         (r"[Xx×＊*]{2,}|[〇○]{2,}|未填写?|待填写?|待补充?(?!正)|待定|暂缺|请填写|此处填写|点击此处|待完善|"
         r"T[O]DO|TBD|Lorem|占位|某年某?月?某?日?|张三|李四|王五|"
         r"【[^】]{0,20}】|\[[^\]]{0,20}\]|(?<!_)_{2,9}(?!_)|…{3,}|\?{2,}|？{2,}"),
         "这是占位的内容。请写明;不掌握的,用一句话说明。"),
        ("doubled-mark",
         (r"。。+|，，+|；；+|：：+|、、+|！！+|(?<!…)…(?!…)(?=…)|[，；、：][。，；、：]|。[，；、：]|"
         r"[。，；：、][.,;:]|[.,;:][。，；：、]|（）|（（|《《|》》|《》|“”|\(\)|，$(?!.)|[,;]{2,}|\.{2,}"),
         "标点重复或者相连。请只留一个。"),
    )
)  # fmt: skip

#: Where blanks are meant: lines to sign on.
_TO_SIGN = {"SignUnit", "TableSign", "Receipt"}
_SIGNED_HERE = re.compile(r"签名|签字|盖章")
#: What says in a party's line that somebody looked and found nothing, which no court takes.
_UNKNOWN = re.compile(r"未查明|不详|未知")
#: A number of an identity card ends in X; a passport begins with letters.
_NUMBERS = re.compile(r"\d{17}[Xx]|[A-Z]{1,2}\d{6,9}")


def leftovers(paper: CheckedPaper) -> Iterator[Flaw]:
    """Everything that was to be replaced, filled or taken away."""
    for line in (*paper.read.lines, *_running(paper)):
        yield from _in_line(paper, line)
    if paper.kind in FILED:
        for line in paper.styled("Party", "Court", "SignUnit"):
            found = _UNKNOWN.search(line.text)
            if found:
                yield paper.finding(
                    line, line.text, "leftover.unknown-party",
                    "递交法院的文书不写“未查明”。请查明后填写,或者用一句话说明尚不掌握哪些事项。",
                )  # fmt: skip


def _running(paper: CheckedPaper) -> Iterator[Line]:
    return (line for line in paper.read.beside if line.place.part in {"header", "footer"})


def _in_line(paper: CheckedPaper, line: Line) -> Iterator[Flaw]:
    text = _NUMBERS.sub("0", line.text)
    to_sign = line.style in _TO_SIGN or bool(_SIGNED_HERE.search(text))
    taken: list[tuple[int, int]] = []
    for rule, pattern, sentence in _RULES:
        for found in pattern.finditer(text):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            if rule == "placeholder" and to_sign and "_" in found[0]:
                continue
            taken.append(found.span())
            yield paper.finding(line, found[0], f"leftover.{rule}", sentence)
    yield from _open_label(paper, line)


def _open_label(paper: CheckedPaper, line: Line) -> Iterator[Flaw]:
    """A paragraph that is `label：` and ends there, before the next label or the end."""
    text = line.text.strip()
    if (
        line.in_table
        or paper.kind in {None, Paper.REGISTRATION}
        or not text.endswith(("：。", "：；"))
    ):
        return
    yield paper.finding(
        line, text, "leftover.empty-label", "栏目后面没有内容。请补写;没有的写“无”。"
    )
