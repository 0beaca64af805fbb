"""A played case takes an answer back, and voids what was opened by mistake."""

from collections.abc import Callable

import pytest

from deployments.rehearsal.marked import BadCase
from deployments.rehearsal.player import Played

Play = Callable[..., Played]
#: A report of harm, registered; then the steps of each test.
REPORTED = """\
- at: 2026-03-04 09:30
  answer: registration
  by: cheng
"""


def test_an_answer_is_taken_back_and_given_again(play: Play) -> None:
    played = play(
        REPORTED
        + """\
- at: 2026-03-04 09:40
  take_back: registration
  by: cheng
  reason: 报告时间写错了
  expect: {open: [registration], not_open: [police-report], rounds: {registration: 2}}
- at: 2026-03-04 09:50
  answer: registration
  by: cheng
  expect: {open: [police-report], documents: {registration: 1}, versions: {registration: 2}}
- at: 2026-03-04 10:00
  answer: police-report
- at: 2026-03-04 10:10
  expect: {refused: {take_back: registration, by: cheng, because: 已经办理}}
"""
    )

    assert played.failures == []


def test_a_case_opened_twice_is_voided_for_the_other(play: Play) -> None:
    played = play(
        REPORTED
        + """\
- {at: 2026-03-04 10:00, open: twice, by: cheng, same_child: no}
- at: 2026-03-04 10:05
  case: twice
  void: 同一来电登记了两次
  by: cao
  in_favour_of: first
  expect: {voided: yes, open: [], closed: no}
- at: 2026-03-04 10:10
  expect: {voided: no, open: [police-report], refused: {void: 误立案, by: cheng, because: 只有督导或者主任}}
"""
    )

    assert played.failures == []


def test_what_is_not_answered_is_not_taken_back(play: Play) -> None:
    with pytest.raises(BadCase, match="没有办结的答复"):
        play(REPORTED + "- {at: 2026-03-04 10:00, take_back: triage, by: cao}")


def test_a_wrong_time_is_put_right_and_the_deadline_with_it(play: Play) -> None:
    played = play("""\
- at: 2026-03-04 09:30
  answer: registration
  by: cheng
- at: 2026-03-04 09:40
  answer: police-report
  expect: {open: [triage], due: {triage: 2026-03-07 09:20}}
- at: 2026-03-04 09:50
  correct: registration
  by: cao
  with: {received_at: 2026-03-04 08:30}
  reason: 接报时间录错
  evidence: 值班电话录音
  expect: {open: [triage], rounds: {registration: 2}, due: {triage: 2026-03-07 08:30}}
- at: 2026-03-04 09:55
  expect: {refused: {correct: registration, by: cheng, with: {received_at: 2026-03-04 08:00}, because: 只有督导或者主任}}
""")

    assert played.failures == []


def test_a_side_procedure_started_by_mistake_is_taken_back(play: Play) -> None:
    played = play(
        REPORTED
        + """\
- {at: 2026-03-04 10:00, start: suggestion_reply, by: cheng, reason: 点错, expect: {sides: [suggestion_reply]}}
- {at: 2026-03-04 10:05, withdraw_side: suggestion_reply, by: cheng, reason: 不是建议书, expect: {sides: []}}
- at: 2026-03-04 10:10
  expect: {refused: {withdraw_side: suggestion_reply, by: cheng, reason: 再撤, because: 没有打开}}
"""
    )

    assert played.failures == []


def test_a_late_paper_is_recorded_in_a_closed_case_by_who_leads(play: Play) -> None:
    paper = (
        "with: {sender: 示例小学, received_on: <day>, content: 已经返校。, kept_where: 第一卷, "
        "follows: kept, reason: 寄送延误}"
    )
    played = play(f"""\
- {{at: 2026-03-04 09:30, answer: registration, by: cheng, with: {{matter: advice, harm_suspected: 否, guardians: ~}}}}
- {{at: 2026-03-04 10:00, answer: advice-given}}
- {{at: 2026-03-04 11:00, answer: closing-report, with: {{reason: advice, ends_side_procedures: 是, side_reasons: 已答复}}}}
- {{at: 2026-03-04 12:00, approve: closing-report, expect: {{closed: yes}}}}
- at: 2026-03-05 10:00
  expect: {{refused: {{late_paper: 学校来函, by: cheng, {paper}, because: 只有督导或者主任}}}}
- {{at: 2026-03-05 10:10, late_paper: 学校来函, by: cao, {paper}, expect: {{closed: yes}}}}
""")

    assert played.failures == []
