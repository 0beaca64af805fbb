"""D19 移交函: the matter, or the whole case, goes to another body (minors law 11; 6.6)."""

from documents.contexts.base import Context


class ReferralLetterContext(Context):
    """What the letter prints: what the other body needs, no reporter, no placement."""

    centre: str
    addressee: str
    subject: str
    child: str
    reasons: tuple[str, ...]
    facts: tuple[str, ...]
    requests: tuple[str, ...]
    materials: tuple[str, ...]
    confidentiality: str
    contact: str
    phone: str
