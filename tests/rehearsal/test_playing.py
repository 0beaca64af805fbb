"""What a played case may not do is refused at its line; what it expects in vain is reported."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from deployments.rehearsal.loading import CASES, load_script
from deployments.rehearsal.marked import BadCase
from deployments.rehearsal.output import write_out
from deployments.rehearsal.player import Played, Player
from deployments.rehearsal.scene import Theatre
from models.errors import BadInput

Play = Callable[..., Played]
Write = Callable[..., Path]

#: An advice call, registered: what every test here begins with; its steps begin on line 4.
REGISTERED = """\
- at: 2026-03-04 09:30
  answer: registration
  by: cheng
  with:
    matter: advice
    harm_suspected: 否
    guardians: ~
    reporter: {kind: family, anonymous: 是, wants_feedback: 否, name: ~, phone: ~}
"""
AFTER = 12


@pytest.mark.parametrize(
    ("entry", "line", "sentence"),
    [
        ("- {at: 2026-03-04 10:00, answer: triage, by: sun}", 0, "“受理决定”没有打开"),
        ("- {at: 2026-03-04 10:00, approve: closing-report}", 0, "没有打开"),
        ("- {at: 2026-03-04 10:00, answer: advice-given, by: wu}", 0, "没有找到这个环节"),
        ("- {at: 2026-03-04 10:00, answer: advice-given, by: zhao}", 0, "没有找到这个环节"),
        ("- {at: 2026-03-04 10:00, answer: advice-given, by: jia}", 0, "该环节岗位的人员"),
        ("- at: 2026-03-04 10:00\n  answer: advice-given\n  with:\n    answered_at: 昨天", 3,
         "请填写日期和时间"),
        ("- {at: 2026-03-04 10:00, start: feedback, by: zhao}", 0, "可以启动并行程序"),
        ("- {at: 2026-03-04 10:00, reopen: receipt, by: jia, reason: 重来}", 0, "没有结案"),
        ("- {at: 2026-03-04 10:00, answer: advice-given, with: {question: <nothing>}}", 0,
         "没有定义“<nothing>”"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_at_its_line(
    play: Play, entry: str, line: int, sentence: str
) -> None:
    with pytest.raises(BadCase) as refused:
        play(REGISTERED + entry)

    assert sentence in refused.value.message
    assert refused.value.message.startswith(f"case.yaml:{AFTER + line}: ")


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ("stage: closure", "应当进行到结案,实际是接报接收"),
        ("sides: [custody]", "并行程序应当是:接收与临时监护"),
        ("open: [triage]", "环节“triage”应当打开着"),
        ("not_open: [advice-given]", "不应当打开"),
        ("documents: {registration: 2}", "应当有 2 份,实际有 1 份"),
        ("versions: {registration: 2}", "应当到第 2 版,实际到第 1 版"),
        ("due: {advice-given: 2026-01-01}", "应当在 2026-01-01 届满"),
        ("late: [registration]", "应当逾期,实际没有"),
        ("rounds: {registration: 2}", "应当是第2轮,实际是第1轮"),
        ("owners: {advice-given: fang}", "应当由 fang 办理,实际是:cheng"),
        ("closed: yes", "案件应当已结案"),
        ("in_custody: yes", "应当在临时监护中"),
        ("centre: linxian", "应当属于中心 linxian"),
        ("outcomes: {receipt: accepted}", "应当以“受理”结束"),
        ("refused: {answer: advice-given, because: 不可能}", "这个动作应当被拒绝,却办成了"),
        ("refused: {answer: triage, because: 缺少}", "拒绝的理由里没有“缺少”"),
    ],
)
def test_an_expectation_that_does_not_hold_is_reported(
    play: Play, expected: str, sentence: str
) -> None:
    played = play(f"{REGISTERED}- expect:\n    {expected}\n")

    assert len(played.failures) == 1
    assert sentence in played.failures[0].sentence
    assert played.failures[0].where.startswith("case.yaml:1")


def test_what_ought_to_be_refused_and_is_not_leaves_the_story_as_it_was(play: Play) -> None:
    tried = "- expect: {refused: {answer: advice-given, because: 不可能}}\n"
    goes_on = "- {at: 2026-03-04 10:00, answer: advice-given, expect: {not_open: [advice-given]}}\n"
    still = "- expect: {open: [advice-given], late: []}\n"

    played = play(REGISTERED + tried + still + goes_on)

    assert [one.sentence for one in played.failures] == ["这个动作应当被拒绝,却办成了。"]


def test_an_expectation_that_holds_is_not_reported(play: Play) -> None:
    expected = "expect: {stage: receipt, sides: [], open: [advice-given], late: [], closed: no}"

    assert play(f"{REGISTERED}- {expected}\n").failures == []


def test_timers_fire_at_their_own_instants_in_order(play: Play) -> None:
    """An officer away from Monday to Wednesday gets the work back when the cover ends."""
    played = play(
        REGISTERED
        + """\
