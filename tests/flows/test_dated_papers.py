"""A document that prints a day which moves is named: before, on the receipt and on the case page."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from flows.desk import calendar_desk
from models.law.calendar.notice_file import rows_of_file
from models.law.calendar.reading import TypedNotice
from models.store.acting import Actor, as_officer
from models.words import Role, Stage
from tasks.deadlines.sheets import read_sheet
from tasks.law import calendar_keeping
from tasks.record.dated_papers import outdated
from tests.flows.positions import Positions
from tests.flows.practice import Practice

#: One more day of rest.
DAYS = "日期,结束日期,安排,名称\n{},,放假,示例日\n"


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    """A child in care whose stay somebody has asked to extend: the form is printed."""
    with positions.at("ask:convening") as practice:
        practice.desk.start_side(
            practice.staff["worker1"], practice.case(), Stage.EXTENSION, reason="期限将满"
        )
        practice.player.answer(practice.player.find(practice.case(), "ask:extension-request"))
        practice.work_off()
        yield practice


@pytest.fixture
def keeper(practice: Practice) -> Actor:
    return practice.hire("keeper1", "甄管理", Role.ADMINISTRATOR)


def test_the_extension_form_is_named_where_its_day_moves(practice: Practice, keeper: Actor) -> None:
    [form] = practice.rows("SELECT * FROM papers WHERE paper = 'extension_form'")
    [clock] = practice.rows("SELECT * FROM deadlines WHERE rule = '3.2' AND state = 'running'")
    worker = practice.staff["worker1"]
    with as_officer(practice.portal, worker) as db:
        assert outdated(db, practice.case()) == {}
        assert read_sheet(db, practice.office.seal.open_text, clock.id).as_json()["printed"] == ""

    day = clock.due_at.date()
    typed = TypedNotice(
        str(day.year), "some", "示例〔2026〕9号", "示例通知",
        rows_of_file(DAYS.format(day).encode()),
    )  # fmt: skip
    notice = calendar_desk.load_notice(practice.desk, keeper, typed)
    with as_officer(practice.portal, keeper) as db:
        seen = calendar_keeping.preview(db, practice.office, notice, now=practice.clock.now())
    moved = {move.row.rule: move.papers for move in seen.moves}
    assert moved["3.2"] == (f"《{form.title}》{form.full_number}",)
    assert {papers for rule, papers in moved.items() if rule not in ("3.2", "3.4")} <= {()}
    calendar_desk.apply_notice(practice.desk, keeper, notice, digest=seen.digest)

    with as_officer(practice.portal, worker) as db:
        assert set(outdated(db, practice.case())) == {form.id}
        receipt = read_sheet(db, practice.office.seal.open_text, clock.id)
    said = dict(receipt.facts())["已印出的文书"]
    assert form.full_number in said
    assert "请核对是否需要更正" in said
    assert receipt.as_json()["printed"] == said


def test_a_supervisor_of_another_centre_and_a_caseworker_are_told_of_no_document_this_way(
    practice: Practice,
) -> None:
    for account in ("worker1", "supervisor1"):
        with as_officer(practice.portal, practice.staff[account]) as db:
            given = {"cases": [practice.case()]}
            assert db.execute(text("SELECT * FROM hutong_dated_papers(:cases)"), given).all() == []
