"""Rule packs: what loads, what is refused and how it is said."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.loading import load_pack
from models.law.pack import RulePack, UnknownPack, UnknownRule
from models.law.packyaml import PackInvalid, parse_yaml
from models.law.rule import Rule
from models.law.sources import article_text
from models.law.vocabulary import Layer

HEAD = """
pack: invented
version: invented-1
title: 虚构规则包
extends: national-2026-11
"""

RULE = """
rules:
  "9.1":
    title: 虚构职责
    stage: receipt
    starts: report_received
    term: {clock: legal_period, length: 3, unit: days}
    owes: [centre]
    holder: centre
    layer: law
    confirmed: text_read
    sources: [minors_law 11 text_read]
"""

Load = Callable[[str], RulePack]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load(body: str) -> RulePack:
        path = tmp_path / "invented.yaml"
        path.write_text(HEAD + body, "utf-8")
        return load_pack(path)

    return load


def test_the_same_pack_is_loaded_once() -> None:
    assert load_pack("national") is load_pack("national")
    assert load_pack("national-2026-12") is load_pack("national-2026-12")
    assert load_pack("national-2026-12").version == load_pack("national").version
    assert load_pack("national").version == "national-2026-11+national-2026-12"


def test_an_unknown_rule_is_named_with_its_neighbours() -> None:
    with pytest.raises(UnknownRule, match=r"没有规则“5a\.9”.*5A\.1、5A\.2"):
        load_pack("national").rule("5a.9")
    with pytest.raises(UnknownRule, match="规则编号形如"):
        load_pack("national").rule("")
    with pytest.raises(UnknownRule, match="没有硬闸“G11”"):
        load_pack("national").gate("G11")


@pytest.mark.parametrize("name", ["nowhere", "sources", "", "../national"])
def test_an_unknown_pack_is_named_with_those_there_are(name: str) -> None:
    with pytest.raises(UnknownPack, match="现有:national-2026-11"):
        load_pack(name)


def test_an_unknown_overlay_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownPack, match=r"没有地方包“atlantis”.*wuhan"):
        load_pack("national", ("atlantis",))
    with pytest.raises(UnknownPack, match="没有载入地方包“wuhan”"):
        load_pack("national").locality("wuhan")


def test_a_new_law_is_taken_in_by_a_pack_alone(load: Load) -> None:
    pack = load("""
settled_caveats: [measures-2026]
sources:
  invented_measures:
    citation: 《虚构办法》
    title: 虚构的管理办法
    layer: law
    confirmed: text_read
events: {found_alone: 发现独处}
rules:
  "1.12":
    title: 健康检查
    stage: custody
    starts: guardianship_began
    term: {clock: hours_at_once, length: 24, unit: hours}
    owes: [centre]
    holder: hospital
    layer: law
    confirmed: text_read
    sources: [invented_measures 20 text_read]
changes:
  "1.7":
    term: {clock: working_days, length: 3, unit: working_days}
    layer: law
    confirmed: text_read
    sources: [invented_measures 12 text_read]
