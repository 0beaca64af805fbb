"""The forms of care by relatives 亲友照料 (D8; gate G4)."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, field, law_rule, rule
from models.forms.child_view import ChildView
from models.forms.handover import Handover
from models.forms.known import Known
from models.forms.moments import present
from models.forms.not_yet import NotYet, on_the_day
from models.forms.people import RelativeEntry
from models.law.gates import BARS_22, may_entrust
from models.law.pack import RulePack
from models.law.verdict import Refused
from models.words import Paper


class CarerKind(Choice):
    """Which of the opinions' two groups the carer belongs to (《意见》第17条)."""

    OTHER_GUARDIAN = "other_guardian", "其他监护人"
    NEAR_RELATIVE = "near_relative", "近亲属"
    FRIEND = "friend", "关系密切的其他亲属、朋友"


class ConfirmedBy(Choice):
    """Who made sure of the carer's identity (《意见》第17条)."""

    POLICE = "police", "公安机关"
    VILLAGE = "village", "村(居)民委员会"


class ConsentBy(Choice):
    """Who agreed to a carer outside the near family (《意见》第17条)."""

    EMPLOYER = "employer", "父、母所在单位"
    VILLAGE = "village", "村(居)民委员会"


class CarerVerification(Form):
    """Who wants to take care, that the law does not bar them, and whether they can."""

    title = "照料人核查"
    what_now = "确认身份和关系,逐项排除第22条的三类情形,评估照料能力。"
    source = "《意见》第17条;未成年人保护法第22条"

    carer: RelativeEntry = field("拟照料人", known=Known.AGREED_CARER, source="《意见》第17条")
    kind: CarerKind = field("类别", source="《意见》第17条")
    identity_confirmed: bool = field("身份和关系已经确认", source="《意见》第17条")
    confirmed_by: ConfirmedBy | None = field(
        "确认单位类别", shown_if="identity_confirmed=yes", source="《意见》第17条"
    )
    confirmed_unit: str | None = field(
        "确认单位和材料", shown_if="identity_confirmed=yes", max_length=200
    )
    confirmed_on: date | None = field("确认日期", shown_if="identity_confirmed=yes")
    consented: bool | None = field("已取得同意", shown_if="kind=friend", source="《意见》第17条")
    consent_by: ConsentBy | None = field(
        "由谁同意", shown_if="consented=yes", source="《意见》第17条"
    )

    bar_violence: bool = field(
        BARS_22["violence"], source="未成年人保护法第22条", group="禁止情形逐项核查"
    )
    bar_vice: bool = field(BARS_22["vice"], source="未成年人保护法第22条")
    bar_neglect: bool = field(BARS_22["neglect"], source="未成年人保护法第22条")
    how_checked: str = field(
        "核查方法和材料", widget="textarea", max_length=1000,
        hint="公安机关查询、村(居)委会证明、走访等,写明日期。",
    )  # fmt: skip

    willing: bool = field("本人愿意照料", group="照料能力")
    health: str = field("健康状况", widget="textarea", max_length=500)
    economy: str = field("经济和住房条件", widget="textarea", max_length=500)
    bond: str = field("与未成年人的生活情感联系", widget="textarea", max_length=500)
    support: str | None = field("需要的帮助", optional=True, widget="textarea", max_length=500)
    child_view: ChildView = field("未成年人的意见", source="未成年人保护法第22条")

    suitable: bool = field("适合照料", widget="radios", group="结论")
    reasons: str = field("理由", widget="textarea", max_length=1000)

    @law_rule("suitable", "bar_violence", "bar_vice", "bar_neglect")
    def is_not_barred(self, law: RulePack) -> str | None:
        """Gate G4: nobody takes the child whom one of the three bars meets."""
        met = {
            "violence": self.bar_violence, "vice": self.bar_vice, "neglect": self.bar_neglect,
        }  # fmt: skip
        found = [key for key, applies in met.items() if applies]
        verdict = may_entrust(law, bars_found=found, bars_checked=list(met))
        return verdict.reason if self.suitable and isinstance(verdict, Refused) else None

    @rule("suitable", "identity_confirmed", "willing")
    def is_known_and_willing(self) -> str | None:
        """Opinions 17: identity confirmed; nobody is made to take a child."""
        if self.suitable and not (self.identity_confirmed and self.willing):
            return "身份已确认、本人愿意照料,才能认定适合。"
        return None

    @rule("suitable", "kind", "consented")
    def friends_need_consent(self) -> str | None:
        """Opinions 17: others than near relatives need the consent of employer or committee."""
        if self.suitable and self.kind is CarerKind.FRIEND and not self.consented:
            return "其他亲属、朋友照料的,须经父、母所在单位或者村(居)民委员会同意。"
        return None


class RelativeHandover(Form):
    """The written hand-over to the carer."""

    title = "交亲友照料"
    what_now = "书面交接、书面告知权利,双方签字;没有接走的,写明情况。"
    source = "《意见》第17条"
    hands_over = Paper.RIGHTS_NOTICE

    took_the_child: bool = field("照料人已经接走", widget="radios", source="《意见》第17条")
    handover: Handover | None = field(
        "交接", shown_if="took_the_child=yes", source="《意见》第17条"
    )
    care_until: date | None = field("约定照料至", shown_if="took_the_child=yes", optional=True)
    why_not: str | None = field(
        "没有接走的情况", shown_if="took_the_child=no", widget="textarea", max_length=500
    )
    again_on: date | None = field(
        "改在哪一天接走", shown_if="took_the_child=no", optional=True,
        hint="到那一天再次办理本环节;不填的重新会商。",
    )  # fmt: skip

    @property
    def not_yet(self) -> NotYet | None:
        """Nobody came: on the day agreed; without one the bodies consult again."""
        return None if self.took_the_child else on_the_day(self.again_on)

    @property
    def handed_over_at(self) -> datetime:
        """When the carer took the child.

        Raises:
            BrokenInvariant: The carer did not.
        """
        return present(self.handover).handed_over_at
