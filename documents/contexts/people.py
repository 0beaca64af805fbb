"""How a person is written: as rows of a form, as one line, as a party before a court.

What is not known is said to be not known; a blank would read as forgotten.
"""

from collections.abc import Mapping
from datetime import datetime

from documents.contexts.base import ChildCard, GuardianCard
from documents.peoples import people_named
from documents.punctuation import full_width, say
from documents.wording import UNKNOWN, cn_date, masked, or_none, or_unknown, yes_no
from models.forms.identity import IdKind, Sex, kind_of
from models.forms.organisations import Agent, Applicant, Party, PartyKind
from models.forms.people import ChildIdentity, GuardianEntry
from models.law.dates import shanghai_date


def child_name(child: ChildIdentity) -> str:
    """The name, or what the child is called, marked as not the verified name."""
    if child.name:
        return child.name
    return say("{}(姓名未查明)", child.called) if child.called else full_width("(姓名未查明)")


def court_name(child: ChildIdentity) -> str:
    """The child before a court: what is not verified is said once, in the party's line."""
    return child.name or child.called or "未成年人"


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
    """The child in a court paper: who it is, and nothing of where it is cared for now.

    What nobody knows yet is said in a sentence of its own, and stands in no list of facts.
    """
    known = _facts(
        court_name(child),
        None if child.sex is Sex.UNKNOWN else child.sex.label,
        f"{birth(child)}出生" if child.birth_date else None,
        _ethnic(child.ethnicity) if child.ethnicity else None,
        _number(child.id_number),
        say("户籍地：{}", child.household_address) if child.household_address else None,
    )
    return known + _unknown("尚在查明", {
        "姓名": child.name, "性别": child.sex is not Sex.UNKNOWN, "出生日期": child.birth_date,
        "民族": child.ethnicity, "证件号码": child.id_number, "户籍地": child.household_address,
    })  # fmt: skip


def guardian_line(guardian: GuardianEntry) -> str:
    """A guardian in one line of a report."""
    return say("{},系未成年人的{},{},{},{}。", guardian.name, guardian.relation.label,
               _sexed(guardian.sex), _born(cn_date(guardian.birth_date)),
               _lives(guardian.address))  # fmt: skip


def party(one: Party) -> str:
    """A respondent (civil procedure law 124): a person, or a body without what persons have."""
    relation = say("与未成年人的关系：{}。", one.relation)
    if one.kind is PartyKind.BODY:
        return _facts(
            one.name,
            say("住所：{}", one.address),
            say("法定代表人(主要负责人)：{}", one.head) if one.head else None,
            say("职务：{}", one.head_title) if one.head_title else None,
            say("联系方式：{}", one.phone) if one.phone else None,
        ) + relation  # fmt: skip
    known = _facts(one.name, *_personal(one), say("住所：{}", one.address),
                   say("联系方式：{}", one.phone) if one.phone else None)  # fmt: skip
    return known + relation + _unknown("申请人尚不掌握", {
        "性别": one.sex is not Sex.UNKNOWN, "出生日期": one.birth_date, "民族": one.ethnicity,
        "证件号码": one.id_number, "职业和工作单位": one.work, "联系方式": one.phone,
    })  # fmt: skip


def applicant(one: Applicant) -> str:
    """Who applies (civil procedure law 124): a body, or a person.

    A person's address may be where the child is cared for: the court gets it apart.
    """
    if one.kind is PartyKind.PERSON:
        relation = say("与未成年人的关系：{}。", one.relation) if one.relation else ""
        hidden = full_width("住所和联系方式依法保密,另行向法庭提交。")
        return _facts(one.name, *_personal(one)) + relation + hidden
    code = say("统一社会信用代码：{}", one.credit_code) if one.credit_code else None
    return _facts(one.name, code, say("住所：{}", one.address), say("联系电话：{}", one.phone))


def head(one: Applicant) -> str:
    """Who heads the body that applies; nobody heads a person."""
    if one.kind is PartyKind.PERSON or not one.head:
        return ""
    return say("法定代表人(主要负责人)：{},职务：{}。", one.head, or_none(one.head_title))


def _personal(one: Party | Applicant) -> tuple[str | None, ...]:
    """What only a person has, as far as it is known."""
    return (
        one.sex.label if one.sex and one.sex is not Sex.UNKNOWN else None,
        f"{cn_date(one.birth_date)}出生" if one.birth_date else None,
        _ethnic(one.ethnicity) if one.ethnicity else None,
        _number(one.id_number),
        say("职业和工作单位：{}", one.work) if one.work else None,
    )


def _number(number: str | None) -> str | None:
    if not number:
        return None
    resident = kind_of(number) is IdKind.RESIDENT
    return say("居民身份证号码：{}" if resident else "证件号码：{}", number)


def _facts(*said: str | None) -> str:
    """What is known, in one sentence."""
    return "\uff0c".join(one for one in said if one) + "。"


def _unknown(who: str, facts: Mapping[str, object]) -> str:
    """Say in a sentence which facts are not known, or nothing."""
    missing = [name for name, known in facts.items() if not known]
    return f"其{'、'.join(missing)}{who}。" if missing else ""


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


def _ethnic(text: str) -> str:
    return people_named(text)
