"""The steps of a stage, as a walk over every answer meets them.

Each stage is walked alone, as the proof walks it, from every circumstance it may begin in. What a
step is (its owner, rule, holder) is read from the effects met; what decides whether it comes, from
the answers on the ways to it. So the book of the procedure and its proof tell the same procedure.
"""

import re
from collections import defaultdict, deque
from collections.abc import Hashable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from typing import Any

from flows.readers.memory import MemoryCase, MemoryStage, MemoryStep
from models.errors import BrokenInvariant
from models.forms.catalogue import form_named
from models.law.stages import TRANSITIONS
from models.words import Outcome, Stage
from proof.answers_side import ELSEWHERE
from proof.law import in_two_windows, newest
from proof.moves import BEFORE, Move, asked, moves
from proof.plan import TURNS
from proof.state import Past, fork, signature
from tasks.journal.effect import Effect, OpenSteps

#: Stands in a key for what only a case knows: which body, which window.
SOMEBODY, NUMBER = "{about}", "{n}"
_DIGITS = re.compile(r"\d+")
_TURN = re.compile(r"#\d+$")
#: The last word of a subject: `ask:party-opinion:` is what its opinions share.
_SUBJECT = re.compile(r"[^:-]+$")


@dataclass(frozen=True)
class Condition:
    """Answers to one form that lead to a step, of all that can be given before it."""

    form: str
    answers: tuple[str, ...]
    #: Whether these lead to it, or all but these.
    only: bool

    def __str__(self) -> str:
        """Read as half a sentence."""
        title, said = form_named(self.form).title, "、".join(f"“{one}”" for one in self.answers)
        return f"《{title}》填{said}" if self.only else f"《{title}》不是{said}"


@dataclass(frozen=True)
class StepMet:
    """One step of a stage, whatever its subject or turn.

    Attributes:
        key: Journal key, with `{about}` or `{n}` for what a case fills in.
        effects: All that it was met as; an `OpenSteps` holds this step alone.
        always: Whether the stage never ends without it.
        repeats: Whether it comes once a party, window or turn.
        when: Under which answers it comes; empty where none alone decides.
    """

    key: str
    effects: tuple[Effect, ...]
    always: bool
    repeats: bool
    when: tuple[Condition, ...]

    @property
    def effect(self) -> Effect:
        """The first instance."""
        return self.effects[0]


@dataclass(frozen=True)
class StageMet:
    """A stage: its steps in order, and the conclusion without which it cannot begin."""

    steps: tuple[StepMet, ...]
    needs_conclusion: Outcome | None


@dataclass
class _Way:
    """A state of the walk: what was answered so far, and which steps came, in order."""

    case: MemoryCase
    answers: frozenset[tuple[str, str]] = frozenset()
    keys: tuple[str, ...] = ()


