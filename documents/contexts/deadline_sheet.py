"""期限计算单: what the sheet prints, from the receipt that the page and the JSON show too."""

import hashlib
import json

from documents.contexts.base import Context, Part
from documents.punctuation import full_width
from models.law.dates import chinese_day
from models.law.sheet import Sheet

_DIGEST = 12


class SheetFact(Part):
    """A row of the sheet's head."""

    label: str
    value: str


class SheetDay(Part):
    """A day that did not count, or counted against its weekday."""

    on: str
    how: str
    notice: str


class DeadlineSheetContext(Context):
    """期限计算单."""

    heading: str
    facts: tuple[SheetFact, ...]
    steps: tuple[str, ...]
    rest_days: tuple[SheetDay, ...]
    moves: tuple[str, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    centre: str
    digest: str


def build(sheet: Sheet, *, centre: str) -> DeadlineSheetContext:
    """Write a receipt down as its sheet prints it.

    Args:
        sheet: Of a case or of a rule alone.
        centre: Name of the centre that prints it.
    """
    return DeadlineSheetContext(
        heading=full_width(sheet.heading),
        facts=tuple(
            SheetFact(label=label, value=full_width(value)) for label, value in sheet.facts()
        ),
        steps=tuple(map(full_width, sheet.steps())),
        rest_days=tuple(
            SheetDay(
                on=full_width(chinese_day(one.on)),
                how=full_width(one.how),
                notice=full_width(one.notice),
            )
            for one in sheet.rest_days()
        ),
        moves=tuple(full_width(one.text) for one in sheet.moves()),
        sources=tuple(map(full_width, sheet.sources())),
        notes=tuple(full_width(f"说明:{note}") for note in sheet.notes()),
        centre=centre,
        digest=_digest(sheet),
    )


def _digest(sheet: Sheet) -> str:
    """Short hash of the sheet: two sheets with the same one say the same."""
    plain = json.dumps(sheet.as_json(), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
