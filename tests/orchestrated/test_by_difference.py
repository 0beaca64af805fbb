"""What reconcile reads grows with what changes, not with how many cases wait."""

import time
from datetime import timedelta
from typing import Any

from flows.clockwork.mirroring import Mirror
from flows.clockwork.whole_looks import EVERY, look
from tasks.engine.prefect_api import EVENTS_SECONDS, PrefectApi
from tasks.mirror.confirming import SURE_AFTER
from tests.bench.blocks import costs
from tests.orchestrated.works import Works, until

LINK = "http://portal.invalid/"


class Counting(PrefectApi):
    """Counts requests, and what the server answers with."""

    asked = 0
    told = 0

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Ask, and count."""
        answer = super().ask(method, path, body)
        self.asked += 1
        self.told += len(answer) if isinstance(answer, list) else 1
        return answer


def read_by(works: Works) -> tuple[int, int, int, int]:
    """One reconcile: statements, their rows, requests, and what was answered."""
    stock = works.server.stock
    with Counting(stock.api_url, stock.auth_string) as api, costs(works.worker_engine) as found:
        kept, told = look(works.place, api, Mirror(works.place, api, link=LINK))
    assert kept.nothing
    assert told.nothing
    rows = sum(one.rows for one in found.statements)
    return len(found.statements), rows, api.asked, api.told


def all_drawn(works: Works, cases: int) -> None:
    """Open so many more cases, and have all of them drawn and waiting."""
    for _ in range(cases):
        works.desk.open_case(works.staff["worker1"])
    Mirror(works.place, works.api, link=LINK).all()
    until(works.paired, 30, "one live run a stage")
    # What was told is looked for once, a few seconds later.
    time.sleep(EVENTS_SECONDS)
    works.clock.advance_to(works.clock.now() + SURE_AFTER)
    Mirror(works.place, works.api, link=LINK).all()
    look(works.place, works.api, Mirror(works.place, works.api, link=LINK))


def test_a_reconcile_of_a_hundred_cases_that_wait_reads_no_more_than_one_of_ten(
    works: Works,
) -> None:
    all_drawn(works, 10)
    few = read_by(works)
    all_drawn(works, 90)
    many = read_by(works)

    assert many == few
    works.clock.advance_to(works.clock.now() + EVERY)
    whole = read_by(works)
    assert whole[1] >= 100
    assert whole[3] >= 100


def test_what_is_lost_or_too_many_is_found_by_counting_before_the_next_whole_look(
    works: Works,
) -> None:
    all_drawn(works, 3)
    on = Mirror(works.place, works.api, link=LINK)
    lost = works.one("SELECT flow_run_id FROM stages ORDER BY id LIMIT 1")

    works.api.delete_run(lost)
    assert look(works.place, works.api, on)[0].created == 1
    works.becomes_paired()

    stage_id = works.one("SELECT id FROM stages ORDER BY id LIMIT 1")
    waits = {"type": "PAUSED", "name": "Suspended"}
    works.api.create_run("receipt", stage_id, "by hand", {"state": waits, "tags": ["hutong"]})
    assert look(works.place, works.api, on)[0].ended == 1
    works.becomes_paired()


def test_one_too_many_and_one_too_few_are_found_by_the_next_whole_look(works: Works) -> None:
    all_drawn(works, 2)
    on = Mirror(works.place, works.api, link=LINK)
    first, second = works.rows("SELECT id, flow_run_id FROM stages ORDER BY id")
    waits = {"type": "PAUSED", "name": "Suspended"}
    works.api.create_run("receipt", first.id, "twice", {"state": waits, "tags": ["hutong"]})
    works.api.delete_run(second.flow_run_id)

    assert look(works.place, works.api, on)[0].nothing
    works.clock.advance_to(works.clock.now() + EVERY - timedelta(seconds=1))
    assert look(works.place, works.api, on)[0].nothing
    works.clock.advance_to(works.clock.now() + timedelta(seconds=1))
    kept = look(works.place, works.api, on)[0]

    assert (kept.created, kept.ended) == (1, 1)
    works.becomes_paired()
