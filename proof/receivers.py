"""Receivers and facts: at every door every kind of taker is tried, and only the right one goes out.

The stages are walked by what is answered; here is walked who stands at the door. What must be is
one table (`RIGHTFUL`, `KEPT_FROM`), written from the articles and not from the functions that are
asked, so that a door left open shows as a child handed to the wrong person.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

from models.choice import Choice
from models.facts.case import CaseFacts
from models.facts.given import GivenAnswer
from models.facts.persons import Mention, PersonRole
from models.facts.receiving import Door, Taker, may_receive
from models.forms.base import Form
from models.forms.handover import Handover
from models.forms.long_term import LongTermDecision
from models.forms.missing import MissingRecord
from models.forms.people import GuardianEntry, GuardianRelation, RelativeEntry, RelativeRelation
from models.forms.petition import PetitionDraft, Respondent
from models.forms.placement import PlacementPlan, Receiver
from models.forms.protection import OrderRuling
from models.forms.protection_application import ProtectionApplication
from models.forms.protection_terms import Measure
from models.forms.relative_care import CarerKind, CarerVerification, RelativeHandover
from models.forms.restoration import RestorationCommission, RestorationRuling
from models.forms.return_home import CollectionNotice
from models.forms.revocation import Appointed, Judgment
from models.forms.transfer import TransferRequest
from models.law.pack import RulePack
from models.law.terms import JudgmentResult
from models.law.verdict import Verdict
from models.words import Stage
from proof.law import newest
from proof.moves import BEFORE, GIVEN_AT

#: Asked at a door.
Question = Callable[[CaseFacts, Taker, Door, RulePack], Verdict]


class Who(Choice):
    """Who stands at the door."""

    NAMED = "named", "通知、判决或者核查写明的人"
    AUTHORISED = "authorised", "通知写明可以代为领回的人"
    OTHER_GUARDIAN = "other_guardian", "另一名监护人"
    OTHER_CARER = "other_carer", "没有核查的亲属"
    STRANGER = "stranger", "陌生人"


class Known(Choice):
    """What the case knows against the taker."""

    SUSPECTED = "suspected", "涉嫌实施侵害"
    NOT_CONTACTED = "not_contacted", "登记为不能联系"
    REVOKED = "revoked", "监护人资格已被撤销"
    RESPONDENT = "respondent", "保护令的被申请人"
    BARRED = "barred", "核查属于禁止情形"
    ONLY_GUARDIAN = "only_guardian", "本案唯一登记的监护人"
    OTHER_NUMBER = "other_number", "证件号码不符"
    MISSING = "missing", "未成年人下落不明"


#: Who may receive the child, by the articles behind each door.
RIGHTFUL: Mapping[Door, frozenset[Who]] = {
    Door.COLLECTION: frozenset({Who.NAMED, Who.AUTHORISED}),
    # Anybody may be verified: what the case knows against them is what keeps them from it.
    Door.CARER: frozenset(Who),
    Door.RELATIVES: frozenset({Who.NAMED}),
    Door.PLACEMENT: frozenset({Who.NAMED}),
    Door.LONG_TERM: frozenset({Who.NAMED}),
    Door.RESTORATION: frozenset({Who.NAMED}),
    Door.FOUND: frozenset({Who.NAMED}),
    Door.TRANSFER: frozenset({Who.NAMED}),
}
#: What keeps even the rightful taker from receiving the child.
KEPT_FROM: Mapping[Door, frozenset[Known]] = {
    Door.COLLECTION: frozenset(
        {Known.REVOKED, Known.RESPONDENT, Known.OTHER_NUMBER, Known.MISSING}
    ),
    Door.CARER: frozenset(set(Known) - {Known.OTHER_NUMBER, Known.MISSING}),
    Door.RELATIVES: frozenset(set(Known) - {Known.OTHER_NUMBER}),
    Door.PLACEMENT: frozenset({Known.REVOKED, Known.RESPONDENT, Known.OTHER_NUMBER, Known.MISSING}),
    Door.LONG_TERM: frozenset({Known.SUSPECTED, Known.REVOKED, Known.RESPONDENT, Known.MISSING}),
    Door.RESTORATION: frozenset({Known.RESPONDENT, Known.OTHER_NUMBER, Known.MISSING}),
    Door.FOUND: frozenset({Known.REVOKED, Known.RESPONDENT, Known.BARRED}),
    Door.TRANSFER: frozenset({Known.SUSPECTED, Known.REVOKED, Known.RESPONDENT, Known.MISSING}),
}
_NAMES = {
    Who.NAMED: "甲某", Who.AUTHORISED: "乙某", Who.OTHER_GUARDIAN: "丙某", Who.OTHER_CARER: "丁某",
    Who.STRANGER: "戊某",
}  # fmt: skip
_NUMBER, _ANOTHER = "P0000001", "P0000002"


@dataclass(frozen=True)
class Standing:
    """Somebody at a door, and what is known against them."""

    door: Door
    who: Who
    known: frozenset[Known]

    @property
    def may(self) -> bool:
        """Whether the articles let this person receive the child."""
        kept_from = KEPT_FROM[self.door]
        if self.door is Door.COLLECTION and self.who is Who.AUTHORISED:
            kept_from |= {Known.SUSPECTED}
        return self.who in RIGHTFUL[self.door] and not self.known & kept_from

    def __str__(self) -> str:
        """Read as one line of a path."""
        against = "、".join(one.label for one in Known if one in self.known)
        return f"{self.door.label}:{self.who.label}" + (f"({against})" if against else "")


def standings() -> Iterator[Standing]:
    """Everybody at every door, with nothing, one thing or two against them."""
    for door in Door:
        for who in Who:
            for count in range(3):
                for known in combinations(Known, count):
                    one = Standing(door, who, frozenset(known))
                    if _can_be(one):
                        yield one


def _can_be(one: Standing) -> bool:
    """Whether the record could say this at all."""
    if Known.OTHER_NUMBER in one.known:
        return one.door in (Door.COLLECTION, Door.PLACEMENT, Door.RESTORATION) and (
            one.who is Who.NAMED
        )
    # The restoration undoes the revocation.
    return not (one.door is Door.RESTORATION and Known.REVOKED in one.known)


def ask(standing: Standing, question: Question) -> Verdict:
    """Ask the question at the door."""
    shown = _ANOTHER if Known.OTHER_NUMBER in standing.known else None
    name = _NAMES[standing.who]
    taker = Taker(Mention(name, PersonRole.CARER, None, shown), "亲属", GIVEN_AT)
    return question(_facts(standing), taker, standing.door, newest())


def asked_in_force(facts: CaseFacts, taker: Taker, door: Door, law: RulePack) -> Verdict:
    """The question as the gates ask it."""
    return may_receive(facts, taker, door, law, now=GIVEN_AT)


def wrong_receivers(question: Question = asked_in_force) -> Iterator[tuple[Standing, str]]:
    """Everybody who goes out with the child and may not, and who may and is refused."""
    for one in standings():
        verdict = ask(one, question)
        if one.may is not bool(verdict):
            yield one, ("不该接走却接走了儿童" if verdict else "应当能接走却被拒绝")


def _facts(standing: Standing) -> CaseFacts:
    name, known = _NAMES[standing.who], standing.known
    answers: list[Form] = []
    if Known.BARRED in known:
        answers.append(_verification(name, barred=True))
    if Known.REVOKED in known:
        answers += _revocation(name, appointed="己某")
    if Known.RESPONDENT in known:
        answers += _order(name)
    answers += _behind(standing.door)
    if Known.MISSING in known:
        answers.append(_gone())
    given = [
        GivenAnswer(
            str(at), form, None, 1, Stage.RECEIPT, 1, BEFORE - timedelta(days=9, minutes=-at), None,
            "",
        )
        for at, form in enumerate(answers)
    ]  # fmt: skip
    return CaseFacts.of(given, guardians=_guardians(standing))


def _guardians(standing: Standing) -> tuple[GuardianEntry, ...]:
    """A guardian nobody is at the door, and the taker where the case knows them as guardian."""
    known, who = standing.known, standing.who
    elsewhere = GuardianEntry.model_construct(
        name="庚某", relation=GuardianRelation.MOTHER, is_suspected=False, may_be_contacted=True
    )
    is_guardian = who in (Who.NAMED, Who.OTHER_GUARDIAN) or known & {
        Known.SUSPECTED, Known.NOT_CONTACTED, Known.ONLY_GUARDIAN,
    }  # fmt: skip
    if not is_guardian:
        return (elsewhere,)
    taker = GuardianEntry.model_construct(
        name=_NAMES[who],
        relation=GuardianRelation.FATHER,
        id_number=_NUMBER if Known.OTHER_NUMBER in known else None,
        is_suspected=Known.SUSPECTED in known,
        may_be_contacted=Known.NOT_CONTACTED not in known,
    )
    return (taker,) if Known.ONLY_GUARDIAN in known else (elsewhere, taker)


def _behind(door: Door) -> list[Form]:
    """What stands in the record when somebody comes to a door."""
    named = _NAMES[Who.NAMED]
    made = Handover.model_construct(handed_over_at=BEFORE - timedelta(days=5), taker_name=named)
    behind: dict[Door, list[Form]] = {
        Door.COLLECTION: [
            _form(CollectionNotice, guardian=named, relation="父亲",
                  authorised=_NAMES[Who.AUTHORISED]),
        ],
        Door.RELATIVES: [_verification(named)],
        Door.PLACEMENT: [
            *_revocation("辛某", appointed=named),
            _form(PlacementPlan, receiver=Receiver.RELATIVE, receiver_name=named),
        ],
        # Who comes is there for the institution, and says so by its name.
        Door.LONG_TERM: [
            _form(LongTermDecision, decided=True, decided_by="某局", institution=named,
                  decided_on=_YESTERDAY),
        ],
        Door.TRANSFER: [_form(TransferRequest, to_centre_name=named)],
        Door.FOUND: [
            _verification(named),
            _form(RelativeHandover, took_the_child=True, handover=made),
            _gone(),
        ],
        Door.RESTORATION: [
            *_revocation(named, appointed="辛某"),
            _form(RestorationCommission, applicant=named, relation="父亲"),
            _form(RestorationRuling, restored=True, effective_on=_YESTERDAY),
        ],
    }  # fmt: skip
    return behind.get(door, [])


def _gone() -> Form:
    since: datetime = BEFORE - timedelta(days=2)
    return _form(MissingRecord, is_missing=True, missing_since=since, noticed_at=since)


_YESTERDAY: date = (GIVEN_AT - timedelta(days=1)).date()


def _verification(name: str, *, barred: bool = False) -> CarerVerification:
    carer = RelativeEntry.model_construct(name=name, relation=RelativeRelation.OTHER_RELATIVE)
    return CarerVerification.model_construct(
        carer=carer, kind=CarerKind.FRIEND, suitable=not barred, bar_violence=barred,
        bar_vice=False, bar_neglect=False,
    )  # fmt: skip


def _revocation(name: str, *, appointed: str) -> list[Form]:
    respondent = Respondent.model_construct(name=name, relation="父亲")
    return [
        _form(PetitionDraft, respondents=(respondent,), excluded=()),
        _form(
            Judgment, result=JudgmentResult.REVOKED, effective_on=_YESTERDAY - timedelta(days=200),
            appointed=Appointed.PERSON, guardian_name=appointed, guardian_relation="亲属",
        ),
    ]  # fmt: skip


def _order(name: str) -> list[Form]:
    respondent = Respondent.model_construct(name=name, relation="父亲")
    until: date = _YESTERDAY + timedelta(days=90)
    made: datetime = BEFORE - timedelta(days=1)
    return [
        _form(ProtectionApplication, respondents=(respondent,)),
        _form(
            OrderRuling,
            granted=True,
            made_at=made,
            valid_until=until,
            measures=(Measure.KEEP_AWAY,),
        ),
    ]


def _form(kind: type[Form], **fields: Any) -> Form:
    return kind.model_construct(**fields)
