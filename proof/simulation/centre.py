"""The simulated centre: cases arrive, people answer and sign, others are slow, and time goes by.

Every case is a `flows.readers.memory.MemoryCase`, so what is asked next is told by the procedure.
"""

from math import log
from random import Random

from flows.readers.memory import MemoryCase, MemoryStage, MemoryStep
from models.words import MAIN_STAGES, Holder, Stage, StepKind, StepState
from proof.answers_side import ELSEWHERE
from proof.law import in_two_windows, newest
from proof.simulation import chances
from proof.simulation.agenda import Agenda
from proof.simulation.deciding import Decider
from proof.simulation.live import Job, Live
from proof.simulation.office_time import DAY, HOUR, NEVER, instant, minute_of
from proof.simulation.staff import SimulatedOfficer, Staff
from proof.simulation.tally import Tally
from proof.simulation.timekeeping import Timekeeper
from tasks.journal.effect import (
    EndCustody,
    ExtendClock,
    OpenApproval,
    OpenStep,
    OpenSteps,
    SetTimer,
    StartClock,
)


class SimulatedCentre:
    """Everything that happens in the simulation, as methods the agenda calls."""

    def __init__(
        self, rng: Random, agenda: Agenda, staff: Staff, time: Timekeeper, tally: Tally
    ) -> None:
        """Work with these."""
        self._rng, self._agenda, self._staff = rng, agenda, staff
        self._time, self._tally = time, tally
        self._decider = Decider(rng)
        #: Cases that run, by number.
        self.running: dict[int, Live] = {}

    def arrive(self, number: int) -> None:
        """Open a case: by a report, or because the police bring a child."""
        now = self._agenda.now
        brought = self._rng.random() < chances.BROUGHT_FIRST
        stages = (Stage.RECEIPT, Stage.CUSTODY) if brought else (Stage.RECEIPT,)
        memory = MemoryCase(
            instant(now), *stages, law=newest(), answered=in_two_windows, elsewhere={ELSEWHERE}
        )
        live = Live(number, memory, self._staff.choose(self._rng))
        self.running[number] = live
        self._tally.note(now, number, "opened", "brought" if brought else "reported")
        for side, share in chances.SIDES.items():
            if self._rng.random() < share:
                within = self._rng.randint(1, chances.SIDES_WITHIN_DAYS * DAY)
                self._agenda.plan(now + within, self.start_side, live, side)
        self._follow(live)

    def start_side(self, live: Live, side: Stage) -> None:
        """Let a person start a side procedure, unless the case is closed or it runs already."""
        memory = live.memory
        if memory.is_open and not any(stage.stage is side for stage in memory.stages):
            memory.now = instant(self._agenda.now)
            memory.start(side)
            self._follow(live)

    def _follow(self, live: Live) -> None:
        """Look at what the procedure wrote, and plan what people will do about it."""
        memory = live.memory
        for stage in memory.stages:
            if live.meet(stage):
                self._note(live, "stage opened", f"{live.ordinal(stage)} {stage.stage}")
            for step in live.fresh(stage):
                self._plan(live, stage, step)
        for stage in [stage for stage in memory.stages if not stage.is_open]:
            self._end_stage(live, stage)
        memory.stages = [stage for stage in memory.stages if stage.is_open]
        if not memory.is_open:
            self._note(live, "closed", "")
            self._time.close(live)
            del self.running[live.number]

    def _end_stage(self, live: Live, stage: MemoryStage) -> None:
        ordinal = live.ordinal(stage)
        self._time.stop_stage(live, ordinal)
        self._note(live, "stage closed", f"{ordinal} {stage.stage} {stage.outcome}")
        self._tally.endings[f"{stage.stage}:{stage.outcome}"] += 1
        if stage.stage in MAIN_STAGES and stage.outcome is not None:
            live.last = stage.outcome
        live.forget(stage)

    def _plan(self, live: Live, stage: MemoryStage, step: MemoryStep) -> None:
        """Plan what one new step asks for."""
        effect = step.effect
        if step.kind is StepKind.EFFECT:
            if isinstance(effect, StartClock):
                self._time.start_clock(live, effect)
            elif isinstance(effect, ExtendClock):
                self._time.extend_clock(live, effect)
            elif isinstance(effect, EndCustody):
                self._time.end_custody(live)
        elif step.state is not StepState.OPEN:
            self._note(live, step.kind.value, step.key)
        elif isinstance(effect, OpenSteps):
            asked = next(one for one in effect.steps if one.key == step.key)
            self._ask(Job(live, stage, step.key, step.round), asked)
        elif isinstance(effect, OpenApproval):
            self._time.start(live, (live.ordinal(stage), step.key), effect.rule)
            self._send_round(Job(live, stage, step.key, step.round), effect, 0)
        elif isinstance(effect, SetTimer):
            job = Job(live, stage, step.key, step.round)
            self._agenda.plan(minute_of(effect.at), self._fire, job)

    def _ask(self, job: Job, asked: OpenStep) -> None:
        """Start the deadline of a form, and plan when somebody can begin with it."""
        now, live = self._agenda.now, job.live
        place = (live.ordinal(job.stage), job.key)
        due = self._time.start(live, place, asked.rule, since=asked.since, by=asked.by)
        ready = max(now, minute_of(asked.since)) if asked.since is not None else now
        if asked.form in chances.WITHIN_THE_TERM and due is not None:
            ready = now + round(self._rng.betavariate(2, 2) * max(0, due.due - now))
        elif asked.holder is not Holder.CENTRE or asked.form in chances.FORMS:
            slow = chances.FORMS.get(asked.form) or chances.HOLDERS.get(asked.holder)
            slow = slow or chances.ANYBODY
            ready += round(self._rng.lognormvariate(log(slow.hours), slow.scatter) * HOUR)
        self._agenda.plan(ready, self._begin, job, asked)

    def _begin(self, job: Job, asked: OpenStep) -> None:
        """Put a form on a desk; who is on duty does it at once."""
        if job.step is None:
            return
        now = self._agenda.now
        usual = chances.WORK.get(asked.form, chances.USUAL_WORK)
        minutes = max(3, round(usual * self._rng.lognormvariate(0, 0.4)))
        if asked.form in chances.ON_DUTY:
            self._agenda.plan(now + minutes, self._answer, job, asked, None)
            return
        officer = self._staff.at_work(job.live.officers[asked.of], now)
        finished = officer.take(now, minutes)
        if finished < NEVER:
            self._agenda.plan(finished, self._answer, job, asked, officer)

    def _answer(self, job: Job, asked: OpenStep, officer: SimulatedOfficer | None) -> None:
        """Answer a form, unless it was put aside while it lay on the desk."""
        if officer is not None:
            officer.put_down()
        if job.step is None:
            return
        now, live = self._agenda.now, job.live
        says, answer = self._decider.draw(asked.form, now, live.last)
        self._note(live, "answered", f"{live.ordinal(job.stage)} {job.key}#{job.round} {says}")
        self._time.end(live, (live.ordinal(job.stage), job.key), met=True)
        self._time.answered(live, answer)
        live.memory.now = instant(now)
        live.memory.answer(job.stage, job.key, answer)
        self._follow(live)

    def _send_round(self, job: Job, chain: OpenApproval, turn: int) -> None:
        """Put a document on the desk of the next signer."""
        now = self._agenda.now
        officer = self._staff.at_work(job.live.officers[chain.by[turn]], now)
        minutes = max(2, round(chances.SIGNING * self._rng.lognormvariate(0, 0.5)))
        finished = officer.take(now, minutes)
        if finished < NEVER:
            self._agenda.plan(finished, self._sign, job, chain, turn, officer, now)

    def _sign(
        self, job: Job, chain: OpenApproval, turn: int, officer: SimulatedOfficer, since: int
    ) -> None:
        """Sign, return to an earlier form, or hand on to the next signer."""
        officer.put_down()
        if job.step is None:
            return
        now, live = self._agenda.now, job.live
        self._tally.signature(officer, now - since)
        place = (live.ordinal(job.stage), job.key)
        live.memory.now = instant(now)
        if self._rng.random() < chances.RETURNS:
            target = self._rng.choice(_forms_before(job))
            self._note(live, "returned", f"{job.key} {target}")
            self._time.stop(live, place)
            live.memory.send_back(job.stage, target)
            self._follow(live)
        elif turn + 1 < len(chain.by):
            self._send_round(job, chain, turn + 1)
        else:
            self._note(live, "signed", f"{place[0]} {job.key}#{job.round}")
            self._time.end(live, place, met=True)
            live.memory.sign(job.stage, job.key)
            self._follow(live)

    def _fire(self, job: Job) -> None:
        """Let the instant of a timer come."""
        if job.step is not None:
            self._note(job.live, "timer", job.key)
            job.live.memory.fire(job.stage, job.key)
            self._follow(job.live)

    def _note(self, live: Live, kind: str, detail: str) -> None:
        self._tally.note(self._agenda.now, live.number, kind, detail)


def _forms_before(job: Job) -> list[str]:
    """Forms of the stage to which a signer may return: those answered before the approval."""
    position = job.stage.steps[job.key].position
    return [
        step.key
        for step in job.stage.steps.values()
        if step.kind is StepKind.ASK and step.state is StepState.DONE and step.position < position
    ]
