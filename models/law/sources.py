"""Documents and citations: where every rule has its words from, and how far they were seen."""

import re
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.law.vocabulary import Confirmation, Layer

Text = Annotated[str, Field(min_length=1)]


class Frozen(BaseModel):
    """The base of every part of a pack: immutable, and unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


_ARTICLE = re.compile(r"(\d+)([①-⑨])?(\([一二三四五六七八九十]+\))?")
_PARAGRAPHS = "①②③④⑤⑥⑦⑧⑨"


def article_text(article: str) -> str:
    """Write `77③` as `第77条第3款` and `94(四)` as `第94条第(四)项`; anything else stays."""
    found = _ARTICLE.fullmatch(article)
    if not found:
        return article
    number, paragraph, item = found.groups()
    text = f"第{number}条"
    text += f"第{_PARAGRAPHS.index(paragraph) + 1}款" if paragraph else ""
    return text + (f"第{item}项" if item else "")


class Document(Frozen):
    """A law, opinion, outline or local document. `confirmed`: how far its text was seen."""

    id: Text
    citation: Text
    title: Text
    number: Text | None = None
    layer: Layer
    in_force_from: date | None = None
    in_force_to: date | None = None
    confirmed: Confirmation
    note: Text | None = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.in_force_from and self.in_force_to and self.in_force_to < self.in_force_from:
            raise ValueError("失效日期早于施行日期")
        return self

    def in_force_on(self, day: date) -> bool:
        """Say whether the document is in force on a day; an unknown end is an open end."""
        started = self.in_force_from is None or self.in_force_from <= day
        return started and (self.in_force_to is None or day <= self.in_force_to)


class Citation(Frozen):
    """One article behind a rule. `quote` is short, and only where the words were seen."""

    document: Document
    article: Text | None = None
    quote: Text | None = None
    confirmed: Confirmation

    def __str__(self) -> str:
        """Read as `《指导纲要》第71条`; what was not seen says so."""
        article = article_text(self.article) if self.article else ""
        doubt = "(未核实)" if self.confirmed is Confirmation.MEMORY else ""
        return f"{self.document.citation}{article}{doubt}"
