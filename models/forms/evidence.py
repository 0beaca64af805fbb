"""Evidence as courts want it listed: number, name, source, kind, what it proves, original, pages."""

from collections.abc import Iterable

from models.choice import Choice
from models.forms.base import Part, field


class EvidenceKind(Choice):
    """The kinds of evidence (民事诉讼法第66条)."""

    STATEMENT = "statement", "当事人的陈述"
    DOCUMENT = "document", "书证"
    OBJECT = "object", "物证"
    RECORDING = "recording", "视听资料"
    ELECTRONIC = "electronic", "电子数据"
    WITNESS = "witness", "证人证言"
    EXPERT = "expert", "鉴定意见"
    INSPECTION = "inspection", "勘验笔录"


class Copy(Choice):
    """Original or copy; a copy is checked against its original in court."""

    ORIGINAL = "original", "原件"
    COPY = "copy", "复印件(与原件核对无异)"
    UNCHECKED = "unchecked", "复印件(原件在他处)"


class Listed(Part):
    """What every item of an evidence list says."""

    number: int = field("证据编号", ge=1, le=999, hint="从1开始,不重复;正文按编号引用。")
    name: str = field("证据名称", max_length=100)
    source: str = field("来源", max_length=200, hint="谁作出、谁提供、什么时候取得。")
    proves: str = field("证明什么", max_length=500, widget="textarea")
    copy_kind: Copy = field("原件或者复印件", default=Copy.COPY)
    pages: int = field("页数", ge=1, le=9999, unit="页")


class Evidence(Listed):
    """One item of an evidence list."""

    kind: EvidenceKind = field("证据种类", source="民事诉讼法第66条")


def doubled(listed: Iterable[Listed]) -> str | None:
    """Say which numbers are used twice, or None."""
    numbers = [one.number for one in listed]
    twice = sorted({one for one in numbers if numbers.count(one) > 1})
    return f"证据编号重复:{_said(twice)}。" if twice else None


def not_listed(cited: Iterable[int], listed: Iterable[Listed]) -> str | None:
    """Say which cited numbers are not in the list, or None."""
    unknown = sorted(set(cited) - {one.number for one in listed})
    return f"证据目录中没有编号为 {_said(unknown)} 的证据。" if unknown else None


def _said(numbers: Iterable[int]) -> str:
    return "、".join(str(one) for one in numbers)
