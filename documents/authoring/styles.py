"""The paragraph, character and table styles of every template; nothing is formatted by hand.

Sizes, spacing and fonts follow GB/T 9704-2012: body 3号仿宋 (16 pt) on 22 lines of 28 characters,
title 2号小标宋, headings 黑体 and 楷体. Fonts are named as Windows and WPS name them.
Body text is flush left, not justified: LibreOffice loses the mark that hangs at the end of a
justified line, and a preview that loses a comma is no preview.
"""

from dataclasses import dataclass, replace
from typing import Any

SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋", "黑体", "楷体"
ROMAN = "Times New Roman"

#: 225 mm of text height in 22 lines, in twentieths of a point.
LINE = 579

#: 28 characters of 16 pt on 156 mm: each gives up a quarter of a point.
SQUEEZE = -5

RED = "C00000"


@dataclass(frozen=True)
class Style:
    """One paragraph style.

    Attributes:
        id: What a paragraph refers to.
        name: What Word and WPS show.
        font: East Asian font.
        size: Points.
        paragraph: Paragraph properties after spacing, as XML in schema order by `_ORDER`.
    """

    id: str
    name: str
    font: str = FANG
    size: float = 16
    align: str = "left"
    line: int = LINE
    at_least: bool = False
    before: int = 0
    after: int = 0
    first: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    keep: bool = False
    together: bool = False
    new_page: bool = False
    level: int | None = None
    color: str | None = None
    under: str | None = None
    following: str | None = None

    def xml(self) -> str:
        """Write the style as `w:style`."""
        following = f'<w:next w:val="{self.following}"/>' if self.following else ""
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{self.id}">'
            f'<w:name w:val="{self.name}"/><w:basedOn w:val="Normal"/>{following}'
            f"<w:qFormat/><w:pPr>{self._paragraph()}</w:pPr><w:rPr>{self._run()}</w:rPr></w:style>"
        )

    def _paragraph(self) -> str:
        rule = "atLeast" if self.at_least else "exact"
        indent = "".join(
            f' w:{name}="{value}"'
            for name, value in (
                ("leftChars", self.left), ("left", self._width(self.left)),
                ("rightChars", self.right), ("right", self._width(self.right)),
                ("hangingChars", self.hanging), ("hanging", self._width(self.hanging)),
                ("firstLineChars", self.first), ("firstLine", self._width(self.first)),
            )
            if value
        )  # fmt: skip
        border = (
            f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="6" w:color="{self.under}"/>'
            "</w:pBdr>"
            if self.under
            else ""
        )
        return (
            ("<w:keepNext/>" if self.keep else "")
            + ("<w:keepLines/>" if self.together else "")
            + ("<w:pageBreakBefore/>" if self.new_page else "")
            + border
            + ('<w:snapToGrid w:val="0"/>' if self.size != Style.size else "")
            + f'<w:spacing w:before="{self.before}" w:after="{self.after}" '
            f'w:line="{self.line}" w:lineRule="{rule}"/>'
            + (f"<w:ind{indent}/>" if indent else "")
            + f'<w:jc w:val="{self.align}"/>'
            + (f'<w:outlineLvl w:val="{self.level}"/>' if self.level is not None else "")
        )

    def _run(self) -> str:
        squeeze = f'<w:spacing w:val="{SQUEEZE}"/>' if self.size == Style.size else ""
        color = f'<w:color w:val="{self.color}"/>' if self.color else ""
        half = round(self.size * 2)
        return (
            f'<w:rFonts w:eastAsia="{self.font}"/>{color}{squeeze}'
            f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        )

    def _width(self, hundredths: int) -> int:
        """Twips of an indent given in hundredths of a character, for readers that ignore those."""
        return round(hundredths / 100 * self.size * 20)


def _in_table(id: str, name: str, **more: Any) -> Style:  # noqa: A002  # Word calls it so
    """A style of text in a table: 12 pt, lines as high as they need."""
    return replace(Style(id, name, size=12, line=340, at_least=True), **more)


STYLES: tuple[Style, ...] = (
    Style("Letterhead", "发文机关标志", font=SONG, size=30, align="center", line=800,
          color=RED, after=200, keep=True),
    Style("DocNumberRed", "发文字号(红线)", align="center", under=RED, after=360, keep=True),
    Style("DocNumber", "发文字号", align="center", after=240, keep=True),
    Style("DocTitle", "文书标题", font=SONG, size=22, align="center", line=700,
          before=240, after=240, keep=True, together=True, following="BodyText"),
    Style("FormNumber", "表单编号", font=FANG, size=12, align="right", line=400, keep=True),
    Style("Addressee", "主送机关", keep=True, following="BodyText"),
    Style("BodyText", "公文正文", first=200),
    Style("Flush", "正文顶格"),
    Style("Heading1", "一级标题", font=HEI, first=200, keep=True, level=0, following="BodyText"),
    Style("Heading2", "二级标题", font=KAI, first=200, keep=True, level=1, following="BodyText"),
    Style("Party", "当事人", first=200),
    Style("Attachment", "附件说明", left=200, keep=True),
    Style("ListTitle", "目录标题", font=SONG, size=22, align="center", line=700, after=240,
          keep=True, new_page=True),
    Style("Receipt", "回执标题", font=HEI, before=LINE, keep=True),
    Style("Closing", "此致", first=200, keep=True),
    Style("Court", "致送法院", keep=True),
    Style("SignUnit", "落款单位", align="right", right=200, before=LINE, keep=True, together=True),
    Style("SignDate", "成文日期", align="right", right=400, together=True),
    _in_table("TableHead", "表格标题", font=HEI, align="center", keep=True),
    _in_table("TableLabel", "表格栏目", font=HEI, align="center"),
    _in_table("TableText", "表格文字"),
    _in_table("TableCenter", "表格居中", align="center"),
    _in_table("TableSign", "表格签章", align="right", right=100, together=True),
    Style("TableEnd", "表后间隔", size=6, line=120),
    Style("Note", "说明", font=KAI, size=10.5, line=320, at_least=True),
    Style("Secrecy", "保密标注", font=HEI, size=10.5, align="right", line=320),
    Style("PageNumber", "页码", font="宋体", size=14, align="center", line=400),
    Style("TemplateTag", "模板标签", font=KAI, size=9, line=240, color="7F7F7F"),
)  # fmt: skip

_DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{ROMAN}" w:hAnsi="{ROMAN}" '
    f'w:eastAsia="{FANG}" w:cs="{ROMAN}"/><w:kern w:val="2"/><w:sz w:val="32"/>'
    '<w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
    "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
)

_BUILT_IN = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:jc w:val="left"/></w:pPr></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
    "</w:style>"
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
    '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)

_EMPHASIS = (
    '<w:style w:type="character" w:customStyle="1" w:styleId="Emphasis1">'
    f'<w:name w:val="栏目字"/><w:qFormat/><w:rPr><w:rFonts w:eastAsia="{HEI}"/></w:rPr></w:style>'
)


def _table_style() -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="PaperTable">'
        '<w:name w:val="公文表格"/><w:basedOn w:val="TableNormal"/><w:tblPr>'
        f"<w:tblBorders>{sides}</w:tblBorders><w:tblCellMar>"
        '<w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )


def styles_xml(namespace: str) -> str:
    """Write `word/styles.xml`."""
    return (
        f'<w:styles xmlns:w="{namespace}">{_DEFAULTS}{_BUILT_IN}'
        + "".join(style.xml() for style in STYLES)
        + _EMPHASIS
        + _table_style()
        + "</w:styles>"
    )
