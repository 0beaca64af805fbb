"""Letting time pass: each timer, cover and coming of age happens at its own instant, in order."""

from datetime import date, datetime

from deployments.rehearsal.scene import Scene
from flows.clockwork.watching import watch_once
from flows.readers.local import work_off
from flows.readers.workplace import Workplace
from models.forms.moments import day_begins
from models.law.majority import told_of_majority
from models.store import journal, played
from models.store.acting import as_worker
from tasks.record.child import read_child


class TimePassing:
    """The clock of a scene, and what the machine does while it goes on."""

    def __init__(self, scene: Scene) -> None:
        """Watch over this scene."""
        self._scene = scene

    def go_to(self, moment: datetime) -> None:
        """Go on to `moment`, stopping wherever something is due."""
        clock = self._scene.clock
        while True:
            timer, watch = self._stops()
            due = min((stop for stop in (timer, watch) if stop is not None), default=None)
            if due is None or due > moment:
                break
            clock.advance_to(max(due, clock.now()))
            if watch is not None and watch <= due:
                watch_once(Workplace(self._scene.worker, self._scene.office, clock))
            self.work()
        clock.advance_to(max(moment, clock.now()))

    def work(self) -> None:
        """Do what workers would do at this moment."""
        work_off(self._scene.worker, self._scene.office, self._scene.clock)

    def _stops(self) -> tuple[datetime | None, datetime | None]:
        """When a timer is due next, and when the watch has something to do next."""
        now = self._scene.clock.now()
        with as_worker(self._scene.worker) as db:
            timer = journal.next_due(db)
            covers = played.next_cover(db, after=now)
            watched = [covers] if covers else []
            for row in played.children(db):
                birth = read_child(db, self._scene.office, row.child_id).get("birth_date")
                if birth:
                    law = self._scene.office.pack(row.pack, row.locality)
                    told_on = told_of_majority(date.fromisoformat(birth), law)
                    watched.append(max(day_begins(told_on), now))
        return timer, min(watched, default=None)
