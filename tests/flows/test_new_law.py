"""A new law put on the shelf: cases opened later are judged by it, earlier ones are not."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from deployments.law.pack_files import add_file
from deployments.machine.postgres import EmbeddedPostgres
from models.law.shelf import Shelf
from models.words import Began
from tasks.packs import Packs
from tests.conftest import Database
from tests.flows.practice import START, Practice, at_work

EXAMPLE = Path(__file__).parents[1] / "examples" / "packs" / "invented-2027-measures.yaml"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "packs")


@pytest.fixture
def office(database: Database, postgres: EmbeddedPostgres, shelf: Shelf) -> Iterator[Practice]:
    with at_work(database, postgres, packs=Packs(shelf)) as practice:
        yield practice


def put(shelf: Shelf, tmp_path: Path, day: str) -> None:
    """The example, in force from a day."""
    text = EXAMPLE.read_text("utf-8").replace(
        "in_force_from: 2027-01-01\n\n", f"in_force_from: {day}\n\n"
    )
    file = tmp_path / "given.yaml"
    file.write_text(text, "utf-8")
    add_file(file, shelf)


def test_a_case_keeps_the_law_it_began_with(
    office: Practice, shelf: Shelf, tmp_path: Path
) -> None:  # fmt: skip
    before = office.open_case()
    tomorrow = (START + timedelta(days=1)).date()
    put(shelf, tmp_path, tomorrow.isoformat())
    same_day = office.open_case()
    office.clock.advance_to(START + timedelta(days=1))
    after = office.open_case()

    packs = {row.id: row.pack for row in office.rows("SELECT id, pack FROM cases")}
    assert packs == {
        before: "national-2026-12", same_day: "national-2026-12", after: "invented-2027-measures",
    }  # fmt: skip


def test_a_rule_nobody_wrote_a_step_for_runs_from_its_event_until_its_event(
    office: Practice, shelf: Shelf, tmp_path: Path
) -> None:  # fmt: skip
    put(shelf, tmp_path, START.date().isoformat())
    case_id = office.open_case(began=Began.HANDOVER)
    step = office.player.find(case_id, "ask:reception-handover")
    office.player.answer(step)
    office.work_off()

    clock = office.rows("SELECT * FROM deadlines WHERE rule = '1.12'")[0]
    assert (clock.key, clock.state, clock.pack) == (
        "clock:1.12", "running", "invented-2027-measures",
    )  # fmt: skip
    assert clock.due_at - clock.starts_at == timedelta(hours=36)
    assert clock.printable
    assert clock.receipt["source"] == "《虚构管理办法》第11条"

    office.player.answer(office.player.find(case_id, "ask:health-check"))

    met = office.rows("SELECT * FROM deadlines WHERE rule = '1.12'")
    assert [(one.state, one.met_late) for one in met] == [("met", False)]
    tags = [row.tag for row in office.rows("SELECT tag FROM events WHERE detail->>'rule' = '1.12'")]
    assert tags == ["clock:started", "clock:met"]


def test_under_the_law_of_today_no_such_clock_runs(office: Practice) -> None:
    case_id = office.open_case(began=Began.HANDOVER)
    office.player.answer(office.player.find(case_id, "ask:reception-handover"))

    assert office.rows("SELECT 1 FROM deadlines WHERE rule = '1.12'") == []
    assert office.one("SELECT count(*) FROM deadlines WHERE rule = '1.7'") == 1


def test_a_file_that_is_changed_or_gone_after_a_case_used_it_is_found(
    office: Practice, shelf: Shelf, tmp_path: Path
) -> None:  # fmt: skip
    put(shelf, tmp_path, START.date().isoformat())
    office.open_case()
    assert office.broken_promises() == {}
    assert shelf.folder
    [file] = shelf.folder.glob("*.yaml")
    text = file.read_text("utf-8")

    file.write_text(text.replace("length: 36", "length: 48"), "utf-8")
    [(_, told)] = office.broken_promises().items()
    assert "在使用以后被改动" in str(told)

    file.unlink()
    [(_, told)] = office.broken_promises().items()
    assert "不在这台服务器上" in str(told)

    file.write_text(text, "utf-8")
    assert office.broken_promises() == {}
