"""Article 35, item by item: none is called met without the evidence it asks for."""

from typing import Any

import pytest

from models.errors import FormInvalid
from models.forms.base import Form, field
from models.forms.grounds import Finding, GroundComparison
from tests.law import LAW


class Compared(Form):
    title = "比对"
    one: GroundComparison = field("一项")


TOLD = {"facts": "事实。", "evidence_numbers": "1"}


def compare(ground: str, status: str = "met", **typed: Any) -> GroundComparison:
    return Compared.parse({"one": {"ground": ground, "status": status} | TOLD | typed}, LAW).one


def lacking(ground: str, **typed: Any) -> str:
    with pytest.raises(FormInvalid) as refused:
        compare(ground, **typed)
    [[said]] = refused.value.errors.values()
    return said


def sessions(*bodies: str) -> list[dict[str, str]]:
    return [
        {"on": f"2026-0{month}-01", "body": body, "record": "谈话记录"}
        for month, body in enumerate(bodies, 1)
    ]


def test_what_is_not_met_needs_nothing_more():
    assert compare("35.5", "not_met", facts="", evidence_numbers="").status is Finding.NOT_MET


def test_what_is_met_or_unclear_needs_its_facts():
    for status in ("met", "unclear"):
        assert "请写明事实" in lacking("35.1", status=status, facts="")
    assert compare("35.1", "unclear", evidence_numbers="").facts


def test_abuse_needs_evidence():
    assert compare("35.1").status is Finding.MET
    assert "还缺少" in lacking("35.1", evidence_numbers="")


def test_leaving_alone_needs_a_danger_and_a_record_of_education():
    given: dict[str, Any] = {"in_need": "是", "education": sessions("示例派出所")}
    assert compare("35.2", **given).education[0].body == "示例派出所"
    assert "教育记录" in lacking("35.2", in_need="是")
    assert "危险" in lacking("35.2", education=given["education"])


def test_refusal_needs_its_first_day_and_six_full_months():
    needy = {"in_need": "是"}
    six = {"refused_since": "2025-08-31", "refused_until": "2026-02-28"}
    assert compare("35.3", **needy, **six).refused_since
    assert "满6个月" in lacking(
        "35.3", **needy, refused_since="2025-09-01", refused_until="2026-02-28"
    )
    assert "起算日" in lacking("35.3", **needy)
    assert "生活无着" in lacking("35.3", **six)


def test_refusal_runs_forward():
    said = lacking("35.3", status="unclear", refused_since="2026-02-01", refused_until="2026-01-01")
    assert "不能早于" in said


def test_addiction_needs_the_refusal_to_entrust():
    assert compare("35.4", in_need="是", refuses_to_entrust="是")
    assert "委托他人" in lacking("35.4", in_need="是", refuses_to_entrust="否")


def test_begging_needs_three_criticisms_each_with_body_and_day():
    three = sessions("示例派出所", "示例救助站", "示例派出所")
    assert len(compare("35.5", criticisms=three, life_disturbed="是").criticisms) == 3
    assert "3次" in lacking("35.5", criticisms=three[:2], life_disturbed="是")
    assert "生活和学习" in lacking("35.5", criticisms=three, life_disturbed="否")
    nameless = [*three[:2], {"on": "2026-03-01", "record": "谈话记录"}]
    assert "作出机关" in lacking("35.5", criticisms=nameless, life_disturbed="是")


def test_incitement_needs_a_flagrant_case_and_the_rest_needs_evidence():
    assert compare("35.6", flagrant="是")
    assert "情节恶劣" in lacking("35.6")
    assert compare("35.7")


def test_what_belongs_to_another_item_is_cleared():
    cleared = compare("35.1", criticisms=sessions("示例派出所"), refused_since="2026-01-01")
    assert cleared.criticisms == ()
    assert cleared.refused_since is None
