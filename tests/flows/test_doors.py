"""Who receives the child: a wrong taker is refused at every door, and nothing is written by it."""

from collections.abc import Mapping
from typing import Any

import pytest

from models.errors import FormInvalid, RuleBroken
from models.forms.catalogue import FORMS
from models.words import Stage
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.flows.routes import AT_HOME, FOUND_AT_HOME, LONG_TERM, RELATIVES, SAFE
from tests.playing import Changes

STRANGER = {"taker_name": "路某某", "taker_relation": "邻居"}
MOTHER = {"taker_name": "林某某", "taker_relation": "母亲"}
#: Door, how a case comes there, who must not receive the child, and a word of the refusal.
WRONG: Mapping[str, tuple[str, Changes, Mapping[str, Any], str]] = {
    "a stranger collects": ("collection", SAFE, STRANGER, "领回通知"),
    "a relative collects": (
        "collection", SAFE, {"taker_name": "王某某", "taker_relation": "外祖母"}, "领回通知",
    ),
    "a stranger comes as the carer": ("relative-handover", RELATIVES.changes, STRANGER, "核查"),
    "the suspect comes as the carer": ("relative-handover", RELATIVES.changes, MOTHER, "涉嫌"),
    "a stranger comes after the judgment": ("placement-handover", {}, STRANGER, "判决"),
    "a stranger comes for the institution": (
        "long-term-handover", LONG_TERM.changes, STRANGER, "机构",
    ),
    "the revoked mother comes after the judgment": (
        "placement-handover", {}, MOTHER, "资格已被撤销",
    ),
}  # fmt: skip


def said(refusal: pytest.ExceptionInfo[FormInvalid]) -> str:
    return " ".join(one for texts in refusal.value.errors.values() for one in texts)


@pytest.mark.parametrize(("form", "changes", "taker", "because"), WRONG.values(), ids=WRONG)
def test_a_wrong_taker_is_refused_and_the_child_stays(
    positions: Positions, form: str, changes: Changes, taker: Mapping[str, Any], because: str
):
    with positions.at(f"ask:{form}", changes) as practice:
        step = practice.player.find(practice.case(), f"ask:{form}")
        handover = {**raw_example(FORMS[form])["handover"], **taker}
        before = practice.counts()
        with pytest.raises(FormInvalid) as refusal:
            practice.player.answer(step, handover=handover)
        assert because in said(refusal)
        assert taker["taker_name"] not in said(refusal)
        assert practice.counts() == before
        assert practice.one("SELECT count(*) FROM custodies WHERE ended_at IS NULL") == 1


def test_whom_the_notice_names_as_authorised_collects(positions: Positions):
    changes = {**SAFE, "collection-notice": {"authorised": "路某某"}}
    with positions.at("ask:collection", changes) as practice:
        handover = {**raw_example(FORMS["collection"])["handover"], **STRANGER}
        practice.player.answer(
            practice.player.find(practice.case(), "ask:collection"), handover=handover
        )
        assert practice.player.main_stage(practice.case()) == Stage.FOLLOW_UP


@pytest.mark.parametrize("relation", ["mother", "other_relative", "friend"])
def test_the_suspect_is_no_carer_whatever_relation_is_written(positions: Positions, relation: str):
    with positions.at("ask:carer-verification", RELATIVES.changes) as practice:
        step = practice.player.find(practice.case(), "ask:carer-verification")
        with pytest.raises(FormInvalid) as refusal:
            practice.player.answer(
                step,
                carer={"name": "林 某某", "relation": relation},
                kind="friend", consented="是", consent_by="village",
            )  # fmt: skip
        assert "监护" in said(refusal)


def test_no_near_relative_needs_consent(positions: Positions):
    with positions.at("ask:carer-verification", RELATIVES.changes) as practice:
        step = practice.player.find(practice.case(), "ask:carer-verification")
        with pytest.raises(FormInvalid) as refusal:
            practice.player.answer(step, carer={"name": "叔某某", "relation": "other_relative"})
        assert "近亲属" in said(refusal)


@pytest.mark.parametrize("told", [0, 1])
def test_a_guardian_nobody_accounts_for_is_no_guardian_lost(positions: Positions, told: int):
    with positions.at("ask:minutes", LONG_TERM.changes) as practice:
        step = practice.player.find(practice.case(), "ask:minutes")
        grounds = dict(LONG_TERM.changes["minutes"]["long_term"])
        kept = grounds["guardians"][told]
        grounds["guardians"] = [{**kept, "loss": "dead"}]
        with pytest.raises(FormInvalid) as refusal:
            practice.player.answer(step, long_term=grounds)
        assert "登记的监护人" in said(refusal)


def test_a_child_who_is_at_home_is_not_collected(positions: Positions):
    with positions.at(
        "ask:minutes", {**AT_HOME.changes, **FOUND_AT_HOME.changes, **SAFE}
    ) as practice:
        step = practice.player.find(practice.case(), "ask:minutes")
        with pytest.raises(FormInvalid) as refusal:
            practice.player.answer(step)
        assert "临时监护" in said(refusal)


def test_a_side_procedure_does_not_end_what_the_main_line_guards(positions: Positions):
    with positions.at("ask:convening") as practice:
        with pytest.raises(RuleBroken, match="撤销"):
            practice.desk.start_side(
                practice.staff["worker1"], practice.case(), Stage.RESTORATION, reason="试试"
            )
        practice.desk.start_side(
            practice.staff["worker1"], practice.case(), Stage.MAJORITY, reason="试试"
        )
        practice.work_off()
        step = practice.player.find(practice.case(), "ask:majority-preparation")
        raw = raw_example(FORMS["majority-preparation"], eighteenth_on="2026-03-10")
        with pytest.raises(FormInvalid) as refusal:
            practice.desk.answer(practice.player.actor(step.owner_id), step.id, raw)
        assert "出生日期" in said(refusal)
