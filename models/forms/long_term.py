"""The forms of long-term guardianship by civil affairs 长期监护 without a judgment (minors law 94)."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, Part, field, rule
from models.forms.contact import Phone
from models.forms.handover import Handover
from models.forms.moments import present
from models.law.dates import end_of_day
from models.law.terms import LongTerm94


class Loss(Choice):
    """Why a guardian cannot be guardian (未成年人保护法第94条;民法典第39条)."""

    DEAD = "dead", "死亡或者被宣告死亡"
    INCAPABLE = "incapable", "丧失监护能力"
    OTHER = "other", "其他法定情形"


class GuardianLost(Part):
    """One guardian of the case who cannot be guardian, and by what that is proved."""

    name: str = field("监护人姓名", max_length=50)
    loss: Loss = field("情形", source="未成年人保护法第94条")
    since: date | None = field("自何时起", optional=True)
    proof: str = field(
        "证明材料", max_length=300, hint="死亡证明、宣告死亡判决、鉴定意见等,写明编号。"
    )


class LongTermGrounds(Part):
    """On which item of art. 94 civil affairs becomes the guardian, with what the item needs."""

    item: LongTerm94 = field("属于第94条的情形", widget="radios", source="未成年人保护法第94条")
    guardians: tuple[GuardianLost, ...] = field(
        "各监护人不能担任监护人的情况",
        default=(),
        hint="登记的监护人逐人写明;没有登记监护人的不填。",
    )
    search: str | None = field(
        "查找监护人的经过和结论", shown_if="item=94.1", widget="textarea", max_length=1000
    )
    nobody_else: str | None = field(
        "查明没有其他人可以担任监护人的经过", shown_if="item=94.2|94.3", widget="textarea",
        max_length=1000, source="民法典第27、32条",
        hint="祖父母、外祖父母,成年兄姐,其他愿意担任的个人和组织,逐一写明。",
    )  # fmt: skip
    other_law: str | None = field("依据的法律和条文", shown_if="item=94.5", max_length=300)

    @rule("item")
    def a_judgment_is_no_conclusion(self) -> str | None:
        """Minors law 94(四): a court's appointment comes by its judgment."""
        if self.item is LongTerm94.JUDGED:
            return "由法院判决指定民政部门的,会商结论应为申请撤销监护人资格,判决以后安置。"
        return None

    @rule("guardians", "item")
    def the_loss_is_the_items(self) -> str | None:
        """Minors law 94(二)(三): a guardian died, or lost the capacity to be one."""
        needs = {LongTerm94.GUARDIAN_DEAD: Loss.DEAD, LongTerm94.GUARDIAN_INCAPABLE: Loss.INCAPABLE}
        loss = needs.get(self.item)
        if loss and not any(one.loss is loss for one in self.guardians):
            return f"选定的情形要求监护人“{loss.label}”,请逐人写明。"
        return None


class LongTermDecision(Form):
    """Civil affairs takes the child into long-term guardianship, or says why not."""

    title = "长期监护决定"
    what_now = "写明是否由民政部门长期监护、由哪个机构收留抚养、哪一天交接。"
    source = "未成年人保护法第94条"

    decided: bool = field("由民政部门长期监护", widget="radios", source="未成年人保护法第94条")
    decided_on: date = field("决定日期")
    decided_by: str = field("决定单位和经办人", max_length=100)
    number: str | None = field("决定文号", optional=True, max_length=60)
    institution: str | None = field(
        "收留抚养的机构", shown_if="decided=yes", max_length=100, hint="写机构全称。"
    )
    contact: str | None = field("联系人", shown_if="decided=yes", max_length=50)
    phone: Phone | None = field("联系电话", shown_if="decided=yes", max_length=40)
    handover_on: date | None = field("交接日期", shown_if="decided=yes")
    household: str | None = field(
        "户口登记和证件的办理", shown_if="decided=yes", optional=True, widget="textarea",
        max_length=500,
    )  # fmt: skip
    preparation: str | None = field(
        "未成年人的准备", shown_if="decided=yes", widget="textarea", max_length=1000,
        hint="告知、探访、过渡安排。",
    )  # fmt: skip
    reasons: str = field("理由", widget="textarea", max_length=1000)
    instead: str | None = field(
        "不予长期监护时的安排", shown_if="decided=no", widget="textarea", max_length=1000
    )

    @rule("handover_on", "decided_on")
    def is_handed_over_after(self) -> str | None:
        """The child is handed over when it is decided, not before."""
        if self.handover_on and self.handover_on < self.decided_on:
            return "交接日期不能早于决定日期。"
        return None

    @property
    def handover_day_ends_at(self) -> datetime:
        """Until when the child is to be handed over.

        Raises:
            BrokenInvariant: Civil affairs did not take the child.
        """
        return end_of_day(present(self.handover_on))


class LongTermHandover(Form):
    """The written hand-over to the institution by which civil affairs is guardian."""

    title = "长期监护交接"
    what_now = "与收留抚养的机构书面交接,双方签字;临时监护自交接时终止。"
    source = "未成年人保护法第94条"

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
