"""The packs of an installation: a new law is a file, and a broken file takes nothing away."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deployments.law.pack_files import add_file, check_file, chosen_pack
from models.errors import BadInput
from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.differing import Kind, differences
from models.law.loading import load_pack, local_ids, pack_for, passed_over
from models.law.pack import UnknownPack
from models.law.packyaml import PackInvalid
from models.law.shelf import SHIPPED, Shelf

EXAMPLE = Path(__file__).parents[2] / "examples" / "packs" / "invented-2027-measures.yaml"
ARRIVED = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 1)

OVERLAY = """
pack: wuhan
version: wuhan-invented
title: 虚构的武汉新方案
extends: wuhan-2015
in_force_from: 2027-06-01
changes:
  "wuhan.1":
    term: {clock: windows, frequency: {times: 1, every: half_year}}
"""

Put = Callable[[str, str], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "packs"
    folder.mkdir()
    return folder


@pytest.fixture
def put(folder: Path) -> Put:
    def put(name: str, text: str) -> Path:
        file = folder / name
        file.write_text(text, "utf-8")
        return file

    return put


def test_a_new_law_is_a_file_in_the_folder(folder: Path) -> None:
    shelf = Shelf(folder)
    assert pack_for(AFTER, "", shelf) == ("national-2026-12", "")

    add_file(EXAMPLE, shelf)

    assert pack_for(BEFORE, "", shelf) == ("national-2026-12", "")
    assert pack_for(AFTER, "", shelf) == ("invented-2027-measures", "")
    pack = load_pack("invented-2027-measures", shelf=shelf)
    assert pack.name == "invented-2027-measures"
    assert str(pack.rule("5A.2").term) == "5日"
    assert "measures-2026" not in {one.id for one in pack.caveats}
    due = count(pack.rule("1.12"), ARRIVED, Calendar.standard()).due_at
    assert (due - ARRIVED).total_seconds() == 36 * 3600


def test_the_centres_overlay_lies_over_the_new_law(folder: Path, put: Put) -> None:
    shelf = Shelf(folder)
    add_file(EXAMPLE, shelf)

    assert pack_for(AFTER, "wuhan", shelf) == ("invented-2027-measures", "wuhan-2015")

    put("new.yaml", OVERLAY)
    assert pack_for(AFTER, "wuhan", shelf) == ("invented-2027-measures", "wuhan-2015")
    assert pack_for(date(2027, 6, 1), "wuhan", shelf)[1] == "wuhan-invented"
    old = load_pack("national-2026-12", ("wuhan-2015",), shelf=shelf)
    new = load_pack("national-2026-12", ("wuhan-invented",), shelf=shelf)
    assert str(old.rule("wuhan.1").term) == "每年至少1次"
    assert str(new.rule("wuhan.1").term) == "每半年至少1次"


def test_a_case_of_an_overlay_by_locality_reads_the_newest_of_it(folder: Path, put: Put) -> None:
    put("new.yaml", OVERLAY)

    assert chosen_pack("wuhan", Shelf(folder)).version.endswith("wuhan-2015+wuhan-invented")
    assert chosen_pack("national-2026-12+wuhan-2015").version.endswith("12+wuhan-2015")


def test_a_broken_file_is_listed_and_takes_nothing_from_the_others(
    folder: Path, put: Put
) -> None:  # fmt: skip
    put("broken.yaml", "pack: national\nversion: broken-1\ntitle: x\nrules: [\n")
    put("twice.yaml", EXAMPLE.read_text("utf-8").replace("invented-2027-measures", "wuhan-2015"))
    shelf = Shelf(folder)

    assert {one.name for one in shelf.broken} == {"broken.yaml", "twice.yaml"}
    assert "broken.yaml:5: 不是有效的 YAML" in shelf.broken[0].problems[0]
    assert "版本号 wuhan-2015 已有规则包使用" in shelf.broken[1].problems[0]
    assert pack_for(AFTER, "", shelf) == ("national-2026-12", "")


def test_a_pack_that_does_not_go_with_the_overlay_is_passed_over(folder: Path, put: Put) -> None:
    text = EXAMPLE.read_text("utf-8").replace('prevails: ["3.4"]', "")
    put("measures.yaml", text)
    shelf = Shelf(folder)

    assert pack_for(AFTER, "", shelf)[0] == "invented-2027-measures"
    assert pack_for(AFTER, "shanghai", shelf) == ("national-2026-12", "shanghai-2026")
    assert passed_over(AFTER, "", shelf) == ()
    assert passed_over(BEFORE, "shanghai", shelf) == ()
    [passed] = passed_over(AFTER, "shanghai", shelf)
    assert passed.version == "invented-2027-measures"
    assert "3.4" in passed.problems[0]


def test_an_overlay_that_goes_with_no_pack_in_force_is_passed_over_too(put: Put) -> None:
    put("measures.yaml", EXAMPLE.read_text("utf-8"))
    text = OVERLAY.replace('"wuhan.1"', '"1.12"').replace("2027-06-01", "2026-06-01")
    text = text.replace("clock: windows, frequency: {times: 1, every: half_year}",
                        "clock: hours_at_once, length: 5, unit: hours")  # fmt: skip
    shelf = Shelf(put("wuhan.yaml", text).parent)

    assert pack_for(BEFORE, "wuhan", shelf) == ("national-2026-12", "wuhan-2015")
    [passed] = [p for p in passed_over(BEFORE, "wuhan", shelf) if p.version == "wuhan-invented"]
    assert "1.12" in passed.problems[0]
    assert pack_for(AFTER, "wuhan", shelf)[1] == "wuhan-invented"


def test_a_file_that_prevails_wins_over_the_overlay(folder: Path) -> None:
    shelf = Shelf(folder)
    add_file(EXAMPLE, shelf)

    both = load_pack("invented-2027-measures", ("shanghai-2024",), shelf=shelf)

    assert both.rule("3.4").source == "《虚构管理办法》第22条"
    assert both.rule("1.9").source.startswith("《上海市未成年人保护条例》")


def test_an_unknown_locality_is_refused() -> None:
    with pytest.raises(UnknownPack, match="没有地方包“atlantis”"):
        pack_for(AFTER, "atlantis", SHIPPED)


def test_all_problems_of_a_file_are_told_at_once_with_their_lines(put: Put) -> None:
    text = EXAMPLE.read_text("utf-8")
    text = text.replace("invented_measures_2027 31", "no_such_law 31")
    text = text.replace("owes: [centre]", "owes: [nobody]").replace('"5A.1":', '"9.9":')
    file = put("invented.yaml", text)
    lines = text.splitlines()

    checked = check_file(file, SHIPPED)

    assert checked.pack is None
    for key, sentence in (
        ('  "9.9":', "没有这条规则"), ('  "1.12":', "nobody"), ('  "5A.2":', "no_such_law"),
    ):  # fmt: skip
        found = [one for one in checked.problems if sentence in one]
        near = int(found[0].split(":")[1])
        assert found[0].startswith("invented.yaml:")
        assert 0 <= near - 1 - lines.index(key) <= 11, found


def test_a_file_that_contradicts_an_overlay_is_told_by_name(put: Put) -> None:
    text = EXAMPLE.read_text("utf-8").replace('prevails: ["3.4"]', "")

    checked = check_file(put("a.yaml", text), SHIPPED)

    assert [one for one in checked.problems if "与地方包 shanghai 合用时" in one]


def test_what_is_wrong_is_not_put_in_and_nothing_is_overwritten(
    folder: Path, tmp_path: Path
) -> None:  # fmt: skip
    shelf = Shelf(folder)
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(EXAMPLE.read_text("utf-8").replace("invented_measures_2027 30", "nowhere 30"))

    with pytest.raises(PackInvalid, match="nowhere"):
        add_file(wrong, shelf)
    assert list(folder.iterdir()) == []

    add_file(EXAMPLE, shelf)
    with pytest.raises(BadInput, match="请换一个版本号"):
        add_file(EXAMPLE, shelf)
    assert [one.name for one in folder.iterdir()] == ["invented-2027-measures.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("version: invented-2027-measures", "version: ../x", "version:取值不对"),
        ("until: health_checked", "until: nothing", "完成事件“nothing”"),
        ("in_force_from: 2027-01-01\n\n", "in_force_from: 2027-01-01\nin_force_to: 2026-01-01\n\n",
         "失效日期早于施行日期"),
        ('prevails: ["3.4"]', 'prevails: ["9.9"]', "prevails › 9.9:没有这条规则"),
        ("term: {clock: hours_at_once, length: 36, unit: hours}\n", "note: x\n", "完成事件"),
    ],
)  # fmt: skip
def test_a_wrong_key_of_a_new_law_is_refused(put: Put, old: str, new: str, sentence: str) -> None:
    text = EXAMPLE.read_text("utf-8")
    assert old in text

    assert any(
        sentence in one
        for one in check_file(put("a.yaml", text.replace(old, new)), SHIPPED).problems
    )


def test_a_law_may_change_again_what_the_law_before_it_changed(folder: Path, put: Put) -> None:
    shelf = Shelf(folder)
    add_file(EXAMPLE, shelf)
    put("later.yaml", """
