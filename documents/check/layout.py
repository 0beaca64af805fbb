"""The page: size, margins, fonts, page number, and nothing that a reader does not see."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn

from documents.check.flaw import Flaw, Spot
from documents.check.paper import CheckedPaper
from documents.check.reading import Line, read
from models.words import Paper

_A4 = {"w": 11906, "h": 16838}
#: GB/T 9704-2012: 37, 35, 28 and 26 mm, each within a millimetre (57 twips).
_MARGINS = {"top": 2098, "bottom": 1984, "left": 1587, "right": 1474}
_NAMES = {"top": "上", "bottom": "下", "left": "左", "right": "右"}
_MILLIMETRE = 57
_SLACK = 20
_FONTS = ("方正小标宋", "小标宋", "仿宋", "黑体", "楷体", "宋体", "FangSong", "SimHei", "KaiTi",
          "SimSun", "STFangsong", "STKaiti", "STSong", "STHeiti")  # fmt: skip
_LATIN = ("Times New Roman", *_FONTS)
_VAL = qn("w:val")
_TRACKED = tuple(
    qn(f"w:{tag}")
    for tag in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange")
)
_BODY = {"BodyText", "Party", "Addressee", "Closing", "Court", "Flush", "Attachment"}
#: Half points; nobody reads less.
_READABLE = 8
_FALSE = {"0", "false", "off"}
_TEMPLATES = Path(__file__).parents[1] / "templates"


def layout(paper: CheckedPaper) -> Iterator[Flaw]:
    """Everything about the page."""
    yield from _page(paper)
    yield from _page_number(paper)
    yield from _fonts(paper)
    yield from _unseen(paper)
    yield from _torn(paper)


def _page(paper: CheckedPaper) -> Iterator[Flaw]:
    last = paper.read.last()
    for section in paper.read.body.iter(qn("w:sectPr")):
        size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
        if size is not None and any(
            abs(int(size.get(qn(f"w:{side}"), 0)) - wanted) > _SLACK for side, wanted in _A4.items()
        ):
            yield paper.finding(last, "", "page.size", "纸张应当是A4(210×297毫米),纵向。请改正。")
        for side, wanted in _MARGINS.items() if margins is not None else ():
            found = int(float(margins.get(qn(f"w:{side}"), 0)))
            if abs(found - wanted) > _MILLIMETRE + _SLACK:
                yield paper.finding(
                    last, _NAMES[side], "page.margins",
                    f"{_NAMES[side]}边距应当是{round(wanted / 56.7)}毫米,这里是{round(found / 56.7)}"
                    "毫米。请改正。",
                )  # fmt: skip


def _page_number(paper: CheckedPaper) -> Iterator[Flaw]:
    said = [
        (node.text or "") + str(node.get(qn("w:instr"), ""))
        for footer in paper.read.footers
        for node in footer.iter(qn("w:instrText"), qn("w:fldSimple"))
    ]
    referred = any(True for _ in paper.read.body.iter(qn("w:footerReference")))
    if not referred or not any("PAGE" in one for one in said):
        yield paper.finding(Spot("footer", paragraph=0), "", "page.number",
                            "没有页码。请在页脚插入页码。")  # fmt: skip


def _fonts(paper: CheckedPaper) -> Iterator[Flaw]:
    """Fonts and sizes set directly, and styles that are no longer those of the template."""
    changed = _changed_styles(paper)
    for line in paper.read.lines:
        wrong = next((one for e in line.elements for one in _direct(e, line)), "")
        if not wrong and line.text.strip() and line.style in changed:
            wrong = changed.pop(line.style)
        if wrong:
            yield paper.finding(
                line, line.text, "page.font", f"{wrong}。请按公文格式改回(正文三号仿宋)。"
            )


def _direct(paragraph: Any, line: Line) -> Iterator[str]:
    for run in paragraph.iter(qn("w:r")):
        properties = run.find(qn("w:rPr"))
        said = "".join(node.text or "" for node in run.iter(qn("w:t"))).strip()
        if properties is None or not said:
            continue
        fonts = properties.find(qn("w:rFonts"))
        for slot, known in (("eastAsia", _FONTS), ("ascii", _LATIN), ("hAnsi", _LATIN)):
            name = fonts.get(qn(f"w:{slot}")) if fonts is not None else None
            if name and not name.startswith(known):
                yield f"字体“{name}”不是公文字体"
        size = properties.find(qn("w:sz"))
        if size is not None and line.style in _BODY and size.get(_VAL) != "32":
            yield f"字号是{int(float(size.get(_VAL, 0))) / 2:g}磅,正文应当是三号(16磅)"
        color = properties.find(qn("w:color"))
        if color is not None and line.style in _BODY and color.get(_VAL) not in {"auto", "000000"}:
            yield "文字有颜色"


def _changed_styles(paper: CheckedPaper) -> dict[str, str]:
    if paper.kind is None or paper.read.styles is None:
        return {}
    wanted, found = _styles_of(paper.kind), dict(_styles(paper.read.styles))
    return {
        name: f"样式“{name}”的字体或者字号与模板不同"
        for name, look in wanted.items() if name in found and found[name] != look
    }  # fmt: skip


@lru_cache(maxsize=64)
def _styles_of(kind: Paper) -> dict[str, tuple[str, ...]]:
    template = read((_TEMPLATES / f"{kind}.docx").read_bytes(), str(kind))
    return dict(_styles(template.styles))


def _styles(styles: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    for style in styles.iter(qn("w:style")):
        properties = style.find(qn("w:rPr"))
        fonts = properties.find(qn("w:rFonts")) if properties is not None else None
        size = properties.find(qn("w:sz")) if properties is not None else None
        look = (
            str(fonts.get(qn("w:eastAsia"), "")) if fonts is not None else "",
            str(size.get(_VAL, "")) if size is not None else "",
        )
        yield str(style.get(qn("w:styleId"), "")), look


def _unseen(paper: CheckedPaper) -> Iterator[Flaw]:
    """Tracked changes, comments, hidden text, highlights: none of them leaves the house."""
    for line in paper.read.lines:
        for element in line.elements:
            changed = next(element.iter(*_TRACKED), None)
            if changed is not None:
                yield paper.finding(line, line.text, "page.tracked-changes",
                                    "有没有接受的修订。请接受或者拒绝全部修订。")  # fmt: skip
            mark = next(element.iter(qn("w:commentReference"), qn("w:commentRangeStart")), None)
            if mark is not None:
                yield paper.finding(line, line.text, "page.comments", "有批注。请删除全部批注。")
            if next(element.iter(qn("w:highlight")), None) is not None:
                yield paper.finding(line, line.text, "page.highlight", "有突出显示。请去掉。")
    noted = [one for one in paper.read.beside if one.place.part == "comments" and one.text.strip()]
    marked = next(paper.read.body.iter(qn("w:commentReference")), None) is not None
    if noted and not marked:
        yield paper.finding(noted[0], noted[0].text, "page.comments", "有批注。请删除全部批注。")
    for line in paper.read.lines:
        words = next((one for element in line.elements for one in _vanished(element)), "")
        if words:
            yield paper.finding(line, words, "page.hidden-text", "有隐藏文字。请删除。")


def _vanished(paragraph: Any) -> Iterator[str]:
    """Runs that Word hides, that are white, or too small to be read."""
    for run in paragraph.iter(qn("w:r")):
        properties = run.find(qn("w:rPr"))
        said = "".join(node.text or "" for node in run.iter(qn("w:t"))).strip()
        if properties is None or not said:
            continue
        vanish, color = properties.find(qn("w:vanish")), properties.find(qn("w:color"))
        size = properties.find(qn("w:sz"))
        unseen = vanish is not None and vanish.get(_VAL) not in _FALSE
        white = color is not None and str(color.get(_VAL)).upper() == "FFFFFF"
        tiny = size is not None and float(size.get(_VAL, 32)) < _READABLE
        if unseen or white or tiny:
            yield said


def _torn(paper: CheckedPaper) -> Iterator[Flaw]:
    """Who signs and the day stand together, and with the end of the text."""
    lines = paper.read.paragraphs
    for line in paper.styled("SignUnit"):
        after = (line.place.paragraph or 0) + 1
        beside = lines[after] if after < len(lines) else None
        if not any(one.style == "SignDate" for one in lines):
            continue
        if beside is None or beside.style != "SignDate":
            yield paper.finding(beside or line, line.text, "page.signature-torn",
                                "落款单位和成文日期之间插入了内容。请让两行相连。")  # fmt: skip
        elif _breaks(line) or _breaks(beside, before_only=True) or _let_go(line):
            yield paper.finding(
                line, line.text, "page.signature-torn",
                "落款单位和成文日期会分在两页。请删去分页,并设“与下段同页”。",
            )  # fmt: skip


def _breaks(line: Line, *, before_only: bool = False) -> bool:
    for element in line.elements:
        before = element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")
        if before is not None and before.get(_VAL) not in _FALSE and before_only:
            return True
        for one in element.iter(qn("w:br")):
            if one.get(qn("w:type")) == "page":
                return True
    return False


def _let_go(line: Line) -> bool:
    keep = line.elements[0].find(f"{qn('w:pPr')}/{qn('w:keepNext')}")
    return keep is not None and keep.get(_VAL) in _FALSE
