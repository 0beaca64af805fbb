"""Nothing a person writes about a child reaches Prefect, a log, a file or a column in clear."""

from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from deployments.machine.postgres import EmbeddedPostgres
from flows.clockwork.keeping import fire_timers
from models.forms.catalogue import FORMS
from tasks.mirror import tables
from tests.orchestrated.conftest import PREFECT_DATABASE
from tests.orchestrated.marked_cases import SAID, STORIES, MarkedPlayer
from tests.orchestrated.marking import MARKS, marks_in
from tests.orchestrated.quoting import quoting_errors
from tests.orchestrated.searching import in_files, in_tables
from tests.orchestrated.works import Works, until

#: Over all forms; the marking follows the forms, and this only says that it found them.
MARKS_AT_LEAST = 600


@pytest.mark.timeout(900)
def test_no_text_of_any_form_is_found_anywhere_in_clear(
    works: Works, postgres: EmbeddedPostgres
) -> None:
    works.fork_worker()
    _play_everything(works)
    _provoke_errors(works)
    works.at_rest()
    assert _marks_stored(works) >= MARKS_AT_LEAST

    prefect = postgres.url(PREFECT_DATABASE)
    record = postgres.url(works.database.name)
    with psycopg.connect(record) as link:
        row = link.execute("SHOW data_directory").fetchone()
    assert row
    stage = str(works.one("SELECT id FROM stages LIMIT 1"))
    # The search finds what is there: an id in Prefect's tables and in the worker's log.
    assert in_tables(prefect, [stage]).places
    runs = works.rows("SELECT flow_run_id FROM stages WHERE flow_run_id IS NOT NULL")
    assert in_files(works.state, [str(row.flow_run_id) for row in runs]).places
    assert in_tables(record, ["示例未保危"]).places
    # And Prefect shows what is searched: of each case what is open, of the centre what stands still.
    centre = tables.key_of_centre(works.one("SELECT id FROM centres LIMIT 1"))
    until(lambda: works.api.artifact(centre), 60, "the table of the centre")

    for url in (prefect, record):
        found = in_tables(url, MARKS)
        assert found.looked_at > 10
        assert found.places == ()
    for folder in (works.state, works.server.stock.home, postgres.state, Path(row[0])):
        found = in_files(folder, MARKS)
        assert found.looked_at
        assert found.places == ()


def _play_everything(works: Works) -> None:
    def after_action() -> None:
        fire_timers(works.place)
        until(lambda: not works.all_undone(), 120, "the workers' part")

    player = MarkedPlayer(
        works.desk, works.worker_engine, works.office, works.clock, works.staff,
        after_action=after_action,
    )  # fmt: skip
    for story in STORIES.values():
        player.play_story(story)
    answered = works.rows("SELECT DISTINCT form FROM steps WHERE kind = 'ask' AND state = 'done'")
    assert {row.form for row in answered} == set(FORMS)


def _provoke_errors(works: Works) -> None:
    """An effect that fails and a body that fails, with errors that quote what a person wrote."""
    case_id = works.bring("ask:registration")
    works.reconcile()
    works.at_rest()
    with quoting_errors(works.root, "BEFORE INSERT ON paper_versions"):
        works.player.answer(works.player.find(case_id, "ask:registration"), needs=SAID)
        failed = "SELECT count(*) FROM steps WHERE case_id = :case AND attempts > 0"
        until(lambda: works.one(failed, case=case_id), what="the failing effect")
    works.settled(case_id)
    works.at_rest()

    run_of = "SELECT flow_run_id FROM stages WHERE case_id = :case AND name = 'receipt'"
    run_id = works.one(run_of, case=case_id)
    with quoting_errors(works.root, "BEFORE UPDATE OF leased_until ON stages"):
        until(lambda: _fails_when_resumed(works, run_id), what="the failing body")
    assert works.reconcile().created == 1


def _fails_when_resumed(works: Works, run_id: UUID) -> bool:
    """Resume it by hand, again where the mirror has put it back: there is nothing to do in it."""
    works.api.resume_run(run_id)
    run = works.api.run_state(run_id)
    assert run
    return run.state == "FAILED"


def _marks_stored(works: Works) -> int:
    """How many texts in the stored answers carry a mark, once their seal is opened."""
    return sum(marks_in(answer) for answer in works.answers())
