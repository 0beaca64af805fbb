"""The case work plan 个案工作计划 (D17): towards home, or towards a home for good."""

from datetime import date

from models.choice import Choice
from models.forms.base import Form, field, rule
from models.forms.scopes import PlanTask


class PlanAim(Choice):
    """Where the plan leads (指导纲要第68条)."""

    HOME = "home", "回归家庭"
    PERMANENT = "permanent", "永久安置"
    TWIN = "twin", "回归家庭为主,同时准备永久安置"


class WorkPlan(Form):
    """Aims, tasks and dates of the work with child and family."""

    title = "个案工作计划"
    what_now = "写明目标、分工和时限,每项任务都有负责人和完成日期。"
    source = "指导纲要第68条"

    aim: PlanAim = field("计划方向", widget="radios", source="指导纲要第68条")
    begins_on: date = field("计划开始日期")
    ends_on: date = field("计划结束日期")
    goals: tuple[str, ...] = field("目标", widget="textarea", hint="每行一个。")
    tasks: tuple[PlanTask, ...] = field("任务分工", source="指导纲要第68条")
    child_part: str = field("未成年人方面的服务", widget="textarea", max_length=1000)
    guardian_part: str = field("监护人方面的要求和支持", widget="textarea", max_length=1000)
    contact_rules: str | None = field(
        "探视和联系的安排", optional=True, widget="textarea", max_length=500
    )
    responsible: str = field("计划负责人", max_length=50)
    review_on: date = field("计划检视日期")

    @rule("ends_on", "begins_on")
    def runs_forward(self) -> str | None:
        """The plan ends after it begins."""
        return "计划结束日期应当晚于开始日期。" if self.ends_on <= self.begins_on else None

    @rule("review_on", "begins_on", "ends_on")
    def is_reviewed_within(self) -> str | None:
        """It is looked at again while it runs."""
        within = self.begins_on <= self.review_on <= self.ends_on
        return None if within else "检视日期应当在计划期间之内。"

    @rule("tasks", "begins_on", "ends_on")
    def tasks_fall_within(self) -> str | None:
        """Every task is due while the plan runs."""
        late = [
            str(place)
            for place, one in enumerate(self.tasks, 1)
            if not self.begins_on <= one.by <= self.ends_on
        ]
        return f"第 {'、'.join(late)} 项任务的完成期限不在计划期间之内。" if late else None
