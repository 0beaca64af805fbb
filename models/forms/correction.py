"""Correcting who the people of a case are; a form of its own, at any moment of an open case."""

from models.forms.base import Form, field
from models.forms.people import ChildIdentity, GuardianEntry


class PeopleCorrection(Form):
    """What is known of the child and the guardians, put right, and why."""

    title = "更正人员信息"
    what_now = "写全更正后的信息和更正的理由;已经送审的文书会作废并按新信息重新生成。"
    source = "未成年人保护法第4条"

    child: ChildIdentity = field("未成年人")
    guardians: tuple[GuardianEntry, ...] = field("监护人", default=())
    reason: str = field("更正的理由和依据", widget="textarea", max_length=1000)
