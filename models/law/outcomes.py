"""What a decision on a form means for the procedure. Tables, so that a lawyer can read them."""

from models.law.terms import Conclusion, JudgmentResult, Recommendation
from models.words import Outcome

_AFTER_CONSULTATION: dict[Conclusion, Outcome] = {
    Conclusion.RETURN: Outcome.RETURN,
    Conclusion.RELATIVES: Outcome.RELATIVES,
    Conclusion.EXTEND: Outcome.EXTEND,
    Conclusion.PETITION: Outcome.PETITION,
    Conclusion.LONG_TERM: Outcome.LONG_TERM,
    Conclusion.MORE_INVESTIGATION: Outcome.MORE_INVESTIGATION,
    Conclusion.MORE_ASSESSMENT: Outcome.MORE_ASSESSMENT,
}
_AFTER_JUDGMENT: dict[JudgmentResult, Outcome] = {
    JudgmentResult.REVOKED: Outcome.REVOKED,
    JudgmentResult.REFUSED: Outcome.COURT_REFUSED,
    JudgmentResult.WITHDRAWN: Outcome.PETITION_WITHDRAWN,
}
_AFTER_ASSESSMENT: dict[Recommendation, Outcome] = {
    Recommendation.CONSULT: Outcome.TO_CONSULTATION,
    Recommendation.SUPPORT_AT_HOME: Outcome.SUPPORT_AT_HOME,
}


def after_investigation(*, substantiated: bool, needs_custody: bool = False) -> Outcome:
    """Source: outline art. 54; minors law 92: a child without guardian is no case to refer away."""
    found = substantiated or needs_custody
    return Outcome.SUBSTANTIATED if found else Outcome.NOT_SUBSTANTIATED


def after_assessment(recommendation: Recommendation) -> Outcome:
    """Source: outline art. 56, 58, 68."""
    return _AFTER_ASSESSMENT[recommendation]


def after_consultation(conclusion: Conclusion) -> Outcome:
    """Source: outline art. 71-72; opinions art. 19; minors law 94."""
    return _AFTER_CONSULTATION[conclusion]


def after_judgment(result: JudgmentResult) -> Outcome:
    """Source: Civil Code art. 36; one instance, no appeal (civil procedure art. 185)."""
    return _AFTER_JUDGMENT[result]


def after_visit(*, child_died: bool, finds_something: bool) -> Outcome | None:
    """Source: outline art. 77. None: visits go on."""
    if child_died:
        return Outcome.FOLLOWED_UP
    return Outcome.REINTERVENE if finds_something else None