@dataclass
class _Notes:
    """What the walk of one stage has seen."""

    #: For each key without its turn: every effect it was met as, and every turn.
    effects: dict[str, dict[Effect, None]] = field(default_factory=lambda: defaultdict(dict))
    turns: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: For each key, the answers on each way to it.
    before: dict[str, set[frozenset[tuple[str, str]]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    #: Every answer that was given.
    answers: set[tuple[str, str]] = field(default_factory=set)
    #: Every key of each way that ended.
    ended: list[frozenset[str]] = field(default_factory=list)
    #: Each order in which keys came first.
    orders: dict[tuple[str, ...], None] = field(default_factory=dict)


@cache
def steps_met(stage: Stage) -> StageMet:
    """Walk a stage alone and tell its steps."""
    notes, needs = _Notes(), set()
    for conclusion, case in begun(stage):
        needs.add(conclusion)
        _walk(stage, case, notes)
    return StageMet(tuple(_told(notes)), needs.pop() if len(needs) == 1 else None)


def begun(stage: Stage, **how: Any) -> Iterator[tuple[Outcome | None, MemoryCase]]:
    """A stage as it may begin, in every circumstance, and the conclusion that led to it.

    Args:
        stage: The stage, alone in its case.
        how: How else the case is kept (`MemoryCase`).
    """
    for custody, owes in product((None, BEFORE), (False, True)):
        for conclusion in (None, *_conclusions_to(stage)):
            case = MemoryCase(
                BEFORE, law=newest(), answered=in_two_windows, elsewhere={ELSEWHERE}, **how
            )
            case.stages, case.conclusion = [], conclusion
            case.custody_began_at, case.owes_visits = custody, owes
            with suppress(BrokenInvariant):
                case.start(stage)
                yield conclusion, case


def _conclusions_to(stage: Stage) -> Iterator[Outcome]:
    """Conclusions of a consultation that lead here: one may go another way than the others."""
    for (begun, outcome), way in TRANSITIONS.items():
        if begun is Stage.CONSULTATION and way.to is stage:
            yield outcome


def _walk(stage: Stage, case: MemoryCase, notes: _Notes) -> None:
    """Walk everything that can follow, each state once for each way of answering."""
    seen: set[Hashable] = set()
    waiting = deque([_arrive(_Way(case), case.stages[0], None, notes)])
    while waiting:
        way = waiting.popleft()
        mine = way.case.stages[:1]
        if not mine or mine[0].stage is not stage or not mine[0].is_open:
            notes.ended.append(frozenset(way.keys))
            continue
        for move in moves(way.case, every_order=False, returns=False):
            if move.at != 0:
                continue
            made = fork(way.case)
            move.make(made)
            there = replace(way, case=made)
            there = _arrive(there, made.stages[0], move, notes)
            state = (signature(made, Past()), there.answers)
            if state not in seen and not goes_round(made.stages[0]):
                seen.add(state)
                waiting.append(there)


def goes_round(stage: MemoryStage) -> bool:
    """Whether a loop came further than it is walked."""
    turns = (
        asked(step).turn for step in stage.steps.values() if isinstance(step.effect, OpenSteps)
    )
    return any(turn > TURNS for turn in turns)


def _arrive(way: _Way, stage: MemoryStage, move: Move | None, notes: _Notes) -> _Way:
    """Note what a move led to."""
    answers = way.answers
    if move is not None and move.answer is not None and not move.answer.not_yet:
        form = stage.steps[move.key].form or ""
        answers |= {(form, move.says.partition("——")[2])}
        notes.answers |= answers
    keys = list(way.keys)
    ranked = sorted(stage.steps.values(), key=lambda step: step.position)
    for step in ranked:
        key = _TURN.sub("", step.key)
        if not _is_asked_again(step):
            notes.effects[key][_alone(step)] = None
        notes.turns[key].add(step.key)
        if key not in keys:
            keys.append(key)
            notes.before[key].add(answers)
    if not any(_TURN.search(key) for key in stage.steps):
        # A second turn meets what the first left out, in an order of its own.
        notes.orders[tuple(keys)] = None
    return _Way(way.case, answers, tuple(keys))


def _is_asked_again(step: MemoryStep) -> bool:
    """Whether it is due on a day that somebody said when it was not done: no rule says that."""
    return isinstance(step.effect, OpenSteps) and asked(step).after is not None


def _alone(step: MemoryStep) -> Effect:
    """The effect of one step, where several were opened at once."""
    effect = step.effect
    if isinstance(effect, OpenSteps):
        return OpenSteps(step.key, (asked(step),))
    if effect is None:
        raise BrokenInvariant(f"{step.key} was opened by nothing")
    return effect


def _told(notes: _Notes) -> Iterator[StepMet]:
    """The steps in an order that every way agrees with, instances of one step together."""
    groups = _groups(notes)
    for key in _in_order(notes.orders, groups):
        members = [one for one, of in groups.items() if of == key]
        effects = [effect for one in members for effect in notes.effects[one]]
        always = all(any(one in ended for one in members) for ended in notes.ended)
        ways = set[frozenset[tuple[str, str]]]().union(*(notes.before[one] for one in members))
        yield StepMet(
            key=key,
            effects=tuple(effects),
            always=always,
            repeats="{" in key or any(len(notes.turns[one]) > 1 for one in members),
            when=() if always else tuple(_conditions(ways, notes.answers)),
        )


def _groups(notes: _Notes) -> Mapping[str, str]:
    """Which step each key is an instance of.

    A number in a key is a window or a turn. Subjects are instances of one step where a way may
    have one without another; where all come on every way, each is a step of its own.
    """
    numbered = {key: _DIGITS.sub(NUMBER, key) if _counts(key) else key for key in notes.effects}
    families = defaultdict[str, list[str]](list)
    for key in notes.effects:
        if key.count(":") > 1 and NUMBER not in numbered[key]:
            families[_SUBJECT.sub("", key)].append(key)
    for family, members in families.items():
        reached = [ended & set(members) for ended in notes.ended if ended & set(members)]
        if any(len(one) != len(members) for one in reached):
            numbered |= dict.fromkeys(members, family + SOMEBODY)
    return numbered


def _counts(key: str) -> bool:
    """Whether a key ends in the number of a window or turn; a rule's id (`clock:3.2`) does not."""
    return re.search(r"-\d+$", key) is not None


def _in_order(orders: Mapping[tuple[str, ...], None], groups: Mapping[str, str]) -> list[str]:
    """One order of the steps that no way contradicts; of equals, what was met first."""
    earlier: dict[str, set[str]] = {}
    for keys in orders:
        told = list(dict.fromkeys(groups[key] for key in keys))
        for place, key in enumerate(told):
            earlier.setdefault(key, set()).update(told[max(place - 1, 0) : place])
    ordered: list[str] = []
    while left := [key for key in earlier if key not in ordered]:
        ready = [key for key in left if earlier[key] <= set(ordered)]
        ordered.append((ready or left)[0])
    return ordered


def _conditions(
    ways: set[frozenset[tuple[str, str]]], every: set[tuple[str, str]]
) -> Iterator[Condition]:
    """By which answers the ways to a step differ from the others.

    A form that some way to the step never asked decides nothing.
    """
    before = set[tuple[str, str]]().union(*ways)
    for form in dict.fromkeys(form for form, _ in sorted(before)):
        on_each = all(any(one == form for one, _ in way) for way in ways)
        led = sorted(says for one, says in before if one == form)
        others = sorted(says for one, says in every - before if one == form)
        if on_each and others:
            only = len(led) <= len(others)
            yield Condition(form, tuple(led if only else others), only)
