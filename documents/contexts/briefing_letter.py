"""D9 通报函 to school, police station and village committee (outline 74; opinions 20; gate G5)."""

from documents.contexts.base import Context


class BriefingLetterContext(Context):
    """What the letter prints: the least that lets the body do its part, and its duty of silence."""

    centre: str
    addressee: str
    child: str
    told: str
    happened: tuple[str, ...]
    asked: tuple[str, ...]
    confidentiality: tuple[str, ...]
    contact: str
    phone: str
