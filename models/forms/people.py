"""The people of a case as a form asks for them. Not knowing is normal; nothing is invented."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from models.choice import Choice
from models.forms.base import Part, field, rule
from models.forms.contact import Phone
from models.forms.identity import (
    WHICH_KIND,
    Carded,
    IdKind,
    IdNumber,
    Sex,
    what_is_wrong,
    with_its_kind,
    wrong_as_resident,
)
from models.law import dates
from models.law.majority import ADULT_YEARS

__all__ = [
    "ChildIdentity", "GuardianEntry", "GuardianRelation", "IdKind", "RelativeEntry",
    "RelativeRelation", "Reporter", "ReporterKind", "Sex", "no_child_on",
]  # fmt: skip

#: Shown where the sex, the birth date or a number is not known yet.
UNKNOWN = "不详"


class GuardianRelation(Choice):
    """What the guardian is to the child (民法典第27条)."""

    FATHER = "father", "父亲"
    MOTHER = "mother", "母亲"
    ADOPTIVE_FATHER = "adoptive_father", "养父"
    ADOPTIVE_MOTHER = "adoptive_mother", "养母"
    STEPFATHER = "stepfather", "继父"
    STEPMOTHER = "stepmother", "继母"
    GRANDFATHER = "grandfather", "祖父"
    GRANDMOTHER = "grandmother", "祖母"
    MATERNAL_GRANDFATHER = "maternal_grandfather", "外祖父"
    MATERNAL_GRANDMOTHER = "maternal_grandmother", "外祖母"
    SIBLING = "sibling", "兄、姐"
    OTHER = "other", "其他监护人"


class RelativeRelation(Choice):
    """What another qualified person is to the child (民法典第27、36条)."""

    FATHER = "father", "父亲"
    MOTHER = "mother", "母亲"
    GRANDPARENT = "grandparent", "祖父母"
    MATERNAL_GRANDPARENT = "maternal_grandparent", "外祖父母"
    SIBLING = "sibling", "兄、姐"
    OTHER_RELATIVE = "other_relative", "关系密切的其他亲属"
    FRIEND = "friend", "关系密切的朋友"
    ORGANISATION = "organisation", "愿意担任监护人的组织"


class ReporterKind(Choice):
    """Who reported (未成年人保护法第11条)."""

    CHILD = "child", "未成年人本人"
    FAMILY = "family", "家庭成员、亲属"
    NEIGHBOUR = "neighbour", "邻居、群众"
    SCHOOL = "school", "学校、幼儿园"
    HOSPITAL = "hospital", "医疗机构"
    VILLAGE = "village", "村(居)民委员会、儿童主任"
    POLICE = "police", "公安机关"
    PROCURATORATE = "procuratorate", "检察机关"
    COURT = "court", "人民法院"
    SOCIAL_SERVICE = "social_service", "社会工作服务机构、救助管理机构"
    OTHER = "other", "其他"


class ChildIdentity(Carded):
    """Who the child is, as far as it is known."""

    name: str | None = field(
        "姓名", optional=True, max_length=50, hint="不清楚可以不填,先写称呼或者化名。"
    )
    called: str | None = field(
        "称呼或者化名", optional=True, max_length=50, hint="姓名不详时必填,例如“小禾(化名)”。"
    )
    sex: Sex = field("性别", default=Sex.UNKNOWN)
    birth_date: date | None = field(
        "出生日期",
        optional=True,
        hint="不清楚可以不填,只知道年或者年月的照填,按推算记;推算的日期请勾选“推算”。",
    )
    birth_date_estimated: bool = field("出生日期是推算的", default=False)
    ethnicity: str | None = field("民族", optional=True, max_length=20)
    id_kind: IdKind = field("证件", default=IdKind.NONE)
    id_number: IdNumber | None = field(
        "证件号码", optional=True, max_length=40, hint="居民身份证号码不必另选证件种类。"
    )
    household_address: str | None = field("户籍地址", optional=True, max_length=200)
    current_address: str | None = field("现住址", optional=True, max_length=200)
    school: str | None = field("学校", optional=True, max_length=100)
    school_class: str | None = field("年级班级", optional=True, max_length=50)
    health_note: str | None = field(
        "健康状况", optional=True, max_length=500, widget="textarea",
        hint="残疾、重病、慢性病、过敏、正在服用的药物。",
    )  # fmt: skip

    @rule("called", "name")
    def has_a_way_to_be_called(self) -> str | None:
        """A child of whom nothing is known still gets a name to be called by."""
        return None if self.name or self.called else "姓名不详时,请填写称呼或者化名。"

    @classmethod
    def completed(cls, typed: Mapping[str, Any]) -> Mapping[str, Any]:
        """A mainland number says its kind itself; of a birth the year or the month may be known."""
        return with_its_kind(with_a_day(typed))

    @rule("id_kind", "id_number")
    def number_has_a_kind(self) -> str | None:
        """No number is dropped because nobody said what it is of."""
        return WHICH_KIND if self.id_number and self.id_kind is IdKind.NONE else None

    @rule("id_number", "id_kind")
    def number_is_right(self) -> str | None:
        """What is said to be, or looks like, a mainland number is one."""
        if not self.id_number:
            return None
        is_resident = self.id_kind is IdKind.RESIDENT
        return wrong_as_resident(self.id_number) if is_resident else what_is_wrong(self.id_number)

    @property
    def display_name(self) -> str:
        """The name on screens: the real one if known, otherwise what the child is called."""
        return self.name or self.called or UNKNOWN

    def age_on(self, day: date) -> int | None:
        """Full years of age on a day, or None while the birth date is not known."""
        return dates.age_on(self.birth_date, day) if self.birth_date else None


_YEAR_OR_MONTH = re.compile(r"^(\d{4})(?:\s*[-年/.]\s*(\d{1,2}))?\s*[年月]?$")


def with_a_day(typed: Mapping[str, Any]) -> Mapping[str, Any]:
    """A birth of which the year or the month is known, as an estimated day.

    Of a year it is the last day: nobody is of age by an estimate before it is certain.
    """
    known = _YEAR_OR_MONTH.match(str(typed.get("birth_date") or "").strip())
    if known is None:
        return typed
    year, month = known[1], known[2]
    day = f"{year}-{int(month):02d}-01" if month else f"{year}-12-31"
    return {**typed, "birth_date": day, "birth_date_estimated": True}


def no_child_on(child: ChildIdentity | None, day: date) -> str | None:
    """Say why somebody cannot be the child of a case that day: not born yet, or of age; or None."""
    born = child.birth_date if child else None
    if born is None:
        return None
    if born > day:
        return "出生日期还没有到,请核对年份。"
    of_age = dates.age_on(born, day) >= ADULT_YEARS
    return "按出生日期已经成年,不属于未成年人,请核对出生日期和年份。" if of_age else None


class GuardianEntry(Carded):
    """A guardian of the child."""

    name: str = field("姓名", max_length=50, hint="不知道姓名的,写能够辨认的称呼。")
    relation: GuardianRelation = field("与未成年人的关系", source="民法典第27条")
    sex: Sex = field("性别", default=Sex.UNKNOWN)
    birth_date: date | None = field("出生日期", optional=True)
    ethnicity: str | None = field("民族", optional=True, max_length=20)
    id_number: IdNumber | None = field("证件号码", optional=True, max_length=40)
    occupation: str | None = field("职业", optional=True, max_length=50)
    work_unit: str | None = field("工作单位", optional=True, max_length=100)
    address: str | None = field("住址", optional=True, max_length=200)
    phone: Phone | None = field("电话", optional=True, max_length=40)
    is_suspected: bool = field(
        "涉嫌实施监护侵害", default=False, source="《意见》第1条",
        hint="只是怀疑也选“是”;以后可以更正。",
    )  # fmt: skip
    may_be_contacted: bool = field(
        "现在可以联系", default=True, hint="联系会危及未成年人安全的,选“否”。"
    )


class RelativeEntry(Carded):
    """A relative, friend or organisation that might take care of the child."""

    name: str = field("姓名或者名称", max_length=100)
    relation: RelativeRelation = field("与未成年人的关系", source="民法典第27、36条")
    sex: Sex = field("性别", default=Sex.UNKNOWN)
    birth_date: date | None = field("出生日期", optional=True)
    id_number: IdNumber | None = field("证件号码", optional=True, max_length=40)
    work_unit: str | None = field("工作单位", optional=True, max_length=100)
    address: str | None = field("住址", optional=True, max_length=200)
    phone: Phone | None = field("电话", optional=True, max_length=40)


class Reporter(Part):
    """Who reported. What identifies the reporter is shown to nobody outside the centre."""

    kind: ReporterKind = field("报告人类别", source="未成年人保护法第11条")
    anonymous: bool = field(
        "要求匿名", default=False, source="反家庭暴力法第14条",
        hint="匿名的不必留姓名;愿意留电话的可以留。",
    )  # fmt: skip
    name: str | None = field("姓名", shown_if="anonymous=no", optional=True, max_length=50)
    unit: str | None = field("单位", optional=True, max_length=100)
    phone: Phone | None = field(
        "联系方式", optional=True, max_length=40, source="指导纲要第36条",
        hint="包括电话或者短号,例如 110、12345。",
    )  # fmt: skip
    is_mandated: bool = field(
        "属于有报告义务的单位或者人员", default=False, source="未成年人保护法第11、130条"
    )
    wants_feedback: bool = field("希望知道处置结果", default=False, source="未成年人保护法第11条")
    feedback_manner: str | None = field(
        "反馈方式和方便的时间", shown_if="wants_feedback=yes", max_length=200
    )

    @property
    def is_known(self) -> bool:
        """Whether there is a way to tell the reporter what came of the report."""
        return bool(self.phone or self.wants_feedback or (self.name and self.unit))
