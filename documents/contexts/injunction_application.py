"""D10b 诉前行为保全申请书 (civil procedure law 103-104; opinions 22-24; outline 76)."""

from documents.contexts.base import Context, Evidence


class InjunctionApplicationContext(Context):
    """What the application prints. Served on the respondent: no placement, no reporter."""

    court: str
    applicant: str
    representative: str
    agents: tuple[str, ...]
    respondents: tuple[str, ...]
    child: str
    jurisdiction: str
    requests: tuple[str, ...]
    urgency: tuple[str, ...]
    facts: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    signed_by: str
    copies: str
