"""`hutong deadline`: the same receipt, and one clear sentence for bad input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from deployments.commands import deadline
from models.errors import HutongError


@pytest.fixture(autouse=True)
def _no_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is counted by the calendar of whoever runs the tests."""
    monkeypatch.setenv("HUTONG_STATE_DIR", str(tmp_path / "var"))


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    deadline.register(app)
    return CliRunner().invoke(app, ["deadline", *arguments])


def test_json_has_the_receipt() -> None:
    found = run("5A.2", "--from", "2026-09-29", "--json")

    receipt = json.loads(found.stdout)
    assert found.exit_code == 0
    assert receipt["rule"] == "5A.2"
    assert receipt["due"] == "2026-10-08T23:59:59+08:00"
    assert receipt["provisional"] is False
    assert receipt["source"] == "《指导纲要》第71条;《意见》第19条(未核实)"
    assert len(receipt["steps"]) == 10
    assert receipt["calendar"].startswith("随系统提供的日历")


def test_a_database_that_is_away_is_said_and_the_shipped_calendar_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    away = "postgresql+psycopg://nobody:none@127.0.0.1:1/none"
    monkeypatch.setenv("HUTONG_WORKER_DATABASE_URL", away)
    found = run("5A.2", "--from", "2026-09-29")

    assert found.exit_code == 0
    assert "本机数据库没有应答" in found.stdout
    assert "2026年10月8日" in found.stdout


def test_an_hour_is_shanghai_time_unless_it_names_a_zone() -> None:
    here = json.loads(run("5B.1", "--from", "2026-09-29T10:20", "--json").stdout)
    there = json.loads(run("5B.1", "--from", "2026-09-29T02:20+00:00", "--json").stdout)

    assert here["due"] == there["due"] == "2026-10-02T11:00:00+08:00"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["5A.2", "--from", "2026-09-29"], ["2026年10月8日(星期四)24时", "国庆节放假"]),
        (["1.7", "--from", "2026-11-20"], ["未核实", "2026年11月27日"]),
        (["3.2", "--from", "2026-08-31"], ["暂定", "2027年3月1日"]),
        (["5C.6", "--from", "2015-01-07"], ["预期", "2015年2月6日"]),
        (["5C.10", "--from", "2026-01-05"], ["期满", "次日起方可办理"]),
        (["5B.1-urgent", "--from", "2026-09-29T10:20"], ["9月30日(星期三)11时00分"]),
        (["1.9", "--from", "2026-05-29", "--pack", "shanghai"], ["第77条第3款"]),
        (["5A.2", "--from", "2300-01-01", "--planned", "--pack", "national-2026-11"], []),
    ],
)
def test_the_table_tells_the_result_and_its_steps(arguments: list[str], words: list[str]) -> None:
    found = run(*arguments)

    assert all(word in found.stdout for word in words)


def test_a_pack_of_ones_own_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "pack: own\nversion: own-1\ntitle: x\nextends: national-2026-11\n"
        'changes: {"5A.2": {term: {clock: legal_period, length: 5, unit: days}}}\n',
        "utf-8",
    )

    found = json.loads(run("5A.2", "--from", "2026-11-16", "--pack", str(path), "--json").stdout)
    assert found["due_on"] == "2026-11-23"
    assert found["pack"] == "national-2026-11+own-1"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["9.9", "--from", "2026-09-29"], "没有规则“9.9”"),
        (["5A.2"], "请用 --from"),
        (["5A.2", "--from", "2026-02-30"], "不是有效的日期"),
        (["5A.2", "--from", "昨天"], "不是有效的日期"),
        (["5B.1", "--from", "2026-09-29"], "起算要写到分钟"),
        (["5A.2", "--from", "2199-01-01"], "还没有到"),
        (["5B.1", "--from", "2199-01-01T10:00"], "还没有到"),
        (["5A.2", "--from", "2026-09-29", "--pack", "nowhere"], "没有规则包“nowhere”"),
        (["5A.2", "--from", "2026-09-29", "--pack", "nowhere.yaml"], "读不到规则包文件"),
        (["6.2", "--from", "2026-09-29"], "6.2-1"),
    ],
)
def test_bad_input_is_one_sentence(arguments: list[str], sentence: str) -> None:
    found = run(*arguments)

    assert isinstance(found.exception, HutongError)
    assert sentence in found.exception.message
    assert found.stdout == ""


DANGLING = """pack: bad
version: bad-1
title: x
extends: national-2026-11
changes: {"5A.2": {owes: [nobody_known]}}
"""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["9.9", "--from", "2026-09-29"], "没有规则“9.9”"),
        (["5B.1", "--from", "2026-09-29"], "起算要写到分钟"),
        (["5A.2", "--from", "2199-01-01"], "还没有到"),
        (["5A.2", "--from", "2026-09-29", "--pack", "bad.yaml"], "nobody_known"),
        (["5A.2", "--from", "2026-09-29", "--docx", "nowhere/x.docx"], "不能写入文件"),
    ],
    ids=["unknown rule", "mixed clock", "future", "dangling reference", "no such folder"],
)
def test_bad_input_ends_the_program_with_status_two_and_one_sentence(
    tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    (tmp_path / "bad.yaml").write_text(DANGLING, "utf-8")
    found = subprocess.run(
        [sys.executable, "-m", "deployments", "deadline", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
    )

    assert found.returncode == 2
    assert found.stdout == ""
    assert sentence in found.stderr
    assert found.stderr.count("\n") == 1
    assert [one.name for one in tmp_path.iterdir()] == ["bad.yaml"]
