"""D14 恢复监护人资格调查意见 for the court (opinions 38-40; Civil Code 38; gate G7)."""

from documents.contexts.base import Context, Finding, Part


class Exclusion(Part):
    """One reason for which guardianship is not restored, compared with the facts."""

    text: str
    answer: str
    basis: str


class RestorationOpinionContext(Context):
    """What the opinion prints. For the court."""

    centre: str
    court: str
    commission: str
    applicant: str
    child: str
    revoked: str
    applied_on: str
    in_time: str
    exclusions: tuple[Exclusion, ...]
    findings: tuple[Finding, ...]
    present_guardian: tuple[str, ...]
    child_view: tuple[str, ...]
    opinion: str
    reasons: tuple[str, ...]
    written_by: str
