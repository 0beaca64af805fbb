"""A file tells every act of the desk, looks at ladders, cards, clocks and papers, and goes on."""

from collections.abc import Callable

import pytest

from deployments.rehearsal.loading import load_script
from deployments.rehearsal.marked import BadCase
from deployments.rehearsal.player import Played

Play = Callable[..., Played]
#: A report of harm, registered; then the steps of each test.
REPORTED = """\
- at: 2026-03-04 09:30
  answer: registration
  by: cheng
"""


def test_a_deadline_stands_still_and_goes_on_by_a_line_each(play: Play) -> None:
    played = play(
        REPORTED
        + """\
- {at: 2026-03-04 09:50, go_on: assessment}
- {at: 2026-03-10 09:00, suspend: assessment, by: sun, from: 2026-03-10, ground: centre_decision}
- {at: 2026-03-13 09:00, resume: assessment, by: sun, on: 2026-03-13}
- expect:
    refused:
      - {extend: clock 9.9, by: sun, until: 2026-04-01, because: 没有期限}
      - {extend: assessment, by: cheng, until: 2026-09-01, because: 只有督导或者主任}
- at: 2026-03-13 10:00
  restart: assessment
  by: sun
  since: 2026-03-12 09:00
  proved_by: registration
  expect: {due: {assessment: 2026-04-10}}
"""
    )

    assert played.failures == []


def test_an_order_is_given_answered_sent_back_and_closed(play: Play) -> None:
    played = play(
        REPORTED
        + """\
- {at: 2026-03-04 10:00, order: 当天报警并报告, by: jia, owes: cheng, report_by: 2026-03-05 10:00}
- {at: 2026-03-04 11:00, report_order: 已报警, by: cheng}
- {at: 2026-03-04 11:10, return_order: 请写明回执号, by: jia}
- expect: {refused: {close_order: 办结, by: cheng, because: 只有主任可以办结督办}}
- {at: 2026-03-04 12:00, report_order: 回执号已补, by: cheng}
- {at: 2026-03-04 12:10, close_order: 办结, by: jia}
- expect: {refused: {report_order: 再报, by: cheng, because: 没有尚未办结的督办}}
"""
    )

    assert played.failures == []


def test_the_team_changes_by_a_line(play: Play) -> None:
    played = play(
        REPORTED
        + """\
- {at: 2026-03-04 10:00, member: xu, by: sun}
- {at: 2026-03-04 10:10, member: xu, leaves: yes, by: sun}
- {at: 2026-03-04 10:20, lead: fang, by: sun, expect: {owners: {police-report: fang}}}
"""
    )

    assert played.failures == []


def test_ladders_cards_and_chasers_are_looked_at(play: Play) -> None:
    played = play(
        REPORTED
        + """\
- {at: 2026-03-04 09:45, chase: police-report, by: sun, expect: {chased: {police-report: 1}}}
- at: 2026-03-09 09:30
  expect: {cards: {cheng: [yellow, red]}, late_clocks: []}
"""
    )

    assert played.failures == []


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ("chased: {police-report: 2}", "应当催办过 2 次,实际是 0 次"),
        ("reminders: {police-report: 77}", "应当提醒过 77 次"),
        ("cards: {sun: [red]}", "sun 的黄牌红牌应当是:red"),
        ("late_clocks: ['3.2']", "期限 3.2 应当逾期,实际没有"),
        ("says: {registration: 不会有的一句话}", "里应当有“不会有的一句话”,实际没有"),
        ("says: {closing-report: 任何话}", "没有文书 closing_report"),
        ("silent: {registration: [接报]}", "里不应当有“接报”"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_told(play: Play, expected: str, sentence: str) -> None:
    played = play(f"{REPORTED}- at: 2026-03-04 09:40\n  expect:\n    {expected}\n")

    assert [sentence in one.sentence for one in played.failures] == [True]


def test_a_sentence_of_a_paper_is_found(play: Play) -> None:
    played = play(
        REPORTED + "- at: 2026-03-04 09:40\n  expect: {says: {registration: [接报]}, "
        "silent: {registration: 不会有的一句话}}\n"
    )

    assert played.failures == []


def test_the_usual_way_on_is_one_line_and_stops_where_it_is_told(play: Play) -> None:
    played = play(
        REPORTED
        + "- {at: 2026-03-04 10:00, go_on: assessment, every: 5, expect: {stage: assessment, open: [assessment]}}\n"
    )

    assert played.failures == []


def test_a_way_on_to_what_never_comes_is_refused_at_its_line(play: Play) -> None:
    with pytest.raises(BadCase) as refused:
        play(REPORTED + "- {at: 2026-03-04 10:00, go_on: advice-given}\n")

    assert refused.value.message.startswith("case.yaml:7: ")


def test_each_case_of_a_file_has_words_of_its_own(play: Play) -> None:
    second = (
        "- {at: 2026-03-04 10:00, open: second, by: cheng, same_child: no, "
        "words: {called: 小星(化名), story: 第二个孩子的事}}\n"
        "- at: 2026-03-04 10:05\n  case: second\n  answer: registration\n"
        "- at: 2026-03-04 10:10\n  case: second\n  expect:\n"
        "    says: {registration: [小星(化名), 第二个孩子的事]}\n"
        "- at: 2026-03-04 10:10\n  expect:\n    silent: {registration: 第二个孩子的事}\n"
    )

    assert play(REPORTED + second).failures == []


def test_an_account_that_is_nobody_is_named_before_anything_is_played(
    write: Callable[..., object],
) -> None:
    for line in ("{order: 办理, by: jia, owes: nobody}", "{member: nobody, by: sun}",
                 "{expect: {cards: {nobody: none}}}"):  # fmt: skip
        with pytest.raises(BadCase) as refused:
            load_script(write(REPORTED + f"- {line}\n"))  # type: ignore[arg-type]

        assert "没有账号“nobody”" in refused.value.message
