"""Every question of every form that can be answered no says what follows; nothing ends by "not yet"."""

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest

from models.choice import Choice
from models.errors import FormInvalid
from models.forms.base import Form, Part
from models.forms.catalogue import FORMS
from models.forms.exemption import ExemptionCause
from models.forms.identity import IdKind
from models.forms.majority import BirthProof
from models.forms.not_yet import NotYet
from models.forms.undone import UNDONE, Then
from models.law.terms import Custody92, Ground35, Ground36
from tests.factories_forms import raw_example
from tests.law import LAW

#: Words of the law and kinds of paper: whoever chooses one says no to nothing.
DESCRIBING = (Custody92, Ground35, Ground36, IdKind, BirthProof, ExemptionCause)
#: How a choice says no.
NO = (
    "没有",
    "未收到",
    "未找到",
    "拒绝",
    "尚",
    "不上",
    "不予",
    "驳回",
    "不可行",
    "未采纳",
    "不能前来",
)
#: Questions that are no step done: what somebody is or wants.
NO_STEP = {"anonymous"}
#: The day that an answer names, where it says "not yet".
DAYS = {
    "reporter-feedback": ("fed_back", "again_on"),
    "reception-handover": ("child_was_received", "expected_on"),
    "custody-decision": ("decided", "decide_again_on"),
    "health-check": ("done", "planned_on"),
    "police-statement": ("received", "promised_on"),
    "identity-search": ("found", "search_again_on"),
    "voice": ("heard", "again_on"),
    "guidance-record": ("given", "again_on"),
    "relative-handover": ("took_the_child", "again_on"),
    "suit-filed": ("filed", "planned_on"),
}
#: What else a no makes necessary.
WITH_NO: dict[str, dict[str, Any]] = {
    "reporter-feedback": {"why_not": "联系不上。"},
    "reception-handover": {"not_received_note": "路上堵车。"},
    "custody-decision": {"instead": "由中心继续照料。"},
    "health-check": {"why_not": "医院没有号。"},
    "police-statement": {
        "chased_at": "2026-03-16 09:00", "chased_whom": "派出所电话", "answer": "还在侦办。",
    },
    "identity-search": {"not_found_note": "比对没有结果。"},
    "voice": {"reason_not_heard": "外出。", "attempts": "打过两次电话。"},
    "guidance-record": {"why_not": "不在本地。"},
    "relative-handover": {"why_not": "临时有事。"},
    "suit-filed": {"why_not": "材料没有备齐。"},
}  # fmt: skip
#: Where nobody has to say a day for the duty to go on.
ALWAYS = {"health-check", "police-statement", "custody-decision"}


def types_in(annotation: Any) -> Iterator[Any]:
    inner = get_args(annotation)
    if not inner:
        yield annotation
    for one in inner:
        yield from types_in(one)


def parts_of(form: type[Part]) -> Iterator[type[Part]]:
    """A form and every group in it."""
    yield form
    for field in form.model_fields.values():
        for kind in types_in(field.annotation):
            if isinstance(kind, type) and issubclass(kind, Part):
                yield from parts_of(kind)


def declared_by(part: type[Part], name: str) -> type[Part]:
    """The class that asks it: a group that several forms share says once what follows."""
    return next(c for c in reversed(part.__mro__) if name in vars(c).get("__annotations__", {}))


def says_no(part: type[Part], name: str) -> bool:
    """Whether a field can say that something was not done, refused or not found."""
    field = part.model_fields[name]
    shown = {
        (one.json_schema_extra or {})["hutong"]["shown_if"]  # type: ignore[index,call-overload]
        for one in part.model_fields.values()
        if isinstance(one.json_schema_extra, dict)
    }
    widget = (field.json_schema_extra or {})["hutong"]["widget"]  # type: ignore[index,call-overload]
    for kind in types_in(field.annotation):
        if kind is bool and name not in NO_STEP:
            return f"{name}=no" in shown or "已" in (field.title or "") or widget == "radios"
        if isinstance(kind, type) and issubclass(kind, Choice) and kind not in DESCRIBING:
            return any(no in one.label for one in kind for no in NO)
    return False


def every_no() -> set[tuple[type[Part], str]]:
    return {
        (declared_by(part, name), name)
        for form in FORMS.values()
        for part in parts_of(form)
        for name in part.model_fields
        if says_no(part, name)
    }


def test_every_no_of_every_form_has_its_line() -> None:
    assert every_no() == set(UNDONE)


def test_what_is_asked_again_is_what_the_forms_declare() -> None:
    again = {asks for (asks, _), fate in UNDONE.items() if fate.then is Then.AGAIN}

    assert again == {form for form in FORMS.values() if form.may_be_asked_again()}
    assert {name for name, form in FORMS.items() if form.may_be_asked_again()} == set(DAYS)


def answered_no(name: str, **more: Any) -> Form:
    asked, day = DAYS[name]
    raw = raw_example(FORMS[name], **{asked: "否", day: None, **WITH_NO[name], **more})
    return FORMS[name].parse(raw, LAW)


@pytest.mark.parametrize("name", DAYS)
def test_a_no_with_a_day_is_not_yet_and_a_yes_is_an_end(name: str) -> None:
    _, day = DAYS[name]

    assert answered_no(name, **{day: "2026-04-08"}).not_yet == NotYet(date(2026, 4, 8))
    assert FORMS[name].parse(raw_example(FORMS[name]), LAW).not_yet is None


@pytest.mark.parametrize("name", sorted(set(DAYS) - {"health-check"}))
def test_without_a_day_only_a_duty_of_law_goes_on(name: str) -> None:
    assert answered_no(name).not_yet == (NotYet(None) if name in ALWAYS else None)


def test_a_check_that_was_not_made_is_planned() -> None:
    with pytest.raises(FormInvalid, match="planned_on"):
        answered_no("health-check")


def test_a_refusal_ends_only_when_the_child_was_handed_on() -> None:
    assert answered_no("custody-decision", after_refusal="objected").not_yet == NotYet(None)
    assert answered_no("custody-decision", after_refusal="handed_on").not_yet is None
