"""People: not knowing is normal, and what is known is checked."""

from datetime import date

import pytest
from stdnum.cn import ric

from models.errors import FormInvalid
from models.forms.base import Form, field
from models.forms.people import ChildIdentity, GuardianEntry, IdKind, Reporter
from tests.law import LAW


class Who(Form):
    title = "人"
    child: ChildIdentity | None = field("未成年人", optional=True)
    guardian: GuardianEntry | None = field("监护人", optional=True)
    reporter: Reporter | None = field("报告人", optional=True)


#: Made here, in a region that does not exist; never anybody's number.
BASE = "99999920170506123"
INVENTED = BASE + ric.calc_check_digit(BASE + "0")


def child(**typed: object) -> ChildIdentity:
    read = Who.parse({"child": typed}, LAW).child
    assert read is not None
    return read


def wrong(part: str, **typed: object) -> dict[str, list[str]]:
    with pytest.raises(FormInvalid) as refused:
        Who.parse({part: typed}, LAW)
    return refused.value.errors


def test_a_child_of_whom_only_a_name_to_call_it_is_known_is_normal():
    unknown = child(called="小禾(化名)")
    assert unknown.display_name == "小禾(化名)"
    assert unknown.age_on(date(2026, 3, 9)) is None


def test_a_child_needs_some_way_to_be_called():
    assert wrong("child", sex="female") == {"child.called": ["姓名不详时,请填写称呼或者化名。"]}


def test_the_real_name_comes_first_and_age_counts_full_years():
    known = child(name="禾小某", called="小禾", birth_date="2017-05-06")
    assert known.display_name == "禾小某"
    assert known.age_on(date(2026, 5, 5)) == 8
    assert known.age_on(date(2026, 5, 6)) == 9


def test_a_right_number_is_accepted_in_full_width_and_with_spaces():
    typed = f" {INVENTED[:6]} {INVENTED[6:]} "
    assert child(called="甲", id_kind="resident", id_number=typed).id_number


@pytest.mark.parametrize(
    ("number", "part"),
    [
        ("12345", "18位"),
        (INVENTED[:-1] + ("0" if INVENTED[-1] != "0" else "1"), "校验位"),
        ("99999920170231123" + ric.calc_check_digit("999999201702311230"), "出生日期不存在"),
    ],
)
def test_a_wrong_number_is_told_why_and_not_repeated(number: str, part: str):
    errors = wrong("child", called="甲", id_kind="resident", id_number=number)
    [said] = errors["child.id_number"]
    assert part in said
    assert "可以不填" in said
    assert number not in said


def test_a_number_that_is_no_mainland_number_is_taken_as_it_is():
    assert child(called="甲", id_kind="other", id_number="X-1").id_number == "X-1"


def test_no_number_is_dropped_in_silence():
    assert list(wrong("child", called="甲", id_kind="none", id_number="G-12345")) == [
        "child.id_kind"
    ]
    assert list(wrong("child", called="甲", id_number="G-12345")) == ["child.id_kind"]
    assert child(called="甲", id_number=INVENTED).id_kind is IdKind.RESIDENT


def test_birth_date_and_card_must_agree_unless_the_date_is_an_estimate():
    typed = {"called": "甲", "id_kind": "resident", "id_number": INVENTED}
    assert "child.birth_date" in wrong("child", **typed, birth_date="2017-05-07")
    assert child(**typed, birth_date="2017-05-07", birth_date_estimated="是").birth_date


@pytest.mark.parametrize(
    "typed", ["110", "12345", "12355", "0999-0000001", "13900000000转8", "+86 999 0000001"]
)
def test_telephones_and_short_numbers_are_accepted(typed: str):
    read = Who.parse({"guardian": {"name": "林某某", "relation": "mother", "phone": typed}}, LAW)
    assert read.guardian is not None
    assert read.guardian.phone


@pytest.mark.parametrize("typed", ["11", "没有电话", "1" * 19, "0999-000000a"])
def test_what_is_no_telephone_is_refused(typed: str):
    errors = wrong("guardian", name="林某某", relation="mother", phone=typed)
    assert list(errors) == ["guardian.phone"]


def test_an_anonymous_reporter_leaves_no_name():
    read = Who.parse({"reporter": {"kind": "neighbour", "anonymous": "是", "name": "张某某"}}, LAW)
    assert read.reporter is not None
    assert read.reporter.name is None
    assert not read.reporter.is_known


def test_a_reporter_with_a_telephone_can_be_told():
    read = Who.parse({"reporter": {"kind": "neighbour", "phone": "12345"}}, LAW)
    assert read.reporter is not None
    assert read.reporter.is_known
