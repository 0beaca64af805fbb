"""The closing report 结案报告 (D18)."""

from datetime import date

from models.choice import Choice
from models.forms.base import Form, Part, field, rule
from models.forms.known import Known


class ClosingReason(Choice):
    """Why the case may end (指导纲要第37、77–79条)."""

    FOLLOWED_UP = "followed_up", "回访期满,困境解除"
    ADVICE = "advice", "咨询已答复"
    REFERRED = "referred", "已转有职权的单位"
    NOT_SUBSTANTIATED = "not_substantiated", "查无侵害,已转帮扶"
    MAJORITY = "majority", "年满十八周岁,监护终止"
    TRANSFERRED = "transferred", "已移交其他机构"
    RESTORED = "restored", "监护人资格恢复,回访期满"
    LONG_TERM = "long_term", "已转长期监护"
    DEATH = "death", "未成年人死亡"
    OTHER = "other", "其他"


class Archived(Part):
    """One thing that goes into the archive."""

    name: str = field("材料名称", max_length=100)
    pages: int | None = field("页数", optional=True, ge=1, le=9999, unit="页")


class ClosingReport(Form):
    """Why the case ends, how the child is, what goes on, what is kept."""

    title = "结案报告"
    what_now = "写明结案理由和未成年人现状;回访没有满期或者异常没有处理完的,不能结案。"
    source = "指导纲要第37、77–79条"

    reason: ClosingReason = field("结案理由", source="指导纲要第37条")
    concluded_on: date = field("结案日期")
    summary: str = field("个案经过", widget="textarea", max_length=5000)
    child_situation: str = field(
        "未成年人现状", known=Known.LAST_STATE, widget="textarea", max_length=2000
    )
    guardianship: str = field(
        "监护状况", known=Known.LAST_GUARDIANSHIP, widget="textarea", max_length=1000
    )
    services: tuple[str, ...] = field("提供过的服务", widget="textarea", hint="每行一项。")
    findings_dealt_with: bool = field(
        "回访发现的异常都已处理", source="指导纲要第77条", hint="没有异常的也选“是”。"
    )
    outstanding: str | None = field(
        "未了事项和由谁继续", optional=True, widget="textarea", max_length=1000,
        hint="还有没有了结的约定事项的,写明怎样处理、由谁继续。",
    )  # fmt: skip
    ends_side_procedures: bool = field(
        "一并结束还在进行的并行程序", default=False, hint="保护令、延长、建议回复等还开着的。"
    )
    side_reasons: str | None = field(
        "结束并行程序的理由", shown_if="ends_side_procedures=yes", widget="textarea",
        max_length=1000,
    )  # fmt: skip
    child_told: bool = field("已用未成年人能懂的方式告知本人结案和以后怎样求助")
    why_not_told: str | None = field("没有告知本人的理由", shown_if="child_told=no", max_length=300)
    contact_later: str | None = field("以后的联系人和求助渠道", optional=True, max_length=200)
    archive: tuple[Archived, ...] = field("归档清单", known=Known.ARCHIVE)

    @rule("findings_dealt_with")
    def nothing_is_left_open(self) -> str | None:
        """Gate G8: the last finding is dealt with."""
        return None if self.findings_dealt_with else "回访发现的异常处理完毕以后才能结案。"
