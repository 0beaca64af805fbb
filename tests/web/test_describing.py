"""Forms on a page: what is shown and sent back is what the form's model asks for, for every form."""

import pytest
from starlette.datastructures import FormData

from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.reading import meta
from models.forms.registration import Registration
from tests.factories_forms import example, raw_example
from tests.law import LAW
from tests.web.browsing import as_sent, flat
from web.describing import fields_of
from web.fields import Field, summary
from web.typed import Typed, add_row, as_typed, first_shown, read_typed, remove_row

#: Names that a page of a form uses for itself.
RESERVED = {"csrf", "do", "done_on", "late_reason"}


def all_of(fields: tuple[Field, ...]) -> list[Field]:
    found = []
    for one in fields:
        found += [one, *all_of(one.fields)]
        for row in one.rows:
            found += all_of(row.fields)
    return found


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_a_browser_sends_is_read_as_what_a_person_typed(form: type[Form]) -> None:
    sent = FormData([*as_sent(form, raw_example(form))])

    assert form.parse(read_typed(form, sent), LAW) == example(form)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_stored_answer_is_shown_so_that_it_can_be_sent_again(form: type[Form]) -> None:
    answer = example(form)
    shown = as_typed(form, answer.dump())

    assert form.parse(read_typed(form, FormData([*flat(shown)])), LAW) == answer


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_empty_form_sent_back_untouched_gives_nothing_but_what_it_starts_with(
    form: type[Form],
) -> None:
    sent = FormData([*flat(first_shown(form))])
    filled = {name for name, value in read_typed(form, sent).items() if value not in ("", [], {})}

    defaults = {name for name, info in form.model_fields.items() if not info.is_required()}
    preset = {name for name, info in form.model_fields.items() if meta(info).get("preset")}
    groups = {one.path for one in fields_of(form, {}, LAW) if one.kind in ("group", "rows")}
    assert filled <= defaults | preset | groups


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_field_has_a_place_of_its_own_on_the_page(form: type[Form]) -> None:
    fields = all_of(fields_of(form, as_typed(form, example(form).dump()), LAW))
    paths = [one.path for one in fields]

    assert len(paths) == len(set(paths))
    assert not RESERVED & set(form.model_fields)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_condition_names_a_field_and_choices_that_exist(form: type[Form]) -> None:
    fields = all_of(fields_of(form, as_typed(form, example(form).dump()), LAW))
    by_path = {one.path: one for one in fields}

    for one in fields:
        if one.when:
            options = {value for value, _name in by_path[one.when].options}
            assert set(one.wanted.split("|")) <= options, one.path
            assert one.condition


def test_errors_stand_at_their_fields_and_in_the_summary_with_a_link() -> None:
    errors = {"": ["整张表"], "channel": ["请选"], "guardians.1.name": ["请填"], "gone": ["没有"]}
    typed: Typed = {"guardians": [{}, {}]}
    fields = fields_of(Registration, typed, LAW, errors)
    lines = summary(fields, errors)

    assert [one.href for one in lines] == [
        "#f-form",
        "#f-channel",
        "#f-guardians-1-name",
        "#f-form",
    ]
    assert lines[2].name == "2. 监护人·姓名"
    assert [one.path for one in all_of(fields) if one.errors] == ["channel", "guardians.1.name"]


def test_rows_are_added_and_taken_away_where_they_stand() -> None:
    typed: Typed = {"guardians": [{"name": "甲"}, {"name": "乙"}]}
    add_row(typed, "guardians")
    remove_row(typed, "guardians.0")
    remove_row(typed, "guardians.9")
    remove_row(typed, "nowhere.0")
    add_row(typed, "guardians.0.name")

    assert typed == {"guardians": [{"name": "乙"}, {}]}


def test_a_row_in_a_row_can_be_added() -> None:
    typed: Typed = {"comparison": [{"ground": "35.5"}]}
    add_row(typed, "comparison.0.criticisms")

    assert typed == {"comparison": [{"ground": "35.5", "criticisms": [{}]}]}


def test_an_added_row_that_nobody_touched_is_not_held_against_anybody() -> None:
    fields = fields_of(Registration, {"guardians": [{}]}, LAW)
    rows = next(one for one in fields if one.path == "guardians").rows
    sent = FormData([(one.path, one.value) for one in rows[0].fields if isinstance(one.value, str)])

    assert read_typed(Registration, sent)["guardians"] == [{}]


def test_instants_are_shown_in_shanghai_time() -> None:
    shown = as_typed(Registration, {"received_at": "2026-11-21T06:30:00Z"})

    assert shown["received_at"] == "2026-11-21 14:30"
