"""Organisations and agents as parties to proceedings (民事诉讼法第124条)."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from models.choice import Choice
from models.forms.base import Part, field
from models.forms.contact import Phone
from models.forms.identity import Carded, IdNumber, Sex


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


class PartyKind(Choice):
    """Whether a party is a natural person or a body (民事诉讼法第51、124条)."""

    PERSON = "person", "自然人"
    BODY = "body", "单位"


#: A name that ends so is a body's, where nobody said what it is.
_BODIES = (
    "委员会", "村委会", "居委会", "局", "厅", "部", "院", "所", "站", "中心", "学校", "大学", "中学",
    "小学", "幼儿园", "公司", "机构", "协会", "联合会", "妇联", "残联", "基金会", "办事处", "政府", "村小组",
)  # fmt: skip
#: Shorter names are people's.
_SHORTEST_BODY = 4
#: What only a person has.
_OF_A_PERSON = ("sex", "birth_date", "ethnicity", "id_number", "work")


def is_body(name: str) -> bool:
    """Whether a name is that of a body, by its last word."""
    bare = re.sub(r"[(\uff08][^()\uff08\uff09]*[)\uff09]$", "", name.strip())
    return len(bare) >= _SHORTEST_BODY and bare.endswith(_BODIES)


class Party(Carded):
    """Against whom something is asked of a court: a person, or a body that is guardian."""

    kind: PartyKind = field(
        "自然人或者单位", default=PartyKind.PERSON, widget="radios",
        hint="村(居)民委员会、民政部门、机构担任监护人的选“单位”。",
    )  # fmt: skip
    name: str = field("姓名或者名称", max_length=100)
    relation: str = field("与未成年人的关系", max_length=50)
    sex: Sex = field("性别", shown_if="kind=person", default=Sex.UNKNOWN)
    birth_date: date | None = field("出生日期", shown_if="kind=person", optional=True)
    ethnicity: str | None = field("民族", shown_if="kind=person", optional=True, max_length=20)
    id_number: IdNumber | None = field(
        "证件号码", shown_if="kind=person", optional=True, max_length=40
    )
    work: str | None = field(
        "职业和工作单位", shown_if="kind=person", optional=True, max_length=100
    )
    head: str | None = field(
        "法定代表人或者主要负责人", shown_if="kind=body", optional=True, max_length=50
    )
    head_title: str | None = field("职务", shown_if="kind=body", optional=True, max_length=50)
    address: str = field("住所", max_length=200, hint="下落不明的,写最后住所并注明。")
    phone: Phone | None = field("联系方式", optional=True, max_length=40)

    @classmethod
    def completed(cls, typed: Mapping[str, Any]) -> Mapping[str, Any]:
        """A name of a body, with nothing that only a person has, is a body's."""
        if typed.get("kind") or any(typed.get(name) for name in _OF_A_PERSON):
            return typed
        named = str(typed.get("name") or "")
        return {**typed, "kind": PartyKind.BODY.value} if is_body(named) else typed


class Applicant(Carded):
    """Who applies to a court: a body, or a person who may (民事诉讼法第124条)."""

    kind: PartyKind = field("自然人或者单位", default=PartyKind.BODY, widget="radios")
    name: str = field("姓名或者名称", max_length=100, hint="单位写与公章一致的全称。")
    relation: str | None = field("与未成年人的关系", shown_if="kind=person", max_length=50)
    sex: Sex | None = field("性别", shown_if="kind=person")
    birth_date: date | None = field("出生日期", shown_if="kind=person")
    ethnicity: str | None = field("民族", shown_if="kind=person", max_length=20)
    id_number: IdNumber | None = field("证件号码", shown_if="kind=person", max_length=40)
    work: str | None = field(
        "职业和工作单位", shown_if="kind=person", optional=True, max_length=100
    )
    address: str = field("住所", max_length=200)
    head: str | None = field("法定代表人或者主要负责人", shown_if="kind=body", max_length=50)
    head_title: str | None = field("职务", shown_if="kind=body", max_length=50)
    phone: Phone = field("联系电话", max_length=40)
    credit_code: str | None = field(
        "统一社会信用代码", shown_if="kind=body", optional=True, max_length=30
    )

    @classmethod
    def completed(cls, typed: Mapping[str, Any]) -> Mapping[str, Any]:
        """Whoever has what only a person has, and no head, is a person."""
        if typed.get("kind") or typed.get("head"):
            return typed
        is_person = any(typed.get(name) for name in _OF_A_PERSON)
        return {**typed, "kind": PartyKind.PERSON.value} if is_person else typed


def too_few_copies(copies: int, respondents: Collection[Party]) -> str | None:
    """Say that there are fewer copies than respondents, or None."""
    if copies >= len(respondents):
        return None
    return f"副本份数不能少于被申请人人数,现有被申请人{len(respondents)}名。"
