"""The memory reader: a case without database or Prefect, microseconds a step.

For the procedure proof, the simulator and tests. It keeps what the journal keeps and nothing more:
no documents are rendered, no deadlines counted; whoever drives it decides answers and time.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flows.readers.inline import tell
from models.errors import StepNotOpen
from models.forms.base import Form
from models.forms.catalogue import name_of
from models.law.pack import RulePack
from models.law.stages import Transition, after
from models.words import MAIN_STAGES, Outcome, Stage, StepKind, StepState
from tasks.journal.asked_law import Answers, answered
from tasks.journal.effect import (
    AskLaw,
    BeginCustody,
    CloseCase,
    CloseStage,
    Divert,
    Effect,
    EndCustody,
    IssuePaper,
    MoveCase,
    OpenApproval,
    OpenSteps,
    SetTimer,
    StartSide,
)
from tasks.journal.entry import Entry, Journal, StageFacts

#: Replays a stage once: its outcome, or None when it waits.
Tell = Callable[[Journal], Outcome | None]
#: Asks a pack for what follows from law.
Answered = Callable[[AskLaw, RulePack, Answers], dict[str, Any]]
#: Says where the main line goes.
After = Callable[[Stage, Outcome], Transition]


@dataclass(frozen=True)
class MemoryStep(Entry):
    """A journal entry with what its driver needs."""

    kind: StepKind = StepKind.EFFECT
    effect: Effect | None = None
    position: int = 0
    round: int = 1
    answered: Form | None = None


@dataclass
class MemoryStage:
    """One stage; it is its own journal."""

    case: "MemoryCase"
    stage: Stage
    opened_at: datetime
    steps: dict[str, MemoryStep] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)
    outcome: Outcome | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still worked on."""
        return self.outcome is None

    @property
    def facts(self) -> StageFacts:
        """What the stage may know of itself."""
        case = self.case
        return StageFacts(
            self.stage, self.opened_at, case.custody_began_at, case.conclusion, case.owes_visits
        )

    def find(self, key: str) -> Entry | None:
        """Return the current entry under `key`."""
        return self.steps.get(key)

    def answer(self, entry: Entry) -> Form:
        """Return the answer of a done form."""
        answered = self.steps[entry.key].answered
        if answered is None:
            raise StepNotOpen
        return answered

    def take_up(self, entry: Entry) -> None:
        """Note that the procedure went past it."""
        if not entry.taken_up:
            self.steps[entry.key] = replace(self.steps[entry.key], taken_up=True)

    def do(self, effect: Effect) -> None:
        """Do an effect in memory."""
        position = 1 + max((step.position for step in self.steps.values()), default=0)
        if isinstance(effect, OpenSteps):
            position = max((self.steps[key].position for key in effect.beside), default=position)
            for asked in effect.steps:
                if asked.key not in self.steps:
                    self._put(asked.key, StepKind.ASK, effect, position, form=asked.form)
        elif isinstance(effect, OpenApproval):
            self._put(effect.key, StepKind.APPROVE, effect, position)
        elif isinstance(effect, AskLaw):
            result = self.case.ask_law(effect, self._read)
            self._put(effect.key, StepKind.EFFECT, effect, position, done=True, result=result)
        elif isinstance(effect, SetTimer):
            done = effect.at <= self.case.now
            self._put(effect.key, StepKind.TIMER, effect, position, done=done)
        else:
            is_paper = isinstance(effect, IssuePaper)
            kind = StepKind.ISSUE if is_paper else StepKind.EFFECT
            done = not (is_paper and self.case.papers_wait)
            self._put(effect.key, kind, effect, position, done=done)
            self.case.happen(self, effect)

    def _read(self, key: str) -> Form:
        return self.answer(self.steps[key])

    def _put(
        self,
        key: str,
        kind: StepKind,
        effect: Effect,
        position: int,
        *,
        form: str | None = None,
        done: bool = False,
        result: Mapping[str, Any] | None = None,
    ) -> None:
        self.steps[key] = MemoryStep(
            key=key,
            state=StepState.DONE if done else StepState.OPEN,
            form=form,
            taken_up=False,
            result=result or {},
            kind=kind,
            effect=effect,
            position=position,
            round=self.rounds.get(key, 0) + 1,
        )

    def overtake(self, key: str) -> None:
        """Supersede a step and what came after it, as a return or a voided approval does."""
        position = self.steps[key].position
        gone = [
            step
            for step in self.steps.values()
            if (step.kind is not StepKind.EFFECT or isinstance(step.effect, AskLaw))
            and (step.position > position or step.key == key)
        ]
        for step in gone:
            self.rounds[step.key] = step.round
            del self.steps[step.key]


