"""What holds for every form: labels, conditions, examples, schema, storing."""

import ast
import importlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.choice import Choice
from models.errors import FormInvalid
from models.forms.base import Form, Part
from models.forms.catalogue import FORMS, form_named, name_of
from models.forms.reading import inner_type, item_type, meta, must_be_given, part_type
from tests.factories_forms import example, minimal, raw_example
from tests.law import LAW

ROOT = Path(__file__).parents[3]
EVERY = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def parts_of(part: type[Part]) -> Iterator[type[Part]]:
    yield part
    for info in part.model_fields.values():
        inner = part_type(info.annotation) or item_type(info.annotation)
        if isinstance(inner, type) and issubclass(inner, Part):
            yield from parts_of(inner)


@EVERY
def test_a_complete_and_a_minimal_answer_are_accepted(form: type[Form]):
    assert isinstance(example(form), form)
    assert isinstance(minimal(form), form)


@EVERY
def test_an_answer_comes_back_from_the_store_as_it_was(form: type[Form]):
    for answer in (example(form), minimal(form)):
        stored = json.loads(json.dumps(answer.dump(), ensure_ascii=False))
        assert form.load(stored) == answer


@EVERY
def test_an_example_fills_in_every_field_that_is_shown_and_asked(form: type[Form]):
    answer = example(form)
    given = {name for name in form.model_fields if getattr(answer, name) not in (None, ())}
    asked = {name for name, info in form.model_fields.items() if must_be_given(info)}
    hidden = {name for name in asked if meta(form.model_fields[name])["shown_if"]}
    assert asked - hidden <= given


@EVERY
def test_every_field_has_a_label_and_its_hint_is_one_sentence(form: type[Form]):
    for part in parts_of(form):
        for name, info in part.model_fields.items():
            assert info.title, f"{part.__name__}.{name}"
            if info.description:
                assert info.description.endswith(("。", "…")), f"{part.__name__}.{name}"


@EVERY
def test_a_form_says_what_it_is_what_to_do_and_by_what_article(form: type[Form]):
    assert form.title
    assert form.what_now.endswith("。")
    assert form.source
    assert any(meta(info)["source"] for info in form.model_fields.values()) or form.source


@EVERY
def test_a_condition_names_an_earlier_field_and_values_it_can_have(form: type[Form]):
    for part in parts_of(form):
        earlier: set[str] = set()
        for name, info in part.model_fields.items():
            condition = meta(info)["shown_if"]
            if condition:
                asked, _, wanted = condition.partition("=")
                assert asked in earlier, f"{part.__name__}.{name}"
                assert set(wanted.split("|")) <= possible_values(part, asked), name
            earlier.add(name)


def possible_values(part: type[Part], name: str) -> set[str]:
    annotation = part.model_fields[name].annotation
    inner = item_type(annotation) or inner_type(annotation)
    if inner is bool:
        return {"yes", "no"}
    return {one.value for one in inner} if issubclass(inner, Choice) else set()


@EVERY
def test_a_preset_fits_the_rows_it_presets(form: type[Form]):
    for part in parts_of(form):
        for name, info in part.model_fields.items():
            for row in meta(info)["preset"]:
                rows = item_type(info.annotation)
                assert rows is not None, name
                for asked, value in row.items():
                    assert value in possible_values(rows, asked)


@EVERY
def test_a_form_has_a_json_schema_with_its_labels(form: type[Form]):
    schema = form.model_json_schema()
    assert json.dumps(schema, ensure_ascii=False)
    assert set(schema["properties"]) == set(form.model_fields)


@EVERY
def test_an_empty_answer_asks_for_every_field_that_must_be_given(form: type[Form]):
    with pytest.raises(FormInvalid) as refused:
        form.parse({}, LAW)
    asked = {
        name
        for name, info in form.model_fields.items()
        if must_be_given(info) and not meta(info)["shown_if"]
    }
    assert asked <= set(refused.value.errors)
    for sentences in refused.value.errors.values():
        assert all(one.endswith("。") for one in sentences)


@EVERY
def test_nonsense_in_any_field_is_refused(form: type[Form]):
    typed = raw_example(form)
    for name in typed:
        with pytest.raises(FormInvalid):
            form.parse(typed | {name: {"这不是": "一个值"}}, LAW)


def test_a_name_leads_to_its_form_and_back():
    for name, form in FORMS.items():
        assert name_of(form) == name
        assert form_named(name) is form
    assert name_of(example(FORMS["visit"])) == "visit"
    assert {"reception-handover", "police-report", "follow-up-review"} <= set(FORMS)


def test_the_catalogue_holds_every_form_the_procedure_asks():
    asked: set[type] = set()
    for file in (ROOT / "flows").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("models.forms."):
                module = importlib.import_module(node.module or "")
                asked |= {
                    found
                    for one in node.names
                    if isinstance(found := getattr(module, one.name), type)
                    and issubclass(found, Form)
                }
    assert asked - {Form} <= set(FORMS.values())
    assert len(asked) > 50


#: Stored in the journal of every case: a name may be added, none may go.
STORED = """
registration police-report advice-given triage referral reporter-feedback reception-handover
custody-decision health-check police-statement identity-search investigation-assignment
investigation assessment-team voice guidance-record assessment work-plan convening
party-opinion minutes collection-notice notice-served collection carer-verification
relative-handover petition-draft filing court-acceptance guardian-proposal judgment
placement-plan placement-handover follow-up-plan visit follow-up-review closing-report
protection-application protection-filing order-ruling reconsideration order-renewal
injunction-application injunction-filing injunction-ruling suit-filed extension-request
extension-decision suggestion-received reply-draft reply-sent restoration-commission
restoration-opinion restoration-ruling restoration-handover majority-preparation
majority-transfer transfer-request transfer-receipt
"""


def test_no_form_is_ever_renamed():
    assert set(STORED.split()) <= set(FORMS)


def test_the_words_of_a_choice_are_told_apart():
    for form in FORMS.values():
        for part in parts_of(form):
            for info in part.model_fields.values():
                inner = item_type(info.annotation) or inner_type(info.annotation)
                if isinstance(inner, type) and issubclass(inner, Choice):
                    labels = [one.label for one in inner]
                    assert len(labels) == len(set(labels)), inner.__name__
