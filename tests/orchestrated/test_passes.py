"""Two passes of reconcile: often over what moves, now and then over all there is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import text

from deployments.register import SCHEDULED
from flows.keeping import PASS_EVERY, is_time_for_all
from flows.pairing import repair
from tasks.prefect_api import PrefectApi
from tasks.prefect_run import Run
from tests.orchestrated.works import Works


class Telling(PrefectApi):
    """The same server; tells how often everything was asked for."""

    asked_for_all = 0

    def live_runs(self) -> Iterator[Run]:
        """Every live run."""
        self.asked_for_all += 1
        return super().live_runs()


def test_where_nothing_moves_only_the_number_of_runs_is_asked_for(works: Works) -> None:
    works.fork_worker()
    for _ in range(3):
        works.bring("ask:registration")
    works.at_rest()

    with Telling(works.server.stock.api_url, works.server.stock.auth_string) as api:
        assert repair(works.place, api, whole=False).nothing
        assert api.asked_for_all == 0
        assert repair(works.place, api).nothing
        assert api.asked_for_all == 1


def test_a_waiting_run_that_vanished_is_missed_by_number_and_made_anew(works: Works) -> None:
    works.fork_worker()
    works.bring("ask:registration")
    works.bring("ask:registration")
    works.at_rest()
    works.api.delete_run(works.open_runs()[0].id)

    assert repair(works.place, works.api, whole=False).created == 1
    works.at_rest()
    assert works.paired()


def test_two_errors_that_cancel_out_are_found_by_the_pass_over_all(works: Works) -> None:
    works.fork_worker()
    works.bring("ask:registration")
    works.at_rest()
    with works.root.begin() as db:
        db.execute(
            text("UPDATE stages SET flow_run_id = :none WHERE flow_run_id = :run"),
            {"none": uuid4(), "run": works.open_runs()[0].id},
        )

    assert repair(works.place, works.api, whole=False).nothing
    found = repair(works.place, works.api)
    assert (found.created, found.ended) == (1, 1)
    works.at_rest()
    assert works.paired()


def test_one_pass_in_ten_minutes_is_over_all_however_late_passes_begin() -> None:
    assert SCHEDULED["reconcile"].every == PASS_EVERY
    midnight = datetime(2026, 11, 21, 16, tzinfo=UTC)
    for late in (0, 7, 29):
        begun = [midnight + number * PASS_EVERY + timedelta(seconds=late) for number in range(40)]
        assert [number for number, at in enumerate(begun) if is_time_for_all(at)] == [0, 20]
