"""What a locality adds: its risk levels, who leads, what it asks. What it leaves open stays open.

Levels are identified by (locality, version, code). Codes and colours run in opposite directions
in different places, so a child who moves is placed by rank, never by number or colour (K16).
"""

from typing import Annotated

from pydantic import Field

from models.law.sources import Citation, Frozen, Text

#: Shown wherever the local document leaves something open. Never replaced by a guess.
SILENT = "地方文件未规定"

#: Shown where the overlay takes in only some articles of the local document.
NOT_TAKEN_IN = "本地方包未收入"


class RiskLevel(Frozen):
    """One level of a local scheme. `rank` 1 is the lowest risk."""

    locality: Text
    version: Text
    code: Text
    rank: Annotated[int, Field(ge=1, le=9)]
    name: Text
    colour: Text | None = None
    meaning: Text | None = None
    lead: Text | None = None

    @property
    def lead_text(self) -> str:
        """The leading body, or that the local document does not say."""
        return self.lead or SILENT

    @property
    def meaning_text(self) -> str:
        """The definition, or that the local document does not say."""
        return self.meaning or SILENT


class Mechanism(Frozen):
    """A local working mechanism and the bodies it makes responsible."""

    name: Text
    bodies: tuple[Text, ...] = ()


class Locality(Frozen):
    """A locality's overlay. `None` and empty mean: the local document does not say.

    `complete` is false where only some articles of the document were taken in; then nothing can be
    said about the rest.
    """

    id: Text
    name: Text
    version: Text
    complete: bool = True
    superseded: tuple[Text, ...] = ()
    lead: Text | None = None
    assessed_by: Text | None = None
    reassessment: Text | None = None
    risk_levels: tuple[RiskLevel, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    groups: tuple[Text, ...] = ()
    flow: tuple[Text, ...] = ()
    consultation_parties: tuple[Text, ...] = ()
    rules: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = Field(min_length=1)
    note: Text | None = None

    def said(self, text: str | None) -> str:
        """Return the text, or that the local document does not say."""
        return text or (SILENT if self.complete else NOT_TAKEN_IN)

    def level(self, code: str) -> RiskLevel | None:
        """Return the level with this code, or None."""
        return next((level for level in self.risk_levels if level.code == code), None)


def level_after_transfer(level: RiskLevel, of: Locality, to: Locality) -> RiskLevel | None:
    """Place a child who moves: as far below the highest level as before, never lower.

    Counting from the top keeps the highest risk the highest, whatever the number of levels; where
    the new scheme has fewer levels, the lowest ones meet. A proposal: the new centre confirms it.

    Returns:
        None if the receiving locality has no levels.

    Source: reading in ADR-0116 (K16).
    """
    if not to.risk_levels:
        return None
    below_top = max(one.rank for one in of.risk_levels) - level.rank
    ordered = sorted(to.risk_levels, key=lambda one: one.rank)
    return ordered[max(0, len(ordered) - 1 - below_top)]
