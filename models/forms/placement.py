"""The forms of placement after judgment 判后安置."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, field
from models.forms.child_view import ChildView
from models.forms.contact import Phone
from models.forms.handover import Handover
from models.forms.known import Known
from models.words import Holder, Paper


class Receiver(Choice):
    """Who receives the child (未成年人保护法第94条;民法典第36条)."""

    RELATIVE = "relative", "法院指定的亲属、朋友"
    PARENT = "parent", "其他监护人(父或者母)"
    VILLAGE = "village", "法院指定的村(居)民委员会"
    WELFARE_HOME = "welfare_home", "儿童福利机构(法院指定民政部门)"


_HOLDERS = {
    Receiver.RELATIVE: Holder.RELATIVE,
    Receiver.PARENT: Holder.FAMILY,
    Receiver.VILLAGE: Holder.VILLAGE,
    Receiver.WELFARE_HOME: Holder.WELFARE_HOME,
}


class PlacementPlan(Form):
    """How the judgment is carried out."""

    title = "安置方案"
    what_now = "按判决定下交给谁、什么时候、作哪些准备;指定民政部门的,交儿童福利机构。"
    source = "未成年人保护法第94条;民法典第36、37条"

    judgment_number: str = field("判决书案号", known=Known.JUDGMENT_NUMBER, max_length=60)
    receiver: Receiver = field(
        "接收方", known=Known.JUDGED_RECEIVER, source="未成年人保护法第94条;民法典第36条"
    )
    receiver_name: str = field(
        "接收人姓名或者机构名称", known=Known.JUDGED_RECEIVER_NAME, max_length=100
    )
    receiver_contact: str = field("联系人", max_length=50)
    receiver_phone: Phone = field("联系电话", max_length=40)
    planned_on: date = field("计划交接日期")
    preparation: str = field(
        "未成年人的准备", widget="textarea", max_length=1000, hint="告知、探访、过渡安排。"
    )
    school: str = field("就学安排", widget="textarea", max_length=500)
    health: str = field("医疗和心理服务安排", widget="textarea", max_length=500)
    papers: tuple[str, ...] = field("移交的证件和档案", hint="用顿号分开。")
    maintenance: str = field(
        "抚养费的落实", widget="textarea", max_length=500, source="民法典第37条",
        hint="被撤销资格的父母继续负担抚养费。",
    )  # fmt: skip
    siblings: str | None = field("兄弟姐妹的安排", optional=True, max_length=300)
    child_view: ChildView = field("未成年人的意见")

    @property
    def receiving_holder(self) -> Holder:
        """Who has the ball until the hand-over."""
        return _HOLDERS[self.receiver]


class PlacementHandover(Form):
    """The written hand-over to the appointed guardian."""

    title = "判后交接"
    what_now = "与指定的监护人书面交接,双方签字。"
    source = "未成年人保护法第94条"
    hands_over = Paper.RIGHTS_NOTICE

    handover: Handover = field("交接", source="未成年人保护法第94条")
    archive_handed_over: bool = field("个案档案复印件已移交")
    adoption_note: str | None = field(
        "关于送养的说明", optional=True, widget="textarea", max_length=500,
        source="未成年人保护法第95条",
    )  # fmt: skip

    @property
    def handed_over_at(self) -> datetime:
        """When the child was handed over."""
        return self.handover.handed_over_at
