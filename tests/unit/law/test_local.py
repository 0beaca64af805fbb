"""Local overlays: what they say, what they leave open, and moving between them."""

from pathlib import Path

import pytest

from models.law.loading import load_pack, local_ids
from models.law.local import NOT_TAKEN_IN, SILENT, level_after_transfer
from models.law.packyaml import PackInvalid
from models.law.vocabulary import Confirmation, Layer

ALL = load_pack("national", local_ids())


def test_the_localities_of_the_collected_documents_are_there() -> None:
    assert set(local_ids()) == {
        "wuhan", "kunshan", "changzhi", "nayong", "fenggang", "beiliu", "farm", "shanghai",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("locality", "codes"),
    [
        ("wuhan", ["四级", "三级", "二级", "一级"]),
        ("changzhi", ["三级", "二级", "一级"]),
        ("nayong", ["蓝", "黄", "橙", "红"]),
        ("kunshan", []),
        ("fenggang", []),
        ("beiliu", []),
        ("farm", []),
    ],
)
def test_levels_are_kept_from_the_lowest_to_the_highest(locality: str, codes: list[str]) -> None:
    levels = sorted(ALL.locality(locality).risk_levels, key=lambda level: level.rank)

    assert [level.code for level in levels] == codes
    assert {level.locality for level in levels} <= {locality}


def test_each_level_of_wuhan_has_its_leading_body() -> None:
    wuhan = ALL.locality("wuhan")

    leads = [level.lead_text for level in wuhan.risk_levels]
    assert "共青团" in leads[0]
    assert "市未保中心" in leads[3]
    assert SILENT not in leads
    assert str(ALL.rule("wuhan.1").term) == "每年至少1次"


def test_what_a_local_document_leaves_open_is_said_not_invented() -> None:
    changzhi = ALL.locality("changzhi")

    assert {level.lead_text for level in changzhi.risk_levels} == {SILENT}
    assert {level.meaning_text for level in changzhi.risk_levels} == {SILENT}
    assert changzhi.said(changzhi.reassessment) == SILENT
    assert changzhi.said(changzhi.assessed_by) == "救助保护机构"


def test_of_a_document_taken_in_by_parts_nothing_is_claimed() -> None:
    shanghai = ALL.locality("shanghai")

    assert shanghai.said(shanghai.lead) == NOT_TAKEN_IN


def test_shanghai_gives_the_search_a_number_and_the_nation_does_not() -> None:
    assert load_pack("national").rule("1.9").term is None
    assert str(ALL.rule("1.9").term) == "6个月"
    assert ALL.rule("1.9").layer is Layer.LOCAL
    assert ALL.rule("3.4").printable
    assert not load_pack("national").rule("3.4").printable


def test_kunshan_names_the_bodies_of_its_five_mechanisms() -> None:
    mechanisms = {one.name: one.bodies for one in ALL.locality("kunshan").mechanisms}

    assert set(mechanisms) == {"预警排查", "强制报告", "应急处置", "评估帮扶", "监护干预"}
    assert all(mechanisms.values())


def test_the_remaining_documents_keep_their_own_features() -> None:
    assert len(ALL.locality("changzhi").groups) == 6
    assert ALL.locality("changzhi").flow[0] == "排查摸底"
    assert len(ALL.locality("fenggang").groups) == 7
    assert "6周岁" in ALL.locality("beiliu").superseded[0]
    assert str(ALL.rule("fenggang.1").term) == "每月至少1次"
    assert ALL.rule("nayong.3").counted is None


def test_a_child_who_moves_is_placed_by_rank_and_never_lower_from_the_top() -> None:
    wuhan, changzhi, nayong = (ALL.locality(x) for x in ("wuhan", "changzhi", "nayong"))

    def moved(code: str, of: str, to: str) -> str | None:
        level = ALL.locality(of).level(code)
        assert level
        found = level_after_transfer(level, ALL.locality(of), ALL.locality(to))
        return found.code if found else None

    assert moved("一级", "wuhan", "changzhi") == "一级"
    assert moved("二级", "wuhan", "changzhi") == "二级"
    assert moved("四级", "wuhan", "changzhi") == "三级"
    assert moved("二级", "changzhi", "nayong") == "橙"
    assert moved("三级", "changzhi", "wuhan") == "三级"
    assert moved("一级", "wuhan", "kunshan") is None
    assert wuhan.level("蓝") is None
    assert changzhi.level("三级")
    assert nayong.level("蓝")


HEAD = "pack: a\nversion: a-1\ntitle: x\nextends: national-2026-11\n"
LOCAL = "locality: {name: 示例县, lead: null, assessed_by: null, reassessment: null, "


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ("[{code: a, rank: 2, name: a, colour: null, meaning: null, lead: null}]", "从1起连续"),
        (("[{code: a, rank: 1, name: a, colour: null, meaning: null, lead: null},"
         " {code: a, rank: 2, name: b, colour: null, meaning: null, lead: null}]"), "code 有重复"),
        (("[{code: a, rank: 1, name: a, colour: null, meaning: null, lead: null},"
         " {code: b, rank: 1, name: b, colour: null, meaning: null, lead: null}]"), "rank 有重复"),
        ("[{code: a, rank: 1, name: a}]", "colour:缺少这一项"),
    ],
)  # fmt: skip
def test_levels_that_contradict_each_other_are_refused(
    tmp_path: Path, levels: str, sentence: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + LOCAL + f"risk_levels: {levels}, sources: [farm - seed]}}\n", "utf-8")

    with pytest.raises(PackInvalid, match=sentence):
        load_pack(path)


def test_two_lines_may_change_different_keys_of_one_rule(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + 'changes: {"3.4": {title: x}}\n', "utf-8")

    both = load_pack(path, localities=("shanghai",)).rule("3.4")

    assert both.title == "x"
    assert both.confirmed is Confirmation.TEXT_READ


def test_two_overlays_may_not_change_the_same_key_of_a_rule(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + 'changes: {"3.4": {note: x}}\n', "utf-8")

    with pytest.raises(PackInvalid, match="两个地方包不能同时适用"):
        load_pack(path, localities=("shanghai",))
