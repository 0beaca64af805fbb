"""What is walked: the main line with all that touches it, and every side procedure alone.

A plan is a finite graph. Side procedures that touch neither the child's custody nor the main line
are walked alone, and left out beside it (`INDEPENDENT`; the walk itself checks that they are).
"""

from dataclasses import dataclass
from itertools import combinations

from models.labels import STAGES
from models.words import SIDE_STAGES, Stage

#: Side procedures that only ask, issue and have signed: nothing they do is seen outside them.
INDEPENDENT: frozenset[Stage] = frozenset(
    {
        Stage.FEEDBACK, Stage.PROTECTION_ORDER, Stage.INJUNCTION, Stage.SUGGESTION_REPLY,
        Stage.EXTENSION, Stage.EXEMPTION, Stage.MISSING,
    }
)  # fmt: skip
#: How often a loop that counts its turns is walked.
TURNS = 2


@dataclass(frozen=True)
class Plan:
    """One walk.

    Attributes:
        title: What is walked, in Chinese.
        opens: Stages open from the start.
        beside: Side procedures a person may start, each once, at any moment.
        without: Side procedures that are not followed when the main line opens them.
        alone: Whether the walk ends with the first stage.
        in_custody: Whether the child is in temporary guardianship from the start. How that
            begins is followed in the walk of the main line beside custody.
        every_order: Whether forms asked side by side are answered in every order. Nothing happens
            before the last of them, so one order stands for all; each stage is walked in every
            order at least once.
        returns: Whether approvals are returned too. A return reopens forms of its own stage and is
            seen nowhere else, so it is walked where the stages themselves are, not beside others.
        asks_again: Whether forms are also answered with what ends nothing and is asked again: in a
            stage of its own likewise.
    """

    title: str
    opens: tuple[Stage, ...]
    beside: tuple[Stage, ...] = ()
    without: frozenset[Stage] = frozenset()
    alone: bool = False
    in_custody: bool = False
    every_order: bool = False
    returns: bool = True
    asks_again: bool = True


def plans() -> tuple[Plan, ...]:
    """Give every walk of the proof."""
    return (*_alone(), *_main(), *_beside())


def _alone() -> tuple[Plan, ...]:
    return tuple(
        Plan(
            f"{STAGES[side]},单独",
            (side,),
            alone=True,
            every_order=True,
            in_custody=side is Stage.EXTENSION,
        )
        for side in SIDE_STAGES
    )


def _main() -> tuple[Plan, ...]:
    start = (Stage.RECEIPT,)
    kept = INDEPENDENT | {Stage.CUSTODY}
    return (
        Plan("主线,从接报到结案", start, without=kept, every_order=True),
        Plan(
            "主线与接收、临时监护并行",
            start,
            beside=(Stage.CUSTODY,),
            # A death ends both at once; it is walked beside the main line with the child in care.
            without=INDEPENDENT | {Stage.DEATH},
            asks_again=False,
        ),
        Plan(
            "主线与延长临时监护并行",
            start,
            without=kept - {Stage.EXTENSION},
            in_custody=True,
            returns=False,
            asks_again=False,
        ),
    )


def _beside() -> tuple[Plan, ...]:
    return tuple(_with(side) for side in (*_FROM_OUTSIDE, Stage.DEATH))


def pairs() -> tuple[Plan, ...]:
    """Two that may end the main line, both at once: longer than everything else together."""
    return tuple(_with(*both) for both in combinations(_FROM_OUTSIDE, 2))


#: What ends the main line or custody from outside, started at any moment. A death ends these too,
#: and is paired with none.
_FROM_OUTSIDE = (Stage.RESTORATION, Stage.MAJORITY, Stage.TRANSFER)


def _with(*sides: Stage) -> Plan:
    return Plan(
        f"主线与{'、'.join(STAGES[side] for side in sides)}并行",
        (Stage.RECEIPT,),
        beside=sides,
        without=INDEPENDENT | {Stage.CUSTODY},
        in_custody=True,
        returns=False,
        asks_again=False,
    )
