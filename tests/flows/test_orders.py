"""Supervision orders: ordered, reported, returned, closed; by the right people only."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Row

from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.errors import FormInvalid, NotAllowed, NotFound, OwnWork, RuleBroken
from models.words import Role
from tests.flows.positions import Positions
from tests.flows.practice import Practice

FORM = "ask:investigation"
SECRET = "犀牛记号"


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at(FORM) as practice:
        yield practice


def give(practice: Practice, **how: Any) -> UUID:
    given = {"words": f"三日内完成入户核实{SECRET}", "owes": practice.staff["worker1"].officer_id}
    return practice.desk.order(practice.staff["director1"], practice.case(), **{**given, **how})


def order_of(practice: Practice, order_id: UUID) -> Row[Any]:
    return practice.rows("SELECT * FROM supervision_orders WHERE id = :id", id=order_id)[0]


def deadlines(practice: Practice) -> list[tuple[str, bool | None]]:
    return [
        (row.state, row.met_late)
        for row in practice.rows(
            "SELECT state, met_late FROM deadlines WHERE rule = 'C.10' ORDER BY key"
        )
    ]


def test_an_order_is_given_reported_returned_reported_and_closed(practice: Practice):
    step = practice.player.find(practice.case(), FORM)
    order_id = give(practice, step_id=step.id)
    assert deadlines(practice) == [("running", None)]
    practice.desk.report_order(practice.staff["worker1"], order_id, words="已约定周三入户")
    assert deadlines(practice) == [("met", False)]
    practice.desk.return_order(practice.staff["director1"], order_id, words="请附照片")
    assert deadlines(practice) == [("met", False), ("running", None)]
    practice.desk.report_order(practice.staff["worker1"], order_id, words="已附")
    practice.desk.close_order(practice.staff["director1"], order_id, words="办结")

    assert order_of(practice, order_id).state == "closed"
    kinds = practice.rows("SELECT kind FROM order_entries ORDER BY at, kind")
    assert sorted(row.kind for row in kinds) == ["close", "report", "report", "return"]
    told = practice.rows("SELECT tag FROM events WHERE tag LIKE 'order:%' ORDER BY id")
    assert [row.tag for row in told] == [
        "order:given", "order:reported", "order:returned", "order:reported", "order:closed",
    ]  # fmt: skip
    assert practice.broken_promises() == {}


def test_the_words_are_sealed_and_the_chain_knows_only_ids(practice: Practice):
    give(practice)
    assert SECRET.encode() not in practice.rows("SELECT text FROM supervision_orders")[0].text
    everything = practice.rows("SELECT string_agg(detail::text, '') AS all FROM events")[0].all
    assert SECRET not in everything


def test_only_the_director_orders_and_never_themselves(practice: Practice):
    with pytest.raises(NotAllowed):
        practice.desk.order(
            practice.staff["supervisor1"], practice.case(), words="x",
            owes=practice.staff["worker1"].officer_id,
        )  # fmt: skip
    with pytest.raises(RuleBroken):
        give(practice, owes=practice.staff["director1"].officer_id)
    with pytest.raises(FormInvalid):
        give(practice, words="  ")
    with pytest.raises(FormInvalid):
        give(practice, report_by=practice.clock.now())
    practice.hire("auditor9", "甄审计", Role.AUDITOR)
    with pytest.raises(RuleBroken):
        give(practice, owes=practice.staff["auditor9"].officer_id)


def test_only_who_owes_the_feedback_gives_it_and_never_closes(practice: Practice):
    order_id = give(practice)
    with pytest.raises(NotAllowed):
        practice.desk.report_order(practice.staff["supervisor1"], order_id, words="x")
    for account in ("worker1", "supervisor1"):
        with pytest.raises(NotAllowed):
            practice.desk.close_order(practice.staff[account], order_id, words="x")
    both = practice.hire("head", "甄双岗", Role.DIRECTOR, Role.CASEWORKER)
    second = give(practice, owes=both.officer_id)
    practice.desk.report_order(both, second, words="已办")
    with pytest.raises(OwnWork, match="自己办结"):
        practice.desk.close_order(both, second, words="我自己办结")
    practice.desk.close_order(practice.staff["director1"], second, words="同意")
    with pytest.raises(RuleBroken):
        practice.desk.report_order(both, second, words="再报")


def test_an_unseen_order_is_not_found(practice: Practice):
    order_id = give(practice)
    with pytest.raises(NotFound):
        practice.desk.report_order(practice.staff["legal1"], order_id, words="x")


def test_who_owes_joins_the_team_and_is_told(practice: Practice):
    give(practice, owes=practice.staff["legal1"].officer_id)
    told = practice.rows(
        "SELECT kind FROM notices WHERE officer_id = :o",
        o=practice.staff["legal1"].officer_id,
    )
    assert [row.kind for row in told] == ["order"]
    assert practice.rows(
        "SELECT 1 FROM case_team WHERE officer_id = :o",
        o=practice.staff["legal1"].officer_id,
    )


def test_a_late_feedback_is_watched_up_to_the_director_and_carded(practice: Practice):
    practice.dismiss("director2")
    order_id = give(practice)
    due = order_of(practice, order_id).due_at
    practice.clock.advance_to(due + timedelta(hours=1))
    watch_once(Workplace(practice.worker, practice.office, practice.clock))
    heard = practice.rows(
        "SELECT o.account FROM rungs r JOIN deadlines d ON d.id = r.deadline_id "
        "JOIN officers o ON o.id = r.officer_id WHERE d.rule = 'C.10' ORDER BY 1"
    )
    assert [row.account for row in heard] == ["director1", "worker1"]
    carded = practice.rows("SELECT colour, officer_id FROM cards WHERE rule = 'C.10' ORDER BY at")
    assert [row.colour for row in carded] == ["yellow", "red"]
    assert {row.officer_id for row in carded} == {practice.staff["worker1"].officer_id}


def test_the_end_of_a_stage_does_not_end_an_order(practice: Practice):
    order_id = give(practice)
    practice.play_to_step("ask:voice:child", case_id=practice.case())

    assert order_of(practice, order_id).state == "open"
    assert deadlines(practice) == [("running", None)]


def test_a_day_the_director_names_is_the_deadline(practice: Practice):
    by = practice.clock.now() + timedelta(hours=30)
    order_id = give(practice, report_by=by)

    assert order_of(practice, order_id).due_at == by
    assert practice.one("SELECT due_at FROM deadlines WHERE rule = 'C.10'") == by
