"""Organisations and agents as parties to proceedings (民事诉讼法第124条)."""

from collections.abc import Collection
from datetime import date

from models.choice import Choice
from models.forms.base import Part, field
from models.forms.contact import IdNumber, Phone
from models.forms.people import Sex


class Organisation(Part):
    """A body that applies to a court: name, domicile, head and post, contact."""

    name: str = field("名称", max_length=100, hint="与公章一致的全称。")
    address: str = field("住所", max_length=200)
    head: str = field("法定代表人或者主要负责人", max_length=50)
    head_title: str = field("职务", max_length=50)
    phone: Phone = field("联系电话", max_length=40)
    credit_code: str | None = field("统一社会信用代码", optional=True, max_length=30)


class AgentKind(Choice):
    """Who acts for the applicant (民事诉讼法第61条)."""

    LAWYER = "lawyer", "律师"
    LEGAL_WORKER = "legal_worker", "基层法律服务工作者"
    STAFF = "staff", "申请人的工作人员"
    LEGAL_AID = "legal_aid", "法律援助律师"


class Agent(Part):
    """An agent with a power of attorney."""

    name: str = field("姓名", max_length=50)
    kind: AgentKind = field("代理人身份", source="民事诉讼法第61条")
    unit: str = field("单位", max_length=100)
    phone: Phone = field("电话", max_length=40)
    powers: str = field("代理权限", max_length=200, default="一般代理")


class PersonParty(Part):
    """A natural person against whom something is asked of a court."""

    name: str = field("姓名", max_length=50)
    relation: str = field("与未成年人的关系", max_length=50)
    sex: Sex = field("性别", default=Sex.UNKNOWN)
    birth_date: date | None = field("出生日期", optional=True)
    ethnicity: str | None = field("民族", optional=True, max_length=20)
    id_number: IdNumber | None = field("证件号码", optional=True, max_length=40)
    work: str | None = field("职业和工作单位", optional=True, max_length=100)
    address: str = field("住所", max_length=200, hint="下落不明的,写最后住所并注明。")
    phone: Phone | None = field("联系方式", optional=True, max_length=40)


def too_few_copies(copies: int, respondents: Collection[PersonParty]) -> str | None:
    """Say that there are fewer copies than respondents, or None."""
    if copies >= len(respondents):
        return None
    return f"副本份数不能少于被申请人人数,现有被申请人{len(respondents)}名。"
