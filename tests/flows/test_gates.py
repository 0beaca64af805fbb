"""The hard gates, met through the desk: refused with the reason, nothing typed is lost."""

from typing import Any, ClassVar

import pytest
from sqlalchemy import Row

from models.errors import FormInvalid, RuleBroken
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.consultation import PartyOpinion
from models.sealed_places import SealedPlace
from models.words import Stage
from tests.factories_forms import example, raw_example
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.flows.routes import AT_HOME, REFERRED, RETURNED, SAFE, SHORT
from tests.playing import Changes, happened


def refused(practice: Practice, step: Row[Any], **changes: Any) -> dict[str, list[str]]:
    """Answer with these changes; the errors. Nothing is written by it."""
    before = practice.counts()
    raw = happened(step.form, raw_example(FORMS[step.form], **changes), practice.clock.now())
    with pytest.raises(FormInvalid) as refusal:
        practice.desk.answer(practice.player.actor(step.owner_id), step.id, raw)
    assert practice.counts() == before
    return refusal.value.errors


def said(errors: dict[str, list[str]]) -> str:
    return " ".join(sentence for sentences in errors.values() for sentence in sentences)


class TestNoReturnWithoutAConclusion:
    """G1: no hand-over to the guardian before the signed conclusion."""

    def test_a_case_cannot_be_reopened_straight_into_the_return(self, positions: Positions):
        with positions.at("ask:closing-report", REFERRED) as practice:
            practice.player.changes = {"closing-report": {"reason": "referred"}}
            case_id = practice.case()
            practice.player.play(case_id)
            director = practice.staff["director1"]
            for stage in (Stage.RETURN_HOME, Stage.RELATIVE_CARE, Stage.REVOCATION):
                before = practice.counts()
                with pytest.raises(RuleBroken, match="只能重新打开"):
                    practice.desk.reopen(director, case_id, to=stage, reason="再次处理")
                assert practice.counts() == before
            practice.desk.reopen(director, case_id, to=Stage.CONSULTATION, reason="再次处理")
            assert practice.player.main_stage(case_id) == Stage.CONSULTATION

    def test_only_signed_minutes_open_the_return(self, positions: Positions):
        with positions.at("approve:consultation-minutes", SAFE) as practice:
            chain = practice.player.find(practice.case(), "approve:consultation-minutes")
            practice.player.sign(chain, times=1)
            assert practice.player.main_stage(practice.case()) == Stage.CONSULTATION
            practice.player.sign(chain)
            assert practice.player.main_stage(practice.case()) == Stage.RETURN_HOME

    def test_minutes_do_not_conclude_a_return_while_the_danger_lasts(self, positions: Positions):
        with positions.at("ask:minutes") as practice:
            step = practice.player.find(practice.case(), "ask:minutes")
            changes = {**SAFE["minutes"], "danger_removed": "not_met"}
            assert "危险状态已消除" in said(refused(practice, step, **changes))

    def test_a_case_does_not_end_over_a_child_in_custody(self, positions: Positions):
        with positions.at("ask:referral", {"triage": REFERRED["triage"]}) as practice:
            case_id = practice.case()
            assert practice.one("SELECT count(*) FROM custodies WHERE ended_at IS NULL") == 1
            practice.player.answer(practice.player.find(case_id, "ask:referral"))
            assert practice.outcomes(case_id)[-2:] == [
                ("closure", "reintervene"), ("assessment", None),
            ]  # fmt: skip


