"""期限计算单: what the sheet prints, from the receipt that the page and the JSON show too."""

import hashlib
import json

from documents.contexts.base import Context, Part
from documents.punctuation import full_width
from models.law.dates import chinese_day
from models.law.receipt import Receipt

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


def build(receipt: Receipt, *, centre: str) -> DeadlineSheetContext:
    """Write a receipt down as its sheet prints it.

    Args:
        receipt: Of a case or of a rule alone.
        centre: Name of the centre that prints it.
    """
    return DeadlineSheetContext(
        heading=full_width(receipt.heading),
        facts=tuple(
            SheetFact(label=label, value=full_width(value)) for label, value in receipt.facts()
        ),
        steps=tuple(map(full_width, receipt.steps())),
        rest_days=tuple(
            SheetDay(
                on=full_width(chinese_day(one.on)),
                how=full_width(one.how),
                notice=full_width(one.notice),
            )
            for one in receipt.rest_days()
        ),
        moves=tuple(full_width(one.text) for one in receipt.moves()),
        sources=tuple(map(full_width, receipt.sources())),
        notes=tuple(full_width(f"说明:{note}") for note in receipt.notes()),
        centre=centre,
        digest=_digest(receipt),
    )


def _digest(receipt: Receipt) -> str:
    """Short hash of the receipt: two sheets with the same one say the same."""
    plain = json.dumps(receipt.as_json(), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
