"""Who receives the child, on what title, and may they? One question, asked at every door.

A door is where a child changes hands. At each the taker is compared with what the case knows: the
notice, the verified carer, the judgment, the commission, the birth date. Nobody whom the case calls
suspected, revoked or barred goes out with the child under another word.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from models.choice import Choice
from models.facts.case import CaseFacts
from models.facts.long_term import ARTICLE, taken_in
from models.facts.persons import Mention, PersonRole, may_be, mention_of, plain_name
from models.facts.titles import SOURCES, Title, TitleKind
from models.facts.whereabouts import Place
from models.forms.handover import Handover
from models.forms.identity import plain_number
from models.forms.people import RelativeRelation
from models.forms.placement import PlacementPlan, Receiver
from models.forms.relative_care import CarerKind, CarerVerification
from models.forms.restoration import RestorationCommission, RestorationRuling
from models.forms.return_home import CollectionNotice
from models.forms.revocation import Appointed, Judgment
from models.forms.transfer import TransferRequest
from models.law.pack import RulePack
from models.law.terms import JudgmentResult
from models.law.verdict import Allowed, Refused, Verdict


class Door(Choice):
    """Where a child changes hands."""

    COLLECTION = "collection", "监护人领回"
    CARER = "carer", "认定照料人"
    RELATIVES = "relatives", "交亲友照料"
    PLACEMENT = "placement", "判后交接"
    LONG_TERM = "long_term", "长期监护交接"
    RESTORATION = "restoration", "恢复后交接"
    FOUND = "found", "找回后交还"
    TRANSFER = "transfer", "移交其他机构"


#: On what title the child is received at each door, and the rule it rests on; a door that no rule
#: of the packs knows rests on its article.
TITLE_AT: Mapping[Door, tuple[TitleKind, str | None]] = {
    Door.COLLECTION: (TitleKind.GUARDIAN, "5A.2"),
    Door.CARER: (TitleKind.CARER, "5A.5"),
    Door.RELATIVES: (TitleKind.CARER, "5A.5"),
    Door.PLACEMENT: (TitleKind.APPOINTED, "5C.9"),
    Door.LONG_TERM: (TitleKind.STATE_GUARDIAN, None),
    Door.RESTORATION: (TitleKind.RESTORED, "5C.10"),
    Door.FOUND: (TitleKind.GUARDIAN, "1.6"),
    Door.TRANSFER: (TitleKind.OTHER_CENTRE, "1.6"),
}

#: Nobody of these takes care of the child under another word.
_NO_CARER = (
    TitleKind.SUSPECTED, TitleKind.REVOKED, TitleKind.RESPONDENT, TitleKind.NOT_CONTACTED,
    TitleKind.BARRED,
)  # fmt: skip
#: What keeps somebody from receiving the child at a door, whatever else is in order.
_KEEPS_FROM: Mapping[Door, tuple[TitleKind, ...]] = {
    Door.COLLECTION: (TitleKind.REVOKED, TitleKind.RESPONDENT),
    Door.CARER: _NO_CARER,
    Door.RELATIVES: _NO_CARER,
    Door.PLACEMENT: (TitleKind.REVOKED, TitleKind.RESPONDENT),
    Door.LONG_TERM: (TitleKind.SUSPECTED, TitleKind.REVOKED, TitleKind.RESPONDENT),
    Door.RESTORATION: (TitleKind.REVOKED, TitleKind.RESPONDENT),
    Door.FOUND: (TitleKind.REVOKED, TitleKind.RESPONDENT, TitleKind.BARRED),
    Door.TRANSFER: (TitleKind.SUSPECTED, TitleKind.REVOKED, TitleKind.RESPONDENT),
}  # fmt: skip
_SAYS: Mapping[TitleKind, str] = {
    TitleKind.SUSPECTED: "接收人是本案涉嫌实施监护侵害的人,不能以照料人的名义接走未成年人。",
    TitleKind.REVOKED: "接收人的监护人资格已被撤销,没有恢复以前不能接走未成年人。",
    TitleKind.RESPONDENT: "接收人是仍然有效的人身安全保护令的被申请人,不能接走未成年人;"
    "情况有变的,先请法院撤销或者变更保护令并登记裁定。",
    TitleKind.NOT_CONTACTED: "接收人是登记为“不能联系”的监护人,不能以照料人的名义接走未成年人。",
    TitleKind.BARRED: "接收人此前经核查属于禁止情形,不能照料未成年人。",
}
_WHAT_TO_DO = "是另一个人的,请登记双方的证件号码;登记有误的,请先更正人员信息并写明理由。"

#: Where the child is while nobody can be handed it, and what is said then.
_NOT_THERE: Mapping[Place, str] = {
    Place.MISSING: "未成年人下落不明,找回并办理交接以前,不能交给任何人。",
    Place.DIED: "未成年人已经死亡,没有可以交接的人。",
}

#: Civil Code 1045: near relatives, as far as a form can say it.
NEAR = frozenset(
    {
        RelativeRelation.FATHER, RelativeRelation.MOTHER, RelativeRelation.SIBLING,
        RelativeRelation.GRANDPARENT, RelativeRelation.MATERNAL_GRANDPARENT,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Taker:
    """Who is to receive the child, as the form at the door writes it."""

    who: Mention
    says: str = ""
    """What the form writes beside the name: relation, or the body somebody acts for."""
    at: datetime | None = None
    """When the child changes hands; None where it only is decided who may."""

    @classmethod
    def of(cls, made: Handover) -> "Taker":
        """The taker of a written hand-over."""
        who = Mention(
            made.taker_name, PersonRole.CARER, None,
            plain_number(made.taker_id_number) if made.taker_id_number else None,
        )  # fmt: skip
        return cls(who, made.taker_relation, made.handed_over_at)

    @classmethod
    def verified(cls, form: CarerVerification) -> "Taker":
        """The carer a verification is about."""
        carer = form.carer
        return cls(
            Mention(
                carer.name, PersonRole.CARER, carer.relation.value, carer.id_number,
                carer.birth_date, carer.phone,
            ),
            carer.relation.label,
        )  # fmt: skip


def may_receive(
    facts: CaseFacts, taker: Taker, door: Door, law: RulePack, *, now: datetime
) -> Verdict:
    """Whether this person may receive the child at this door.

    Args:
        facts: Of the case, before the answer at hand.
        taker: Who is to receive the child.
        door: Where.
        law: The pack of the case, for the articles.
        now: When it is asked; a title that has ended by then binds nobody.
    """
    if gone := _not_there(facts, door):
        return Refused(gone, law.gate("G3").source)
    kept = _kept_from(facts, taker, door, now)
    if kept:
        return Refused(_SAYS[kept.kind] + _WHAT_TO_DO, SOURCES[kept.kind])
    reason = _ASKED[door](facts, taker)
    if reason:
        rule = TITLE_AT[door][1]
        return Refused(reason, law.rule(rule).source if rule else ARTICLE)
    return Allowed()


def _not_there(facts: CaseFacts, door: Door) -> str | None:
    """A child that is not there changes no hands; by being found it is there again."""
    here = facts.whereabouts.now
    if here is None or door is Door.CARER or (door, here.place) == (Door.FOUND, Place.MISSING):
        return None
    return _NOT_THERE.get(here.place)


def _kept_from(facts: CaseFacts, taker: Taker, door: Door, now: datetime) -> Title | None:
    return next(
        (
            one
            for one in facts.titles
            if one.kind in _KEEPS_FROM[door] and one.holds(now) and may_be(one.who, taker.who)
        ),
        None,
    )


def _collected(facts: CaseFacts, taker: Taker) -> str | None:
    notice = facts.newest(CollectionNotice)
    if notice is None:
        return "没有领回通知,不能交接;请先通知监护人。"
    named = {plain_name(one) for one in (notice.guardian, notice.authorised or "") if one}
    if plain_name(taker.who.name) not in named:
        return (
            "接收人不是领回通知写明的监护人,也不是其中写明可以代为领回的人,不能接走未成年人;"
            "由别人领回的,请核对身份,先发出写明该人的领回通知。"
        )
    if plain_name(taker.who.name) != plain_name(notice.guardian) and any(
        one.kind is TitleKind.SUSPECTED and may_be(one.who, taker.who) for one in facts.titles
    ):
        return "代为领回的人涉嫌实施监护侵害,不能接走未成年人;请由通知的监护人本人领回。"
    return _number_differs(facts, taker)


def _number_differs(facts: CaseFacts, taker: Taker) -> str | None:
    """The number shown at the door against the one on record."""
    known = [
        one.id_number
        for one in facts.guardians
        if one.id_number and plain_name(one.name) == plain_name(taker.who.name)
    ]
    if taker.who.id_number and known and taker.who.id_number not in known:
        return "接收人的证件号码和登记的监护人不一致,不能接走未成年人;请核对证件,登记有误的先更正。"
    return None


def _carer(facts: CaseFacts, taker: Taker) -> str | None:
    """Opinions 17: another guardian, a near relative, or with consent somebody close."""
    guardians = [mention_of(one) for one in facts.guardians]
    meant = [one for one in guardians if may_be(one, taker.who)]
    if meant and len(meant) == len(guardians):
        return (
            "拟照料人就是本案唯一登记的监护人:未成年人由其监护,不是交亲友照料;"
            "危险已经消除的,请经会商通知领回。"
        )
    return None


def taken_as(form: CarerVerification, facts: CaseFacts, law: RulePack) -> Verdict:
    """Whether the group a carer is put into is theirs: it decides whose consent is asked.

    Source: opinions 17; Civil Code 1045 (near relatives).
    """
    source = f"{law.rule('5A.5').source};民法典第1045条"
    if form.kind is CarerKind.NEAR_RELATIVE and form.carer.relation not in NEAR:
        return Refused(
            "拟照料人不是近亲属,不能按近亲属认定;请选“其他亲属、朋友”,"
            "并取得父、母所在单位或者村(居)民委员会的同意。",
            source,
        )
    parent = form.carer.relation in (RelativeRelation.FATHER, RelativeRelation.MOTHER)
    known = any(may_be(mention_of(one), Taker.verified(form).who) for one in facts.guardians)
    if form.kind is CarerKind.OTHER_GUARDIAN and not (parent or known):
        return Refused(
            "拟照料人没有登记为监护人,不能按“其他监护人”认定;"
            "请核对类别,确是监护人的先更正人员信息。",
            source,
        )
    return Allowed()


def _relatives(facts: CaseFacts, taker: Taker) -> str | None:
    found = [form for _, form in facts.all(CarerVerification)]
    if not found or not found[-1].suitable:
        return "照料人还没有经核查认定适合,不能交接;请先办理照料人核查。"
    verified = Taker.verified(found[-1]).who
    if not may_be(verified, taker.who):
        return "接收人不是经核查认定适合的照料人,不能接走未成年人;换由别人照料的,请先核查并会商。"
    return _carer(facts, Taker(verified))


def _placed(facts: CaseFacts, taker: Taker) -> str | None:
    judged = facts.newest(Judgment)
    if judged is None or judged.result is not JudgmentResult.REVOKED:
        return "没有指定监护人的生效判决,不能判后交接。"
    if judged.appointed in (Appointed.PERSON, Appointed.OTHER_PARENT):
        if plain_name(taker.who.name) != plain_name(judged.guardian_name or ""):
            return "接收人不是判决指定的监护人,不能接走未成年人;请核对判决书。"
        return _number_differs(facts, taker)
    plan = facts.newest(PlacementPlan)
    if _acts_for(taker, judged.guardian_name, plan.receiver_name if plan else None):
        return None
    return (
        "判决指定由单位监护,接收人没有写明是该单位的工作人员;"
        "请在“与未成年人的关系或者所在单位”中写明单位全称,并核对介绍信和工作证件。"
    )


def _acts_for(taker: Taker, *bodies: str | None) -> bool:
    """Whether the hand-over says that the taker is there for one of these bodies."""
    said = plain_name(taker.says) + plain_name(taker.who.name)
    return any(name and plain_name(name) in said for name in bodies)


def _taken_in(facts: CaseFacts, taker: Taker) -> str | None:
    """Minors law 94: civil affairs is the guardian, and its institution takes the child."""
    decision = taken_in(facts)
    if decision is None:
        return "没有民政部门长期监护的决定,不能交接。"
    if _acts_for(taker, decision.institution):
        return None
    return (
        "接收人没有写明是长期监护决定确定的机构的工作人员,不能接走未成年人;"
        "请在“与未成年人的关系或者所在单位”中写明单位全称,并核对介绍信和工作证件。"
    )


def as_judged(plan: PlacementPlan, facts: CaseFacts, law: RulePack) -> Verdict:
    """Whether a plan of placement is the judgment's: number, receiver, name.

    Source: Civil Code 36; minors law 94.
    """
    judged = facts.newest(Judgment)
    source = law.rule("5C.9").source
    if judged is None or judged.result is not JudgmentResult.REVOKED:
        return Refused("没有撤销监护人资格并指定监护人的生效判决,不能安置。", source)
    if plain_number(plan.judgment_number) != plain_number(judged.number):
        return Refused("判决书案号和登记的判决不一致,请核对。", source)
    if judged.appointed and plan.receiver is not _RECEIVERS[judged.appointed]:
        return Refused("接收方和判决指定的监护人不一致;判决指定谁,就交给谁,请核对判决书。", source)
    named = plain_name(judged.guardian_name or "")
    if judged.appointed is not Appointed.CIVIL_AFFAIRS and plain_name(plan.receiver_name) != named:
        return Refused("接收人不是判决指定的监护人,请核对判决书上的姓名或者名称。", source)
    return Allowed()


_RECEIVERS = {
    Appointed.PERSON: Receiver.RELATIVE,
    Appointed.OTHER_PARENT: Receiver.PARENT,
    Appointed.VILLAGE: Receiver.VILLAGE,
    Appointed.CIVIL_AFFAIRS: Receiver.WELFARE_HOME,
}


def _restored(facts: CaseFacts, taker: Taker) -> str | None:
    commission, ruling = facts.newest(RestorationCommission), facts.newest(RestorationRuling)
    if commission is None or ruling is None or not ruling.restored:
        return "法院没有裁判恢复监护人资格,不能交接。"
    if plain_name(taker.who.name) != plain_name(commission.applicant):
        return "接收人不是申请恢复并获准的监护人,不能接走未成年人;请核对裁判文书。"
    return _number_differs(facts, taker)


def _found(facts: CaseFacts, taker: Taker) -> str | None:
    """A child that was away goes back to whom it was with, and to nobody else by this door."""
    before, plan = facts.whereabouts.last_known, facts.newest(PlacementPlan)
    decision = taken_in(facts)
    if _acts_for(
        taker,
        plan.receiver_name if plan else None,
        decision.institution if decision else None,
    ):
        return None
    if before is None or before.taker is None:
        guardians = [one.who for one in facts.titles if one.kind is TitleKind.GUARDIAN]
        if any(may_be(one, taker.who) for one in guardians):
            return _number_differs(facts, taker)
    elif plain_name(before.taker) == plain_name(taker.who.name):
        return _number_differs(facts, taker)
    return "接收人不是未成年人离开以前的监护人、照料人,不能以找回交还;换由别人照料的,须先经会商。"


def _taken_over(facts: CaseFacts, taker: Taker) -> str | None:
    """Another centre takes the child over for itself, by somebody who is there for it."""
    request = facts.newest(TransferRequest)
    if request is None:
        return "没有案件移交的登记,不能交接。"
    if _acts_for(taker, request.to_centre_name):
        return None
    return (
        "接收人没有写明是案件移交写明的接收中心的工作人员,不能接走未成年人;"
        "请在“与未成年人的关系或者所在单位”中写明单位全称,并核对介绍信和工作证件。"
    )


#: What each door asks of its taker: why not, or None.
_ASKED: Mapping[Door, Callable[[CaseFacts, Taker], str | None]] = {
    Door.COLLECTION: _collected,
    Door.CARER: _carer,
    Door.RELATIVES: _relatives,
    Door.PLACEMENT: _placed,
    Door.LONG_TERM: _taken_in,
    Door.RESTORATION: _restored,
    Door.FOUND: _found,
    Door.TRANSFER: _taken_over,
}
