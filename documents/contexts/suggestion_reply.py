"""D15 检察/司法建议书面回复 (minors law 114)."""

from documents.contexts.base import Context, Part
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import NONE, cn_date, paragraphs, sentence
from models.forms.suggestion import ReplyDraft, SuggestionReceived


class Item(Part):
    """One matter of the suggestion and what became of it."""

    text: str
    state: str
    answer: str


class SuggestionReplyContext(Context):
    """What the reply prints."""

    centre: str
    addressee: str
    kind: str
    suggestion: str
    received_on: str
    situation: tuple[str, ...]
    items: tuple[Item, ...]
    next_steps: tuple[str, ...]
    attachments: tuple[str, ...]
    contact: str
    phone: str


def build(record: CaseRecord, about: str | None) -> SuggestionReplyContext:  # noqa: ARG001
    """Fill the reply from the suggestion as received and the draft, item by item."""
    received = record.need(SuggestionReceived)
    draft = record.need(ReplyDraft)
    return SuggestionReplyContext(
        centre=record.centre.name,
        addressee=draft.addressee,
        kind=received.kind.label,
        suggestion=say("{}的{}(文号：{})", cn_date(received.dated_on), received.kind.label,
                       draft.number),
        received_on=cn_date(received.received_at),
        situation=paragraphs(draft.situation),
        items=tuple(
            Item(
                text=one.item,
                state=full_width(one.state.label),
                answer=say("{}完成期限：{}。", sentence(one.answer), cn_date(one.done_by))
                if one.done_by else one.answer,
            )
            for one in draft.items
        ),
        next_steps=paragraphs(draft.next_steps),
        attachments=draft.attachments or (NONE,),
        contact=draft.contact,
        phone=draft.contact_phone,
    )  # fmt: skip
