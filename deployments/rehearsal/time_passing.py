"""Letting time pass: each timer, cover and coming of age happens at its own instant, in order."""

from datetime import date, datetime, timedelta

from deployments.rehearsal.scene import Scene
from flows.clockwork.watching import watch_once
from flows.readers.local import work_off
from flows.readers.workplace import Workplace
from models.forms.moments import day_begins
from models.law.majority import told_of_majority
from models.store import journal, played
from models.store.acting import as_worker
from tasks.record.child import read_child

#: How often the watch goes round where what it tells is looked at; and before each entry.
WATCHED_EVERY = timedelta(hours=6)


class TimePassing:
    """The clock of a scene, and what the machine does while it goes on."""

    def __init__(self, scene: Scene, *, watched: bool = False) -> None:
        """Keep the clock of this scene.

        Args:
            scene: Where time passes.
            watched: Whether ladders are climbed and cards given while it does. A case of a year is
                walked without, as nothing of it depends on them.
        """
        self._scene, self._is_watched = scene, watched

    def go_to(self, moment: datetime) -> None:
        """Go on to `moment`, stopping wherever something is due."""
        clock = self._scene.clock
        while True:
            timer, watch = self._stops(moment)
            due = min((stop for stop in (timer, watch) if stop is not None), default=None)
            if due is None or due > moment:
                break
            clock.advance_to(max(due, clock.now()))
            if watch is not None and watch <= due:
                self._watch()
            self.work()
        clock.advance_to(max(moment, clock.now()))
        if self._is_watched:
            self._watch()

    def _watch(self) -> None:
        watch_once(Workplace(self._scene.worker, self._scene.office, self._scene.clock))

    def work(self) -> None:
        """Do what workers would do at this moment."""
        work_off(self._scene.worker, self._scene.office, self._scene.clock)

    def _stops(self, moment: datetime) -> tuple[datetime | None, datetime | None]:
        """When a timer is due next, and when the watch has something to do next."""
        now = self._scene.clock.now()
        with as_worker(self._scene.worker) as db:
            timer = journal.next_due(db)
            covers = played.next_cover(db, after=now)
            watched = [covers] if covers else []
            if self._is_watched and now + WATCHED_EVERY < moment:
                watched.append(now + WATCHED_EVERY)
            for row in played.children(db):
                birth = read_child(db, self._scene.office, row.child_id).get("birth_date")
                if birth:
                    law = self._scene.office.pack(row.pack, row.locality)
                    told_on = told_of_majority(date.fromisoformat(birth), law)
                    watched.append(max(day_begins(told_on), now))
        return timer, min(watched, default=None)