class TestConclusionHasItsFoundations:
    """G2: assessment report, the police's statement or a chase record, the child's view."""

    @pytest.fixture
    def practice(self, positions: Positions):
        with positions.at("ask:minutes") as practice:
            yield practice

    def minutes(self, practice: Practice) -> Row[Any]:
        return practice.player.find(practice.case(), "ask:minutes")

    def forget(self, practice: Practice, *keys: str) -> None:
        """As if these had never been answered."""
        for key in keys:
            practice.tell("UPDATE steps SET state = 'cancelled' WHERE key = :k", k=key)

    def rewrite(self, practice: Practice, key: str, form: Form) -> None:
        """As if this had been answered instead."""
        step = practice.one("SELECT id FROM steps WHERE key = :k", k=key)
        sealed = practice.office.seal.close_json(form.dump(), SealedPlace.STEP_ANSWER.of(step))
        practice.tell("UPDATE steps SET answer = :a WHERE id = :i", a=sealed, i=step)

    def test_without_the_police_and_without_a_chase_record(self, practice: Practice):
        self.forget(practice, "ask:police-statement", "ask:party-opinion:police")
        assert "公安" in said(refused(practice, self.minutes(practice)))

    def test_a_chase_record_serves_instead_of_the_statement(self, practice: Practice):
        self.forget(practice, "ask:party-opinion:police")
        practice.tell("UPDATE steps SET state = 'open', answer = NULL, done_at = NULL, "
                      "done_by = NULL WHERE key = 'ask:police-statement'")  # fmt: skip
        practice.tell("UPDATE stages SET state = 'open', outcome = NULL WHERE name = 'custody'")
        assert "公安" in said(refused(practice, self.minutes(practice)))
        waiting = practice.player.find(practice.case(), "ask:police-statement")
        practice.desk.chase(practice.staff["worker1"], waiting.id, means="电话", note="再次催要")
        assert "不能选“已收到”" in said(refused(practice, self.minutes(practice)))
        practice.player.answer(self.minutes(practice), police_statement="chased")

    def test_a_body_that_said_nothing_made_no_statement(self, practice: Practice):
        self.forget(practice, "ask:police-statement")
        silent = example(PartyOpinion, gave_opinion="否", why_none="没有回复")
        self.rewrite(practice, "ask:party-opinion:police", silent)
        assert "不能选“已收到”" in said(refused(practice, self.minutes(practice)))
        practice.player.answer(self.minutes(practice), police_statement="chased")

    def test_without_the_childs_view_or_a_reason(self, practice: Practice):
        self.forget(practice, "ask:voice:child")
        step = self.minutes(practice)
        view = {"heard": "否", "reason_not_heard": "年龄过小,不能表达"}
        refusal = refused(practice, step, child_view={"heard": "否"})
        assert any(path.startswith("child_view") for path in refusal)
        practice.player.answer(step, child_view=view)

    def test_without_the_assessment_report(self, practice: Practice):
        self.forget(practice, "ask:assessment")
        assert "评估" in said(refused(practice, self.minutes(practice)))

    def test_all_that_is_missing_is_said_at_once(self, practice: Practice):
        self.forget(practice, "ask:assessment", "ask:police-statement", "ask:party-opinion:police")
        told = said(refused(practice, self.minutes(practice)))
        assert "评估" in told
        assert "公安" in told


class TestCustodyFromTheSignedHandoverAlone:
    """G3: T0 comes from a hand-over that both signed, and from nothing else."""

    @pytest.mark.parametrize("unsigned", ["signed_by_police", "signed_by_centre"])
    def test_an_unsigned_reception_begins_nothing(self, positions: Positions, unsigned: str):
        with positions.at("ask:reception-handover") as practice:
            step = practice.player.find(practice.case(), "ask:reception-handover")
            assert "双方签字" in said(refused(practice, step, **{unsigned: "否"}))
            assert practice.one("SELECT count(*) FROM custodies") == 0
            practice.player.answer(step)
            taken = practice.one("SELECT began_at FROM custodies")
            assert practice.one(
                "SELECT starts_at FROM deadlines WHERE key = 'clock:3.2'"
            ) == taken  # fmt: skip

    def test_a_child_is_not_handed_over_without_both_signatures(self, positions: Positions):
        with positions.at("ask:collection", SAFE) as practice:
            step = practice.player.find(practice.case(), "ask:collection")
            handover = raw_example(FORMS["collection"])["handover"]
            told = said(refused(practice, step, handover={**handover, "signed_by_both": "否"}))
            assert "双方签字" in told
            assert practice.one("SELECT count(*) FROM custodies WHERE ended_at IS NULL") == 1


class TestPetitionIsComplete:
    """G6: a petition that lacks an element cannot be submitted."""

    @pytest.mark.parametrize(
        ("lacking", "named"),
        [
            ({"respondents": []}, "respondents"),
            ({"evidence": []}, "evidence"),
            ({"excluded": [], "no_others": None}, "excluded"),
            ({"capacity_basis": ""}, "capacity_basis"),
            ({"child_view": {"heard": "否"}}, "child_view"),
            ({"assessment_attached": "否"}, "assessment_attached"),
        ],
        ids=lambda one: next(iter(one)) if isinstance(one, dict) else None,
    )
    def test_what_lacks_is_named(self, positions: Positions, lacking: dict[str, Any], named: str):
        with positions.at("ask:petition-draft") as practice:
            step = practice.player.find(practice.case(), "ask:petition-draft")
            assert any(path.startswith(named) for path in refused(practice, step, **lacking))


