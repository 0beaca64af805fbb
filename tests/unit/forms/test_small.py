"""The small forms of the portal: all errors at once, in Chinese, and nothing absurd gets through."""

import inspect

import pytest

from models.errors import FormInvalid
from models.forms import small
from models.forms.reading import must_be_given
from models.forms.small import SmallForm

FORMS = [
    found
    for name, found in vars(small).items()
    if inspect.isclass(found)
    and issubclass(found, SmallForm)
    and found is not SmallForm
    and name[0] != "_"
]
ABSURD = (
    "abc", "-1", "9" * 400, "0000-13-45", "0001-01-01 00:00", "9999-12-31 23:59", "a\x00b",
    "x" * 30_000, "\ud83d", "<script>",
)  # fmt: skip


def errors(form: type[SmallForm], typed: dict[str, str]) -> dict[str, list[str]]:
    try:
        form.read(typed)
    except FormInvalid as invalid:
        return invalid.errors
    return {}


def test_there_are_forms_to_try() -> None:
    assert len(FORMS) >= 20


@pytest.mark.parametrize("form", FORMS)
def test_nothing_typed_is_told_at_every_field_that_is_asked_for(form: type[SmallForm]) -> None:
    asked = {name for name, info in form.model_fields.items() if must_be_given(info)}

    assert set(errors(form, dict.fromkeys(form.model_fields, ""))) == asked


@pytest.mark.parametrize("absurd", ABSURD)
@pytest.mark.parametrize("form", FORMS)
def test_an_absurd_value_is_read_or_told_in_chinese(form: type[SmallForm], absurd: str) -> None:
    for name in form.model_fields:
        for sentence in errors(form, {name: absurd}).get(name, []):
            assert any("\u4e00" <= sign <= "\u9fff" for sign in sentence), (name, sentence)


def test_an_id_that_is_none_is_told_at_its_field_with_the_other_errors() -> None:
    found = errors(small.OrderForm, {"owes": "nobody", "words": "", "report_by": "昨天"})

    assert list(found) == ["words", "owes", "report_by"]
    assert found["owes"] == ["请从列出的选项中选择。"]
    assert found["words"] == ["请写明督办的内容。"]


def test_a_stage_of_the_main_line_is_not_started_beside_it() -> None:
    assert errors(small.SideStartForm, {"stage": "closure", "reason": "x"}) == {
        "stage": ["请选择要启动的程序。"]
    }


def test_no_rule_of_a_small_form_asks_the_law_of_a_case() -> None:
    asking = [rule for form in FORMS for rule in form.rules() if hasattr(rule, "hutong_asks_law")]

    assert [rule for rule in asking if rule.hutong_asks_law] == []
