"""What a check says: which words of which file, by which rule, and how to mend it."""

from dataclasses import dataclass
from typing import Any

from models.choice import Choice


class Severity(Choice):
    """Whether a paper may be signed with it."""

    ERROR = "error", "错误"
    WARNING = "warning", "提醒"


@dataclass(frozen=True, order=True)
class Spot:
    """Where something stands in a Word file.

    Attributes:
        part: `body`, or what stands beside it: `header`, `footer`, `comments`, `notes`,
            `properties`, `hidden`.
        paragraph: Index among the paragraphs of the part that stand in no table, from 0.
        table: Index of the table; then `row` and `column` are counted from 0 in its grid, so that
            a merged cell has the column it begins with.
    """

    part: str = "body"
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    @property
    def shown(self) -> int | str:
        """An index of the body, `table/row/column`, or the part with its index."""
        if self.part == "body" and self.table is None:
            return self.paragraph or 0
        inside = (
            str(self.paragraph or 0)
            if self.table is None
            else f"{self.table}/{self.row}/{self.column}"
        )
        return inside if self.part == "body" else f"{self.part}/{inside}"

    def __str__(self) -> str:
        """Read as a person counts: 第3段, 表1第2行第1列."""
        part = "" if self.part == "body" else f"{_PARTS.get(self.part, self.part)}"
        if self.table is None:
            return f"{part}第{(self.paragraph or 0) + 1}段"
        return f"{part}表{self.table + 1}第{(self.row or 0) + 1}行第{(self.column or 0) + 1}列"


_PARTS = {
    "header": "页眉", "footer": "页脚", "comments": "批注", "notes": "脚注",
    "properties": "文件属性", "hidden": "隐藏文字",
}  # fmt: skip


@dataclass(frozen=True)
class Flaw:
    """Something that keeps a paper from being filed or sent, or that somebody should look at.

    Attributes:
        words: The words at fault, or the words beside which something is missing.
        rule: `group.rule`, as `party.id-number`.
        sentence: What is wrong and how to mend it, in Chinese.
    """

    file: str
    place: Spot
    words: str
    rule: str
    sentence: str
    severity: Severity = Severity.ERROR

    def as_json(self) -> dict[str, Any]:
        """Return what `hutong paper check --json` prints."""
        return {
            "file": self.file, "paragraph": self.place.shown, "words": self.words,
            "rule": self.rule, "severity": self.severity.value, "sentence": self.sentence,
        }  # fmt: skip
