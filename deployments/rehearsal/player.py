"""Playing a script: people act through the desk, the machine does its part, time passes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from deployments.rehearsal.doing import Doing, placed
from deployments.rehearsal.going_on import go_on
from deployments.rehearsal.judging import judge
from deployments.rehearsal.marked import BadCase
from deployments.rehearsal.paper_words import unsaid
from deployments.rehearsal.scene import Scene
from deployments.rehearsal.script import Entry, GoOn, Refusal, Script, Visits
from deployments.rehearsal.time_passing import TimePassing
from deployments.rehearsal.trial import NotRefused
from deployments.rehearsal.visiting import visit_all
from models.errors import FormInvalid, HutongError
from models.law.dates import SHANGHAI
from models.store.acting import Actor, as_worker
from models.words import Role


@dataclass(frozen=True)
class Failure:
    """An expectation that does not hold."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


@dataclass
class Played:
    """What came of a script: its cases by name, and what was expected in vain."""

    script: Script
    cases: dict[str, UUID]
    failures: list[Failure] = field(default_factory=list)


class Player:
    """Plays one script on one scene."""

    def __init__(
        self, scene: Scene, script: Script, *, owners_act: bool = False, practice: bool = False,
        judges: bool = True,
        told: Callable[[Entry], None] = lambda _entry: None,
    ) -> None:  # fmt: skip
        """Prepare to play.

        Args:
            scene: Where it is played.
            script: What is played.
            owners_act: Whoever owns a step acts, whatever name the file gives (practice centre:
                owners are chosen by workload there).
            practice: Mark the cases as practice.
            judges: Whether what the file expects is looked at.
            told: Called before each entry.
        """
        self._scene, self._script, self._told = scene, script, told
        self._time, self._judges = TimePassing(scene, watched=judges and script.is_watched), judges
        self._doing = Doing(scene, script, owners_act=owners_act, practice=practice)
        self.played = Played(script, self._doing.cases)

    def play(self, *, until: str | None = None, opener: str | None = None) -> Played:
        """Play the script, to the entry marked `until` or to its end.

        Args:
            until: Mark of the last entry to be played.
            opener: Account that opens the case instead of the one the file means.

        Raises:
            BadCase: Something was refused that the script did not expect to be refused.
        """
        first = self._script.entries[0]
        with placed(first.place, self._doing):
            self._scene.clock.advance_to(max(first.at or self._now, self._now))
            self._doing.open_first(self._opener(first, opener))
            self._time.work()
        for entry in self._script.entries:
            self._told(entry)
            self._play(entry)
            if until is not None and entry.mark == until:
                break
        return self.played

    def rest_until(self, moment: datetime) -> None:
        """Let time pass after the last entry; timers fire, nobody acts."""
        self._time.go_to(moment)

    @property
    def _now(self) -> datetime:
        return self._scene.clock.now()

    def _opener(self, first: Entry, wanted: str | None) -> Actor:
        named_by = first.action.by if first.action else None
        account = wanted or self._script.opened_by or named_by
        if account is None:
            account = next(
                one.account for one in self._script.people if Role.CASEWORKER in one.roles
            )
        return self._scene.actors[account]

    def _play(self, entry: Entry) -> None:
        if entry.at is not None:
            if entry.at < self._now:
                shown = self._now.astimezone(SHANGHAI)
                raise BadCase(
                    entry.place.at("at"),
                    f"时间倒退了:前面的回访已经走到 {shown:%Y-%m-%d %H:%M}。",
                )
            with placed(entry.place, self._doing):
                self._time.go_to(entry.at)
        if isinstance(entry.action, Visits):
            visit_all(entry.action, entry.case, self._doing, self._time)
        elif isinstance(entry.action, GoOn):
            go_on(entry.action, entry.case, self._doing, self._time)
        elif entry.action is not None:
            with placed(entry.action.place, self._doing):
                self._doing.do(entry.action, entry.case)
                self._time.work()
        for expected in entry.expected if self._judges else ():
            for refusal in expected.refusals:
                self._refused(refusal, entry.case)
            with as_worker(self._scene.worker) as db:
                case_id = self._doing.case(entry.case)
                found = judge(db, case_id, expected, now=self._now)
                found += unsaid(db, self._scene.office.seal, case_id, expected)
            self.played.failures += [Failure(place.where, text) for place, text in found]

    def _refused(self, refusal: Refusal, case: str) -> None:
        where = refusal.place.where
        try:
            with self._doing.trying():
                self._doing.do(refusal.action, case, any_state=True)
        except NotRefused:
            self.played.failures.append(Failure(where, "这个动作应当被拒绝,却办成了。"))
        except BadCase:
            raise
        except HutongError as refused:
            said = _all_of(refused)
            if refusal.because not in said:
                text = f"拒绝的理由里没有“{refusal.because}”;实际是:{said}"
                self.played.failures.append(Failure(where, text))
        else:  # Nobody's turn: nothing was done, and nothing refused it.
            self.played.failures.append(Failure(where, "这个动作应当被拒绝,却办成了。"))


def _all_of(refused: HutongError) -> str:
    if isinstance(refused, FormInvalid):
        return ";".join(text for texts in refused.errors.values() for text in texts)
    return refused.message