""")

    assert pack.rule("1.12").source == "《虚构办法》第20条"
    old = count(load_pack("national").rule("1.7"), date(2026, 11, 20), Calendar.standard())
    new = count(pack.rule("1.7"), date(2026, 11, 20), Calendar.standard())
    assert (old.due_on, old.printable) == (date(2026, 11, 27), False)
    assert (new.due_on, new.printable) == (date(2026, 11, 25), True)
    assert "measures-2026" not in {caveat.id for caveat in pack.caveats}
    assert new.rule.pack == "national-2026-11+invented-1"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("sources: [minors_law 11 text_read]", "sources: []", "没有来源的规则不载入"),
        ("sources: [minors_law 11 text_read]", "note: x", "没有来源的规则不载入"),
        ("minors_law 11", "no_such_law 11", "引用了不存在的文件“no_such_law”"),
        ("minors_law 11 text_read", "minors_law 11", "应写成“文件 条 核实程度”"),
        ("minors_law 11 text_read", "minors_law 11 text_read more", "应写成“文件 条 核实程度”"),
        ("minors_law 11 text_read", "minors_law 11 surely", "应写成“文件 条 核实程度”"),
        ("starts: report_received", "starts: nothing", "不存在的起算事件“nothing”"),
        ("owes: [centre]", "owes: [nobody]", "不存在的义务主体“nobody”"),
        ("owes: [centre]", "owes: []", "owes:不能为空"),
        ("holder: centre", "holder: moon", "holder:取值不对"),
        ("holder: centre", "holder: centre\n    remind: never", "不存在的提醒阶梯“never”"),
        ("holder: centre", "holder: centre\n    documents: [D99]", "不存在的文书“D99”"),
        ("holder: centre", "holder: centre\n    extension: {approver: x}", "批准主体“x”"),
        ("title: 虚构职责", "titel: 虚构职责", "不认识这个键"),
        ("title: 虚构职责", "note: 虚构职责", "title:缺少这一项"),
        ("unit: days", "unit: hours", "不同的历不得混用"),
        ("unit: days", "unit: working_days", "不同的历不得混用"),
        (", unit: days", "", "长度和单位必须同时写"),
        (", length: 3, unit: days", "", "没有写长度"),
        ("clock: legal_period", "clock: none", "没有数字期限的规则不写 term"),
        ("clock: legal_period, length: 3, unit: days", "clock: windows, length: 1, unit: months",
         "频次"),
        ("unit: days}", "unit: days, earliest: true}", "必须写 rolls: false"),
        ("starts: report_received", "note: x", "没有写起算事件"),
        ("confirmed: text_read", "confirmed: centre", "请写在 target"),
        ("holder: centre",
         "holder: centre\n    target: {clock: legal_period, length: 3, unit: days}",
         "不再写自定目标"),
        ("holder: centre",
         "holder: centre\n    also: {clock: working_days, length: 3, unit: working_days}", "同历"),
        ('"9.1"', '"5A.2"', "该规则已存在;要修改请写在 changes"),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_refused_with_its_place(
    load: Load, old: str, new: str, sentence: str
) -> None:
    assert old in RULE
    with pytest.raises(PackInvalid, match=sentence):
        load(RULE.replace(old, new))


def test_the_rule_above_is_right_as_it_stands(load: Load) -> None:
    assert isinstance(load(RULE).rule("9.1"), Rule)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('changes: {"9.9": {title: x}}', r"changes › 9\.9:没有这条规则"),
        ("caveats: [{id: a, document: nothing, text: b}]", "引用了不存在的文件“nothing”"),
        ("sources: {a: {title: b}}", "sources › a › citation:缺少这一项"),
        (("sources: {a: {citation: a, title: b, layer: law, confirmed: seed, in_force_from: "
         "2026-01-02, in_force_to: 2026-01-01}}"), "失效日期早于施行日期"),
        (("gates: {G11: {title: x, stages: [receipt], rules: [zz], layer: law, confirmed: seed, "
         "sources: [outline 1 seed]}}"), "gates › G11:引用了不存在的规则“zz”"),
        (("gates: {G11: {title: x, stages: [], layer: law, confirmed: seed, sources: [outline 1 "
         "seed]}}"), "stages:不能为空"),
        ("grounds: [{item: 8, numeral: x, title: x, follow_up: '6.1', sources: [outline 1 seed]}]",
         "grounds › 8 › item:取值不对"),
        ("version: twice", "“version”写了两次"),
        ("rules: [", "不是有效的 YAML"),
        ("\t- x", "不是有效的 YAML"),
        ("colour: blue", "colour:不认识这个键"),
    ],
)  # fmt: skip
def test_a_wrong_pack_is_refused_with_its_place(load: Load, body: str, sentence: str) -> None:
    with pytest.raises(PackInvalid, match=sentence):
        load(body)


def test_all_problems_of_a_pack_are_told_at_once(load: Load) -> None:
    with pytest.raises(PackInvalid) as refusal:
        load(RULE.replace("minors_law", "no_law").replace("owes: [centre]", "owes: [nobody]"))

    assert "no_law" in refusal.value.message
    assert "nobody" in refusal.value.message


def test_what_is_no_mapping_or_no_text_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(PackInvalid, match="最外层"):
        parse_yaml("- a", "x")
    with pytest.raises(PackInvalid, match="不是有效的 YAML"):
        parse_yaml("a: \x00", "x")
    with pytest.raises(PackInvalid, match="读不到规则包文件"):
        load_pack(tmp_path / "absent.yaml")


def test_a_pack_that_extends_nothing_known_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("pack: a\nversion: a-1\ntitle: x\nextends: nothing\n", "utf-8")

    with pytest.raises(UnknownPack):
        load_pack(path)


def test_a_pack_may_not_take_the_version_of_the_one_it_extends(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("pack: a\nversion: national-2026-11\ntitle: x\nextends: national\n", "utf-8")

    with pytest.raises(PackInvalid, match="绕回引用了自己"):
        load_pack(path)


def test_a_document_knows_when_it_was_in_force() -> None:
    old, new = (load_pack("national").documents[key] for key in ("minors_law_2020", "minors_law"))

    assert old.in_force_on(date(2024, 4, 25))
    assert not old.in_force_on(date(2024, 4, 26))
    assert not new.in_force_on(date(2021, 5, 31))
    assert load_pack("national").documents["outline"].in_force_on(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("71", "第71条"),
        ("77③", "第77条第3款"),
        ("94(四)", "第94条第(四)项"),
        ("40②(三)", "第40条第2款第(三)项"),
        ("附录A", "附录A"),
    ],
)
def test_articles_are_written_out(written: str, read: str) -> None:
    assert article_text(written) == read


def test_every_word_of_a_rule_has_its_chinese() -> None:
    for rule in load_pack("national").rules.values():
        assert rule.clock.chinese
        assert rule.layer.chinese
        assert rule.confirmed.chinese


def test_a_local_source_is_known_as_local() -> None:
    assert load_pack("national", ("shanghai",)).rule("6.7").layer is Layer.LOCAL


def test_no_law_of_another_place_is_said_to_be_read_for_every_centre() -> None:
    national = load_pack("national").rules.values()

    assert [rule.id for rule in national if rule.layer is Layer.LOCAL] == []
    assert {
        rule.id for rule in national
        if any(one.document.layer is Layer.LOCAL for one in rule.sources)
    } <= {"1.9", "3.4"}  # fmt: skip  # Told with their number in a pack that was shipped.


def test_a_ladder_climbs_in_time() -> None:
    for rule in load_pack("national").rules.values():
        assert [rung.hours for rung in rule.remind] == sorted(rung.hours for rung in rule.remind)


def test_whoever_owes_a_number_is_reminded_of_it() -> None:
    silent = {r.id for r in load_pack("national").rules.values() if r.counted and not r.remind}

    assert silent == {"5C.10", "5C.11"}  # days before which nothing may be done
