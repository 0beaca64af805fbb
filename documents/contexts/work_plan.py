"""D17 个案工作计划: back to the family or to a permanent home (outline 68)."""

from documents.contexts import people
from documents.contexts.base import Context, Part
from documents.contexts.case import author, number_of
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import cn_date, or_none, paragraphs
from models.forms.assessment import WorkPlan
from models.words import Paper


class Measure(Part):
    """One measure of the plan."""

    number: str
    task: str
    done_when: str
    who: str
    by: str


class WorkPlanContext(Context):
    """What the plan prints. Internal."""

    centre: str
    case_number: str
    child: str
    basis: str
    direction: str
    period: str
    goals: tuple[str, ...]
    measures: tuple[Measure, ...]
    child_part: tuple[str, ...]
    guardian_part: tuple[str, ...]
    contact_rules: tuple[str, ...]
    review: str
    written_by: str


def build(record: CaseRecord, about: str | None) -> WorkPlanContext:  # noqa: ARG001
    """Fill the plan from its newest form."""
    plan = record.need(WorkPlan)
    return WorkPlanContext(
        centre=record.centre.name,
        case_number=record.case_number,
        child=people.child_line(record.child, record.now),
        basis=say("家庭监护评估报告(编号：{});指导纲要第68条。",
                  number_of(record, Paper.ASSESSMENT_REPORT)),
        direction=full_width(plan.aim.label),
        period=say("{}至{}", cn_date(plan.begins_on), cn_date(plan.ends_on)),
        goals=plan.goals,
        measures=tuple(
            Measure(
                number=str(place),
                task=one.task,
                done_when=or_none(one.measure),
                who=one.who,
                by=cn_date(one.by),
            )
            for place, one in enumerate(plan.tasks, 1)
        ),
        child_part=paragraphs(plan.child_part),
        guardian_part=paragraphs(plan.guardian_part),
        contact_rules=paragraphs(plan.contact_rules),
        review=say("{}检视本计划,负责人：{}。", cn_date(plan.review_on), plan.responsible),
        written_by=author(record, WorkPlan),
    )  # fmt: skip
