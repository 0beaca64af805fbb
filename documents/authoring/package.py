"""The Word package around a template's blocks: page, footer, styles, properties. Nothing spare."""

import io
import zipfile
from dataclasses import dataclass

from documents.authoring.blocks import para
from documents.authoring.styles import FANG, HEI, KAI, SONG, styles_xml
from documents.authoring.theme import theme_xml
from documents.template import ZIP_MOMENT

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

#: GB/T 9704-2012: A4, margins 37/35/28/26 mm; in twips.
_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" '
    'w:header="850" w:footer="1304" w:gutter="0"/><w:cols w:space="720"/>'
    '<w:docGrid w:type="lines" w:linePitch="579"/>'
)


@dataclass(frozen=True)
class Description:
    """One template: its title in the file's properties, its blocks, its header line.

    Attributes:
        header: Small text over every page, such as a mark of secrecy; empty for none.
    """

    title: str
    blocks: tuple[str, ...]
    header: str = ""


def build(description: Description) -> bytes:
    """Make the `.docx` of a description; the same description gives the same bytes."""
    parts = {
        "[Content_Types].xml": _content_types(with_header=bool(description.header)),
        "_rels/.rels": _package_relations(),
        "word/document.xml": _document(description),
        "word/_rels/document.xml.rels": _document_relations(bool(description.header)),
        "word/styles.xml": styles_xml(W),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(),
        "word/footer1.xml": _footer(),
        "word/theme/theme1.xml": theme_xml(),
        "docProps/core.xml": _core(description.title),
        "docProps/app.xml": _app(),
    }
    if description.header:
        parts["word/header1.xml"] = (
            f'<w:hdr xmlns:w="{W}">{para("Secrecy", description.header)}</w:hdr>'
        )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, (_DECLARATION + xml).encode())
    return file.getvalue()


def _document(description: Description) -> str:
    header = '<w:headerReference w:type="default" r:id="rId6"/>' if description.header else ""
    return (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(description.blocks)}'
        f'<w:sectPr>{header}<w:footerReference w:type="default" r:id="rId4"/>{_PAGE}'
        "</w:sectPr></w:body></w:document>"
    )


def _footer() -> str:
    """Page number as a complex field between dashes, which WPS shows as Word does."""

    def run(content: str) -> str:
        return f"<w:r>{content}</w:r>"

    field = (
        run('<w:t xml:space="preserve">— </w:t>')
        + run('<w:fldChar w:fldCharType="begin"/>')
        + run('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run("<w:t>1</w:t>")
        + run('<w:fldChar w:fldCharType="end"/>')
        + run('<w:t xml:space="preserve"> —</w:t>')
    )
    return (
        f'<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="PageNumber"/></w:pPr>'
        f"{field}</w:p></w:ftr>"
    )


def _settings() -> str:
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/>"
        "<w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
        "<w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _fonts() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name in (SONG, FANG, HEI, KAI, "宋体")
    )
    return f'<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'


def _content_types(*, with_header: bool) -> str:
    kinds = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
        "/word/footer1.xml": f"{_WORD}.footer+xml",
        "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml":
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }  # fmt: skip
    if with_header:
        kinds["/word/header1.xml"] = f"{_WORD}.header+xml"
    rest = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{rest}</Types>"
    )


def _relations(*targets: tuple[str, str]) -> str:
    rest = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{rest}</Relationships>'


def _package_relations() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return _relations(
        (f"{R}/officeDocument", "word/document.xml"),
        (core, "docProps/core.xml"),
        (f"{R}/extended-properties", "docProps/app.xml"),
    )


def _document_relations(with_header: bool) -> str:  # noqa: FBT001  # one private call
    targets = [
        (f"{R}/styles", "styles.xml"),
        (f"{R}/settings", "settings.xml"),
        (f"{R}/fontTable", "fontTable.xml"),
        (f"{R}/footer", "footer1.xml"),
        (f"{R}/theme", "theme/theme1.xml"),
    ]
    if with_header:
        targets.append((f"{R}/header", "header1.xml"))
    return _relations(*targets)


def _core(title: str) -> str:
    return (
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title></cp:coreProperties>"
    )


def _app() -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'<Properties xmlns="{kind}"><Application>Hutong</Application></Properties>'
