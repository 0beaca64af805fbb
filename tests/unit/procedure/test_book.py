"""The procedure as people and programs read it: complete, in Chinese, with sources."""

import json
from functools import cache
from typing import Any

import pytest
from typer.testing import CliRunner

from deployments.cli import build
from deployments.procedure.article_lists import merged
from deployments.procedure.book import book, stage_named
from deployments.procedure.printing import mermaid
from models.errors import BadInput
from models.forms.catalogue import FORMS
from models.law.loading import load_pack
from models.law.stages import SIDE_OUTCOMES, TRANSITIONS
from models.words import MAIN_STAGES, Paper, Stage


@cache
def whole() -> dict[str, Any]:
    return book(load_pack("national"))


def steps() -> list[dict[str, Any]]:
    return [step for page in whole()["stages"] for step in page["steps"]]


def run(*words: str) -> str:
    shown = CliRunner().invoke(build(), ["procedure", *words])
    assert shown.exit_code == 0, shown.output
    return shown.output


def test_every_stage_is_there_with_a_title_a_source_and_steps() -> None:
    assert [page["name"] for page in whole()["stages"]] == [stage.value for stage in Stage]
    for page in whole()["stages"]:
        assert page["title"], page["name"]
        assert page["source"], page["name"]
        assert page["steps"], page["name"]


def test_every_form_is_asked_somewhere_and_has_its_schema() -> None:
    assert set(whole()["forms"]) == set(FORMS)
    assert all(form["schema"]["properties"] for form in whole()["forms"].values())


def test_every_document_is_issued_somewhere() -> None:
    issued = {step["paper"] for step in steps() if step["kind"] == "issue"}

    # The chaser letter is written from the case page, beside the procedure.
    assert issued == {paper.value for paper in Paper} - {Paper.CHASER_LETTER.value}


def test_what_is_approved_was_issued_before_in_the_same_stage() -> None:
    for page in whole()["stages"]:
        issued: set[str] = set()
        for step in page["steps"]:
            if step["kind"] == "issue":
                issued.add(step["paper"])
            if step["kind"] == "approve":
                assert step["paper"] in issued, (page["name"], step["key"])


def test_every_form_and_approval_has_an_owner_and_a_deadline_or_its_reason() -> None:
    for step in steps():
        if step["kind"] in ("ask", "approve"):
            assert step["owners"], step["key"]
            assert step["deadline"], step["key"]


def test_every_step_has_a_chinese_title() -> None:
    for step in steps():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in step["title"]), step["key"]
        assert "{" not in step["title"], step["key"]


def test_every_rule_of_a_step_is_in_the_book_with_its_source() -> None:
    rules = {rule["id"]: rule for rule in whole()["rules"]}

    for step in steps():
        for rule in step["rules"]:
            assert rules[rule]["source"], step["key"]


def test_a_number_that_may_not_be_printed_is_marked_wherever_it_is_shown() -> None:
    pack = load_pack("national")
    counted = [
        step
        for step in steps()
        if len(step["rules"]) == 1 and step["deadline"].startswith(tuple("0123456789"))
    ]

    assert counted
    for step in counted:
        marked = step["deadline"].endswith(("本中心自定目标", "未核实（未见原文）"))
        assert marked is not pack.rule(step["rules"][0]).printable, step["key"]


def test_a_stage_ends_only_as_the_table_says() -> None:
    for page in whole()["stages"]:
        ends = {outcome.value for stage, outcome in TRANSITIONS if stage == page["name"]}

        assert set(page["ends"]) == ends
        assert bool(ends) is (page["line"] == "main")
    assert SIDE_OUTCOMES


def test_the_diagram_has_every_main_stage_and_every_transition() -> None:
    drawn = mermaid(whole())

    for stage in MAIN_STAGES:
        assert f" as {stage.value}\n" in drawn
    for (stage, _outcome), following in TRANSITIONS.items():
        assert f"{stage.value} --> {following.to.value if following.to else '[*]'}:" in drawn


def test_the_command_gives_json_of_one_stage_with_what_it_uses() -> None:
    told = json.loads(run("--json", "--stage", "多方会商"))

    assert [page["name"] for page in told["stages"]] == ["consultation"]
    assert set(told["forms"]) == {"convening", "party-opinion", "minutes"}
    assert {gate["id"] for gate in told["gates"]} == {"G1", "G2"}
    assert {one["number"] for one in told["documents"]} == {"D5", "D6"}


def test_the_command_prints_every_stage_for_people() -> None:
    shown = run()

    assert "申请撤销监护人资格" in shown
    assert "撤销监护人资格申请书" in shown


def test_another_pack_changes_the_numbers_and_no_step() -> None:
    local = book(load_pack("national", ("shanghai",)))

    keys = [[step["key"] for step in page["steps"]] for page in local["stages"]]
    assert keys == [[step["key"] for step in page["steps"]] for page in whole()["stages"]]
    assert local["rules"] != whole()["rules"]


def test_an_unknown_stage_is_refused_with_the_list() -> None:
    with pytest.raises(BadInput, match="consultation（多方会商）"):
        stage_named("会议")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["指导纲要第36条", "指导纲要第36、53条"], "指导纲要第36、53条"),
        (["《意见》第27–31、35条", "《意见》第32条"], "《意见》第27–32、35条"),
        (["民法典第36条", "法释〔2022〕17号"], "民法典第36条;法释〔2022〕17号"),
        (["民法典第38条", "民法典第39条"], "民法典第38、39条"),
    ],
)
def test_articles_of_one_document_are_named_together(given: list[str], said: str) -> None:
    assert merged(given) == said
