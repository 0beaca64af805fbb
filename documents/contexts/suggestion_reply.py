"""D15 检察/司法建议书面回复 (minors law 114)."""

from documents.contexts.base import Context


class SuggestionReplyContext(Context):
    """What the reply prints."""

    centre: str
    addressee: str
    kind: str
    suggestion: str
    received_on: str
    matters: tuple[str, ...]
    measures: tuple[str, ...]
    next_steps: tuple[str, ...]
    attachments: tuple[str, ...]
    contact: str
    phone: str
