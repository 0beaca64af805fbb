"""Nothing a person wrote stands readable anywhere in the database or its log (goal G30)."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import text

from deployments.machine.postgres import EmbeddedPostgres
from models.errors import BrokenInvariant
from models.forms.catalogue import FORMS
from models.sealed_places import SealedPlace
from models.store.acting import as_worker
from tests.flows.practice import Practice
from tests.rights.marked import ADDRESS, ID_NUMBER, MARK, NAME, PHONE, marked
from tests.rights.marked_case import play_marked


@pytest.fixture(scope="module")
def practice(module_practice: Practice) -> Practice:
    """A case played with a marker in every field, through every kind of action."""
    play_marked(module_practice)
    return module_practice


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
    hashes = {"children.id_number_hash", "login_sessions.id", "calendar_feeds.id",
              "installation.key", "presses.digest", "data_keys.wrapped",
              "attachments.digest", "attachment_contents.digest"}  # fmt: skip
    assert columns - hashes == {column for place in SealedPlace for column in place.columns}


def test_the_same_words_are_never_sealed_alike(practice: Practice):
    sealed = [row.answer for row in practice.rows(
        "SELECT answer FROM steps WHERE answer IS NOT NULL")]  # fmt: skip
    assert len(set(sealed)) == len(sealed)
