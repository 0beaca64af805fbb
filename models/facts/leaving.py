"""What must be so before a child may leave by a door that ends temporary guardianship.

Beside who receives the child (`receiving`): a side procedure never ends what the main line guards,
nobody is collected who is at home, and nobody comes of age who is not eighteen.
"""

from datetime import datetime

from models.facts.case import CaseFacts
from models.facts.persons import Mention, PersonRole, may_be
from models.facts.receiving import Door, Taker, may_receive
from models.facts.titles import TitleKind
from models.facts.whereabouts import Place
from models.forms.handover import Handover
from models.forms.majority import BirthProof, MajorityPreparation
from models.forms.people import ChildIdentity
from models.forms.restoration import RestorationCommission
from models.forms.revocation import Judgment
from models.law.dates import chinese, shanghai_date, turns_on
from models.law.majority import ADULT_YEARS
from models.law.pack import RulePack
from models.law.terms import JudgmentResult
from models.law.verdict import Allowed, Refused, Verdict
from models.words import MAIN_STAGES, Stage

#: Stages of the main line in which nobody waits for a decision of the bodies about the child. A
#: placement carries out the judgment that the court itself undoes by restoring.
_DECIDED = frozenset({Stage.PLACEMENT, Stage.FOLLOW_UP, Stage.CLOSURE})


def may_be_collected(facts: CaseFacts, law: RulePack) -> Verdict:
    """A conclusion to notify the guardian is about a child who is not at home.

    Source: outline 71; opinions 19.
    """
    now = facts.whereabouts.now
    if now is not None and now.place is Place.MISSING:
        return Refused(
            "未成年人下落不明,找回以前不能会商通知领回;可以延长临时监护或者退回补充。",
            law.gate("G1").source,
        )
    if now is not None and now.place in (Place.AT_HOME, Place.BACK_HOME):
        return Refused(
            "未成年人在家,不在临时监护中,没有可以领回的人;"
            "留在家庭的,请退回评估,以“留在家庭,提供支持并定期评估”办理。",
            law.gate("G1").source,
        )
    return Allowed()


def revoked(facts: CaseFacts) -> Judgment | None:
    """The judgment of this case by which guardianship was revoked."""
    found = [form for _, form in facts.all(Judgment) if form.result is JudgmentResult.REVOKED]
    return found[-1] if found else None


def may_begin_restoration(facts: CaseFacts, law: RulePack) -> Verdict:
    """Nothing is restored that was not revoked; over a child in custody it must be in this case.

    Source: Civil Code 38; opinions 38.
    """
    if revoked(facts) is None and facts.whereabouts.in_custody:
        return Refused(
            "本案没有撤销监护人资格的生效判决,未成年人又在临时监护中,没有可以恢复的资格;"
            "监护人要求领回的,请经多方会商办理。",
            law.rule("5C.10").source,
        )
    return Allowed()


def may_be_restored(form: RestorationCommission, facts: CaseFacts, law: RulePack) -> Verdict:
    """The commission is about a revocation: this case's, or one told with court and number.

    Source: Civil Code 38; opinions 38.
    """
    source = law.rule("5C.10").source
    judged = revoked(facts)
    if judged is None:
        if form.names_a_judgment_elsewhere:
            return Allowed()
        return Refused(
            "本案没有登记撤销监护人资格的判决;在别处撤销的,请写明作出判决的法院和案号。", source
        )
    if form.revoked_on != judged.effective_on:
        return Refused("监护人资格被撤销之日和本案判决的生效日期不一致,请核对。", source)
    who = Mention(form.applicant, PersonRole.GUARDIAN, form.relation)
    of_whom = [one for one in facts.titles if one.kind is TitleKind.REVOKED]
    if of_whom and not any(may_be(one.who, who) for one in of_whom):
        return Refused("申请恢复的人不是被撤销监护人资格的人,请核对判决书。", source)
    return Allowed()


def may_leave_beside(facts: CaseFacts, main: Stage | None, law: RulePack) -> Verdict:
    """A side procedure does not end the temporary guardianship over which the main line decides.

    Args:
        facts: Of the case.
        main: The stage in which the main line stands.
        law: The pack of the case.

    Source: outline 71; opinions 19 (gate G1).
    """
    if facts.whereabouts.in_custody and main in MAIN_STAGES and main not in _DECIDED:
        return Refused(
            "未成年人仍在临时监护中,主线还没有办完;交由监护人领回须先有会商结论,"
            "请在主线中经多方会商决定。",
            law.gate("G1").source,
        )
    return Allowed()


def may_go_with_the_case(
    made: Handover | None, facts: CaseFacts, law: RulePack, *, elsewhere: bool, now: datetime
) -> Verdict:
    """A file that goes elsewhere takes no child along: that is handed over in writing, or stays.

    Args:
        made: The written hand-over; None: the case goes alone.
        facts: Of the case, before it is received there.
        law: The pack of the case.
        elsewhere: Whether the case leaves this installation.
        now: When it is asked.

    Source: minors law 92, 93; opinions 11 (gate G3).
    """
    source = law.gate("G3").source
    in_custody = facts.whereabouts.in_custody
    if made is None:
        if in_custody and elsewhere:
            return Refused(
                "未成年人还在临时监护中,对方签收案件不等于接收未成年人:须双方签字书面交接,"
                "并在这里登记;还没有交接的,临时监护和案件仍由本中心负责,请交接以后再登记签收。",
                source,
            )
        return Allowed()
    if not elsewhere:
        return Refused("接收中心在本系统内,临时监护随案继续,不因移交终止,不需要登记交接。", source)
    if not in_custody:
        return Refused("未成年人不在临时监护中,没有可以交接给对方的监护。", source)
    return may_receive(facts, Taker.of(made), Door.TRANSFER, law, now=now)


def comes_of_age(form: MajorityPreparation, child: ChildIdentity, law: RulePack) -> Verdict:
    """The eighteenth birthday is that of the birth date on record.

    Source: Civil Code 15, 17; an estimate proves no age (gate G10).
    """
    if not form.turns_eighteen or form.eighteenth_on is None:
        return Allowed()
    source = f"民法典第15条;{law.rule('6.8').source}"
    if child.birth_date is None:
        return Refused(
            "没有登记出生日期,不能办理成年;请先凭出生证明或者户籍登记更正人员信息。", source
        )
    day = turns_on(child.birth_date, ADULT_YEARS)
    if form.eighteenth_on != day:
        return Refused(
            f"按登记的出生日期,{chinese(day)}才满十八周岁,和填写的生日不一致;"
            "出生日期登记有误的,请先凭证明更正人员信息。",
            source,
        )
    if child.birth_date_estimated and form.birth_proof is BirthProof.ESTIMATE:
        return Refused(
            "出生日期是推算的,不能据以终止监护;请凭出生证明、户籍登记或者鉴定更正出生日期。",
            source,
        )
    return Allowed()


def is_of_age(left_at: datetime, child: ChildIdentity, law: RulePack) -> Verdict:
    """Nobody leaves as an adult before the eighteenth birthday.

    Source: Civil Code 17.
    """
    source = law.rule("6.8").source
    if child.birth_date is None:
        return Refused("没有登记出生日期,不能按成年转出;请先凭证明更正人员信息。", source)
    day = turns_on(child.birth_date, ADULT_YEARS)
    if shanghai_date(left_at) >= day:
        return Allowed()
    return Refused(f"按登记的出生日期,{chinese(day)}才满十八周岁,没有成年不能转出。", source)
