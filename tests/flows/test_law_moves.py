"""Old cases are judged by old law until the director moves them: previewed, at once, with a reason."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from deployments.law.pack_files import add_file
from deployments.machine.postgres import EmbeddedPostgres
from flows.desk.law_desk import move_law, preview_move
from models.errors import FormInvalid, NotAllowed, NotFound, RuleBroken
from models.law.shelf import Shelf
from models.sealed_places import SealedPlace
from models.store import law_moves
from models.store.acting import as_officer
from models.words import Began
from tasks.law.law_moves import MovePreview, Target
from tasks.law.new_law import WorldMoved
from tasks.packs import Packs
from tests.conftest import Database
from tests.flows.practice import Practice, at_work

EXAMPLE = Path(__file__).parents[1] / "examples" / "packs" / "invented-2027-measures.yaml"
NEW = Target("invented-2027-measures", "")


@pytest.fixture
def practice(
    database: Database, postgres: EmbeddedPostgres, tmp_path: Path
) -> Iterator[Practice]:  # fmt: skip
    """A child in care since this morning; a law put in afterwards."""
    shelf = Shelf(tmp_path / "packs")
    with at_work(database, postgres, packs=Packs(shelf)) as centre:
        case_id = centre.open_case(began=Began.HANDOVER)
        centre.player.answer(centre.player.find(case_id, "ask:reception-handover"))
        centre.work_off()
        add_file(EXAMPLE, shelf)
        yield centre


def seen(practice: Practice, *cases: UUID, nonce: str = "1") -> MovePreview:
    chosen = cases or (practice.case(),)
    return preview_move(practice.desk, practice.staff["director1"], chosen, NEW, nonce=nonce)


def move(practice: Practice, *cases: UUID, reason: str = "新办法更有利", nonce: str = "1") -> int:
    chosen = cases or (practice.case(),)
    digest = seen(practice, *chosen, nonce=nonce).deadlines.digest
    return move_law(
        practice.desk, practice.staff["director1"], chosen, NEW,
        reason=reason, nonce=nonce, digest=digest,
    )  # fmt: skip


def test_the_preview_tells_what_moves_what_starts_and_changes_nothing(practice: Practice):
    told = seen(practice)

    moves = {one.row.rule: one for one in told.deadlines.moves}
    assert moves["1.7"].due_at < moves["1.7"].row.due_at
    assert "5个工作日改为3个工作日" in moves["1.7"].why[0]
    assert [(one.rule, one.case.number) for one in told.starting] == [
        ("1.12", practice.one("SELECT number FROM cases"))
    ]
    assert practice.one("SELECT pack FROM cases") == "national-2026-12"
    assert practice.one("SELECT count(*) FROM recounts") == 0


def test_a_moved_case_is_judged_by_the_new_law_with_receipts_and_notices(practice: Practice):
    moved = move(practice)

    assert moved == 1
    assert practice.one("SELECT pack FROM cases") == "invented-2027-measures"
    [police] = practice.rows("SELECT * FROM deadlines WHERE rule = '1.7'")
    assert (police.pack, police.printable) == ("invented-2027-measures", True)
    assert police.receipt["recounted"][0]["law"] == "案件改按规则包invented-2027-measures办理"
    # Nothing moves here, and yet it is counted by the new law.
    assert practice.one("SELECT pack FROM deadlines WHERE rule = '3.4'") == NEW.pack
    [own] = practice.rows("SELECT * FROM deadlines WHERE rule = '1.12'")
    assert own.due_at - own.starts_at == timedelta(hours=36)
    assert practice.one("SELECT count(*) FROM events WHERE tag = 'case:law-changed'") == 1
    told = practice.rows("SELECT officer_id FROM notices WHERE kind = 'law_changed'")
    team = practice.rows("SELECT officer_id FROM case_team WHERE left_at IS NULL")
    assert {row.officer_id for row in told} == {row.officer_id for row in team} != set()
    assert practice.broken_promises() == {}


def test_the_reason_is_kept_sealed_with_who_and_when(practice: Practice):
    move(practice)

    with as_officer(practice.portal, practice.staff["worker1"]) as db:
        [row] = law_moves.moves(db, practice.case())
    assert (row.old_pack, row.new_pack) == ("national-2026-12", "invented-2027-measures")
    place = SealedPlace.LAW_MOVE_REASON.of(row.id)
    assert practice.office.seal.open_text(row.reason, place) == "新办法更有利"


def test_a_case_in_the_new_law_goes_on_by_it(practice: Practice):
    move(practice)
    case_id = practice.case()
    practice.player.answer(practice.player.find(case_id, "ask:health-check"))

    [own] = practice.rows("SELECT state FROM deadlines WHERE rule = '1.12'")
    assert own.state == "met"


def test_what_is_not_chosen_stays_with_its_law(practice: Practice):
    first = practice.case()
    second = practice.open_case()
    move(practice, first)

    assert practice.one("SELECT pack FROM cases WHERE id = :c", c=second) == "national-2026-12"


def test_several_cases_move_with_one_reason(practice: Practice):
    both = (practice.case(), practice.open_case())
    move(practice, *both)

    assert practice.one("SELECT count(*) FROM law_moves") == 2
    assert practice.one("SELECT count(DISTINCT recount_id) FROM law_moves") == 1


def test_without_a_reason_nothing_happens(practice: Practice):
    with pytest.raises(FormInvalid):
        move(practice, reason="")
    assert practice.one("SELECT pack FROM cases") == "national-2026-12"


def test_a_preview_gone_stale_moves_nothing(practice: Practice):
    told = seen(practice)
    practice.player.answer(practice.player.find(practice.case(), "ask:police-statement"))

    with pytest.raises(WorldMoved):
        move_law(
            practice.desk, practice.staff["director1"], [practice.case()], NEW,
            reason="新办法", nonce="1", digest=told.deadlines.digest,
        )  # fmt: skip
    assert practice.one("SELECT count(*) FROM law_moves") == 0
    assert practice.one("SELECT pack FROM cases") == "national-2026-12"


def test_twice_the_same_is_refused(practice: Practice):
    move(practice)

    with pytest.raises(RuleBroken, match="不需要再改"):
        move(practice, nonce="2")


@pytest.mark.parametrize("account", ["worker1", "supervisor1"])
def test_only_the_director_may(practice: Practice, account: str):
    with pytest.raises(NotAllowed, match="只有主任"):
        preview_move(practice.desk, practice.staff[account], [practice.case()], NEW, nonce="1")


def test_a_law_that_is_not_there_is_refused(practice: Practice):
    with pytest.raises(NotFound, match="规则包“nowhere”不在这台服务器上"):
        preview_move(
            practice.desk, practice.staff["director1"], [practice.case()],
            Target("nowhere", ""), nonce="1",
        )  # fmt: skip


def test_a_closed_case_is_not_moved(practice: Practice):
    practice.tell("UPDATE cases SET state = 'closed'")

    with pytest.raises(RuleBroken, match="已经结案"):
        seen(practice)
