"""Whether a child that was missing may go back so: a search never becomes a way out of custody."""

from datetime import datetime

from models.facts.case import CaseFacts
from models.facts.persons import Mention, PersonRole
from models.facts.receiving import Door, Taker, may_receive
from models.forms.identity import plain_number
from models.forms.missing import BackTo, BroughtBack
from models.law.pack import RulePack
from models.law.verdict import Allowed, Refused, Verdict


def may_come_back(form: BroughtBack, facts: CaseFacts, law: RulePack, *, now: datetime) -> Verdict:
    """A child in temporary guardianship comes back to the centre, another to whom it was with.

    Args:
        form: The written hand-over.
        facts: Of the case, before it.
        law: The pack of the case.
        now: When it is asked.

    Source: opinions 11, 19 (gates G1, G3).
    """
    line = facts.whereabouts
    if line.in_custody:
        if form.to is BackTo.CENTRE:
            return Allowed()
        return Refused(
            "临时监护没有因走失终止,找回以后应当回到中心;交由监护人或者亲友照料的,须先经会商。",
            law.gate("G1").source,
        )
    if form.to is BackTo.CENTRE:
        return Refused(
            "未成年人不在临时监护中,不能以找回交接开始临时监护;需要接收的,请启动接收与临时监护。",
            law.gate("G3").source,
        )
    who = Mention(
        form.taker_name, PersonRole.CARER, None,
        plain_number(form.taker_id_number) if form.taker_id_number else None,
    )  # fmt: skip
    return may_receive(
        facts, Taker(who, form.taker_relation, form.back_at), Door.FOUND, law, now=now
    )