- {at: 2026-03-04 10:00, cover: cheng, substitute: fang, from: 2026-03-05 00:00, until: 2026-03-07 00:00}
- {at: 2026-03-05 09:00, expect: {owners: {advice-given: fang}}}
- {at: 2026-03-09 09:00, expect: {owners: {advice-given: cheng}}}
"""
    )

    assert played.failures == []


@pytest.fixture(scope="module")
def written(place: Theatre, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of one shipped case."""
    out = tmp_path_factory.mktemp("out")
    script = load_script(CASES / "advice-only.yaml")
    start = script.entries[0].at
    assert start is not None
    with place.scene(script.centres, script.people, start=start) as scene:
        return write_out(out, scene, Player(scene, script).play())


def test_documents_are_written_under_their_own_names(written: Path) -> None:
    names = sorted(file.name for file in written.glob("*.docx"))

    assert len(names) == 2
    assert any("接报登记表_2026-03-04_v1" in name for name in names)
    for file in written.glob("*.docx"):
        paragraphs = Document(str(file)).paragraphs
        assert any(one.text.strip() for one in paragraphs)


def test_the_timeline_says_who_did_what_when(written: Path) -> None:
    timeline = json.loads((written / "timeline.json").read_text("utf-8"))

    advice = next(one for one in timeline if one["key"] == "ask:advice-given")
    assert advice["title"] == "咨询答复"
    assert advice["owner"] == advice["by"] == "程个案"
    assert advice["answered"] == "2026-03-04T10:00:00+08:00"
    assert advice["late"] in (False, None)
    approval = next(one for one in timeline if one["kind"] == "approve")
    assert [one["by"] for one in approval["signatures"]] == ["孙督导", "贾主任"]


def test_each_deadline_has_its_receipt(written: Path) -> None:
    deadlines = json.loads((written / "deadlines.json").read_text("utf-8"))

    assert deadlines
    assert all(one["receipt"]["steps"] and one["receipt"]["source"] for one in deadlines)


def test_the_summary_is_readable(written: Path) -> None:
    text = (written / "summary.md").read_text("utf-8")

    assert "接报接收:已答复咨询" in text
    assert "案件已结案" in text


def test_nothing_but_the_whole_folder_is_left(written: Path) -> None:
    assert [one.name for one in written.parent.iterdir()] == ["advice-only"]


def test_a_folder_of_somebody_else_is_left_alone(place: Theatre, tmp_path: Path) -> None:
    script = load_script(CASES / "advice-only.yaml")
    (tmp_path / "advice-only").mkdir()
    (tmp_path / "advice-only" / "mine.txt").write_text("mine", encoding="utf-8")
    start = script.entries[0].at
    assert start is not None

    with (
        place.scene(script.centres, script.people, start=start) as scene,
        pytest.raises(BadInput, match="不是排演的输出"),
    ):
        write_out(tmp_path, scene, Player(scene, script).play())

    assert (tmp_path / "advice-only" / "mine.txt").read_text("utf-8") == "mine"


def test_the_command_says_where_and_leaves_nothing_half_written(
    write: Write, tmp_path: Path
) -> None:
    file = write(REGISTERED + "- {at: 2026-03-04 10:00, answer: triage, by: sun}\n")

    ended = _hutong("rehearse", str(file), "--out", str(tmp_path / "out"))

    assert ended.returncode == 2
    assert f"{file}:{AFTER}: " in ended.stderr
    assert not (tmp_path / "out").exists() or not any((tmp_path / "out").iterdir())


def test_the_command_ends_with_1_when_an_expectation_does_not_hold(
    write: Write, tmp_path: Path
) -> None:
    file = write(REGISTERED + "- expect: {stage: closure}\n")

    ended = _hutong("rehearse", str(file), "--out", str(tmp_path / "out"), "--json")

    assert ended.returncode == 1
    (told,) = json.loads(ended.stdout)
    assert told["ok"] is False
    assert told["failures"][0]["where"] == f"{file}:{AFTER}"
    assert (tmp_path / "out" / "a-test" / "summary.md").is_file()


def test_a_refused_file_takes_nothing_from_the_others(tmp_path: Path) -> None:
    head = "title: 一\nabout: 一\nsteps:\n"
    bad = tmp_path / "bad.yaml"
    bad.write_text(f"name: bad\n{head}- {{at: 2026-03-04 09:30, answer: nothing}}\n", "utf-8")
    stopped = tmp_path / "stopped.yaml"
    stopped.write_text(
        f"name: stopped\n{head}- {{at: 2026-03-04 09:30, answer: triage}}\n", "utf-8"
    )

    out = tmp_path / "out"
    ended = _hutong("rehearse", str(bad), str(stopped), "advice-only", "--out", str(out), "--json")

    assert ended.returncode == 2
    assert [one["ok"] for one in json.loads(ended.stdout)] == [False, False, True]
    assert f"{bad}:5: " in ended.stderr
    assert f"{stopped}:5: " in ended.stderr
    assert (out / "advice-only" / "summary.md").is_file()


def test_the_command_lists_the_shipped_cases() -> None:
    ended = _hutong("rehearse", "--list", "--json")

    names = [one["name"] for one in json.loads(ended.stdout)]
    assert "begging" in names
    assert all(Path(one["file"]).is_file() for one in json.loads(ended.stdout))


def _hutong(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deployments", *arguments],
        capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip
