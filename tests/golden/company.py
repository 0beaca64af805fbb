"""The people of a golden database, each acting in turn on one clock, through the desk.

A *way* is one case being played: a generator that does one act each time it is resumed and yields
the moment at which it wants to be resumed. All ways share the clock, so that no case waits months
while another is brought to its end.
"""

import heapq
import traceback
from collections.abc import Generator, Mapping
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from deployments.rehearsal.filling import fill, over
from deployments.rehearsal.loading import shipped_usual, shipped_words
from deployments.rehearsal.marked import Marked
from deployments.rehearsal.scene import Scene
from deployments.rehearsal.time_passing import TimePassing
from flows.clockwork.watching import watch_once
from flows.readers.inline import advance
from flows.readers.workplace import Workplace
from models.errors import FormInvalid, HutongError
from models.law.dates import SHANGHAI
from models.law.pack import RulePack
from models.store import logins
from models.store.acting import Actor, as_worker
from models.store.driver import engine_to
from models.words import Role
from tasks.acts.binding import Decision
from tasks.law.law_moves import todays_law
from tests.golden.telling import Told
from tests.playing import answer_agreeing

_OPEN = text(
    """
    SELECT s.id, s.kind, s.key, s.form, s.about, s.round, s.owner_id, s.due_at, s.stage_id,
        s.case_id, g.name AS stage, g.is_main
    FROM steps s JOIN stages g ON g.id = s.stage_id
    WHERE s.case_id = :case AND s.state = 'open' AND g.state = 'open'
    ORDER BY g.is_main, g.ordinal, s.position, s.key
    """
)
_TURN = text(
    "SELECT officer_id FROM signatures WHERE step_id = :step AND state = 'open' "
    "ORDER BY ordinal LIMIT 1"
)
_OPEN_STAGES = text(
    "SELECT g.id, g.name, g.case_id, c.number FROM stages g JOIN cases c ON c.id = g.case_id "
    "WHERE g.state = 'open' ORDER BY c.number, g.ordinal"
)
_LAST_VISIT = text(
    "SELECT max(due_at) FROM steps WHERE stage_id = :stage AND form = 'visit' "
    "AND state <> 'superseded'"
)
_OFFICERS = text("SELECT id, centre_id, account, name, roles FROM officers")

#: Between two acts of one case.
PACE = timedelta(hours=2)
OPENS, CLOSES = time(9), time(17)
_WEEKEND = 5
_NEVER = datetime.max.replace(tzinfo=SHANGHAI)

Way = Generator[datetime, None, None]


class Stuck(Exception):
    """A case did not go on: which, at which step, and why."""

    def __init__(self, case: str, at: str, why: str) -> None:
        """Say where and why, in one line."""
        super().__init__(f"case {case}, at {at}: {why}")


