"""Nothing a person wrote stands readable anywhere in the database or its log (goal G30)."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from deployments.machine.postgres import EmbeddedPostgres
from flows.clockwork.watching import watch_once
from flows.desk.law_desk import move_law, preview_move
from flows.readers.workplace import Workplace
from models.errors import BrokenInvariant, HutongError
from models.forms.catalogue import FORMS
from models.law.dates import shanghai_date
from models.law.interruption import SuspensionGround
from models.sealed_places import SealedPlace
from models.store import channels
from models.store.acting import as_officer, as_worker
from models.words import ChannelKind, Stage
from tasks.deadlines.extending import Extending
from tasks.deadlines.suspending import Suspending
from tasks.law.law_moves import Target
from tests.flows.practice import TO_THE_END, Practice
from tests.rights.marked import ADDRESS, ID_NUMBER, MARK, NAME, PHONE, MarkedCasework, marked

SIDES = (
    Stage.PROTECTION_ORDER, Stage.INJUNCTION, Stage.EXTENSION, Stage.SUGGESTION_REPLY,
)  # fmt: skip
#: Kept outside the sealed columns on purpose: the code by which a case finds its new centre.
OPEN_BY_DESIGN = {"transfer-request": {"to_centre": "shifan-linxian"}}


@pytest.fixture(scope="module")
def practice(module_practice: Practice) -> Practice:
    """A case played with a marker in every field, through every kind of action."""
    practice = module_practice
    player = MarkedCasework(
        practice.desk, practice.worker, practice.office, practice.clock, practice.staff
    )
    practice.player = player
    worker, case_id = practice.staff["worker1"], practice.open_case()
    player.changes = {
        **TO_THE_END, **OPEN_BY_DESIGN,
        "closing-report": {"ends_side_procedures": "是", "side_reasons": MARK},
    }  # fmt: skip
    chain = practice.play_to_step("approve:investigation-report", case_id=case_id)
    form = practice.current(chain, "ask:investigation")
    practice.desk.send_back(practice.whose_turn(chain), chain.id, to_step=form.id, reason=MARK)
    again = player.find(case_id, "ask:investigation")
    practice.desk.save_draft(worker, again.id, {"living": MARK})
    practice.desk.chase(worker, again.id, means="电话", note=MARK)
    _lead(practice, again.id)
    for _ in range(3):
        with pytest.raises(HutongError):
            practice.desk.answer(worker, again.id, {"living": MARK, "began_on": MARK})
    for side in SIDES:
        practice.desk.start_side(worker, case_id, side, reason=MARK)
    practice.desk.correct_people(worker, case_id, {
        "child": {"name": NAME, "called": NAME, "id_kind": "other", "id_number": ID_NUMBER,
                  "current_address": ADDRESS},
        "guardians": [{"name": NAME, "relation": "mother", "address": ADDRESS, "phone": PHONE}],
        "reason": MARK,
    })  # fmt: skip
    _change_deadlines(practice)
    player.play(case_id, until=Stage.FOLLOW_UP)
    for side, key in ((Stage.RESTORATION, "ask:restoration-ruling"),
                      (Stage.TRANSFER, "ask:transfer-receipt")):  # fmt: skip
        practice.desk.start_side(worker, case_id, side, reason=MARK)
        practice.play_to_step(key, case_id=case_id)
    with as_officer(practice.portal, worker) as db:
        channels.set_channel(
            db, worker, ChannelKind.EMAIL, f"{MARK}@example.cn", practice.office.seal,
            now=practice.clock.now(),
        )  # fmt: skip
    draft = practice.desk.open_case(worker)
    practice.desk.save_draft(worker, player.find(draft, "ask:registration").id, {"needs": MARK})
    director, law = practice.staff["director1"], Target("national-2026-11", "wuhan-2015")
    seen = preview_move(practice.desk, director, [draft], law, nonce="1")
    move_law(
        practice.desk, director, [draft], law,
        reason=MARK, nonce="1", digest=seen.deadlines.digest,
    )  # fmt: skip
    return practice


def _lead(practice: Practice, step_id: UUID) -> None:
    """Everything that those who lead write."""
    director, worker = practice.staff["director1"], practice.staff["worker1"]
    for _ in range(2):
        order = practice.desk.order(
            director, practice.case(), words=MARK, owes=worker.officer_id, step_id=step_id
        )
        practice.desk.report_order(worker, order, words=MARK)
        practice.desk.return_order(director, order, words=MARK)
    practice.desk.close_order(director, order, words=MARK)
    practice.clock.advance_to(practice.clock.now() + timedelta(days=9))
    watch_once(Workplace(practice.worker, practice.office, practice.clock))
    for row in practice.rows("SELECT id FROM cards"):
        practice.desk.withdraw_card(director, row.id, reason=MARK)


def _change_deadlines(practice: Practice) -> None:
    """Reasons of a suspension, an extension and an unlikely day of a late entry."""
    convening = practice.play_to_step("ask:convening", case_id=practice.case())
    practice.clock.advance_to(practice.clock.now() + timedelta(days=2))
    year = practice.one("SELECT id FROM deadlines WHERE key = 'clock:3.4'")
    director, today = practice.staff["director1"], shanghai_date(practice.clock.now())
    practice.desk.suspend(
        director, year,
        Suspending(uuid4(), today, today, SuspensionGround.COURT_STAY, None, MARK),
    )  # fmt: skip
    practice.desk.extend(director, year, Extending(uuid4(), 1, None, today, None, MARK))
    practice.desk.answer(
        practice.player.actor(convening.owner_id), convening.id, marked(FORMS["convening"]),
        done_on=today - timedelta(days=60), late_reason=MARK,
    )  # fmt: skip
    practice.work_off()


def test_every_form_has_marked_places():
    # A form of dates and choices alone has none; there are few.
    without = [name for name, form in FORMS.items() if MARK not in str(marked(form))]
    assert without == []


def everything_readable(practice: Practice) -> Iterator[tuple[str, str]]:
    """Every value of every column of every table, as text; bytes as hexadecimal digits."""
    with practice.root.begin() as db:
        for table in practice.counts():
            for row in db.execute(text(f"SELECT t::text FROM {table} t")).scalars():
                yield table, row


def test_no_marker_stands_in_any_column(practice: Practice):
    secrets = (MARK, NAME, ADDRESS, PHONE, ID_NUMBER)
    searched = {form for secret in secrets for form in (secret, secret.encode().hex())}
    escaped = {secret.encode("unicode_escape").decode() for secret in (MARK,)}
    rows, found = 0, set()
    for table, row in everything_readable(practice):
        rows += 1
        found |= {(table, word) for word in searched | escaped if word in row}
    assert rows > 500
    assert found == set()


def test_no_marker_stands_in_the_servers_log(practice: Practice, postgres: EmbeddedPostgres):
    logs = [path for path in postgres.state.rglob("*.log*") if path.is_file()]
    assert logs
    for path in logs:
        assert MARK.encode() not in path.read_bytes()
        assert ID_NUMBER.encode() not in path.read_bytes()


def test_the_markers_are_there_for_who_has_the_key(practice: Practice):
    # Else the search above would prove nothing.
    with as_worker(practice.worker) as db:
        [child] = db.execute(
            text("SELECT id, identity FROM children ORDER BY id_number_hash NULLS LAST LIMIT 1")
        ).all()
        step = db.execute(
            text("SELECT id, answer FROM steps WHERE form = 'investigation' LIMIT 1")
        ).one()
    seal = practice.office.seal
    assert (
        seal.open_json(child.identity, SealedPlace.CHILD_IDENTITY.of(child.id))["id_number"]
        == ID_NUMBER
    )
    assert MARK in str(seal.open_json(step.answer, SealedPlace.STEP_ANSWER.of(step.id)))


def test_an_exact_number_is_found_by_its_keyed_hash_alone(practice: Practice):
    hashed = practice.office.seal.index(ID_NUMBER)
    assert practice.one(
        "SELECT count(*) FROM children WHERE id_number_hash = :h", h=hashed
    ) == 1  # fmt: skip
    assert hashed != ID_NUMBER.encode()


#: Of the rows whose key is not called `id`.
KEYS = {"files": "version_id"}
PLACES = [(*column.split("."), place) for place in SealedPlace for column in place.columns]


@pytest.mark.parametrize(("table", "column", "place"), PLACES)
def test_a_sealed_value_opens_in_its_own_place_and_in_no_other(
    practice: Practice, table: str, column: str, place: SealedPlace
):
    key = KEYS.get(table, "id")
    rows = practice.rows(
        f"SELECT {key} AS key, {column} AS sealed FROM {table} WHERE {column} IS NOT NULL LIMIT 2"
    )
    assert rows, "nothing there to look at"
    seal, (here, *_) = practice.office.seal, rows
    assert seal.open(here.sealed, place.of(here.key))
    elsewhere = [place.of(rows[-1].key if len(rows) > 1 else uuid4())]
    elsewhere += [other.of(here.key) for other in SealedPlace if other is not place]
    for other_place in elsewhere:
        with pytest.raises(BrokenInvariant):
            seal.open(here.sealed, other_place)


def test_every_column_of_bytes_is_sealed_or_known(practice: Practice):
    columns = {
        f"{row.table_name}.{row.column_name}"
        for row in practice.rows(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'bytea'"
        )
    }
    hashes = {"children.id_number_hash", "login_sessions.id", "calendar_feeds.id"}
    assert columns - hashes == {column for place in SealedPlace for column in place.columns}


def test_the_same_words_are_never_sealed_alike(practice: Practice):
    sealed = [row.answer for row in practice.rows(
        "SELECT answer FROM steps WHERE answer IS NOT NULL")]  # fmt: skip
    assert len(set(sealed)) == len(sealed)
