"""The law of a case lays its windows once: by its own pack, and no newer one changes them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Row

from deployments.law.pack_files import add_file
from deployments.machine.postgres import EmbeddedPostgres
from flows.readers.inline import advance
from models.law.shelf import Shelf
from models.store.acting import as_worker
from models.words import Stage
from tasks.journal.asked_law import windows_laid
from tasks.packs import Packs
from tasks.record.reading import read_record
from tests.conftest import Database
from tests.flows.practice import START, Practice, at_work
from tests.flows.routes import RETURNED, SHORT
from tests.playing import Changes

ROUTE: Changes = {**RETURNED.changes, **SHORT}
#: Weekly visits for two months instead of one, and three notices instead of two.
TWO_MONTHS = """
pack: national
version: invented-two-months
title: 虚构:领回后回访两个月
extends: national-2026-11
in_force_from: 2020-01-01

changes:
  "6.1": {term: {clock: windows, length: 2, unit: months, frequency: {times: 1, every: week}}}
  "5A.4": {turns: 3}
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "packs")


@pytest.fixture
def practice(database: Database, postgres: EmbeddedPostgres, shelf: Shelf) -> Iterator[Practice]:
    with at_work(database, postgres, packs=Packs(shelf)) as centre:
        yield centre


def take_in(shelf: Shelf, tmp_path: Path) -> None:
    """Put the invented law on the shelf, as an administrator does."""
    file = tmp_path / "two-months.yaml"
    file.write_text(TWO_MONTHS, "utf-8")
    add_file(file, shelf)


def laid(practice: Practice) -> Row[Any]:
    """The journal entry of the windows."""
    [row] = practice.rows("SELECT * FROM steps WHERE key = 'lay:windows'")
    return row


def replay(practice: Practice, stage_id: UUID) -> None:
    """Tell the stage from its first line, as after an upgrade."""
    with as_worker(practice.worker) as db:
        advance(db, practice.office, stage_id, now=practice.clock.now())
    practice.work_off()


def wait(practice: Practice, *, days: int) -> None:
    """Let days pass; timers fire as the worker's clock would."""
    until = practice.clock.now() + timedelta(days=days)
    while practice.clock.now() < until:
        practice.clock.advance_to(min(until, practice.clock.now() + timedelta(days=1)))
        practice.player._acted()


def open_keys(practice: Practice) -> set[str]:
    return {step.key for step in practice.player.open_steps(practice.case())}


def forget_what_was_laid(practice: Practice) -> Row[Any]:
    """Make the case one of the version before, which wrote no windows down."""
    before = laid(practice)
    practice.arrange("steps", "DELETE FROM steps WHERE id = :id", id=before.id)
    return before


def test_a_pack_taken_in_as_a_file_lays_the_windows_it_asks_for(
    practice: Practice, shelf: Shelf, tmp_path: Path
):
    take_in(shelf, tmp_path)
    practice.play_to_step("ask:visit:window-1", ROUTE)

    result = laid(practice).result
    assert [one["number"] for one in result["windows"]] == list(range(1, 10))
    assert {one["rule"] for one in result["windows"]} == {"6.1"}
    assert result["pack"] == "national-2026-11+invented-two-months"
    wait(practice, days=40)
    assert "ask:visit:window-6" in open_keys(practice)
    assert "ask:follow-up-review" not in open_keys(practice)


def test_a_newer_pack_changes_nothing_in_a_case_that_runs(
    practice: Practice, shelf: Shelf, tmp_path: Path
):
    step = practice.play_to_step("ask:visit:window-1", ROUTE)
    before = laid(practice)
    take_in(shelf, tmp_path)
    practice.tell("UPDATE cases SET pack = 'invented-two-months'")
    replay(practice, step.stage_id)

    assert laid(practice).result == before.result
    assert len(before.result["windows"]) == 5
    wait(practice, days=40)
    assert "ask:visit:window-6" not in open_keys(practice)
    assert "ask:follow-up-review" in open_keys(practice)


def test_a_follow_up_of_the_version_before_is_laid_as_it_was(practice: Practice):
    step = practice.play_to_step("ask:visit:window-1", ROUTE)
    wait(practice, days=9)
    before = forget_what_was_laid(practice)
    keys = open_keys(practice)
    replay(practice, step.stage_id)

    assert laid(practice).result == before.result
    assert open_keys(practice) == keys
    assert practice.broken_promises() == {}


def test_what_the_version_before_opened_stays_and_what_is_to_come_is_the_cases_own_law(
    practice: Practice, shelf: Shelf, tmp_path: Path
):
    step = practice.play_to_step("ask:visit:window-1", ROUTE)
    wait(practice, days=22)
    before = forget_what_was_laid(practice).result["windows"]
    take_in(shelf, tmp_path)
    practice.tell("UPDATE cases SET pack = 'invented-two-months'")
    opened = practice.rows(
        "SELECT due_at FROM steps WHERE key LIKE 'ask:visit:window-%' ORDER BY key"
    )
    replay(practice, step.stage_id)

    after = laid(practice).result["windows"]
    assert len(opened) == 4
    assert after[:4] == before[:4]
    # By the month the fifth would have had two days.
    assert len(after) == 9
    assert after[4] != before[4]


def test_before_its_first_replay_a_follow_up_is_judged_by_the_windows_it_will_have(
    practice: Practice,
):
    step = practice.play_to_step("ask:visit:window-1", ROUTE)
    wait(practice, days=9)
    forget_what_was_laid(practice)
    [plan] = practice.rows(
        "SELECT g.ordinal FROM stages g WHERE g.id = :stage", stage=step.stage_id
    )
    with as_worker(practice.worker) as db:
        record = read_record(
            db, practice.office, practice.case(), stage=Stage.FOLLOW_UP,
            stage_ordinal=plan.ordinal, now=practice.clock.now(),
        )  # fmt: skip

    replay(practice, step.stage_id)

    assert record.windows_laid[plan.ordinal] == windows_laid(laid(practice).result)


def test_a_follow_up_whose_review_was_asked_for_gets_no_windows_more(
    practice: Practice, shelf: Shelf, tmp_path: Path
):
    step = practice.play_to_step("ask:visit:window-1", ROUTE)
    wait(practice, days=40)
    before = forget_what_was_laid(practice)
    take_in(shelf, tmp_path)
    practice.tell("UPDATE cases SET pack = 'invented-two-months'")
    replay(practice, step.stage_id)

    assert laid(practice).result["windows"] == before.result["windows"]
    assert "wait:window-6" not in open_keys(practice)


def test_how_often_a_guardian_is_notified_is_the_packs(
    practice: Practice, shelf: Shelf, tmp_path: Path
):
    take_in(shelf, tmp_path)
    practice.play_to(Stage.RETURN_HOME, ROUTE)

    [asked] = practice.rows("SELECT result FROM steps WHERE key = 'law:5A.4'")
    assert asked.result == {
        "pack": "national-2026-11+invented-two-months", "rule": "5A.4", "turns": 3,
    }  # fmt: skip
    assert practice.clock.now() + timedelta(days=1) > START
