"""One list says where sealed values belong: the tables', the pages', and that of values kept."""

import re
from typing import Any, get_args
from uuid import UUID

from models.sealed_places import SealedPlace
from models.tables.all import Base
from models.tables.base import Sealed
from tests.unit.docs.pages import page, rows, section

ONE = UUID(int=1)
#: What values of open cases were sealed with: a changed word would leave them closed for ever.
KEPT = {
    "CHILD_IDENTITY": "children.identity",
    "PERSON_IDENTITY": "case_persons.identity",
    "STAGE_REASON": "stages.reason",
    "STEP_ANSWER": "steps.answer",
    "STEP_DRAFT": "steps.draft",
    "STEP_REASON": "steps.reason",
    "STEP_LATE_REASON": "steps.late_reason",
    "SIGNATURE_OPINION": "signatures.opinion",
    "DEADLINE_REASON": "deadlines.reason",
    "LAW_MOVE_REASON": "law_moves.reason",
    "CHASER_NOTE": "chasers.note",
    "VERSION_CONTEXT": "paper_versions.context",
    "VERSION_FACTS": "paper_versions.facts",
    "FILE_CONTENT": "files.content",
    "ATTACHMENT_TOLD": "attachments.told",
    "ATTACHMENT_CAPTION": "attachments.caption",
    "REMOVAL_REASON": "attachments.removal_reason",
    "ATTACHMENT_CHUNK": "attachment_chunks.content",
    "CHANNEL_ADDRESS": "channels.address",
    "CARD_REASON": "cards.reason",
    "ORDER_TEXT": "supervision_orders.text",
    "ORDER_ENTRY_TEXT": "order_entries.text",
    "CORRECTION_REASON": "cases",
    "CORRECTED": "corrections.changed",
    "CORRECTED_BY": "corrections.evidence",
    "CORRECTED_WHY": "corrections.reason",
    "VOIDING_REASON": "case_voidings.reason",
    "KEY_PROOF": "key-proof",
    "DATA_KEY": "data-key",
    "TYPED_BEFORE_LOGIN": "kept",
}
COLUMNS = sorted(column for place in SealedPlace for column in place.columns)


def test_a_place_is_written_as_ever() -> None:
    assert {place.name: place.of(ONE) for place in SealedPlace} == {
        name: f"{words}:{ONE}" for name, words in KEPT.items()
    }


def _is_sealed(hint: Any) -> bool:
    return hint is Sealed or any(_is_sealed(part) for part in get_args(hint))


def test_every_sealed_column_of_the_tables_has_its_place() -> None:
    sealed = sorted(
        f"{table.class_.__tablename__}.{column}"
        for table in Base.registry.mappers
        for column, hint in table.class_.__annotations__.items()
        if _is_sealed(hint)
    )

    assert sealed == COLUMNS


def test_the_page_of_tables_names_every_sealed_column() -> None:
    shown = [
        f"{table}.{column}"
        for tables, _, sealed in rows(section(page("docs/architecture.md"), "Tables"))
        for table, column in _named(tables, sealed)
    ]

    assert sorted(shown) == COLUMNS


def _named(tables: str, sealed: str) -> list[tuple[str, str]]:
    """Give the columns of a line: `column` belongs to the first table, `table.column` says which."""
    first, *_ = re.findall(r"`(\w+)`", tables)
    return [
        (table or first, column) for table, column in re.findall(r"`(?:(\w+)\.)?(\w+)`", sealed)
    ]
