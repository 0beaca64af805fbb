"""Whether civil affairs may become the guardian without a judgment: art. 94 against the record.

What a consultation says of the guardians is compared with whom the case knows as guardian, verified
as carer or appointed: a child with somebody whose title is whole has no need of the state.
"""

from datetime import datetime

from models.facts.case import CaseFacts
from models.facts.persons import Mention, PersonRole, may_be
from models.facts.titles import Title, TitleKind
from models.forms.custody import IdentitySearch
from models.forms.long_term import LongTermDecision, LongTermGrounds
from models.law.pack import RulePack
from models.law.terms import LongTerm94
from models.law.verdict import Allowed, Refused, Verdict

#: The article itself; no rule of a pack counts anything here.
ARTICLE = "未成年人保护法第94条"
#: Somebody with one of these is there to be guardian or to take care.
_THERE = {
    TitleKind.APPOINTED: "本案有法院指定的监护人,不能转民政部门长期监护。",
    TitleKind.RESTORED: "本案有恢复资格的监护人,不能转民政部门长期监护。",
    TitleKind.CARER: "本案有经核查适合照料的人,先查明其能否担任监护人;不能的,登记新的核查结论。",
}


def may_be_long_term(
    grounds: LongTermGrounds, facts: CaseFacts, law: RulePack, *, now: datetime
) -> Verdict:
    """Whether the record bears the item of art. 94 that a consultation concludes.

    Args:
        grounds: As the minutes write them.
        facts: Of the case, before the minutes.
        law: The pack of the case.
        now: When it is asked; a title that has ended by then binds nobody.

    Source: minors law 94; Civil Code 27, 32.
    """
    if not facts.whereabouts.in_custody:
        return Refused(
            "未成年人不在临时监护中,没有可以移交的人;没有监护人的,先由民政部门临时监护。",
            f"{law.rule('1.8').source};{ARTICLE}",
        )
    reason = _nobody_was_found(facts) if grounds.item is LongTerm94.NOBODY_FOUND else None
    reason = reason or _somebody_is_there(grounds, facts, now)
    return Refused(reason, ARTICLE) if reason else Allowed()


def _nobody_was_found(facts: CaseFacts) -> str | None:
    """Minors law 94(一): the search is over, and found nobody."""
    search = facts.newest(IdentitySearch)
    if search is None:
        return "没有登记查找监护人的结论,不能以查找不到监护人转长期监护;请先登记查找结论。"
    if search.found:
        return "查找结论是已经查清,不能以查找不到监护人转长期监护。"
    return None


def _somebody_is_there(grounds: LongTermGrounds, facts: CaseFacts, now: datetime) -> str | None:
    """A guardian with full title whom the minutes do not account for, or another who is there."""
    lost = [Mention(one.name, PersonRole.GUARDIAN) for one in grounds.guardians]
    for one in facts.titles:
        if not one.holds(now):
            continue
        if one.kind is TitleKind.GUARDIAN and not _is_among(lost, one):
            return (
                "登记的监护人中有人没有写明为什么不能担任监护人;监护人健在、有监护能力的,"
                "不能转民政部门长期监护。请逐人写明,或者先更正人员信息。"
            )
        if one.kind in _THERE and not _is_among(lost, one):
            return _THERE[one.kind]
    return None


def _is_among(lost: list[Mention], title: Title) -> bool:
    return any(may_be(title.who, one) for one in lost)


def taken_in(facts: CaseFacts) -> LongTermDecision | None:
    """Civil affairs' decision to be guardian; None where there is none, or it was refused."""
    decision = facts.newest(LongTermDecision)
    return decision if decision is not None and decision.decided else None
