"""`hutong law`: what it prints, and how it refuses."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from deployments.commands import law
from models.errors import NotFound
from models.law.packyaml import PackInvalid

EXAMPLE = Path(__file__).parents[2] / "examples" / "packs" / "invented-2027-measures.yaml"


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    law.register(app)
    return CliRunner().invoke(app, ["law", *arguments])


@pytest.fixture(autouse=True)
def _an_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUTONG_STATE_DIR", str(tmp_path / "state"))


def test_diff_tells_rules_in_chinese() -> None:
    found = run("diff", "national", str(EXAMPLE), "--rules-only")

    assert found.exit_code == 0
    for words in ("+ 新增 1.12", "~ 修改 5A.2", "期限:3日 → 5日", "- 取消 measures-2026"):
        assert words in found.stdout


def test_diff_gives_json() -> None:
    told = json.loads(run("diff", "national", str(EXAMPLE), "--rules-only", "--json").stdout)

    changed = {one["id"]: one for one in told["differences"] if one["part"] == "规则"}
    assert changed["1.12"]["kind"] == "added"
    assert {"what": "期限", "old": "3日", "new": "5日"} in changed["5A.2"]["changes"]


def test_two_equal_packs_do_not_differ() -> None:
    assert "没有差别" in run("diff", "national", "national-2026-12").stdout


def test_an_unknown_pack_is_refused() -> None:
    refused = run("diff", "national", "nowhere")

    assert isinstance(refused.exception, NotFound)
    assert "没有规则包“nowhere”" in refused.exception.message


def test_a_broken_file_is_refused_with_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("pack: national\nversion: x-1\ntitle: x\nrules: [\n", "utf-8")

    refused = run("diff", "national", str(broken))
    assert isinstance(refused.exception, PackInvalid)
    assert "broken.yaml:5:" in refused.exception.message

    checked = run("check", str(broken))
    assert checked.exit_code == 2
    assert "broken.yaml:5:" in checked.stderr


def test_the_program_itself_refuses_with_a_sentence_and_status_two(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deployments", "law", "diff", "national", str(tmp_path / "no.yaml")],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.startswith("读不到规则包文件 no.yaml")
    assert "Traceback" not in done.stderr


def test_what_is_added_is_listed(tmp_path: Path) -> None:
    assert run("check", str(EXAMPLE)).exit_code == 0
    assert "主任逐案" in run("add", str(EXAMPLE)).stdout

    listed = run("list").stdout
    assert "invented-2027-measures" in listed
    assert "2027-01-01起" in listed
    assert (tmp_path / "state" / "packs" / "invented-2027-measures.yaml").is_file()


def test_the_list_names_files_that_could_not_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "packs"
    folder.mkdir(parents=True)
    (folder / "half.yaml").write_text("pack: national\n", "utf-8")

    listed = run("list")
    assert "national-2026-11" in listed.stdout
    assert "half.yaml" in listed.stderr
    assert "version:缺少这一项" in listed.stderr


def test_what_could_not_be_read_is_said_in_one_place_and_settled_by_a_pack() -> None:
    before = json.loads(run("caveats", "--json").stdout)
    after = json.loads(run("caveats", "--pack", str(EXAMPLE), "--json").stdout)

    gone = {one["id"] for one in before["caveats"]} - {one["id"] for one in after["caveats"]}
    assert gone == {"measures-2026"}
    assert set(before["unconfirmed"]) - set(after["unconfirmed"]) == {"1.7", "3.4", "5B.10"}
    assert "2026年4月1日" in run("caveats").stdout
