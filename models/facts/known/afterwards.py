"""Follow-up, closing, and what is answered to others."""

from models.facts.known.told import COMMA, Asked, KnownValue, row, told
from models.forms.follow_up import FollowUpPlan, Visit, VisitKind
from models.forms.relative_care import RelativeHandover
from models.forms.return_home import Collection, NoticeServed
from models.forms.revocation import Judgment
from models.forms.suggestion import SuggestionReceived
from models.law.dates import chinese_time, shanghai_date
from models.law.terms import FollowUpBasis, JudgmentResult


def _began(asked: Asked) -> tuple[KnownValue, FollowUpBasis] | None:
    """What visits are owed for, and from when: the newest of return, judgment and care."""
    for origin in reversed(asked.facts.given):
        form = origin.form
        if isinstance(form, Judgment) and form.result is JudgmentResult.REVOKED:
            since, basis = told(form.effective_on, origin), FollowUpBasis.REVOKED
        elif isinstance(form, Collection) and form.handover:
            since = told(shanghai_date(form.handover.handed_over_at), origin)
            basis = FollowUpBasis.RETURNED
        elif isinstance(form, RelativeHandover) and form.handover:
            since = told(shanghai_date(form.handover.handed_over_at), origin)
            basis = FollowUpBasis.RELATIVES
        else:
            continue
        return (since, basis) if since else None
    return None


def visits_basis(asked: Asked) -> KnownValue | None:
    """Why visits are owed."""
    found = _began(asked)
    return told(found[1], *found[0].origins) if found else None


def visits_start(asked: Asked) -> KnownValue | None:
    """The day they count from."""
    found = _began(asked)
    return found[0] if found else None


def visits_grounds(asked: Asked) -> KnownValue | None:
    """The items on which the judgment rests, where visits follow it."""
    found = _began(asked)
    judged = asked.newest(Judgment)
    if found is None or judged is None or found[1] is not FollowUpBasis.REVOKED:
        return None
    return told([one.value for one in judged[1].grounds35], judged[0])


def visitor(asked: Asked) -> KnownValue | None:
    """Who made the last visit; before the first, who answers for them all."""
    made = asked.newest(Visit, lambda one: one.kind is VisitKind.VISITED)
    if made:
        return told(made[1].visitor, made[0])
    plan = asked.newest(FollowUpPlan)
    return told(plan[1].responsible, plan[0]) if plan else None


def archive(asked: Asked) -> KnownValue | None:
    """Every numbered document of the case, by its name and number."""
    return told([row(name=f"{one.title} {one.number}") for one in asked.numbered])


def last_notice(asked: Asked) -> KnownValue | None:
    """How the notice before was served, and that nobody came."""
    served = asked.newest(NoticeServed)
    came = asked.newest(Collection, lambda one: not one.collected)
    if served is None or came is None or came[0].answered_at < served[0].answered_at:
        return None
    why = f"{COMMA}没有领回的原因是{came[1].why_not.label}" if came[1].why_not else ""
    when, how = chinese_time(served[1].served_at), served[1].manner.label
    return told(f"{when}{how}{COMMA}由{served[1].received_by}签收{why}", served[0], came[0])


def suggestion_items(asked: Asked) -> KnownValue | None:
    """What the letter asks for, one row each: the answer is written to every one."""
    found = asked.newest(SuggestionReceived)
    return told([row(item=one) for one in found[1].requires], found[0]) if found else None
