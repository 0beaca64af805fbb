"""What an answer obliges to, and what ends it."""

from datetime import date
from typing import Any

import pytest

from models.facts.obligations import KINDS, kept_by, moot_by, obliged_by
from models.forms.base import Form
from models.forms.catalogue import FORMS, name_of
from models.words import Holder, Reach
from tests.factories_forms import example


def answer(form: str, **changes: Any) -> Form:
    return example(FORMS[form], **changes)


def codes(kinds: Any) -> set[str]:
    return {kind.code for kind in kinds}


def test_each_task_and_commitment_is_owed_by_its_own_day_and_holder() -> None:
    minutes = answer("minutes", commitments=[
        {"who": "某某派出所", "body": "police", "what": "上门一次", "by": "2026-06-01"},
        {"who": "本中心社工", "body": "", "what": "陪同就医", "by": "2026-06-09"},
    ])  # fmt: skip
    first, second = obliged_by(minutes)

    assert (first.by, first.holder, first.says) == (
        date(2026, 6, 1), Holder.POLICE, "会商中承诺的事项(第1项)",
    )  # fmt: skip
    assert (second.by, second.holder, second.words) == (
        date(2026, 6, 9), Holder.CENTRE, "本中心社工：陪同就医",
    )  # fmt: skip


def test_a_day_left_blank_obliges_to_nothing() -> None:
    assert obliged_by(answer("referral", reply_by="")) == ()


def test_an_answer_that_says_not_yet_obliges_to_nothing_and_ends_nothing() -> None:
    nobody = answer(
        "relative-handover", took_the_child="否", handover=None, care_until=None,
        why_not="没有来。", again_on="2026-06-30",
    )  # fmt: skip

    assert nobody.not_yet
    assert (obliged_by(nobody), kept_by(nobody), moot_by(nobody)) == ((), (), ())


def test_a_newer_plan_takes_the_place_of_the_older() -> None:
    plan = answer("work-plan")

    assert codes(moot_by(plan)) == {
        "work-plan.tasks.by",
        "work-plan.review_on",
        "work-plan.ends_on",
    }


@pytest.mark.parametrize(
    ("kind", "kept"), [("visited", {"visit.next_on"}), ("missed_with_reason", set())]
)
def test_only_a_visit_that_was_made_keeps_the_next_visit(kind: str, kept: set[str]) -> None:
    visit = answer("visit", kind=kind, reason="外出。", on="2026-05-01", next_on="")

    assert codes(kept_by(visit)) == kept


def test_care_agreed_until_outlives_the_case() -> None:
    assert {kind.code for kind in KINDS if kind.reach is Reach.BEYOND} == {
        "relative-handover.care_until"
    }


def test_every_kind_is_named_once_and_without_a_word_of_the_case() -> None:
    names = [kind.code for kind in KINDS]

    assert len(names) == len(set(names)) == 12
    assert all(kind.says and name_of(kind.form) in FORMS for kind in KINDS)