def test_no_restoration_is_recommended_after_an_intentional_crime(positions: Positions):
    # G7.
    with positions.at("ask:investigation", AT_HOME.changes) as practice:
        practice.desk.start_side(
            practice.staff["worker1"], practice.case(),
            Stage.RESTORATION, reason="法院委托",
        )  # fmt: skip
        step = practice.play_to_step("ask:restoration-opinion", case_id=practice.case())
        assert "故意犯罪" in said(refused(practice, step, intentional_crime="是"))
        practice.player.answer(step, intentional_crime="是", advice="refuse", conditions=None)


class TestNoClosingBeforeTheVisitsAreDone:
    """G8: no closing while a window is unvisited or the last finding is open."""

    ROUTE: ClassVar[Changes] = {**RETURNED.changes, **SHORT}

    def test_not_before_the_last_window_has_passed(self, positions: Positions):
        with positions.at("ask:follow-up-review", self.ROUTE) as practice:
            step = practice.player.find(practice.case(), "ask:follow-up-review")
            for visit in practice.player.open_steps(practice.case()):
                if visit.form == "visit":
                    practice.player.answer(visit)
            before = practice.counts()
            with pytest.raises(FormInvalid) as refusal:
                practice.desk.answer(
                    practice.player.actor(step.owner_id), step.id,
                    happened(
                        "follow-up-review", raw_example(FORMS["follow-up-review"], decision="ends"),
                        practice.clock.now(),
                    ),
                )  # fmt: skip
            assert "回访期限届满" in said(refusal.value.errors)
            assert practice.counts() == before

    def test_not_with_a_window_without_a_visit_whatever_the_reason(self, positions: Positions):
        with positions.at("ask:closing-report", self.ROUTE) as practice:
            practice.tell("UPDATE steps SET state = 'cancelled' WHERE key = 'ask:visit:window-2'")
            step = practice.player.find(practice.case(), "ask:closing-report")
            assert "第2个窗口" in said(refused(practice, step))
            assert "第2个窗口" in said(refused(practice, step, reason="restored"))

    def test_a_case_never_followed_up_is_not_closed_as_followed_up(self, positions: Positions):
        with positions.at("ask:closing-report", REFERRED) as practice:
            step = practice.player.find(practice.case(), "ask:closing-report")
            told = said(refused(practice, step, reason="followed_up"))
            assert "没有完成回访期" in told

    def test_open_side_procedures_are_named_unless_ended_on_purpose(self, positions: Positions):
        with positions.at("ask:closing-report", self.ROUTE) as practice:
            practice.desk.start_side(
                practice.staff["worker1"], practice.case(), Stage.SUGGESTION_REPLY, reason="来函"
            )
            step = practice.player.find(practice.case(), "ask:closing-report")
            assert "并行程序没有结束" in said(refused(practice, step))
            practice.player.answer(step, ends_side_procedures="是", side_reasons="另案答复")
            chain = practice.player.find(practice.case(), "approve:closing-report")
            practice.player.sign(chain)
            assert practice.outcomes(practice.case())[-1] == ("suggestion_reply", "interrupted")
            assert practice.broken_promises() == {}


class TestReopening:
    """Only supervisors and directors, with a reason, and only what is closed."""

    def test_an_open_case_a_caseworker_and_a_missing_reason_are_refused(self, positions: Positions):
        with positions.at("ask:triage") as practice:
            case_id, director = practice.case(), practice.staff["director1"]
            for who, to, reason in (
                (director, Stage.RECEIPT, "再次来电"),
                (practice.staff["worker1"], Stage.RECEIPT, "再次来电"),
                (director, Stage.RECEIPT, "  "),
                (director, Stage.CLOSURE, "再次来电"),
                (director, Stage.EXTENSION, "再次来电"),
            ):
                with pytest.raises(Exception, match=r"[案督理主只]"):
                    practice.desk.reopen(who, case_id, to=to, reason=reason)
            assert practice.outcomes(case_id)[0] == ("receipt", None)
