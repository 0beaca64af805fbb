"""The forms of exemption from preventive visits 免访 (outline 80-81)."""

from datetime import date

from models.choice import Choice
from models.forms.base import Form, field, rule


class ExemptionCause(Choice):
    """Why a preventive visit may be left out for a while (指导纲要第81条;本中心规则)."""

    IMPROVED = "improved", "经评估情况改善"
    HOSPITAL = "hospital", "住院或者在机构照料,另有人每日看护"
    AWAY = "away", "随家人外出,当地已有人联系"
    DISASTER = "disaster", "自然灾害、疫情等不能入户"
    OTHER = "other", "其他"


class ExemptionRequest(Form):
    """Which windows are to be left out, why, and who looks after the child meanwhile."""

    title = "免访申请"
    what_now = "写明免访的起止、理由和依据;领回、撤销后的每周回访不能免访,到期照常走访。"
    source = "指导纲要第80、81条"

    from_on: date = field("免访自", source="指导纲要第81条")
    until_on: date = field("免访至", source="指导纲要第81条", hint="含当日;到期自动恢复走访。")
    cause: ExemptionCause = field("理由", widget="radios", source="指导纲要第81条")
    assessed_on: date | None = field("评估日期", shown_if="cause=improved")
    reasons: str = field("情况说明", widget="textarea", max_length=1000)
    evidence: tuple[str, ...] = field(
        "依据的材料", min_length=1, widget="textarea", hint="每行一项,例如住院证明、评估报告编号。"
    )
    meanwhile: str = field("免访期间怎样了解情况", widget="textarea", max_length=500)

    @rule("until_on", "from_on")
    def ends_after_it_begins(self) -> str | None:
        """An exemption has an end."""
        return None if self.from_on <= self.until_on else "免访的截止日期不能早于起始日期。"


class ExemptionDecision(Form):
    """Whether the supervisor grants it, and until when."""

    title = "免访审批"
    what_now = "看申请和依据,决定是否同意;可以缩短,不能延长。"
    source = "指导纲要第80、81条"

    granted: bool = field("同意免访", widget="radios", source="指导纲要第81条")
    decided_on: date = field("审批日期")
    until_on: date | None = field("准予免访至", shown_if="granted=yes", hint="含当日。")
    reasons: str = field("意见", widget="textarea", max_length=500)
