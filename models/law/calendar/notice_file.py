"""A calendar notice as a CSV file, as people save it from a spreadsheet.

Columns by heading, in any order: 日期 (or 开始日期), 结束日期 (may be missing), 安排, 名称; without a
heading they are date, arrangement, name. UTF-8, and GBK as Excel in Chinese writes it.
"""

import csv
import io

from models.errors import FormInvalid
from models.law.calendar.reading import TypedDay, plain

_COLUMNS = {
    "first": ("日期", "开始日期", "开始", "起", "date", "from"),
    "last": ("结束日期", "结束", "止", "until", "to"),
    "kind": ("安排", "类型", "类别", "kind"),
    "name": ("名称", "节日", "节日名称", "name"),
}
_HEADINGS = {word: column for column, words in _COLUMNS.items() for word in words}
_WITHOUT_HEADING = ("first", "kind", "name")
MOST_LINES = 400


def rows_of_file(content: bytes) -> list[TypedDay]:
    """Read the rows of a CSV file.

    Raises:
        FormInvalid: It is no CSV file, or its text cannot be read; field `days`.
    """
    text = _decoded(content)
    lines = text.splitlines()
    separator = "\t" if lines and "\t" in lines[0] and "," not in lines[0] else ","
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    rows: list[TypedDay] = []
    columns: tuple[str, ...] = ()
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _columns(cells)
                if columns != _WITHOUT_HEADING or plain(cells[0]).lower() in _HEADINGS:
                    continue
            given = dict(zip(columns, cells, strict=False))
            rows.append(
                TypedDay(
                    f"第{reader.line_num}行",
                    **{name: given.get(name, "").strip() for name in _COLUMNS},
                )
            )
    except csv.Error as wrong:
        raise FormInvalid({"days": [f"第{reader.line_num}行读不出来,请检查引号。"]}) from wrong
    if len(rows) > MOST_LINES:
        raise FormInvalid({"days": [f"文件有{len(rows)}行,全年的安排不会超过{MOST_LINES}行。"]})
    return rows


def _decoded(content: bytes) -> str:
    if content.startswith(b"PK"):
        raise FormInvalid({"days": ["这是 Excel 工作簿,不是 CSV;请在 Excel 里另存为 CSV 再上传。"]})
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FormInvalid({"days": ["文件的编码读不出来;请在 Excel 里另存为“CSV UTF-8”再上传。"]})


def _columns(cells: list[str]) -> tuple[str, ...]:
    """The columns a heading names; those of a file without heading when it names none."""
    named = tuple(_HEADINGS.get(plain(cell).lower(), "") for cell in cells)
    if not any(named):
        return _WITHOUT_HEADING
    missing = [words[0] for name, words in _COLUMNS.items() if name not in named and name != "last"]
    if missing:
        raise FormInvalid({"days": [f"第1行(表头)缺少:{'、'.join(missing)}。"]})
    return named
