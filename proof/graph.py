"""The graph of a plan: its states, how each was reached first, and what was found wrong."""

from dataclasses import dataclass, field

from models.words import Outcome, Stage
from proof.moves import Move
from proof.plan import Plan
from proof.properties import Property


@dataclass
class Node:
    """A state: how it was reached first, and what follows it."""

    parent: int | None
    move: Move | None
    follows: list[int] = field(default_factory=list)
    #: The case is closed, or the side procedure walked alone is over.
    is_end: bool = False
    #: A loop goes on from here that is not walked any further.
    is_cut: bool = False


@dataclass(frozen=True)
class Found:
    """A property that does not hold: after a move out of a state, or in the state itself."""

    broken: Property
    says: str
    at: int | None
    move: Move | None = None


@dataclass
class Walked:
    """The finished graph of a plan."""

    plan: Plan
    nodes: list[Node] = field(default_factory=list)
    #: First and so shortest finding of each kind.
    found: dict[tuple[str, str], Found] = field(default_factory=dict)
    #: How stages ended.
    endings: set[tuple[Stage, Outcome]] = field(default_factory=set)
    moves: int = 0

    def note(self, broken: Property, says: str, at: int | None, move: Move | None = None) -> None:
        """Keep a finding, unless a shorter path to the same is known."""
        self.found.setdefault((broken.code, says), Found(broken, says, at, move))

    def path(self, found: Found) -> list[Move]:
        """The shortest way to a finding."""
        steps = [found.move] if found.move is not None else []
        at = found.at
        while at is not None and self.nodes[at].move is not None:
            node = self.nodes[at]
            steps += [node.move] if node.move is not None else []
            at = node.parent
        return steps[::-1]

    @property
    def cuts(self) -> int:
        """States from which a loop goes on that is not walked any further."""
        return sum(node.is_cut for node in self.nodes)
