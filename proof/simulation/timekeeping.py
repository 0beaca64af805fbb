"""Keeping the deadlines of running cases: started, met, stopped, moved, and told by the watch."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from models.facts.events import may_tell
from models.forms.base import Form
from proof.simulation.agenda import Agenda
from proof.simulation.deadlines import Due, Rulebook
from proof.simulation.live import Live
from proof.simulation.office_time import minute_of
from proof.simulation.tally import Tally
from proof.simulation.watch import Watch
from tasks.journal.effect import ExtendClock, StartClock

#: Clocks of the case, not of a stage, are kept under this number.
OF_THE_CASE = 0


class Timekeeper:
    """All running deadlines."""

    def __init__(self, agenda: Agenda, rulebook: Rulebook, watch: Watch, tally: Tally) -> None:
        """Count by the rulebook, and have the watch tell."""
        self._agenda, self._rulebook, self._watch, self._tally = agenda, rulebook, watch, tally

    def start(
        self,
        live: Live,
        place: tuple[int, str],
        rule: str | None,
        *,
        since: datetime | None = None,
        by: datetime | None = None,
    ) -> Due | None:
        """Start a deadline of a case; what ran under the same key is stopped."""
        now = self._agenda.now
        self.stop(live, place)
        name = f"{live.number}/{place[0]}/{place[1]}"
        begins = minute_of(since) if since is not None else now
        of_a_step = place[0] != OF_THE_CASE
        due = self._rulebook.open(name, rule, now=now, since=begins, by=by, of_a_step=of_a_step)
        if due is not None:
            self._run(live, place, due)
        return due

    def _run(self, live: Live, place: tuple[int, str], due: Due) -> None:
        live.dues[place] = due
        self._tally.started(due)
        for rung, (minute, _) in enumerate(due.rungs):
            at = self._watch.next_pass(minute)
            self._agenda.plan(at, self._tell, live, due, rung, rank=minute)

    def start_clock(self, live: Live, effect: StartClock) -> None:
        """Start a clock of the case that no form waits for."""
        self.start(live, (OF_THE_CASE, effect.rule), effect.rule, since=effect.since)

    def extend_clock(self, live: Live, effect: ExtendClock) -> None:
        """Move a clock of the case, if it runs."""
        place = (OF_THE_CASE, effect.rule)
        if place in live.dues:
            self.start(live, place, effect.rule, by=effect.until)

    def end_custody(self, live: Live) -> None:
        """The clocks of temporary guardianship are met: the child left."""
        self._meet_clocks(live, lambda rule: rule.startswith("3."))

    def close(self, live: Live) -> None:
        """The case is closed: guardianship is over, and what nobody will do any more stops."""
        self.end_custody(live)
        self.stop_stage(live, OF_THE_CASE)

    def answered(self, live: Live, form: Form) -> None:
        """Meet the clocks that run until what this answer may record."""
        for event in may_tell(type(form)):
            self._meet_clocks(live, partial(self._is_met_by, event))

    def _is_met_by(self, event: str, rule: str) -> bool:
        return self._rulebook.is_met_by(rule, event)

    def _meet_clocks(self, live: Live, which: Callable[[str], bool]) -> None:
        for place in [place for place in live.dues if place[0] == OF_THE_CASE and which(place[1])]:
            self.end(live, place, met=True)

    def stop(self, live: Live, place: tuple[int, str]) -> None:
        """Stop a deadline, if it runs."""
        if place in live.dues:
            self.end(live, place, met=False)

    def stop_stage(self, live: Live, ordinal: int) -> None:
        """Stop what still runs in a stage that is over."""
        for place in [place for place in live.dues if place[0] == ordinal]:
            self.stop(live, place)

    def end(self, live: Live, place: tuple[int, str], *, met: bool) -> None:
        """End a deadline, and check what was told of it."""
        due = live.dues.pop(place, None)
        if due is None:
            return
        due.closed = self._agenda.now
        self._tally.ended(due, met=met, now=due.closed)
        self._watch.check(due, self._agenda.end)

    def leave_open(self, live: Live) -> None:
        """Count and check what still runs when the simulation ends."""
        for due in live.dues.values():
            self._tally.left_open(due, self._agenda.end)
            self._watch.check(due, self._agenda.end)

    def _tell(self, live: Live, due: Due, rung: int) -> None:
        if not due.is_running:
            return
        now = self._agenda.now
        told, again = self._watch.tell(due, rung, now)
        minute, tell = due.rungs[rung]
        if told:
            self._tally.note(now, live.number, "reminded", f"{due.name} {rung} {tell}")
        if again is not None:
            self._agenda.plan(again, self._tell, live, due, rung, rank=minute)
