"""The scopes and the voices of an assessment, the risk level, and what the opinions add."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.choice import Choice
from models.forms.base import Part, field
from models.forms.grounds import Admonition
from models.words import Holder


@dataclass(frozen=True)
class VoiceSource:
    """Whom an assessment must hear (指导纲要第55条)."""

    code: str
    label: str
    holder: Holder


#: The five voices of outline art. 55.
VOICES = (
    VoiceSource("child", "未成年人", Holder.CENTRE),
    VoiceSource("guardian", "监护人", Holder.FAMILY),
    VoiceSource("police", "辖区民警", Holder.POLICE),
    VoiceSource("neighbour", "邻里", Holder.VILLAGE),
    VoiceSource("school", "学校", Holder.SCHOOL),
)


class Scope(Choice):
    """The six scopes of an assessment (指导纲要第55条)."""

    ECONOMY = "economy", "家庭经济能力"
    CARE = "care", "照顾能力"
    SKILLS = "skills", "监护技能"
    RESPONSIBILITY = "responsibility", "责任意识"
    BOND = "bond", "亲子关系"
    CHILD = "child", "未成年人生存与发展状况"


class Grade(Choice):
    """How a scope stands."""

    GOOD = "good", "良好"
    FAIR = "fair", "一般"
    POOR = "poor", "不足"
    SEVERE = "severe", "严重不足"


#: Rows of the six scopes.
EACH_SCOPE = tuple({"scope": scope.value} for scope in Scope)


class ScopeFinding(Part):
    """What was found in one scope."""

    scope: Scope = field("评估范围", source="指导纲要第55条")
    grade: Grade = field("评价")
    conclusion: str = field("结论", widget="textarea", max_length=2000)
    evidence_numbers: tuple[int, ...] = field("证据编号", hint="证据目录中的编号,用顿号分开。")


#: Characters of a level's code.
_CODE = 20


class RiskGrade(Part):
    """A level of a local scheme. Only `rank` may be compared across places (K16)."""

    locality: str = field("地方标准所属地", max_length=50)
    scheme_version: str = field("标准版本", max_length=50)
    code: str = field(
        "等级代码", max_length=_CODE, hint="按地方标准的写法;标准没有代码的不填,按名称记。"
    )
    rank: int = field("风险位次", ge=1, le=9, hint="1为最低;与等级的数字、颜色无关。")
    name: str = field("等级名称", max_length=50)

    @classmethod
    def completed(cls, typed: Mapping[str, Any]) -> Mapping[str, Any]:
        """A standard without codes calls its levels by their names."""
        named = str(typed.get("name") or "").strip()
        return typed if typed.get("code") or not named else {**typed, "code": named[:_CODE]}


class Feasible(Choice):
    """Whether the child can go back."""

    YES = "yes", "可行"
    CONDITIONAL = "conditional", "有条件可行"
    NO = "no", "不可行"


class ReturnFeasibility(Part):
    """Whether return home is feasible (指导纲要第68条)."""

    guardianship: str = field(
        "监护能力", widget="textarea", max_length=1000, source="指导纲要第68条"
    )
    family: str = field("家庭情况", widget="textarea", max_length=1000, source="指导纲要第68条")
    health: str = field("身心健康", widget="textarea", max_length=1000, source="指导纲要第68条")
    wishes: str = field("本人意愿", widget="textarea", max_length=1000, source="指导纲要第68条")
    feasible: Feasible = field("回归家庭", widget="radios")
    conditions: str | None = field(
        "需要满足的条件", shown_if="feasible=conditional", widget="textarea", max_length=1000
    )


class GuidanceSession(Admonition):
    """One session of education and guidance, and how the guardian took it."""

    attitude: str = field("监护人的表现", widget="textarea", max_length=500)


class PlanTask(Part):
    """One task of a work plan: what, who, until when."""

    task: str = field("任务", max_length=300)
    who: str = field("负责人或者单位", max_length=100)
    by: date = field("完成期限")
    measure: str | None = field("怎样算完成", optional=True, max_length=300)
