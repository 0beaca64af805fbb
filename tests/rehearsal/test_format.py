"""A case file that says something wrong is refused with a sentence, its file and its line."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deployments.rehearsal.filling import fill, moved, over
from deployments.rehearsal.loading import load_script, shipped_cases
from deployments.rehearsal.marked import BadCase, Marked, read_marked
from models.errors import BadInput

Write = Callable[..., Path]
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)

#: What is wrong, the line it stands on (the steps begin on line 4), and part of the sentence.
MISTAKES = [
    ("an unknown key", "- {at: 2026-03-02 09:30, anwser: registration}", 4, "不认识“anwser”"),
    ("an unknown form", "- {at: 2026-03-02 09:30, answer: registraton}", 4, "没有表单"),
    ("an unknown field", "- at: 2026-03-02 09:30\n  answer: triage\n  with:\n    acepted: 是", 7,
     "没有栏目“acepted”"),
    ("an unknown account", "- at: 2026-03-02 09:30\n  answer: triage\n  by: nobody", 6,
     "没有账号“nobody”"),
    ("an unknown signer", "- at: 2026-03-02 09:30\n  approve: closing-report\n  by: [sun, nobody]",
     6, "没有账号“nobody”"),
    ("an unknown paper", "- {at: 2026-03-02 09:30, approve: letter}", 4, "没有文书“letter”"),
    ("an unknown stage", "- {at: 2026-03-02 09:30, start: holiday, by: cheng}", 4, "holiday"),
    ("no such day", "- {at: 2026-02-30 09:30, answer: triage}", 4, "时间写成"),
    ("a day without time", "- {at: 2026-03-02, answer: triage}", 4, "时间写成"),
    ("time going backwards",
     "- {at: 2026-03-02 09:30, answer: triage}\n- {at: 2026-03-01 09:30, answer: triage}", 5,
     "时间倒退"),
    ("two actions at once", "- at: 2026-03-02 09:30\n  answer: triage\n  approve: closing-report",
     6, "只能有一个动作"),
    ("an entry that says nothing", "- {note: 什么也没有}", 4, "什么也没有"),
    ("a key written twice", "- at: 2026-03-02 09:30\n  answer: triage\n  answer: triage", 6,
     "写了两次"),
    ("broken YAML", "- {at: 2026-03-02 09:30, answer: triage", 5, "YAML"),
    ("a text where a list of fields belongs", "- {at: 2026-03-02 09:30, answer: triage, with: 是}",
     4, "一组内容"),
    ("an expectation of the wrong type",
     "- at: 2026-03-02 09:30\n  expect:\n    documents: {registration: many}", 6, "整数"),
    ("an expectation nobody knows", "- at: 2026-03-02 09:30\n  expect:\n    stages: receipt", 6,
     "不认识“stages”"),
    ("a refusal without its reason",
     "- at: 2026-03-02 09:30\n  expect:\n    refused: {answer: triage}", 6, "because"),
    ("a case nobody opened", "- {at: 2026-03-02 09:30, case: second, answer: triage}", 4,
     "还没有打开"),
    ("no time at first", "- {answer: triage}", 4, "第一条"),
    ("a comma inside braces", "- {at: 2026-03-02 09:30, answer: triage, with: {reasons: 有,没有}}",
     4, "半角逗号"),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "line", "sentence"), [m[1:] for m in MISTAKES],
                         ids=[m[0] for m in MISTAKES])  # fmt: skip
def test_a_mistake_is_named_with_its_line(
    write: Write, steps: str, line: int, sentence: str
) -> None:
    with pytest.raises(BadCase) as refused:
        load_script(write(steps), shown="case.yaml")

    assert sentence in refused.value.message
    assert refused.value.message.startswith(f"case.yaml:{line}: ")


def test_a_file_without_a_title_is_refused(write: Write) -> None:
    with pytest.raises(BadCase, match="缺少“title”"):
        load_script(write("- {at: 2026-03-02 09:30, answer: triage}", head="name: x\nsteps:\n"))


def test_a_name_that_is_no_folder_name_is_refused(write: Write) -> None:
    with pytest.raises(BadCase, match="name 只能用"):
        load_script(write("- {at: 2026-03-02 09:30}", head="name: ../x\ntitle: x\nsteps:\n"))


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="读不到"):
        load_script(tmp_path / "none.yaml")


def test_aliases_that_contain_themselves_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "loop.yaml"
    file.write_text("a: &a\n  b: *a\n", encoding="utf-8")

    with pytest.raises(BadCase, match="别名"):
        read_marked(file)


def test_scalars_stay_as_they_were_typed(tmp_path: Path) -> None:
    file = tmp_path / "typed.yaml"
    file.write_text("phone: 012345\nat: 9:30\nyes: no\n", encoding="utf-8")

    assert read_marked(file).plain == {"phone": "012345", "at": "9:30", "yes": "no"}


def test_the_cases_own_fields_lie_over_the_usual_ones() -> None:
    usual = _marked({"a": "1", "group": {"x": "1", "y": "2"}, "rows": ["1", "2"]})
    own = _marked({"a": "~", "group": {"y": "3"}, "rows": ["9"]})

    laid = over(usual, own)

    assert laid is not None
    assert laid.plain == {"group": {"x": "1", "y": "3"}, "rows": ["9"]}


def test_moments_count_from_the_entry() -> None:
    text = _marked("<day> <day-3> <now+72h> <日期+1> <day+1mo> <called> 年龄<14岁")

    filled = fill(text, {"called": "小禾(化名)"}, NOW)

    assert filled.plain == (
        "2026-03-02 2026-02-27 2026-03-05 09:30 2026年3月3日 2026-04-02 小禾(化名) 年龄<14岁"
    )


def test_a_word_nobody_defined_is_refused() -> None:
    with pytest.raises(BadCase, match="没有定义“<calld>”"):
        fill(_marked("<calld>"), {"called": "小禾(化名)"}, NOW)


def test_a_story_moves_as_a_whole() -> None:
    story = _marked({"at": "2026-03-02 09:30", "on": "2026-02-28", "text": "3月2日", "no": "2026"})

    later = moved(story, timedelta(days=7))

    assert later.plain == {
        "at": "2026-03-09 09:30", "on": "2026-03-07", "text": "3月2日", "no": "2026",
    }  # fmt: skip


def test_every_shipped_case_can_be_read() -> None:
    names = [load_script(file).name for file in shipped_cases()]

    assert len(names) >= 12
    assert [file.stem for file in shipped_cases()] == names


def _marked(value: object) -> Marked:
    if isinstance(value, dict):
        return Marked("t", 1, {name: _marked(one) for name, one in value.items()})
    if isinstance(value, list):
        return Marked("t", 1, tuple(_marked(one) for one in value))
    return Marked("t", 1, str(value))


def test_a_word_that_is_left_out_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(
        "name: a\ntitle: 一\nwords: {called: ~, story: 一}\nsteps:\n- {at: 2026-03-04 09:30, note: 一}\n",
        "utf-8",
    )
    words = load_script(file).words

    assert (words["called"], words["story"]) == ("", "一")