pack: national
version: invented-2028
title: 虚构
extends: invented-2027-measures
in_force_from: 2028-01-01
changes:
  "5A.2": {term: {clock: legal_period, length: 7, unit: days}}
""")  # fmt: skip

    assert str(load_pack("national", shelf=shelf).rule("5A.2").term) == "7日"
    assert str(load_pack("invented-2027-measures", shelf=shelf).rule("5A.2").term) == "5日"


def test_the_difference_tells_each_rule_in_words() -> None:
    found = differences(load_pack("national"), chosen_pack(str(EXAMPLE)))
    rules = {one.id: one for one in found.of("规则")}

    assert {"1.7", "3.4", "5A.1", "5A.2", "1.12"} <= set(rules)
    assert rules["1.12"].kind is Kind.ADDED
    assert str(rules["5A.2"].changes[0]) == "期限:3日 → 5日"
    assert "可写入对外文书:否 → 是" in [str(one) for one in rules["1.7"].changes]
    assert [one.id for one in found.of("未能核实的事项")] == ["measures-2026"]


def test_a_pack_does_not_differ_from_itself() -> None:
    assert differences(load_pack("national"), load_pack("national-2026-12")).differences == ()


def test_the_difference_the_other_way_round_takes_back() -> None:
    found = differences(chosen_pack(str(EXAMPLE)), load_pack("national"))

    assert {one.id: one.kind for one in found.of("规则")}["1.12"] is Kind.REMOVED


def test_an_overlay_differs_in_its_locality_too() -> None:
    found = differences(load_pack("national"), load_pack("national", ("wuhan",)))

    levels = {one.what: one.new for one in found.of("地方规定")[0].changes}["风险等级"]
    assert levels is not None
    assert "一级(位次4)" in levels


def test_every_shipped_version_begins_with_its_locality() -> None:
    for local in local_ids():
        assert all(one.file.version.startswith(f"{local}-") for one in SHIPPED.overlays(local))
