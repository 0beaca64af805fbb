"""The machine's clock jumps under a case, back and ahead: the same steps, papers and numbers, once.

Database and program of one machine jump together. A portal whose clock is not that of its database
is refused (`tests/web/test_own_clock.py`).
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from flows.clockwork.watching import watch_once
from flows.readers.local import work_off
from flows.readers.workplace import Workplace
from models.errors import FormInvalid
from models.time_source import TimeSource
from models.words import Stage
from tests.chaos import Tally, times
from tests.conftest import fresh_database
from tests.flows.practice import Practice, at_work
from tests.flows.routes import RETURNED, SHORT
from tests.flows.story import story
from tests.playing import Changes

WHOLE, FEW = 150, 12
ROUTE: Changes = {**RETURNED.changes, **SHORT}
JUMPS = {
    "an hour back": timedelta(hours=-1), "an hour ahead": timedelta(hours=1),
    "seven days ahead": timedelta(days=7), "ten minutes back": timedelta(minutes=-10),
}  # fmt: skip
#: What of a story has no instants.
TIMELESS = ("cases", "stages", "signatures", "documents", "files", "counters", "team")


class Jumping:
    """A clock beside the right one by as much as it is told."""

    def __init__(self, right: TimeSource) -> None:
        self._right, self.beside = right, timedelta()

    def now(self) -> datetime:
        return self._right.now() + self.beside


def play(practice: Practice, tally: Tally | None = None) -> int:
    """Play a case until its visits begin, which the calendar deals out; how many acts it had."""
    clock = Jumping(practice.clock)
    practice.desk._clock = clock
    practice.player.works = False
    place = Workplace(practice.worker, practice.office, clock)

    def jump() -> None:
        if tally and tally.chance.random() < 0.5:
            name = tally.chance.choice(sorted(JUMPS))
            tally.tried[name] += 1
            clock.beside = JUMPS[name]
            watch_once(place)
            work_off(practice.worker, practice.office, clock)

    def right() -> None:
        clock.beside = timedelta()

    def after() -> None:
        work_off(practice.worker, practice.office, clock)
        right()
        watch_once(place)
        practice.work_off()

    practice.player.after_work = after
    case_id = practice.desk.open_case(practice.staff["worker1"])
    after()
    acts = 0
    while practice.player.main_stage(case_id) != Stage.FOLLOW_UP:
        jump()
        acts += 1
        while True:
            try:
                assert practice.player.step_once(case_id)
                break
            except FormInvalid:
                # What happened just now lies ahead by this clock; or, by the right one, before a
                # window that opened a week too early. A person is told, and types it again then.
                assert tally
                tally.kept["refused with a sentence"] += 1
                if not clock.beside:
                    practice.clock.advance_to(practice.clock.now() + max(JUMPS.values()))
                right()
    return acts


def read(practice: Practice) -> dict[str, Any]:
    with practice.root.begin() as db:
        told = story(db)
    told["documents"] = [(row[1], row[2], row[3], row[4]) for row in told["documents"]]
    return told


@pytest.mark.chaos
@pytest.mark.timeout(3600)
def test_a_clock_that_jumps_back_and_ahead_does_nothing_twice_and_loses_nothing(
    postgres: EmbeddedPostgres, template_database: str
) -> None:
    tally, wanted = Tally("clock jumps"), times(WHOLE, FEW)
    lost: list[str] = []
    while sum(tally.tried.values()) < wanted:
        told: list[dict[str, Any]] = []
        for jumps in (tally, None):
            with (
                fresh_database(postgres, template_database) as database,
                at_work(database, postgres) as practice,
            ):
                practice.player.changes = ROUTE
                acts = play(practice, jumps)
                told.append(read(practice))
                lost += [f"{what}: {rows}" for what, rows in practice.broken_promises().items()]
        jumped, calm = told
        tally.kept.update(Counter({what: len(jumped[what]) for what in ("steps", "documents")}))
        tally.kept["acts"] += acts
        lost += [
            f"other {what} than by a right clock" for what in TIMELESS if jumped[what] != calm[what]
        ]
    tally.tell(lost)
