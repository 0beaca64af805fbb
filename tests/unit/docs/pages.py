"""Reading our own pages: tables, code words, links."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
#: A journal key as pages write it.
KEY = re.compile(
    r"(?:(?:ask|issue|approve|wait|clock|extend|custody|start|divert):[^`…\s]+|move-case|close-case)"
)
DOTTED = re.compile(r"(?:models|documents|tasks|flows|web|deployments)(?:\.\w+)+")
_ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    """The text of a page below the project's root."""
    return (ROOT / name).read_text(encoding="utf-8")


def rows(text: str) -> list[list[str]]:
    """All table rows of a page, heads and rules left out."""
    cells = [[cell.strip() for cell in row.split("|")] for row in _ROW.findall(text)]
    heads = {at - 1 for at, row in enumerate(cells) if set(row[0]) <= {"-", " "}}
    return [
        row for at, row in enumerate(cells) if at not in heads and not set(row[0]) <= {"-", " "}
    ]


def section(text: str, title: str) -> str:
    """What stands under one heading of the second level."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def code_words(text: str) -> list[str]:
    """Everything in single backticks, code blocks left out."""
    return _CODE.findall(_FENCE.sub("", text))


def links(text: str) -> list[str]:
    """Every link of a page, code blocks left out."""
    return _LINK.findall(_FENCE.sub("", text))


def pages() -> list[Path]:
    """Every Markdown page of the project."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
