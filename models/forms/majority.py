"""The forms of coming of age 年满十八周岁 (gate G10)."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, field
from models.forms.child_view import ChildView
from models.forms.contact import Phone
from models.forms.known import Known
from models.forms.moments import day_begins, present


class BirthProof(Choice):
    """What the birth date rests on (民法典第15条)."""

    BIRTH_CERTIFICATE = "birth_certificate", "出生证明"
    HOUSEHOLD_REGISTER = "household_register", "户籍登记、居民身份证"
    OTHER = "other", "其他证据(足以推翻登记的)"
    ESTIMATE = "estimate", "推算(没有登记)"


class MajorityPreparation(Form):
    """What is prepared before guardianship ends at eighteen."""

    title = "成年准备"
    what_now = "核实出生日期,和本人一起安排住处、学习就业、证件和还没有了结的诉讼。"
    source = "民法典第15、17、39条"

    turns_eighteen: bool = field(
        "将于近期年满十八周岁", widget="radios", source="民法典第17条",
        hint="出生日期有误的选“否”,并请更正人员信息。",
    )  # fmt: skip
    why_not: str | None = field(
        "不需要办理的理由", shown_if="turns_eighteen=no", widget="textarea", max_length=500
    )
    eighteenth_on: date | None = field(
        "十八周岁生日",
        known=Known.EIGHTEENTH_BIRTHDAY,
        shown_if="turns_eighteen=yes",
        source="民法典第17条",
    )
    birth_proof: BirthProof | None = field(
        "出生日期的依据", shown_if="turns_eighteen=yes", source="民法典第15条"
    )
    lawsuits: str | None = field(
        "正在进行的诉讼和权利主张", shown_if="turns_eighteen=yes", widget="textarea",
        max_length=1000, hint="保护令、抚养费、赔偿;没有的写“没有”。",
    )  # fmt: skip
    housing: str | None = field(
        "住处", shown_if="turns_eighteen=yes", widget="textarea", max_length=500
    )
    livelihood: str | None = field(
        "学习、就业和生活来源", shown_if="turns_eighteen=yes", widget="textarea", max_length=500
    )
    papers: tuple[str, ...] = field(
        "需要办好的证件和材料", shown_if="turns_eighteen=yes", optional=True, default=(),
        hint="用顿号分开。",
    )  # fmt: skip
    adult_services: str | None = field(
        "衔接的成年人救助和服务", shown_if="turns_eighteen=yes", widget="textarea", max_length=1000
    )
    child_view: ChildView | None = field("本人的意愿", shown_if="turns_eighteen=yes")

    @property
    def eighteen_at(self) -> datetime:
        """00:00 Shanghai of the birthday. Raises BrokenInvariant if nobody turns eighteen."""
        return day_begins(present(self.eighteenth_on))


class MajorityTransfer(Form):
    """How the young adult left, with what, to whom."""

    title = "成年转出"
    what_now = "办理转出:财物证件交本人签收,和接续服务的单位交接。"
    source = "民法典第39条"

    left_care_at: datetime = field("离开照料或者监护终止的时间", source="民法典第39条")
    lives_where: str = field("转出后住处", max_length=200)
    contact_phone: Phone | None = field("本人电话", optional=True, max_length=40)
    services: tuple[str, ...] = field("接续的服务和单位", widget="textarea", hint="每行一项。")
    papers_given: tuple[str, ...] = field("交本人的证件、财物", hint="用顿号分开。")
    signed_by_self: bool = field("本人已签收")
    told_rights: bool = field(
        "已告知本人今后自行行使的权利", hint="诉讼、保护令、抚养费、查阅档案。"
    )
    wishes: str | None = field("本人的话", optional=True, widget="textarea", max_length=1000)
