"""What a form accepts its paper prints: every form, every text of it, every paper."""

import unicodedata
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.papers import PAPERS
from documents.render import render
from models.errors import FormInvalid
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.reading import inner_type, item_type, part_type
from models.forms.receipt import Registration
from models.printable import is_printable, kept, plain, unprintable
from tests.factories_forms import raw_example
from tests.law import LAW
from tests.unit.documents.records import ISSUED, record

#: Shown by their readers, although Unicode counts them among the marks of format.
_SEEN = {"\u070f"} | {chr(c) for c in (
    *range(0x600, 0x606), 0x6DD, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440)
)}  # fmt: skip

PASTED = ["\u202a0999-0000001\u202c", "\ufeff示例", "示\u200b例", "示\u00ad例", "\u2066示\u2069",
          "示\x00例", "示\x1b[0m", "示\u2060例", "\u3164", "示\U000e0041例", "示\ufffc", "示\u200d例",
          "第一行\u2028第二行\r\n第三行\x0b第四行\x85第五行", "{{ 示 }} {% if %}", "<w:t>&amp;", "示｛｝",
          "\t示\t", "𠮷\ufe00野", "👨\u200d👩\u200d👧", "ᠮᠣᠩ\u180bᠭ"]  # fmt: skip
BROKEN = ["示\ud83d", "\udc00", "示\uffff", "示\ufdd0", "示\U0001fffe"]


def test_nothing_unseen_is_left_and_nothing_seen_is_taken():
    for code in (*range(0x20, 0x20000), *range(0xE0000, 0xE1000)):
        character = chr(code)
        unseen = unicodedata.category(character) in ("Cf", "Cc") and character not in _SEEN
        if unseen:
            assert plain(f"甲{character}乙") in ("甲乙", "甲\n乙"), hex(code)
        elif character.isprintable() and unicodedata.category(character)[0] in "LN":
            assert is_printable(character) or not plain(f"甲{character}乙").strip("甲乙"), hex(code)


def test_what_is_kept_without_a_look_is_what_a_look_would_keep(monkeypatch: pytest.MonkeyPatch):
    characters = [f"甲{chr(code)}" for code in range(0x110000)]
    short = [kept(one) for one in characters]
    monkeypatch.setattr("models.printable.unicodedata.is_normalized", lambda _form, _text: False)

    assert [one for one, was in zip(characters, short, strict=True) if kept(one) != was] == []


@pytest.mark.parametrize("typed", PASTED, ids=ascii)
def test_what_is_left_of_a_pasted_text_can_be_printed_and_stays_as_it_is(typed: str):
    assert is_printable(plain(typed))
    assert plain(plain(typed)) == plain(typed)
    assert kept([typed]) == [plain(typed)]


@pytest.mark.parametrize("typed", BROKEN, ids=ascii)
def test_half_a_character_is_refused_at_its_field_by_its_code(typed: str):
    with pytest.raises(FormInvalid) as refused:
        Registration.parse(raw_example(Registration, needs=typed), LAW)

    assert list(refused.value.errors) == ["needs"]
    assert str(unprintable(typed)) in refused.value.errors["needs"][0]


def test_two_halves_are_one_character():
    assert plain("\ud842\udfb7野") == "𠮷野"


def test_a_name_of_marks_alone_is_no_name():
    typed = raw_example(Registration, received_by="\u200b\u3164")

    with pytest.raises(FormInvalid) as refused:
        Registration.parse(typed, LAW)
    assert "received_by" in refused.value.errors


def _put(annotation: Any, typed: Any, text: str) -> Any:
    """The answer with `text` after every text that is no number, day or choice."""
    part, item = part_type(annotation), item_type(annotation)
    if part is not None and isinstance(typed, dict):
        fields = {name: info.annotation for name, info in part.model_fields.items()}
        return {name: _put(fields.get(name), one, text) for name, one in typed.items()}
    if item is not None and isinstance(typed, list):
        return [_put(item, one, text) for one in typed]
    return typed + text if inner_type(annotation) is str and isinstance(typed, str) else typed


def accepted(form: type[Form], text: str) -> Form:
    """The example with a text in every field that takes it."""
    typed = raw_example(form)
    given = _put(form, deepcopy(typed), text)
    try:
        return form.parse(given, LAW)
    except FormInvalid as refused:
        for path in refused.errors:
            _back(given, typed, path.split("."))
        return form.parse(given, LAW)


def _back(given: Any, typed: Any, path: list[str]) -> None:
    """Take back what was refused."""
    *outer, last = (int(one) if one.isdigit() else one for one in path)
    for step in outer:
        given, typed = given[step], typed[step]
    given[last] = typed[last]


@settings(max_examples=12, deadline=None)
@given(st.one_of(st.sampled_from(PASTED), st.text(max_size=30)))
def test_whatever_the_forms_accept_every_paper_prints(text: str):
    answers = {form: accepted(form, text) for form in FORMS.values()}
    stages = {stage: record(stage, make=answers.__getitem__) for _, stage, _ in ISSUED}
    for paper, stage, about in ISSUED:
        context = PAPERS[paper].build(stages[stage], about)
        render(paper, context, number="示未保〔2026〕1号", issued_on=date(2026, 11, 5))


def test_every_text_of_every_form_takes_what_was_pasted():
    for form in FORMS.values():
        assert is_printable(" ".join(_texts(accepted(form, PASTED[0]).dump()))), form.__name__


def _texts(stored: Any) -> list[str]:
    if isinstance(stored, str):
        return [stored]
    found = stored.values() if isinstance(stored, dict) else stored
    return [t for v in found for t in _texts(v)] if isinstance(stored, (dict, list)) else []
