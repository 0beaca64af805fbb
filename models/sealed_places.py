"""Where sealed values belong: one list.

A sealed value opens only in the place it was sealed for (`models.seal`): a column and the id of
its row. The words of a place are part of what was sealed, and never change.
"""

from enum import Enum
from typing import NewType
from uuid import UUID

#: One value's place, such as `steps.answer:<id>`; made by `SealedPlace.of` alone.
SealedFor = NewType("SealedFor", str)


class SealedPlace(Enum):
    """A column whose values are sealed, or what else is sealed for one row."""

    CHILD_IDENTITY = "children.identity"
    PERSON_IDENTITY = "case_persons.identity"
    STAGE_REASON = "stages.reason"
    CORRECTED_WHY = "corrections.reason"
    CORRECTED_BY = "corrections.evidence"
    CORRECTED = "corrections.changed"
    VOIDING_REASON = "case_voidings.reason"
    STEP_ANSWER = "steps.answer"
    STEP_DRAFT = "steps.draft"
    STEP_REASON = "steps.reason"
    STEP_LATE_REASON = "steps.late_reason"
    SIGNATURE_OPINION = "signatures.opinion"
    #: Both ledgers of a deadline: their rows have ids of their own.
    DEADLINE_REASON = ("deadlines.reason", "deadline_changes.reason", "deadline_suspensions.reason")
    LAW_MOVE_REASON = "law_moves.reason"
    CHASER_NOTE = "chasers.note"
    VERSION_CONTEXT = "paper_versions.context"
    VERSION_FACTS = "paper_versions.facts"
    FILE_CONTENT = "files.content"
    #: What is said of an attachment, and why it was removed.
    ATTACHMENT_TOLD = "attachments.told"
    ATTACHMENT_CAPTION = "attachments.caption"
    REMOVAL_REASON = "attachments.removal_reason"
    #: The id of a piece is made from what it is a piece of, its number, and whether it is the last
    #: (`models.store.chunks`): out of its order, or cut short, nothing opens.
    ATTACHMENT_CHUNK = "attachment_chunks.content"
    CHANNEL_ADDRESS = "channels.address"
    CARD_REASON = "cards.reason"
    ORDER_TEXT = "supervision_orders.text"
    ORDER_ENTRY_TEXT = "order_entries.text"

    #: In the detail of the event that says a child's identity was corrected.
    CORRECTION_REASON = "cases"
    #: The known value by which a key is told from another (`models.store.key_proof`).
    KEY_PROOF = "key-proof"
    #: A data key, under the master key: not one of the values that a data key opens.
    DATA_KEY = "data-key"
    #: What an officer had typed when their session ended; kept by the browser, in no table.
    TYPED_BEFORE_LOGIN = "kept"

    def __init__(self, bound: str, *columns: str) -> None:
        """Keep the words that are sealed in, and the columns; a word without a dot is none."""
        self.bound = bound
        self.columns = columns or ((bound,) if "." in bound else ())

    def of(self, row: UUID) -> SealedFor:
        """The place of one row's value."""
        return SealedFor(f"{self.bound}:{row}")
