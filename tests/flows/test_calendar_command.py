"""`hutong calendar`: a year as it is in effect, and a notice looked at without effect."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from deployments.commands import calendar, deadline
from flows.desk import calendar_desk
from models.errors import BadInput, NotFound
from models.law.calendar.notice_file import rows_of_file
from models.law.calendar.reading import TypedNotice
from models.store.acting import as_officer
from models.words import Role
from tasks.law import calendar_keeping
from tests.flows.positions import Positions
from tests.flows.practice import KEY, Practice
from tests.notice_of_2027 import YEAR_2027


@pytest.fixture
def practice(
    positions: Positions, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Practice]:
    """A child in care, and an installation whose settings lead to that database."""
    with positions.at("ask:police-statement") as practice:
        (tmp_path / "key").write_bytes(KEY)
        monkeypatch.setenv("HUTONG_STATE_DIR", str(tmp_path))
        monkeypatch.setenv("HUTONG_KEY_FILE", str(tmp_path / "key"))
        monkeypatch.setenv("HUTONG_DATABASE_URL", practice.database.owner_url)
        monkeypatch.setenv("HUTONG_WORKER_DATABASE_URL", practice.database.worker_url)
        yield practice


def run(*arguments: str) -> Result:
    return command("calendar", *arguments)


def command(*arguments: str) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    calendar.register(app)
    deadline.register(app)
    return CliRunner().invoke(app, [*arguments])


def test_a_notice_is_previewed_and_nothing_is_changed(practice: Practice, tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text(YEAR_2027, "gbk")
    before = practice.counts()
    shown = run("preview", str(file), "--year", "2027")

    assert shown.exit_code == 0, shown.output
    assert "规则3.4" in shown.output
    assert "不再是暂定" in shown.output
    assert "23时59分" not in shown.output
    moved, surer = shown.output.split("日期不变")
    assert moved.splitlines()[0].startswith("会改日期的在办期限")
    assert moved.count("规则") == moved.count(" → ")
    assert " → " not in surer
    assert practice.counts() == before


def test_a_wrong_file_is_refused_with_every_line(tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text(YEAR_2027 + "2027-10-01,,放假,国庆节\n2028-01-01,,放假,元旦\n", "utf-8")
    refused = run("preview", str(file), "--year", "2027")

    assert isinstance(refused.exception, BadInput)
    assert "第13行" in refused.exception.message
    assert "第14行" in refused.exception.message
    missing = run("preview", str(tmp_path / "none.csv"), "--year", "2027")
    assert isinstance(missing.exception, BadInput)


def test_a_deadline_is_counted_by_the_notices_in_effect_and_says_so(practice: Practice) -> None:
    counted = ("deadline", "5A.2", "--from", "2027-09-30", "--planned")
    before = command(*counted)
    assert "没有录入过放假通知" in before.output
    assert "暂定" in before.output
    _put_2027_in_effect(practice)
    after = command(*counted)

    assert after.exit_code == 0, after.output
    assert "加上已录入生效的通知《示例放假通知》示例〔2026〕7号" in "".join(after.output.split())
    assert "暂定" not in after.output
    assert "本机在用的日历" in json.loads(command(*counted, "--json").output)["calendar"]


def test_a_year_is_shown_as_it_is_in_effect(practice: Practice) -> None:
    assert "放假通知未发布" in run("show", "2027").output
    _put_2027_in_effect(practice)

    assert (
        "2027-10-07 星期四 国庆节放假(《示例放假通知》示例〔2026〕7号)"
        in run("show", "2027").output
    )
    assert isinstance(run("show", "1999").exception, NotFound)


def _put_2027_in_effect(practice: Practice) -> None:
    keeper = practice.hire("keeper1", "甄管理", Role.ADMINISTRATOR)
    typed = TypedNotice(
        "2027", "whole", "示例〔2026〕7号", "示例放假通知", rows_of_file(YEAR_2027.encode())
    )
    notice = calendar_desk.load_notice(practice.desk, keeper, typed)
    with as_officer(practice.portal, keeper) as db:
        digest = calendar_keeping.preview(
            db, practice.office, notice, now=practice.clock.now()
        ).digest  # fmt: skip
    calendar_desk.apply_notice(practice.desk, keeper, notice, digest=digest)


def test_a_gap_and_a_double_day_end_the_program_with_status_two(tmp_path: Path) -> None:
    wrong = {
        "gap.csv": (YEAR_2027.replace("2027-10-01,2027-10-07", "2027-10-01,2027-10-05")
                    + "2027-10-07,,放假,国庆节\n", "缺少2027年10月6日"),
        "twice.csv": (YEAR_2027 + "2027-10-01,,放假,国庆节\n", "重复"),
    }  # fmt: skip
    for name, (content, sentence) in wrong.items():
        (tmp_path / name).write_text(content, "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "deployments", "calendar", "preview", name, "--year", "2027"],
            capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 2, (name, done.stderr)
        assert sentence in done.stderr, (name, done.stderr)
        assert "Traceback" not in done.stderr
