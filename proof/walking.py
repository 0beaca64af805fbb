"""Walking a plan: breadth first over states, so that a path found is a shortest one."""

from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace

from flows.readers.memory import After, MemoryCase, MemoryStage, Tell
from models.errors import HutongError
from proof.answers_side import ELSEWHERE
from proof.graph import Node, Walked
from proof.law import in_two_windows, newest
from proof.meanings import Meanings
from proof.moves import BEFORE, Move, moves, start
from proof.plan import INDEPENDENT, TURNS, Plan
from proof.properties import (
    BY_MOVE,
    MAIN_ONLY,
    NO_WAY_ON,
    SAME_KEY,
    TELLS,
    Property,
)
from proof.seen import Seen
from proof.state import Past, fork, signature
from proof.telling import ToldTwice
from tasks.journal.effect import BeginCustody, CloseCase, Divert, EndCustody, MoveCase

#: More states than any finite procedure of this kind has.
MOST_STATES = 250_000
#: Effects that are seen outside the stage that does them.
_TOUCHING = (BeginCustody, EndCustody, Divert, MoveCase, CloseCase)


@dataclass
class _Walk:
    """A walk under way."""

    walked: Walked
    index: dict[Hashable, int] = field(default_factory=dict)
    waiting: deque[tuple[int, MemoryCase, Past]] = field(default_factory=deque)


class Walker:
    """Walks plans with one procedure and one table."""

    def __init__(self, tell: Tell, after: After) -> None:
        """Walk with these; key meanings are compared over all plans."""
        self._tell, self._after = tell, after
        self._meanings = Meanings()

    def walk(self, plan: Plan) -> Walked:
        """Walk everything that can happen in this plan."""
        walk = _Walk(Walked(plan))
        self._open(walk)
        while walk.waiting:
            at, case, past = walk.waiting.popleft()
            if walk.walked.nodes[at].is_end:
                continue
            if len(walk.walked.nodes) > MOST_STATES:
                walk.walked.note(TELLS, f"状态超过{MOST_STATES}个,程序没有边界", at)
                break
            for move in _moves(plan, case, past):
                walk.walked.moves += 1
                self._make(walk, at, case, past, move)
        return walk.walked

    def _open(self, walk: _Walk) -> None:
        try:
            case = MemoryCase(
                BEFORE,
                *walk.walked.plan.opens,
                tell=self._tell,
                after=self._after,
                law=newest(),
                answered=in_two_windows,
                elsewhere={ELSEWHERE},
                custody_began_at=BEFORE if walk.walked.plan.in_custody else None,
            )
        except Exception as failed:  # noqa: BLE001 - whatever a faulty stage raises is a finding
            walk.walked.note(*_failure(failed), None)
        else:
            self._arrive(walk, Seen(None, case, Past()), None, None)

    def _make(self, walk: _Walk, at: int, case: MemoryCase, past: Past, move: Move) -> None:
        made = fork(case)
        try:
            move.make(made)
        except Exception as failed:  # noqa: BLE001 - whatever a faulty stage raises is a finding
            walk.walked.note(*_failure(failed), at, move)
            return
        if move.starts is not None:
            past = replace(past, started=(*past.started, move.starts))
        self._arrive(walk, Seen(case, made, past), at, move)

    def _arrive(self, walk: _Walk, seen: Seen, at: int | None, move: Move | None) -> None:
        """Look at what a move did, and go on from there unless the state is known."""
        walked, plan = walk.walked, walk.walked.plan
        if at is not None and any(asked.turn > TURNS for _, asked in seen.asked):
            walked.nodes[at].is_cut = True
            return
        found = list(self._look(seen, plan)) if seen.fresh or seen.ended else []
        for broken, says in found:
            walked.note(broken, says, at, move)
        walked.endings.update((s.stage, s.outcome) for s in seen.ended if s.outcome is not None)
        case, past = seen.after, seen.now_past
        # A conclusion that has led on is used up: a stage that still relied on it would be refused.
        case.conclusion = past.conclusion
        case.stages = [s for s in case.stages if s.is_open and _is_followed(plan, s)]
        known = self._place(walk, case, past, Node(at, move))
        if any(broken.code in NO_WAY_ON for broken, _ in found):
            walked.nodes[known].is_end = True
        if at is not None:
            walked.nodes[at].follows.append(known)

    @staticmethod
    def _place(walk: _Walk, case: MemoryCase, past: Past, node: Node) -> int:
        """Give the number of a state, and put it in the queue when it is new."""
        key = signature(case, past)
        known = walk.index.get(key)
        if known is None:
            known = walk.index[key] = len(walk.walked.nodes)
            node.is_end = not case.is_open or (walk.walked.plan.alone and not case.stages)
            walk.walked.nodes.append(node)
            walk.waiting.append((known, case, past))
        return known

    def _look(self, seen: Seen, plan: Plan) -> Iterator[tuple[Property, str]]:
        for broken, check in BY_MOVE.items():
            if not (plan.alone and broken.code in MAIN_ONLY):
                for says in check(seen):
                    yield broken, says
        for says in self._meanings.check(seen):
            yield SAME_KEY, says
        for stage, step in seen.fresh:
            if stage.stage in INDEPENDENT and isinstance(step.effect, _TOUCHING):
                yield TELLS, f"{stage.stage}按互不影响的并行程序走查,却办理了{step.key}"


def _is_followed(plan: Plan, stage: MemoryStage) -> bool:
    if plan.alone:
        return stage.stage in plan.opens
    return stage.stage not in plan.without


def _moves(plan: Plan, case: MemoryCase, past: Past) -> Iterator[Move]:
    yield from moves(
        case, every_order=plan.every_order, returns=plan.returns, asks_again=plan.asks_again
    )
    for side in plan.beside:
        if side not in past.started and not any(s.stage is side for s in case.stages):
            yield start(side)


def _failure(failed: Exception) -> tuple[Property, str]:
    if isinstance(failed, ToldTwice):
        return SAME_KEY, str(failed)
    says = (
        failed.message if isinstance(failed, HutongError) else f"{type(failed).__name__}:{failed}"
    )
    return TELLS, f"程序在这一步停下:{says}"
