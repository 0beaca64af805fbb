"""D11 撤销监护人资格申请书 (Civil Code 36; opinions 27-28, 31, 35; procedure law 123-124; G6)."""

from documents.contexts.base import Context, Evidence, Part


class Ground(Part):
    """One ground against one respondent, with the facts and what proves them."""

    respondent: str
    law: str
    facts: tuple[str, ...]
    evidence: str


class Excluded(Part):
    """Another person entitled to be guardian, and why not that person."""

    name: str
    relation: str
    reason: str
    evidence: str


class RevocationPetitionContext(Context):
    """What the petition prints. Served on the respondents: no placement, no reporter."""

    court: str
    applicant: str
    representative: str
    capacity: str
    agents: tuple[str, ...]
    respondents: tuple[str, ...]
    child: str
    claims: tuple[str, ...]
    summary: tuple[str, ...]
    grounds: tuple[Ground, ...]
    education: tuple[str, ...]
    custody: tuple[str, ...]
    excluded: tuple[Excluded, ...]
    proposed: tuple[str, ...]
    wishes: tuple[str, ...]
    jurisdiction: str
    closing: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    attachments: tuple[str, ...]
    signed_by: str
