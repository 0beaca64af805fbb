"""The hard gates: each refuses what it must, says why, and lets the rest pass."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models.law.calendar.table import Calendar
from models.law.clauses import promises_secrecy
from models.law.gates import (
    BARS_22,
    may_conclude_consultation,
    may_end_follow_up,
    may_entrust,
    may_file_petition,
    may_recommend_restoration,
)
from models.law.restoration import restoration_doubts, restoration_window
from models.law.verdict import Refused, Verdict
from tests.law import LAW, weekly

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def refused(verdict: Verdict) -> Refused:
    assert isinstance(verdict, Refused)
    assert not verdict
    assert verdict.reason.endswith("。")
    assert verdict.source
    return verdict


def test_g2_a_conclusion_names_all_it_lacks() -> None:
    nothing = may_conclude_consultation(
        LAW,
        has_assessment_report=False,
        has_police_statement=False,
        has_chase_record=False,
        has_child_view=False,
        why_child_not_heard="  ",
    )

    assert len(refused(nothing).missing) == 3


@pytest.mark.parametrize("statement", [True, False])
@pytest.mark.parametrize("heard", [True, False])
def test_g2_a_chase_record_or_a_reason_can_stand_in(
    statement: bool,  # noqa: FBT001
    heard: bool,  # noqa: FBT001
) -> None:
    assert may_conclude_consultation(
        LAW,
        has_assessment_report=True,
        has_police_statement=statement,
        has_chase_record=not statement,
        has_child_view=heard,
        why_child_not_heard="" if heard else "年龄过小,不能表达",
    )


@pytest.mark.parametrize("bar", list(BARS_22))
def test_g4_each_bar_excludes(bar: str) -> None:
    assert BARS_22[bar] in refused(may_entrust(LAW, bars_found=[bar], bars_checked=BARS_22)).reason


def test_g4_a_bar_not_looked_into_refuses_too() -> None:
    assert len(refused(may_entrust(LAW, bars_found=[], bars_checked=["vice"])).missing) == 2
    assert may_entrust(LAW, bars_found=[], bars_checked=BARS_22)


@pytest.mark.parametrize(
    "text",
    [
        "请你单位对通报内容负有保密义务。",
        "贵校对本函内容承担保密责任,不得用于其他目的。",
        "本函内容应当严格保密。",
        "未经同意,不得向无关人员泄露上述情况。",
        "请 予 保 密",
        "无论何时,贵单位均负有保密义务。",
    ],
)
def test_g5_a_duty_of_secrecy_is_recognised(text: str) -> None:
    assert promises_secrecy(f"现将领回情况通报如下。{text}此函。")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "保密提示",
        "贵单位对通报内容不负有保密义务。",
        "本函无需保密。",
        "没有保密义务。",
        "保密义务:无",
        "保密级别由市保密局核定。",
    ],
)
def test_g5_a_letter_that_only_mentions_or_denies_secrecy_is_stopped(text: str) -> None:
    assert not promises_secrecy(f"现将领回情况通报如下。{text}")


def test_g6_an_empty_petition_is_told_everything_it_lacks() -> None:
    found = may_file_petition(
        LAW,
        applicant_capacity="",
        grounds_by_respondent={},
        evidence=[],
        excluded={},
        child_wish="",
    )

    assert len(refused(found).missing) == 5


def test_g6_each_respondent_and_each_other_person_is_looked_at() -> None:
    found = may_file_petition(
        LAW,
        applicant_capacity="民法典第36条第2款",
        grounds_by_respondent={"父": ["35.1"], "母": []},
        evidence=["评估报告"],
        excluded={"祖父": "年事已高,书面放弃", "外祖母": " "},
        child_wish="愿意留在中心",
    )

    assert refused(found).missing == (
        "被申请人(母)对应的第35条或民法典第36条情形",
        "其他有监护资格人(外祖母)的排除理由",
    )


def test_g6_a_complete_petition_may_be_filed() -> None:
    assert may_file_petition(
        LAW,
        applicant_capacity="民法典第36条第2款",
        grounds_by_respondent={"父": ["36.1"]},
        evidence=["评估报告"],
        excluded={"祖父": "书面放弃"},
        child_wish="年龄过小,未能听取",
    )


@pytest.mark.parametrize("crime", [True, None])
def test_g7_an_intentional_crime_or_not_knowing_stops_a_recommendation(
    crime: bool | None,  # noqa: FBT001
) -> None:
    assert refused(may_recommend_restoration(LAW, intentional_crime_against_child=crime)).reason


def test_g7_without_such_a_crime_a_recommendation_is_possible() -> None:
    assert may_recommend_restoration(LAW, intentional_crime_against_child=False)


WINDOWS = weekly(date(2026, 11, 20))
VISITS = [window.first_on for window in WINDOWS]
END = WINDOWS[-1].last_on


def end(
    *,
    visits: list[date] = VISITS,
    exempt: tuple[int, ...] = (),
    anomaly: bool = False,
    on: date = END,
) -> Verdict:
    return may_end_follow_up(
        LAW, windows=WINDOWS, visited_on=visits, exempt=exempt, anomaly_open=anomaly, on=on
    )


def test_g8_all_windows_visited_and_nothing_open_may_end() -> None:
    assert end()
    assert may_end_follow_up(LAW, windows=(), visited_on=(), exempt=(), anomaly_open=False, on=END)


def test_g8_each_missed_window_is_named() -> None:
    missing = refused(end(visits=VISITS[:3])).missing

    assert [text[:3] for text in missing] == ["第4个", "第5个"]


def test_g8_two_visits_in_one_window_do_not_serve_the_next() -> None:
    doubled = [*VISITS[:4], VISITS[3] + timedelta(days=6)]

    assert refused(end(visits=doubled)).reason


def test_g8_an_exempt_window_is_not_missing() -> None:
    assert end(visits=VISITS[:4], exempt=(5,))
    assert refused(end(visits=VISITS[:3], exempt=(5,))).missing[0].startswith("第4个")


def test_g8_a_missed_window_is_made_up_by_a_later_visit_and_by_no_other() -> None:
    missed = [*VISITS[:1], *VISITS[2:]]
    before, after = VISITS[0] + timedelta(days=2), VISITS[2] + timedelta(days=2)

    assert "错过后的补访" in refused(end(visits=missed, on=END + timedelta(days=1))).missing[0]
    assert end(visits=[*missed, after])
    assert not end(visits=[*missed, before])


def test_g8_an_open_anomaly_or_a_running_period_stops() -> None:
    assert "异常" in refused(end(anomaly=True)).reason
    assert "期限届满" in refused(end(on=END - timedelta(days=1))).reason


def test_the_window_for_restoring_opens_after_three_months_and_closes_after_a_year() -> None:
    window = restoration_window(date(2026, 1, 15), Calendar.standard(), LAW)

    assert window.opens_after == date(2026, 4, 15)
    assert window.closes_on == date(2027, 1, 15)
    assert not window.holds(date(2026, 4, 15))
    assert window.holds(date(2026, 4, 16))
    assert window.holds(date(2027, 1, 15))
    assert not window.holds(date(2027, 1, 16))


def test_what_generally_speaks_against_restoring_is_listed() -> None:
    assert (
        restoration_doubts(
            sexual_or_sale=False, long_or_repeated_abuse=False, five_years_prison=False
        )
        == ()
    )
    assert (
        len(
            restoration_doubts(
                sexual_or_sale=True, long_or_repeated_abuse=True, five_years_prison=True
            )
        )
        == 3
    )
