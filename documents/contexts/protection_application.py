"""D10 人身安全保护令申请书 (domestic violence law 23-30; 法释〔2022〕17号)."""

from documents.contexts.base import Context, Evidence


class ProtectionApplicationContext(Context):
    """What the application prints. Served on the respondent: no placement, no reporter."""

    court: str
    applicant: str
    applicant_agent: str
    agent_standing: tuple[str, ...]
    respondents: tuple[str, ...]
    kind: str
    requests: tuple[str, ...]
    urgency: str
    facts: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    signed_by: str
    copies: str
