"""The forms of a child's death 未成年人死亡."""

from datetime import datetime

from models.choice import Choice
from models.forms.base import Form, field, rule
from models.forms.moments import present


class DeathCause(Choice):
    """How a child died, as far as is known."""

    ILLNESS = "illness", "疾病"
    ACCIDENT = "accident", "意外伤害"
    VIOLENCE = "violence", "他人侵害或者疑似他人侵害"
    SUICIDE = "suicide", "自杀或者疑似自杀"
    UNKNOWN = "unknown", "不明"


#: What is no natural death is reported to the police at once (强制报告意见).
UNNATURAL = frozenset(set(DeathCause) - {DeathCause.ILLNESS})


class DeathRecord(Form):
    """When, where and how a child died, and by what that is proved."""

    title = "死亡登记"
    what_now = "登记未成年人死亡的时间、地点、原因和证明;登记以后临时监护终止,案件转入结案。"
    source = "民法典第13、39条;未成年人保护法第11条"

    confirmed: bool = field("死亡已经确认", widget="radios", source="民法典第13条")
    why_not: str | None = field(
        "没有确认的情况", shown_if="confirmed=no", widget="textarea", max_length=500
    )
    died_at: datetime | None = field(
        "死亡时间", shown_if="confirmed=yes", source="民法典第15条",
        hint="以死亡证明记载为准;死亡证明没有写明几时几分的,按记载的日期估计。",
    )  # fmt: skip
    place: str | None = field("死亡地点", shown_if="confirmed=yes", max_length=200)
    cause: DeathCause | None = field("死亡原因", shown_if="confirmed=yes")
    circumstances: str | None = field(
        "经过", shown_if="confirmed=yes", widget="textarea", max_length=2000
    )
    proof: str | None = field(
        "死亡证明或者确认单位", shown_if="confirmed=yes", max_length=300, source="民法典第15条"
    )
    noticed_at: datetime = field("本中心知道的时间")
    noticed_by: str = field("由谁告知或者发现", max_length=100)

    @rule("noticed_at", "died_at")
    def is_known_after(self) -> str | None:
        """Nobody knows of a death before it."""
        if self.died_at and self.noticed_at < self.died_at:
            return "知道的时间不能早于死亡时间。"
        return None

    @property
    def ended_at(self) -> datetime:
        """When the child died.

        Raises:
            BrokenInvariant: The death was not confirmed.
        """
        return present(self.died_at)


class DeathReported(Form):
    """Whom the centre told of a death: police, superiors, procuratorate, family."""

    title = "死亡报告"
    what_now = "立即向公安机关和上级民政部门报告,通知家属;非正常死亡的必须报警并保护现场和证据。"
    source = "未成年人保护法第11条;强制报告意见"

    police_told: bool = field("已向公安机关报告", widget="radios", source="未成年人保护法第11条")
    police_told_at: datetime | None = field("报告公安机关的时间", shown_if="police_told=yes")
    station: str | None = field("受理单位和民警", shown_if="police_told=yes", max_length=100)
    why_not_police: str | None = field(
        "没有报告公安机关的理由", shown_if="police_told=no", widget="textarea", max_length=500,
        hint="只有医疗机构确认的正常死亡才可以不报。",
    )  # fmt: skip
    superior_told_at: datetime = field("报告上级民政部门的时间")
    superior: str = field("上级单位和经办人", max_length=100)
    prosecutor_told: bool = field("已通报检察机关", default=False)
    prosecutor: str | None = field(
        "检察机关和经办人", shown_if="prosecutor_told=yes", max_length=100
    )
    family_told: str = field(
        "通知家属的情况", widget="textarea", max_length=500,
        hint="通知了谁、什么时候;不能通知的写明理由。",
    )  # fmt: skip
    arrangements: str = field("遗体、遗物和后事的处理", widget="textarea", max_length=1000)
    evidence_kept: str | None = field(
        "保存的证据", optional=True, widget="textarea", max_length=500,
        hint="监控、记录、病历、现场。",
    )  # fmt: skip
