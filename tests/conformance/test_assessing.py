"""The assessment: outline 55, 56, 58, 59, 61, 62; rules 3.1, 3.5, 3.6, 3.7."""

from typing import Any

import pytest

from models.errors import FormInvalid
from models.forms.assessment import Assessment, AssessmentTeam, GuidanceRecord, Voice, WorkPlan
from models.law.loading import load_pack
from models.law.local import Locality
from models.words import Holder, Outcome, Paper, Role, Stage
from tests.conformance.walking import Walk
from tests.factories_forms import example, raw_example
from tests.law import LAW
from tests.unit.documents.records import record
from tests.unit.documents.test_required import refuse_absent, said

article, rule = pytest.mark.article, pytest.mark.rule
AT_HOME: dict[str, dict[str, Any]] = {
    "registration": {"police_will_bring_child": "否"},
    "investigation": {"needs_custody": "否", "custody_ground": None},
    "assessment": {"recommendation": "support_at_home"},
}


@article("001:55")
@rule("3.1")
def test_five_voices_are_heard_side_by_side_before_the_assessment() -> None:
    walk = Walk.of().to("ask:voice:child")
    voices = [key for key in walk.stage(Stage.ASSESSMENT).steps if key.startswith("ask:voice:")]  # type: ignore[union-attr]

    assert voices == [
        "ask:voice:child", "ask:voice:guardian", "ask:voice:police", "ask:voice:neighbour",
        "ask:voice:school",
    ]  # fmt: skip
    assert all(walk.is_open(key) for key in voices)
    assert walk.ask("ask:voice:school").holder is Holder.SCHOOL
    walk.to("ask:assessment")
    assert set(voices) <= set(walk.done())


@article("001:55")
@rule("3.1")
def test_who_is_not_heard_has_a_reason() -> None:
    with pytest.raises(FormInvalid):
        Voice.parse(raw_example(Voice, heard="否"), LAW)


@article("001:55")
@rule("3.1")
def test_none_of_the_six_scopes_may_be_left_out() -> None:
    scopes = raw_example(Assessment)["scopes"]

    assert len(scopes) == 6
    for at in range(len(scopes)):
        with pytest.raises(FormInvalid):
            Assessment.parse(raw_example(Assessment, scopes=[*scopes[:at], *scopes[at + 1 :]]), LAW)


@article("001:55")
@rule("3.1")
def test_the_report_is_in_writing_and_signed() -> None:
    walk = Walk.of().to("approve:assessment-report")

    assert "issue:assessment-report" in walk.issued()
    assert walk.signers("approve:assessment-report") == (Role.SUPERVISOR, Role.DIRECTOR)
    refuse_absent(
        said(Paper.ASSESSMENT_REPORT, record(Stage.ASSESSMENT)),
        "家庭经济能力", "照顾能力", "监护技能", "责任意识", "亲子关系", "未成年人生存与发展状况",
    )  # fmt: skip


@article("001:56")
@rule("3.1")
def test_the_assessment_fixes_a_level_by_rank_and_proposes() -> None:
    for missing in ("risk", "recommendation"):
        with pytest.raises(FormInvalid):
            Assessment.parse(raw_example(Assessment, **{missing: None}), LAW)
    level = example(Assessment).risk
    assert level.rank >= 1
    assert level.scheme_version


@article("001:56")
def test_levels_of_a_place_run_by_rank_whatever_their_names() -> None:
    wuhan: Locality = load_pack("national", ("wuhan",)).locality("wuhan")
    ranked = sorted(wuhan.risk_levels, key=lambda one: one.rank)

    assert len(ranked) == 4
    assert "四级" in ranked[0].name
    assert "一级" in ranked[-1].name


@article("001:58")
@rule("3.1")
def test_where_support_at_home_is_enough_help_and_visits_follow_without_a_consultation() -> None:
    walk = Walk.of(**AT_HOME)

    assert walk.to_the_end(Stage.ASSESSMENT) is Outcome.SUPPORT_AT_HOME
    assert walk.opened()[-1] is Stage.FOLLOW_UP
    assert Stage.CONSULTATION not in walk.opened()


@article("001:58")
def test_a_child_in_temporary_guardianship_never_goes_home_by_an_assessment_alone() -> None:
    walk = Walk.of(assessment={"recommendation": "support_at_home"})

    assert walk.to_the_end(Stage.ASSESSMENT) is Outcome.TO_CONSULTATION


@article("001:59", "001:61")
def test_counselling_and_guidance_are_tasks_of_the_plan_with_who_and_until_when() -> None:
    plan = example(WorkPlan)

    assert plan.tasks
    refuse_absent(said(Paper.WORK_PLAN, record(Stage.ASSESSMENT)), "分工")


@article("001:61", "001:62")
@rule("3.5")
def test_guidance_of_the_guardian_is_recorded_before_the_assessment_with_how_it_was_taken() -> None:
    walk = Walk.of().to("ask:assessment")

    assert walk.done().index("ask:guidance-record") > walk.done().index("ask:voice:school")
    assert walk.ask("ask:guidance-record").rule == "3.5"
    assert example(GuidanceRecord).sessions


@rule("3.6")
def test_a_reassessment_is_owed_each_half_year_and_runs_beside_the_visits() -> None:
    pack = load_pack("national")

    assert str(pack.rule("3.6").term) == "每半年至少1次"
    assert Walk.of(Stage.ASSESSMENT).to("ask:assessment-team")
    assert pack.rule("6.5").clock is pack.rule("3.6").clock


@rule("3.7")
def test_two_at_least_assess() -> None:
    alone = raw_example(AssessmentTeam)["members"][:1]
    with pytest.raises(FormInvalid) as refused:
        AssessmentTeam.parse(raw_example(AssessmentTeam, members=alone), LAW)
    assert "members" in refused.value.errors
