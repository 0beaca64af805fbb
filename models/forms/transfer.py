"""The forms of moving the case to another centre 案件移交."""

from datetime import datetime

from models.choice import Choice
from models.forms.base import Form, field
from models.forms.contact import Phone
from models.forms.handover import Handover
from models.forms.known import Known
from models.forms.moments import present
from models.forms.scopes import RiskGrade
from models.words import Paper


class TransferReason(Choice):
    """Why the case moves."""

    CHILD_MOVED = "child_moved", "未成年人随监护人迁居"
    HOME_ELSEWHERE = "home_elsewhere", "户籍地或者住所地在其他地方"
    JURISDICTION = "jurisdiction", "按属地管辖应由对方办理"
    BETTER_CARE = "better_care", "对方更有利于未成年人"
    OTHER = "other", "其他"


class TransferRequest(Form):
    """To whom the case goes, why, and what cannot wait."""

    title = "案件移交"
    what_now = "写明接收中心、理由和紧急事项;对方签收以前,案件仍由本中心负责。"
    source = "未成年人保护法第92、93条;指导纲要第77条"

    to_centre: str = field(
        "接收中心代码", pattern=r"^[a-z][a-z0-9-]{1,40}$", hint="小写字母、数字和横线。"
    )
    to_centre_name: str = field("接收中心名称", max_length=100)
    reason: TransferReason = field("移交理由")
    explanation: str = field("理由说明", widget="textarea", max_length=2000)
    child_is_where: str = field(
        "未成年人现在何处、由谁照料", known=Known.WHERE_CHILD_IS, max_length=300
    )
    risk: RiskGrade | None = field(
        "现在的风险等级", optional=True, source="指导纲要第56条",
        hint="各地等级的数字和颜色含义不同,移交按位次对应。",
    )  # fmt: skip
    urgent: str = field(
        "紧急事项和正在计算的期限", widget="textarea", max_length=2000, hint="没有的写“没有”。"
    )
    summary: str = field(
        "案情摘要", widget="textarea", max_length=3000, source="未成年人保护法第103条"
    )
    materials: tuple[str, ...] = field("移交材料", widget="textarea", hint="每行一项。")
    agreed_with: str = field("事先联系的对方人员", max_length=100)
    child_told: bool = field("已用未成年人能懂的方式告知本人")
    contact: str = field("本中心联系人", max_length=50)
    contact_phone: Phone = field("联系电话", known=Known.CENTRE_PHONE, max_length=40)


class TransferReceipt(Form):
    """Whether the other centre signed for the case, and whether the child went with it.

    A case of this installation takes its temporary guardianship along. Elsewhere it ends with the
    written hand-over of the child, and with nothing less (gate G3).
    """

    title = "移交签收"
    what_now = (
        "登记对方的签收;没有接收的,案件继续由本中心办理。"
        "未成年人在临时监护中、接收方不在本系统内的,双方签字交接以后再登记。"
    )
    source = "未成年人保护法第92、93条"
    hands_over = Paper.REFERRAL_LETTER

    accepted: bool = field("对方已签收", widget="radios")
    signed_at: datetime | None = field("签收时间", shown_if="accepted=yes")
    signed_by: str | None = field("签收人和职务", shown_if="accepted=yes", max_length=100)
    their_number: str | None = field(
        "对方案号", shown_if="accepted=yes", optional=True, max_length=60
    )
    missing: str | None = field(
        "待补的材料", shown_if="accepted=yes", optional=True, widget="textarea", max_length=500
    )
    child_handed_over: bool = field(
        "已经把未成年人书面交给对方", shown_if="accepted=yes", default=False,
        source="未成年人保护法第92、93条",
        hint="接收中心在本系统内的,临时监护随案继续,选“否”。",
    )  # fmt: skip
    handover: Handover | None = field(
        "交接", shown_if="child_handed_over=yes", source="《意见》第11条"
    )
    refusal: str | None = field(
        "对方没有接收的理由", shown_if="accepted=no", widget="textarea", max_length=1000
    )

    @property
    def accepted_at(self) -> datetime:
        """When the other centre signed. Raises BrokenInvariant if it did not."""
        return present(self.signed_at)
