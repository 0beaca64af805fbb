"""Parties to proceedings: persons and bodies, each with what they have and nothing else."""

from copy import deepcopy
from typing import Any

import pytest

from documents.contexts import people
from documents.papers import PAPERS
from models.errors import FormInvalid
from models.forms.injunction import InjunctionApplication
from models.forms.people import ChildIdentity
from models.forms.petition import PetitionDraft
from models.forms.protection_application import ProtectionApplication
from models.words import Paper, Stage
from tests.factories_forms import raw_example
from tests.law import LAW
from tests.unit.documents.records import record, with_answer

COMMITTEE = {"name": "示例县示例村村民委员会", "relation": "监护人(指定)", "address": "示例村1号"}
GRANDMOTHER = {
    "name": "王某某", "relation": "外祖母", "sex": "female", "birth_date": "1958-02-03",
    "ethnicity": "穿青人", "id_number": "999999195802031249", "address": "示例县示例村2号",
    "phone": "0999-0000005",
}  # fmt: skip


def petition(**changes: Any) -> Any:
    form = PetitionDraft.parse(raw_example(PetitionDraft) | changes, LAW)
    build = PAPERS[Paper.REVOCATION_PETITION].build
    return build(with_answer(record(Stage.REVOCATION), form), None)


def respondent(**changes: Any) -> dict[str, Any]:
    first: dict[str, Any] = deepcopy(raw_example(PetitionDraft)["respondents"][0])
    return first | changes


def test_a_body_is_written_as_a_body():
    body = respondent(**COMMITTEE, head="吴某某", head_title="主任")
    for name in ("sex", "birth_date", "ethnicity", "id_number", "work", "phone"):
        body.pop(name, None)
    [line] = petition(respondents=[body]).respondents

    assert line == (
        "示例县示例村村民委员会\uff0c住所：示例村1号\uff0c法定代表人\uff08主要负责人\uff09：吴某某"
        "\uff0c职务：主任。与未成年人的关系：监护人(指定)。"
    )


@pytest.mark.parametrize("name", ["示例县民政局", "示例市儿童福利院", "示例社区居民委员会(代管)",
                                  "示例县救助管理站", "示例县未成年人救助保护中心"])  # fmt: skip
def test_a_name_of_a_body_is_a_bodys_where_nothing_else_is_said(name: str):
    body = {"name": name, "relation": "监护人", "address": "示例县1号"}

    for form in (ProtectionApplication, InjunctionApplication):
        read = form.parse(raw_example(form) | {"respondents": [body]}, LAW)
        assert read.respondents[0].kind.value == "body"
    person = body | {"sex": "male"}
    read = ProtectionApplication.parse(
        raw_example(ProtectionApplication) | {"respondents": [person]}, LAW
    )
    assert read.respondents[0].kind.value == "person"


def test_what_is_not_known_of_a_person_is_said_in_a_sentence():
    bare = {"name": "林某某", "relation": "母亲", "address": "下落不明"}
    form = ProtectionApplication.parse(
        raw_example(ProtectionApplication) | {"respondents": [bare]}, LAW
    )
    line = people.party(form.respondents[0])

    assert line.startswith("林某某\uff0c住所：下落不明。")
    assert "其性别、出生日期、民族、证件号码、职业和工作单位、联系方式申请人尚不掌握。" in line
    assert "未查明" not in line + people.child_party(ChildIdentity(name="小某"))


def test_a_person_applies_as_a_person_without_saying_where():
    made = petition(applicant=GRANDMOTHER, capacity="qualified_person")

    assert made.applicant == (
        "王某某\uff0c女\uff0c1958年2月3日出生\uff0c穿青人\uff0c居民身份证号码：999999195802031249。"
        "与未成年人的关系：外祖母。住所和联系方式依法保密\uff0c另行向法庭提交。"
    )
    assert made.representative == ""
    assert "申请人身份证明1份" in made.attachments


def test_a_person_does_not_apply_as_civil_affairs():
    typed = raw_example(PetitionDraft, applicant=GRANDMOTHER, capacity="civil_affairs")

    with pytest.raises(FormInvalid) as refused:
        PetitionDraft.parse(typed, LAW)
    assert "applicant" in refused.value.errors


def test_an_organisation_stored_before_is_read_as_a_body():
    stored = PetitionDraft.parse(raw_example(PetitionDraft), LAW).dump()
    stored["applicant"] = {
        "name": "示例县民政局",
        "address": "1号",
        "head": "赵某某",
        "head_title": "局长",
        "phone": "0999-0000010",
        "credit_code": None,
    }
    stored["respondents"] = [
        {name: one[name] for name in one if name not in ("kind", "head", "head_title")}
        for one in stored["respondents"]
    ]  # fmt: skip

    assert people.head(PetitionDraft.load(stored).applicant)


def test_each_respondent_has_a_claim_of_revocation():
    two = [respondent(name="禾某"), respondent(name="禾某某", relation="父亲", sex="male")]
    claims = petition(
        respondents=two, copies="2", claims="撤销被申请人禾某某对被监护人的监护人资格\n指定民政局"
    ).claims

    assert [one for one in claims if "撤销禾某对" in one]
    assert len([one for one in claims if "禾某某" in one]) == 1


def test_a_word_in_a_claim_does_not_stand_for_another_claim():
    claims = petition(
        claims="撤销被申请人林某某的监护人资格\n不同意村委会指定的监护人\n抚养费问题另行处理",
        proposed_guardian="王某某(外祖母)", maintenance="800",
    ).claims  # fmt: skip

    assert any(one.startswith("指定王某某") for one in claims)
    assert any("800元" in one for one in claims)


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("禾小二\uff0c系申请人妹妹、王某某\uff0c系申请人外祖母",
         ("禾小二\uff0c系申请人妹妹", "王某某\uff0c系申请人外祖母")),
        ("王某某(外祖母、现照料人)、禾小二", ("王某某(外祖母、现照料人)", "禾小二")),
        ("王某某, 外祖母", ("王某某, 外祖母",)),
    ],
)  # fmt: skip
def test_two_people_stay_two_people(typed: str, people: tuple[str, ...]):
    form = ProtectionApplication.parse(
        raw_example(ProtectionApplication, others_protected=typed), LAW
    )

    assert form.others_protected == people
    case = with_answer(record(Stage.PROTECTION_ORDER), form)
    made: Any = PAPERS[Paper.PROTECTION_APPLICATION].build(case, None)
    assert all(one in made.protected for one in people)
