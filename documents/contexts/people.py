"""How a person is written: as rows of a form, as one line, as a party before a court.

What is not known is said to be not known; a blank would read as forgotten.
"""

from datetime import datetime

from documents.contexts.base import ChildCard, GuardianCard
from documents.peoples import people_named
from documents.punctuation import full_width, say
from documents.wording import UNKNOWN, cn_date, masked, or_none, or_unknown, yes_no
from models.forms.organisations import Agent, Organisation, PersonParty
from models.forms.people import ChildIdentity, GuardianEntry, Sex
from models.law.dates import shanghai_date


def child_name(child: ChildIdentity) -> str:
    """The name, or what the child is called, marked as not the verified name."""
    if child.name:
        return child.name
    return say("{}(姓名未查明)", child.called) if child.called else full_width("(姓名未查明)")


def masked_child(child: ChildIdentity) -> str:
    """The child for outside bodies that need not know the full name (minors law 103)."""
    return masked(child.name) if child.name else (child.called or UNKNOWN)


def birth(child: ChildIdentity) -> str:
    """The birth date; an estimate says so."""
    if child.birth_date is None:
        return UNKNOWN
    estimated = full_width("(推算,待查明)") if child.birth_date_estimated else ""
    return cn_date(child.birth_date) + estimated


def age(child: ChildIdentity, now: datetime) -> str:
    """Full years of age."""
    years = child.age_on(shanghai_date(now))
    return UNKNOWN if years is None else f"{years}周岁"


def sex(value: Sex) -> str:
    """The sex as documents write it."""
    return UNKNOWN if value is Sex.UNKNOWN else value.label


def id_number(child: ChildIdentity) -> str:
    """Number with its kind of document, or that it is not known."""
    if not child.id_number:
        return UNKNOWN
    return say("{}({})", child.id_number, full_width(child.id_kind.label))


def child_card(child: ChildIdentity, now: datetime) -> ChildCard:
    """The child as rows of an internal form."""
    place = " ".join(part for part in (child.school, child.school_class) if part)
    return ChildCard(
        name=child_name(child),
        sex=sex(child.sex),
        birth=birth(child),
        age=age(child, now),
        ethnicity=or_unknown(child.ethnicity),
        id_number=id_number(child),
        household=or_unknown(child.household_address),
        address=or_unknown(child.current_address),
        school=place or UNKNOWN,
        health=or_unknown(child.health_note),
    )


def guardian_card(guardian: GuardianEntry) -> GuardianCard:
    """A guardian as rows of an internal form."""
    work = " ".join(part for part in (guardian.occupation, guardian.work_unit) if part)
    return GuardianCard(
        name=guardian.name,
        relation=guardian.relation.label,
        sex=sex(guardian.sex),
        birth=cn_date(guardian.birth_date),
        id_number=or_unknown(guardian.id_number),
        work=work or UNKNOWN,
        address=or_unknown(guardian.address),
        phone=or_unknown(guardian.phone),
        suspected=yes_no(value=guardian.is_suspected),
        contact="可以联系" if guardian.may_be_contacted
        else full_width("联系会危及未成年人安全,暂不联系"),
    )  # fmt: skip


def child_line(child: ChildIdentity, now: datetime) -> str:
    """The child in one line of an internal report, without address and number."""
    return say("{},{},{},{}", child_name(child), _sexed(child.sex), _born(birth(child)),
               age(child, now) if child.birth_date else full_width("年龄未查明"))  # fmt: skip


def child_party(child: ChildIdentity) -> str:
    """The child in a court paper: who it is, and nothing of where it is cared for now."""
    return say(
        "{},{},{},{},居民身份证号码(证件号码)：{},户籍地：{}。",
        child_name(child),
        _sexed(child.sex),
        _born(birth(child)),
        _ethnic(child.ethnicity),
        id_number(child),
        or_unknown(child.household_address),
    )


def guardian_line(guardian: GuardianEntry) -> str:
    """A guardian in one line of a report."""
    return say("{},系未成年人的{},{},{},{}。", guardian.name, guardian.relation.label,
               _sexed(guardian.sex), _born(cn_date(guardian.birth_date)),
               _lives(guardian.address))  # fmt: skip


def party(person: PersonParty) -> str:
    """A natural person as a party (civil procedure law 124)."""
    return say(
        "{},{},{},{},居民身份证号码(证件号码)：{},职业和工作单位：{},住所：{},联系方式：{}。"
        "与未成年人的关系：{}。",
        person.name, _sexed(person.sex), _born(cn_date(person.birth_date)),
        _ethnic(person.ethnicity), or_unknown(person.id_number), or_unknown(person.work),
        person.address, or_unknown(person.phone), person.relation,
    )  # fmt: skip


def organisation(body: Organisation) -> str:
    """A body as a party: name, domicile, contact (civil procedure law 124)."""
    code = say(",统一社会信用代码：{}", body.credit_code) if body.credit_code else ""
    return say("{}{},住所：{},联系电话：{}。", body.name, code, body.address, body.phone)


def head(body: Organisation) -> str:
    """Who heads the body."""
    return say("法定代表人(主要负责人)：{},职务：{}。", body.head, body.head_title)


def agent(person: Agent) -> str:
    """An agent with the power of attorney."""
    return say("{},{},{},联系电话：{},代理权限：{}。", person.name,
               full_width(person.kind.label), person.unit, person.phone,
               or_none(person.powers))  # fmt: skip


def _sexed(value: Sex) -> str:
    """In running text the sex is named, so that 未查明 says what is not known."""
    return "性别未查明" if value is Sex.UNKNOWN else value.label


def _born(text: str) -> str:
    return "出生日期未查明" if text == UNKNOWN else f"{text}出生"


def _lives(address: str | None) -> str:
    return f"住{address}" if address else "住址未查明"


def _ethnic(text: str | None) -> str:
    if not text:
        return "民族未查明"
    return people_named(text)
