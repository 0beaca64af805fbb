"""Where a centre is: its new cases take the overlay, running ones keep what they have."""

from pathlib import Path

import pytest

from deployments.doctor.finding import Mark
from deployments.doctor.law import packs_here
from deployments.law.centre_place import set_place
from flows.desk.law_desk import preview_place
from flows.desk.law_desk import set_place as move_place
from models.errors import FormInvalid, NotAllowed, NotFound, OutsideFailure
from models.law.pack import UnknownPack
from models.law.shelf import SHIPPED
from models.settings import Settings
from models.words import Role
from tasks.law.new_law import WorldMoved
from tests.flows.practice import START, Practice

EXAMPLE = Path(__file__).parents[1] / "examples" / "packs" / "invented-2027-measures.yaml"


def placed(settings: Settings, code: str, local: str) -> str:
    return set_place(settings, SHIPPED, code, local, reason="示例", now=START)


@pytest.fixture
def settings(practice: Practice) -> Settings:
    return Settings(worker_database_url=practice.database.worker_url)


def test_new_cases_take_the_overlay_of_the_place(practice: Practice, settings: Settings):
    first = practice.open_case()
    assert placed(settings, "example", "wuhan") == "示例县未成年人救助保护中心"
    second = practice.open_case()
    placed(settings, "example", "")
    third = practice.open_case()

    found = {row.id: row.locality for row in practice.rows("SELECT id, locality FROM cases")}
    assert found == {first: "", second: "wuhan-2015", third: ""}


def test_an_unknown_place_or_centre_is_named_with_those_there_are(
    practice: Practice, settings: Settings
):
    with pytest.raises(UnknownPack, match="wuhan"):
        placed(settings, "example", "atlantis")
    with pytest.raises(NotFound, match="example"):
        placed(settings, "nowhere", "wuhan")


def test_without_a_case_record_it_says_what_to_do(practice: Practice):
    away = Settings(worker_database_url=practice.database.worker_url + "_gone")
    with pytest.raises(OutsideFailure, match="请先启动一次"):
        placed(away, "example", "wuhan")


def test_each_change_is_kept_with_who_and_why(practice: Practice, settings: Settings):
    placed(settings, "example", "wuhan")
    placed(settings, "example", "wuhan")
    move_place(practice.desk, practice.staff["director1"], "", was="wuhan", reason="区划调整")

    kept = practice.rows("SELECT * FROM centre_places ORDER BY ordinal")
    assert [(one.old_local, one.new_local, one.reason) for one in kept] == [
        ("", "wuhan", "示例"), ("wuhan", "", "区划调整"),
    ]  # fmt: skip
    assert kept[0].by_id is None
    assert kept[1].by_id == practice.staff["director1"].officer_id


def test_the_director_reads_what_changes_for_cases_to_come_and_that_open_ones_stay(
    practice: Practice,
):
    case_id = practice.open_case()
    director = practice.staff["director1"]
    seen = preview_place(practice.desk, director, "shanghai")

    assert (str(seen.old), str(seen.new)) == (
        "national-2026-12", "national-2026-12+shanghai-2026",
    )  # fmt: skip
    assert seen.changed.rules()
    assert seen.staying == 1
    move_place(practice.desk, director, "shanghai", was=seen.was, reason="示例")
    second = practice.open_case()
    found = {row.id: row.locality for row in practice.rows("SELECT id, locality FROM cases")}
    assert found == {case_id: "", second: "shanghai-2026"}


def test_a_place_is_refused_in_words_and_nothing_is_changed(practice: Practice):
    director, keeper = practice.staff["director1"], practice.hire("k", "甄管", Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed, match="只有主任"):
        move_place(practice.desk, practice.staff["supervisor1"], "wuhan", was="", reason="x")
    for actor, local, reason, field, sentence in (
        (keeper, "atlantis", "x", "local", "没有地方包“atlantis”"),
        (director, "wuhan", "", "reason", "请写明"),
        (director, "", "x", "local", "没有改动"),
    ):
        with pytest.raises(FormInvalid) as refused:
            move_place(practice.desk, actor, local, was="", reason=reason)
        assert sentence in refused.value.errors[field][0]
    with pytest.raises(WorldMoved):
        move_place(practice.desk, director, "wuhan", was="kunshan", reason="x")
    assert preview_place(practice.desk, keeper, "wuhan").staying is None
    assert practice.one("SELECT count(*) FROM centre_places") == 0
    assert practice.one("SELECT facts->>'locality_pack' FROM centres") is None


def test_doctor_names_the_pack_that_a_centre_cannot_use_and_the_file_that_is_broken(
    practice: Practice, tmp_path: Path
):
    here = Settings(worker_database_url=practice.database.worker_url, packs=tmp_path)
    assert [one.mark for one in packs_here(here, START)] == [Mark.GOOD]
    text = EXAMPLE.read_text("utf-8").replace('prevails: ["3.4"]', "")
    text = text.replace("in_force_from: 2027-01-01\n\n", "in_force_from: 2026-01-01\n\n")
    (tmp_path / "measures.yaml").write_text(text, "utf-8")
    (tmp_path / "half.yaml").write_text("pack: national\n", "utf-8")
    placed(here, "example", "shanghai")

    broken, passed = packs_here(here, START)
    assert {broken.mark, passed.mark} == {Mark.WRONG}
    assert "half.yaml" in broken.sentence
    for words in ("示例县未成年人救助保护中心", "invented-2027-measures", "shanghai", "3.4"):
        assert words in passed.sentence, words