class Company:
    """Everybody of an installation."""

    def __init__(self, scene: Scene) -> None:
        """Act on this scene; who is there is read from the database."""
        self.scene, self._time = scene, TimePassing(scene)
        self.by_id = actors_of(scene)
        self._watched = scene.clock.now()

    @property
    def now(self) -> datetime:
        """What the clock shows."""
        return self.scene.clock.now()

    def open_steps(self, case_id: UUID) -> list[Row[Any]]:
        """What is open in a case: side procedures first, then the main line."""
        return self.rows(_OPEN, case=case_id)

    def rows(self, question: Any, **given: Any) -> list[Row[Any]]:
        """Ask the database, seeing everything."""
        with as_worker(self.scene.worker) as db:
            return list(db.execute(question, given))

    def law_of(self, centre_id: UUID) -> RulePack:
        """The law by which a centre opens cases now."""
        with as_worker(self.scene.worker) as db:
            law = todays_law(db, self.scene.office, centre_id, self.now)
        return self.scene.office.pack(law.pack, law.locality)

    def play(
        self, ways: Mapping[str, tuple[datetime, Way]], *, until: datetime = _NEVER
    ) -> dict[str, Stuck]:
        """Play ways beside each other, each from its moment on; those that got stuck, and why.

        A way that is not at its end by `until` is stuck too.
        """
        order, stuck = count(), dict[str, Stuck]()
        waiting = [(at, next(order), name, way) for name, (at, way) in ways.items()]
        heapq.heapify(waiting)
        while waiting:
            at, _, name, way = heapq.heappop(waiting)
            try:
                self.go_to(at)
                again = next(way, None)
            except Stuck as why:
                stuck[name] = why
                continue
            if again is not None and again > until:
                stuck[name] = Stuck(name, f"{again:%Y-%m-%d %H:%M}", "it does not stand in time")
            elif again is not None:
                heapq.heappush(waiting, (again, next(order), name, way))
        return stuck

    def go_to(self, moment: datetime) -> None:
        """Let time pass, as `_pass`; whatever stops it is told by the cases that refuse."""
        try:
            self._pass(moment)
        except Exception as failed:
            at = f"{self.now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            refusing = "; ".join(self.tell_again().values()) or told_of(failed)
            raise Stuck("any", f"{at}, when time passed", refusing) from failed

    def tell_again(self) -> dict[UUID, str]:
        """Replay every open stage, as happens at its next answer; what refuses, by case."""
        refused: dict[UUID, str] = {}
        for stage in self.rows(_OPEN_STAGES):
            try:
                with as_worker(self.scene.worker) as db:
                    advance(db, self.scene.office, stage.id, now=self.now)
            except Exception as failed:  # noqa: BLE001 - whatever stops a case is told by its name
                refused[stage.case_id] = f"{stage.number} {stage.name}: {told_of(failed)}"
        return refused

    def _pass(self, moment: datetime) -> None:
        """Timers fire at their own instants, and the watch looks every morning."""
        if moment.astimezone(SHANGHAI).date() > self._watched.astimezone(SHANGHAI).date():
            morning = datetime.combine(moment.astimezone(SHANGHAI).date(), time(8), SHANGHAI)
            self._time.go_to(max(min(morning, moment), self.now))
            watch_once(Workplace(self.scene.worker, self.scene.office, self.scene.clock))
            self._watched = self.now
        self._time.go_to(max(moment, self.now))
        self.work()

    def work(self) -> None:
        """Do what workers would do at this moment."""
        self._time.work()

    def go_on(
        self, case_id: UUID, told: Told, *, holds: frozenset[str] = frozenset(), until: str = ""
    ) -> Way:
        """Do whatever there is to do in a case, one act after the other.

        Args:
            case_id: The case.
            told: What it is answered with.
            holds: Keys of steps to be left alone.
            until: Key of the step that is waited for; empty: to the end of the case.

        Raises:
            Stuck: Something is refused, or nothing is left to do or to wait for.
        """
        while steps := self.open_steps(case_id):
            if any(step.key == until for step in steps):
                return
            ready = {step.id: self._ready_at(step, steps, told) for step in steps}
            mine = [one for one in steps if one.kind in ("ask", "approve") and one.key not in holds]
            now = [one for one in mine if ready[one.id] <= self.now]
            if now:
                self.do(now[0], told)
                yield in_office_hours(self.now + PACE)
                continue
            later = [ready[one.id] for one in mine]
            later += [one.due_at for one in steps if one.kind == "timer"]
            if not later or min(later) == _NEVER:
                there = ", ".join(f"{one.stage} {one.key}" for one in steps)
                raise Stuck(
                    told.name, there, f"nobody can do anything, before {until or 'the end'}"
                )
            yield in_office_hours(max(min(later), self.now + timedelta(hours=1)))
        if until:
            raise Stuck(told.name, "its end", f"it never came to {until}")

    def do(self, step: Row[Any], told: Told) -> None:
        """Answer a form as its owner, or give the signature that is due; then workers work."""
        try:
            if step.kind == "ask":
                raw = self.typed(step, told)
                who = self.by_id[step.owner_id]
                answer_agreeing(self.scene.desk, who, step.id, raw, self.now)
            else:
                turn = self.rows(_TURN, step=step.id)[0].officer_id
                came = self.scene.desk.sign(self.by_id[turn], step.id, opinion="同意。")
                _signed(came, told.name, step, self.now)
            self.work()
        except Stuck:
            raise
        except Exception as refused:
            raise Stuck(told.name, _where(step, self.now), told_of(refused)) from refused

    def typed(self, step: Row[Any], told: Told) -> dict[str, Any]:
        """What is typed: the usual answer, the case's own over it, words and moments filled in."""
        about, laid = step.about or "", None
        for layer in (shipped_usual(), told.answers):
            for name in (step.form, f"{step.form}/{about}"):
                laid = over(laid, layer.get(name))
        if not isinstance(laid, Marked):
            raise Stuck(told.name, _where(step, self.now), "there is no usual answer to this form")
        words = {
            **shipped_words(), **told.words, "about": about, "window": about.rpartition("-")[2]
        }  # fmt: skip
        raw: dict[str, Any] = fill(laid, words, self.now).plain
        return raw

    def _ready_at(self, step: Row[Any], steps: list[Row[Any]], told: Told) -> datetime:
        """When a step can be done at the earliest: a review after the visits, a report at the end."""
        if step.form == "follow-up-review":
            [last] = self.rows(_LAST_VISIT, stage=step.stage_id)
            return last[0] + timedelta(minutes=1) if last[0] else self.now
        if step.form == "closing-report" and any(not one.is_main for one in steps):
            own = told.answers.get("closing-report")
            if own is None or "ends_side_procedures" not in own.fields:
                return _NEVER
        return self.now


def actors_of(scene: Scene) -> dict[UUID, Actor]:
    """Every officer there is, by id."""
    owner = engine_to(scene.owner_url)
    with owner.begin() as db:
        rows = list(db.execute(_OFFICERS))
        actors = {row.id: logins.played(db, _actor(row)) for row in rows}
    owner.dispose()
    return actors


def _actor(row: Row[Any]) -> Actor:
    return Actor(row.id, row.centre_id, row.name, frozenset(Role(one) for one in row.roles))


def in_office_hours(moment: datetime) -> datetime:
    """The moment itself, or the next at which somebody is at work; holidays are worked through."""
    here = moment.astimezone(SHANGHAI)
    if here.time() > CLOSES:
        here = datetime.combine(here.date() + timedelta(days=1), OPENS, SHANGHAI)
    if here.time() < OPENS:
        here = datetime.combine(here.date(), OPENS, SHANGHAI)
    while here.weekday() >= _WEEKEND:
        here = datetime.combine(here.date() + timedelta(days=1), OPENS, SHANGHAI)
    return here


def _signed(came: Decision, name: str, step: Row[Any], now: datetime) -> None:
    if came is not Decision.SIGNED:
        raise Stuck(name, _where(step, now), f"the signature was {came}")


def _where(step: Row[Any], now: datetime) -> str:
    here = f"{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return f"{step.stage} {step.key} (round {step.round}) on {here}"


def told_of(failed: Exception) -> str:
    """Why something failed, in a line: what a person is told, or what broke and where."""
    if isinstance(failed, FormInvalid):
        named = failed.errors.items()
        return "; ".join(f"{field or 'form'}: {', '.join(why)}" for field, why in named)
    if isinstance(failed, HutongError):
        return failed.message
    last = traceback.extract_tb(failed.__traceback__)[-1]
    return f"{type(failed).__name__}: {failed} ({Path(last.filename).name}:{last.lineno})"
