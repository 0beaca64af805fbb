"""Handing a child over, in writing and signed by both: one part for every direction (D8, gate G3)."""

from datetime import datetime

from models.choice import Choice
from models.forms.base import Part, field, rule
from models.forms.child_view import ChildView
from models.forms.contact import Phone
from models.forms.identity import IdNumber, what_is_wrong
from models.forms.known import Known


class IdentityProof(Choice):
    """How the taker's identity was made sure of."""

    CARD = "card", "核对居民身份证件"
    HOUSEHOLD_REGISTER = "household_register", "核对户口簿及身份证件"
    POLICE = "police", "公安机关确认"
    VILLAGE = "village", "村(居)民委员会确认"
    JUDGMENT = "judgment", "依据人民法院判决书核对"
    OFFICIAL = "official", "核对单位介绍信和工作证件"


class Handover(Part):
    """A written hand-over of the child by the centre to somebody."""

    handed_over_at: datetime = field("交接时间", source="指导纲要第71条")
    place: str = field("交接地点", max_length=200)
    handed_over_by: str = field("移交人(中心)", max_length=100)
    taker_name: str = field("接收人姓名", max_length=50, group="接收人")
    taker_relation: str = field("与未成年人的关系或者所在单位", max_length=100)
    taker_id_number: IdNumber | None = field("接收人证件号码", optional=True, max_length=40)
    identity_proof: IdentityProof = field("身份核验方式", source="《意见》第17条")
    taker_phone: Phone = field("接收人电话", max_length=40)
    taker_address: str = field("接收人住址", max_length=200)
    health: str = field("未成年人健康状况", max_length=1000, widget="textarea", group="交接内容")
    medication: str | None = field(
        "用药和医嘱", optional=True, max_length=500, widget="textarea", hint="没有的不填。"
    )
    belongings: tuple[str, ...] = field(
        "随身物品", known=Known.BELONGINGS, default=(), hint="逐件写,用顿号分开。"
    )
    papers: tuple[str, ...] = field("移交的证件和材料", default=(), hint="用顿号分开。")
    child_view: ChildView = field("未成年人的意见")
    commitments: str = field(
        "接收人的承诺", max_length=1000, widget="textarea", group="告知和安排",
        hint="监护或者照料责任、就学、就医、不再发生的行为。",
    )  # fmt: skip
    rights_told: bool = field("已书面告知权利和义务", source="《意见》第11、17条")
    follow_up: str = field(
        "回访安排", max_length=500, widget="textarea", source="指导纲要第77、78条"
    )
    follow_up_contact: str = field("回访联系人", max_length=50)
    follow_up_phone: Phone = field("回访联系电话", known=Known.CENTRE_PHONE, max_length=40)
    witnesses: tuple[str, ...] = field("在场见证人", default=(), hint="姓名和单位,用顿号分开。")
    signed_by_both: bool = field("双方已在交接手续书上签字", source="指导纲要第71条")
    note: str | None = field("备注", optional=True, max_length=500, widget="textarea")

    @rule("taker_id_number")
    def number_is_right(self) -> str | None:
        """What is or looks like a mainland number is checked digit by digit."""
        return what_is_wrong(self.taker_id_number) if self.taker_id_number else None

    @rule("signed_by_both")
    def is_in_writing(self) -> str | None:
        """Gate G3: no hand-over without a written, signed paper."""
        return None if self.signed_by_both else "交接必须办理书面手续,双方签字后再提交。"

    @rule("rights_told")
    def rights_were_told(self) -> str | None:
        """Opinions 11 and 17: the taker is told in writing."""
        return None if self.rights_told else "须先向接收人书面告知权利和义务。"