class MemoryCase:
    """A case in memory, driven by whoever asks what is open and answers it."""

    def __init__(
        self,
        now: datetime,
        *stages: Stage,
        tell: Tell = tell,
        after: After = after,
        law: RulePack,
        answered: Answered = answered,
        elsewhere: Collection[str] = (),
        custody_began_at: datetime | None = None,
        papers_wait: bool = False,
    ) -> None:
        """Open a case at `receipt`, or at the stages given.

        Args:
            now: Virtual time, moved by whoever drives the case.
            stages: What is open from the start.
            law: The rule pack of the case.
            answered: What a pack says to a stage; the proof hands in one that says less.
            tell: Replays a stage; the proof hands in another to plant faults.
            after: The table of the main line; likewise.
            elsewhere: Codes of centres outside this installation: a case moved there ends here.
            custody_began_at: T0, where the child is in temporary guardianship already.
            papers_wait: Whether documents stand still until they are made; else they are at once.
        """
        self.now = now
        self._tell, self._after, self._elsewhere = tell, after, elsewhere
        self._law, self._answered = law, answered
        self.stages: list[MemoryStage] = []
        self.custody_began_at = custody_began_at
        self.papers_wait = papers_wait
        self.conclusion: Outcome | None = None
        self.owes_visits = False
        self.is_open = True
        for stage in stages or (Stage.RECEIPT,):
            self._advance(self._open(stage))

    def open_steps(self) -> list[tuple[MemoryStage, MemoryStep]]:
        """Everything that waits for somebody or for an instant, in order."""
        return [
            (stage, step)
            for stage in self.stages
            if stage.is_open
            for step in stage.steps.values()
            if step.state is StepState.OPEN
        ]

    def answer(self, stage: MemoryStage, key: str, form: Form) -> None:
        """Answer a form and go on."""
        step = stage.steps[key]
        if step.state is not StepState.OPEN or step.form != name_of(type(form)):
            raise StepNotOpen
        stage.steps[key] = replace(step, state=StepState.DONE, answered=form)
        self._advance(stage)

    def sign(self, stage: MemoryStage, key: str) -> None:
        """Complete a whole approval chain and go on."""
        stage.steps[key] = replace(stage.steps[key], state=StepState.DONE)
        self._advance(stage)

    def send_back(self, stage: MemoryStage, to_key: str) -> None:
        """Return to an earlier form and go on."""
        stage.overtake(to_key)
        self._advance(stage)

    def fire(self, stage: MemoryStage, key: str) -> None:
        """Let a timer's instant come and go on."""
        step = stage.steps[key]
        if isinstance(step.effect, SetTimer):
            self.now = max(self.now, step.effect.at)
        stage.steps[key] = replace(step, state=StepState.DONE)
        self._advance(stage)

    def make(self, stage: MemoryStage, key: str) -> None:
        """Make a document that stands still and go on."""
        stage.steps[key] = replace(stage.steps[key], state=StepState.DONE)
        self._advance(stage)

    def start(self, side: Stage) -> MemoryStage:
        """Start a side procedure and go on."""
        self._end(lambda other: other.stage is side and self._child_left(other))
        opened = self._open(side)
        self._advance(opened)
        return opened

    def ask_law(self, effect: AskLaw, answers: Answers) -> dict[str, Any]:
        """Ask the pack of the case."""
        return self._answered(effect, self._law, answers)

    def happen(self, stage: MemoryStage, effect: Effect) -> None:
        """Let an effect change the case."""
        if isinstance(effect, BeginCustody):
            # One that runs already keeps its T0.
            self.custody_began_at = self.custody_began_at or effect.at
            self.owes_visits = False
        elif isinstance(effect, EndCustody):
            self.custody_began_at = None
        elif isinstance(effect, StartSide):
            self._end(lambda other: other.stage is effect.stage and self._child_left(other))
            if not any(s.stage is effect.stage and s.is_open for s in self.stages):
                self._opened.append(self._open(effect.stage))
        elif isinstance(effect, Divert):
            self._divert(effect.to, effect.ends)
        elif isinstance(effect, MoveCase):
            if effect.to_centre in self._elsewhere:
                stage.do(Divert("divert:closure", Stage.CLOSURE))
        elif isinstance(effect, CloseCase):
            self._end(lambda other: other is not stage)
            self.is_open = False

    def _child_left(self, stage: MemoryStage) -> bool:
        """Whether a reception receives nobody any more."""
        return self.custody_began_at is None and "custody:begin" in stage.steps

    def _open(self, stage: Stage) -> MemoryStage:
        opened = MemoryStage(self, stage, self.now)
        self.owes_visits = self.owes_visits and stage is not Stage.FOLLOW_UP
        self.stages.append(opened)
        return opened

    def _divert(self, to: Stage, ends: tuple[Stage, ...]) -> None:
        self._end(lambda other: other.stage in (*MAIN_STAGES, *ends))
        self.owes_visits = self.owes_visits and to is not Stage.CLOSURE
        self._opened.append(self._open(to))

    def _end(self, which: Any) -> None:
        for other in self.stages:
            if other.is_open and which(other):
                other.outcome = Outcome.INTERRUPTED

    def _advance(self, first: MemoryStage) -> None:
        waiting = [first]
        while waiting:
            stage = waiting.pop(0)
            if not stage.is_open:
                continue
            self._opened: list[MemoryStage] = []
            outcome = self._tell(stage)
            if outcome is not None:
                self._close(stage, CloseStage("close", outcome))
            waiting += self._opened

    def _close(self, stage: MemoryStage, effect: CloseStage) -> None:
        stage.outcome = effect.outcome
        if stage.stage is Stage.CONSULTATION:
            self.conclusion = effect.outcome
        if stage.stage is Stage.FOLLOW_UP:
            self.owes_visits = effect.outcome is Outcome.REINTERVENE
        if stage.stage in MAIN_STAGES:
            following = self._after(stage.stage, effect.outcome)
            if following.to is not None:
                self._opened.append(self._open(following.to))
