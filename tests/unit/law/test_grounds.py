"""Grounds of art. 35: nothing is taken as proved that is not on record."""

from datetime import date

import pytest

from models.law.grounds import Criticism, Facts35, check_ground_35
from models.law.terms import Ground35
from models.law.verdict import Refused
from tests.law import LAW

TODAY = date(2026, 11, 20)


def missing(ground: Ground35, facts: Facts35) -> tuple[str, ...]:
    found = check_ground_35(ground, facts, LAW, on=TODAY)
    return found.missing if isinstance(found, Refused) else ()


@pytest.mark.parametrize("ground", list(Ground35))
def test_an_empty_record_proves_no_ground(ground: Ground35) -> None:
    found = check_ground_35(ground, Facts35(), LAW, on=TODAY)

    assert isinstance(found, Refused)
    assert found.missing
    assert "第35条" in found.source


@pytest.mark.parametrize(
    ("ground", "facts"),
    [
        (Ground35.ABUSE, Facts35(harm_proved=True)),
        (Ground35.UNATTENDED, Facts35(danger_proved=True, educated=True)),
        (Ground35.REFUSAL, Facts35(refused_since=date(2026, 5, 20), destitute=True)),
        (
            Ground35.ADDICTION,
            Facts35(unable_proved=True, refuses_to_entrust=True, danger_proved=True),
        ),
        (
            Ground35.BEGGING,
            Facts35(
                criticisms=[Criticism(date(2026, m, 1), "示例县公安局") for m in (1, 2, 3)],
                life_disturbed=True,
            ),
        ),
        (Ground35.CRIME, Facts35(incitement_proved=True, flagrant=True)),
        (Ground35.OTHER, Facts35(other_proved=True)),
    ],
)
def test_a_full_record_proves_its_ground(ground: Ground35, facts: Facts35) -> None:
    assert check_ground_35(ground, facts, LAW, on=TODAY)


def test_item_two_needs_a_record_of_education() -> None:
    assert missing(Ground35.UNATTENDED, Facts35(danger_proved=True)) == ("对监护人的教育记录",)


def test_item_three_needs_six_full_months() -> None:
    short = Facts35(refused_since=date(2026, 5, 21), destitute=True)

    assert missing(Ground35.REFUSAL, short) == (
        "拒不履行满6个月(自2026年5月21日起,2026年11月21日满)",
    )


def test_six_months_are_full_on_the_day_that_corresponds_to_their_first() -> None:
    full = Facts35(refused_since=date(2026, 5, 20), destitute=True)

    assert missing(Ground35.REFUSAL, full) == ()


def test_item_four_needs_that_entrusting_others_was_refused() -> None:
    facts = Facts35(unable_proved=True, destitute=True)

    assert missing(Ground35.ADDICTION, facts) == ("拒绝将监护职责部分或全部委托他人的证据",)


def test_item_five_needs_three_criticisms_and_the_bodies_that_made_them() -> None:
    facts = Facts35(
        criticisms=[
            Criticism(date(2026, 1, 1), "示例县公安局"),
            Criticism(date(2026, 2, 1), "示例县救助保护机构"),
            Criticism(date(2026, 3, 1), " "),
        ],
        life_disturbed=True,
    )

    assert missing(Ground35.BEGGING, facts) == (
        "3次以上批评教育的记录(现有写明作出机关的2次)",
        "1次批评教育的作出机关",
    )


def test_a_criticism_still_to_come_does_not_count() -> None:
    facts = Facts35(
        criticisms=[Criticism(date(2026, 12, n), "示例县公安局") for n in (1, 2, 3)],
        life_disturbed=True,
    )

    assert missing(Ground35.BEGGING, facts) == ("3次以上批评教育的记录(现有写明作出机关的0次)",)


def test_the_same_day_and_body_is_one_criticism() -> None:
    bodies = ("某派出所", " 某派出所", "某 派出所")
    same = tuple(Criticism(date(2026, 1, 1), body) for body in bodies)
    facts = Facts35(criticisms=same, life_disturbed=True)

    verdict = check_ground_35(Ground35.BEGGING, facts, LAW, on=date(2026, 2, 1))
    assert isinstance(verdict, Refused)
    assert "1次" in verdict.reason
