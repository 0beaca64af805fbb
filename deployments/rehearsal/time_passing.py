"""Letting time pass: each timer, cover and coming of age happens at its own instant, in order."""

from datetime import datetime

from sqlalchemy import text

from deployments.rehearsal.scene import Scene
from flows.local import work_off
from flows.watching import BEFORE_MAJORITY, watch_once
from flows.workplace import Workplace
from models.forms.moments import day_begins
from models.law.dates import turns_on
from models.law.majority import ADULT_YEARS
from models.store.acting import as_worker
from tasks import timers
from tasks.people import read_child

_ABSENCES = text(
    "SELECT min(at) FROM (SELECT from_at AS at FROM absences WHERE ended_at IS NULL "
    "UNION ALL SELECT until_at FROM absences WHERE ended_at IS NULL) a WHERE at > :now"
)
_CHILDREN = text(
    "SELECT DISTINCT c.child_id FROM cases c WHERE c.state = 'open' AND NOT EXISTS "
    "(SELECT 1 FROM stages g WHERE g.case_id = c.id AND g.name = 'majority')"
)


class TimePassing:
    """The clock of a scene, and what the machine does while it goes on."""

    def __init__(self, scene: Scene) -> None:
        """Watch over this scene."""
        self._scene = scene

    def go_to(self, moment: datetime) -> None:
        """Go on to `moment`, stopping wherever something is due."""
        clock = self._scene.clock
        while (due := self.next_stop()) is not None and due <= moment:
            clock.advance_to(max(due, clock.now()))
            self.settle()
        clock.advance_to(max(moment, clock.now()))
        self.settle()

    def next_stop(self) -> datetime | None:
        """When the machine has something to do next, by itself."""
        now = self._scene.clock.now()
        with as_worker(self._scene.worker) as db:
            stops = [timers.next_due(db), db.execute(_ABSENCES, {"now": now}).scalar()]
            for child_id in db.execute(_CHILDREN).scalars().all():
                birth = read_child(db, self._scene.office, child_id).get("birth_date")
                if birth:
                    adult = turns_on(datetime.fromisoformat(birth).date(), ADULT_YEARS)
                    stops.append(day_begins(adult - BEFORE_MAJORITY))
        ahead = [stop for stop in stops if stop is not None]
        return min((stop for stop in ahead if stop > now), default=None)

    def settle(self) -> None:
        """Do what workers and the watch would do at this moment."""
        scene = self._scene
        work_off(scene.worker, scene.office, scene.clock)
        watch_once(Workplace(scene.worker, scene.office, scene.clock))
        work_off(scene.worker, scene.office, scene.clock)

    def work(self) -> None:
        """Do what is left to workers after somebody acted."""
        work_off(self._scene.worker, self._scene.office, self._scene.clock)
