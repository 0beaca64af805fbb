"""Practice cases under two laws: only what the law changes differs."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deployments.law.effects import CaseEffects, Consequence, effects
from deployments.law.pack_files import chosen_pack
from deployments.law.replay import case_files, compared, read_cases
from deployments.rehearsal.loading import shipped_cases
from deployments.rehearsal.scene import Theatre
from models.errors import BadInput
from models.law.loading import load_pack

EXAMPLE = str(Path(__file__).parents[1] / "examples" / "packs" / "invented-2027-measures.yaml")
HOME = next(file for file in shipped_cases() if file.stem == "return-home")


@pytest.fixture(scope="module")
def home(place: Theatre) -> list[Consequence]:
    """The way home under the law of today and under the invented measures."""
    [script] = read_cases([HOME])
    return effects(compared(place, script, load_pack("national"), chosen_pack(EXAMPLE)))


@pytest.fixture(scope="module")
def place(postgres: object) -> Theatre:
    return Theatre(postgres)  # type: ignore[arg-type]


def test_a_day_that_moves_is_told_with_old_and_new(home: list[Consequence]) -> None:
    told = {one.what: (one.old, one.new) for one in home if one.part == "日期"}

    assert told["送返回家·领回(规则5A.2)"] == ("2026-05-15 23:59 届满", "2026-05-18 23:59 届满")
    assert told["接收与临时监护·公安机关情况说明是否逾期"] == ("按期", "逾期")


def test_a_rule_of_the_new_law_comes_as_a_clock(home: list[Consequence]) -> None:
    [clock] = [one for one in home if "规则1.12" in one.what]

    assert (clock.old, clock.new) == (None, "2026-03-04 11:10 届满")


def test_a_document_that_says_another_number_is_told(home: list[Consequence]) -> None:
    [notice] = [one for one in home if one.part == "文书" and "领回通知书" in one.what]

    assert notice.old is not None
    assert notice.new is not None
    assert "三日内" in notice.old
    assert "五日内" in notice.new


def test_under_the_same_law_nothing_differs(place: Theatre) -> None:
    [script] = read_cases([HOME])

    assert effects(compared(place, script, load_pack("national"), load_pack("national"))) == []


def test_a_case_that_cannot_go_on_says_where_it_stopped(place: Theatre, tmp_path: Path) -> None:
    file = tmp_path / "stops.yaml"
    file.write_text(
        "name: stops\ntitle: 走不下去\nsteps:\n- {at: 2026-03-02 09:30, answer: registration}\n"
        "- {at: 2026-03-02 09:40, answer: collection}\n", encoding="utf-8"
    )  # fmt: skip
    [script] = read_cases([file])
    played = compared(place, script, load_pack("national"), chosen_pack(EXAMPLE))

    assert played.old.stopped == played.new.stopped
    assert played.new.stopped is not None
    assert CaseEffects(script, tuple(effects(played))).as_json()["changes"] == []


def test_the_shipped_cases_are_played_when_no_folder_is_named(tmp_path: Path) -> None:
    assert case_files(None) == list(shipped_cases())
    assert case_files(HOME) == [HOME]
    with pytest.raises(BadInput, match="没有案例目录"):
        case_files(tmp_path / "none")
    with pytest.raises(BadInput, match="没有案例文件"):
        case_files(tmp_path)


def test_the_command_plays_the_cases_of_a_folder_and_tells_what_changes(tmp_path: Path) -> None:
    shutil.copy(HOME, tmp_path / "home.yaml")
    done = subprocess.run(
        [sys.executable, "-m", "deployments", "law", "diff", "national", EXAMPLE,
         "--cases", str(tmp_path), "--json"],
        capture_output=True, text=True, check=False, timeout=240,
        env={**os.environ, "HUTONG_STATE_DIR": str(tmp_path / "state")},
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {one["id"] for one in told["differences"]} >= {"5A.2", "1.12"}
    [case] = told["cases"]
    assert case["name"] == "return-home"
    assert {one["part"] for one in case["changes"]} == {"日期", "文书"}
    assert "排演完 1/1" in done.stderr


def test_a_case_file_that_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("name: wrong\ntitle: x\nsteps:\n- {at: 1}\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "deployments", "law", "diff", "national", EXAMPLE,
         "--cases", str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=240,
        env={**os.environ, "HUTONG_STATE_DIR": str(tmp_path / "state")},
    )  # fmt: skip

    assert done.returncode == 2
    assert "wrong.yaml:4:" in done.stderr
