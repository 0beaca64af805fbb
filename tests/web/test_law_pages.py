"""The pages of the law: local rules for everybody, own targets and old cases for the director."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from deployments.law.pack_files import add_file
from deployments.machine.postgres import EmbeddedPostgres
from models.law.loading import local_ids
from models.law.shelf import Shelf
from models.words import Began, Role
from tasks.packs import Packs
from tests.conftest import Database
from tests.flows.practice import at_work
from tests.people_factories import make_staff
from tests.web.conftest import Portal, password_hash
from web.app import create_app
from web.parts import Parts

EXAMPLE = Path(__file__).parents[1] / "examples" / "packs" / "invented-2027-measures.yaml"
EVERYBODY = ["worker1", "community1", "supervisor1", "director1", "legal1", "civil1"]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "packs")


@pytest.fixture
def portal(database: Database, postgres: EmbeddedPostgres, shelf: Shelf) -> Iterator[Portal]:
    people = partial(make_staff, password=password_hash())
    with at_work(database, postgres, people=people, packs=Packs(shelf)) as practice:
        parts = Parts.of(practice.portal, practice.office, practice.clock)
        yield Portal(practice, create_app(parts))


def place(portal: Portal, locality: str) -> None:
    portal.practice.tell(
        "UPDATE centres SET facts = facts || jsonb_build_object('locality_pack', CAST(:l AS text))",
        l=locality,
    )


@pytest.mark.parametrize("account", EVERYBODY)
def test_every_officer_reads_the_local_rules(portal: Portal, account: str) -> None:
    place(portal, "wuhan")
    page = portal.log_in(account).go("/law")

    assert page.status == 200
    for words in ("武汉市", "一级", "风险最高", "共青团", "市未保中心专家组", "地方文件未规定",
                  "见于收集的文件", "每年至少1次"):  # fmt: skip
        assert words in page.words, words


@pytest.mark.parametrize("locality", local_ids())
def test_every_shipped_locality_has_its_page(portal: Portal, locality: str) -> None:
    place(portal, locality)

    assert portal.log_in("worker1").go("/law").status == 200


def test_what_a_document_is_silent_on_is_said(portal: Portal) -> None:
    place(portal, "changzhi")
    words = portal.log_in("worker1").go("/law").words

    assert "红" in words
    assert words.count("地方文件未规定") >= 6  # three levels without definition and body


def test_kunshan_shows_who_answers_for_each_mechanism(portal: Portal) -> None:
    place(portal, "kunshan")
    words = portal.log_in("worker1").go("/law").words

    assert "监护干预" in words
    assert "检察院" in words
    assert "风险等级：地方文件未规定" in words


def test_without_a_local_pack_the_page_says_so_and_what_was_not_read(portal: Portal) -> None:
    words = portal.log_in("worker1").go("/law").words

    assert "没有设置地方包" in words
    assert "2026年4月1日" in words


@pytest.mark.parametrize("account", ["director1", "keeper"])
def test_the_place_of_the_centre_is_set_after_a_preview(portal: Portal, account: str) -> None:
    portal.practice.hire("keeper", "甄管理", Role.ADMINISTRATOR)
    portal.practice.tell(
        "UPDATE officers SET password = :p WHERE account = 'keeper'", p=password_hash()
    )
    portal.practice.open_case()
    page = portal.log_in(account).go("/law").follow("设置所在地")
    page.press("预览", local="wuhan", reason="")
    assert "请写明改变所在地的理由" in page.words
    page.press("预览", local="wuhan", reason="示例理由甲")

    assert page.heading == "预览"
    assert "national-2026-12+wuhan-2015" in page.words
    assert "一件也不变" in page.words
    assert portal.ask("SELECT 1 FROM centre_places") == []
    page.press("确认")
    for words in ("已保存", "本中心的所在地：武汉市", "示例理由甲", "一级"):
        assert words in page.words, words
    assert len(portal.ask("SELECT 1 FROM centre_places")) == 1
    page.go("/law/place").press("预览", local="wuhan", reason="再来")
    assert page.status in (400, 422)
    assert "没有改动" in page.words


def test_nobody_else_sets_the_place(portal: Portal) -> None:
    for account in ("worker1", "supervisor1"):
        browser = portal.log_in(account)
        assert browser.go("/law").links("设置所在地") == []
        assert browser.go("/law/place").status == 403


def test_a_pack_that_does_not_go_with_the_overlay_is_named_where_the_law_is_shown(
    portal: Portal, shelf: Shelf
) -> None:  # fmt: skip
    assert shelf.folder
    shelf.folder.mkdir()
    text = EXAMPLE.read_text("utf-8").replace('prevails: ["3.4"]', "")
    text = text.replace("in_force_from: 2027-01-01\n\n", "in_force_from: 2026-01-01\n\n")
    (shelf.folder / "measures.yaml").write_text(text, "utf-8")
    assert "没有用于本中心" not in portal.log_in("worker1").go("/law").words
    place(portal, "shanghai")
    words = portal.log_in("worker1").go("/law").words

    assert "invented-2027-measures 没有用于本中心" in words
    assert "3.4" in words


def test_a_broken_file_is_shown_to_the_director(portal: Portal, shelf: Shelf) -> None:
    assert shelf.folder
    shelf.folder.mkdir()
    (shelf.folder / "half.yaml").write_text("pack: national\n", "utf-8")

    assert "half.yaml" in portal.log_in("director1").go("/law").words
    assert "half.yaml" not in portal.log_in("worker1").go("/law").words


def test_targets_are_read_by_all_and_changed_by_the_director(portal: Portal) -> None:
    worker = portal.log_in("worker1").go("/law/targets")
    assert "C.8" in worker.words
    assert worker.links("调整") == []
    assert portal.log_in("worker1").go("/law/targets/C.8").status == 403

    director = portal.log_in("director1").go("/law/targets/C.8")
    director.press("保存", length="5", unit="working_days", reason="假期人手少")

    assert "已保存" in director.words
    for words in ("5个工作日", "贾主任", "规则包原为3个工作日", "假期人手少"):
        assert words in director.words


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"length": "0"}, "请填写正整数"),
        ({"length": "很多"}, "请填写正整数"),
        ({"length": "900"}, "不能长于规则3.2"),
        ({"length": ""}, "请填写数字"),
        ({"reason": ""}, "请写明调整的理由"),
        ({"length": "3"}, "没有改动"),
        ({"unit": "hours"}, "单位只能是"),
    ],
)
def test_a_wrong_target_is_refused_with_what_was_typed(
    portal: Portal, typed: dict[str, str], sentence: str
) -> None:
    page = portal.log_in("director1").go("/law/targets/C.8")
    page.press("保存", **{"length": "5", "unit": "working_days", "reason": "理由甲", **typed})

    assert page.status in (400, 422)
    assert sentence in page.words
    if "reason" not in typed:
        assert "理由甲" in page.words
    assert portal.ask("SELECT 1 FROM own_targets") == []


def test_the_packs_number_is_taken_again(portal: Portal) -> None:
    page = portal.log_in("director1").go("/law/targets/C.8")
    page.press("保存", length="5", unit="working_days", reason="试行")
    page.go("/law/targets/C.8").press("保存", length="", unit="pack", reason="试行结束")

    assert "规则包的数字" in page.words
    assert "本中心设定" not in page.words


def test_open_deadlines_are_counted_again_after_a_preview(portal: Portal) -> None:
    portal.practice.play_to_step("ask:triage")
    page = portal.log_in("director1").go("/law/targets/2.1")
    page.press("保存", length="48", unit="hours", reason="加快", open="recount")

    assert "预览" in page.heading
    assert "72小时改为48小时" in page.words
    assert portal.ask("SELECT 1 FROM own_targets") == []
    page.press("确认调整并重算")
    assert "已重算" in page.words
    [row] = portal.ask("SELECT due_at - starts_at AS d FROM deadlines WHERE key = 'ask:triage:1'")
    assert row.d.total_seconds() == 48 * 3600


def test_a_rule_with_a_law_behind_it_has_no_form(portal: Portal) -> None:
    page = portal.log_in("director1").go("/law/targets/5A.2")
    assert "不是本中心目标" in page.words

    page.go("/law/targets/2.1")
    page.html = page.html.replace("/law/targets/2.1", "/law/targets/5A.2")
    page.press("保存", length="5", unit="days", reason="想要")

    assert "不能调整" in page.words
    assert portal.ask("SELECT count(*) AS n FROM own_targets")[0].n == 0
    assert portal.log_in("director1").go("/law/targets/9.9").status == 404


@pytest.fixture
def older(portal: Portal, shelf: Shelf) -> Portal:
    """A child in care under the old law, and a new law put in since."""
    practice = portal.practice
    case_id = practice.open_case(began=Began.HANDOVER)
    practice.player.answer(practice.player.find(case_id, "ask:reception-handover"))
    practice.work_off()
    text = EXAMPLE.read_text("utf-8").replace("in_force_from: 2027-01-01\n\n", "\n")
    assert shelf.folder
    file = shelf.folder.parent / "given.yaml"
    file.write_text(
        text.replace(
            "extends: national-2026-11\n", "extends: national-2026-11\nin_force_from: 2020-01-01\n"
        ),
        "utf-8",
    )
    add_file(file, shelf)
    return portal


def test_the_director_sees_old_cases_previews_and_moves_them(older: Portal) -> None:
    [case] = older.ask("SELECT id, number FROM cases")
    page = older.log_in("director1").go("/law/cases")
    assert case.number in page.words
    assert "national-2026-12" in page.words
    assert "期限：3日 → 5日" in page.words

    page.press("预览所选案件的变动", case=str(case.id), reason="新办法已施行")
    assert "还没有改动" in page.words
    assert "5个工作日改为3个工作日" in page.words
    assert "规则1.12" in page.words
    assert older.ask("SELECT pack FROM cases")[0].pack == "national-2026-12"

    page.press("确认改按新规则包")
    assert "已改按新规则包办理" in page.words
    assert "没有案件适用较早的规则包" in page.words
    worker = older.log_in("worker1").go("/notices")
    assert "有案件改按新规则包办理" in worker.words
    [notice] = older.ask(
        "SELECT n.id FROM notices n JOIN officers o ON o.id = n.officer_id "
        "WHERE n.kind = 'law_changed' AND o.account = 'worker1'"
    )
    told = worker.go(f"/notices/{notice.id}").words
    assert "invented-2027-measures" in told
    assert "新办法已施行" in told
    assert "案件改按新规则包办理" in older.log_in("worker1").go(f"/cases/{case.id}").words


def test_all_old_cases_are_previewed_at_once(older: Portal) -> None:
    older.practice.tell("UPDATE cases SET pack = 'national-2026-12'")
    page = older.log_in("director1").go("/law/cases")
    page.press("预览全部案件的变动", reason="新办法已施行")

    [case] = older.ask("SELECT number FROM cases")
    assert f"{case.number}（national-2026-12）" in page.words


@pytest.mark.parametrize("typed", [{"reason": ""}, {"case": ""}])
def test_without_reason_or_case_nothing_moves(older: Portal, typed: dict[str, str]) -> None:
    [case] = older.ask("SELECT id FROM cases")
    page = older.log_in("director1").go("/law/cases")
    sent = {"reason": "新办法", "case": str(case.id), **typed}
    page.press("预览所选案件的变动", **{name: one for name, one in sent.items() if one})

    assert page.status >= 400
    assert older.ask("SELECT pack FROM cases")[0].pack == "national-2026-12"


def test_a_case_done_on_between_preview_and_confirmation_is_not_moved(older: Portal) -> None:
    [case] = older.ask("SELECT id FROM cases")
    page = older.log_in("director1").go("/law/cases")
    page.press("预览所选案件的变动", case=str(case.id), reason="新办法")
    practice = older.practice
    practice.player.answer(practice.player.find(case.id, "ask:police-statement"))
    page.press("确认改按新规则包")

    assert "重新预览" in page.words
    assert older.ask("SELECT pack FROM cases")[0].pack == "national-2026-12"


def test_old_cases_are_the_directors(older: Portal) -> None:
    assert older.log_in("supervisor1").go("/law/cases").status == 403
    assert "案件适用的规则" not in older.log_in("worker1").go("/law").words


@pytest.mark.parametrize("rule", ["9.9", "5A.2"])
def test_an_unknown_rule_and_one_of_the_law_are_refused_in_words(portal: Portal, rule: str) -> None:
    page = portal.log_in("director1")
    token = page.go("/law/targets/C.8").token
    sent = [("csrf", token), ("length", "5"), ("unit", "days"), ("reason", "x"), ("do", "set")]
    for ask in (lambda: page.post(f"/law/targets/{rule}", sent),
                lambda: page.go(f"/law/targets/{rule}")):  # fmt: skip
        shown = ask()
        assert 400 <= shown.status < 500
        assert rule in shown.words
    assert portal.ask("SELECT 1 FROM own_targets") == []
