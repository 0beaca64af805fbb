"""What only the whole graph can tell: dead ends, and whether the end can be reached from anywhere."""

from proof.graph import Walked
from proof.properties import CAN_CLOSE, NO_DEAD_END, SIDE_ENDS


def check_ends(walked: Walked) -> None:
    """Note every first state from which nothing follows, or no end can be reached."""
    reaches = _reaching(walked)
    for at, node in enumerate(walked.nodes):
        if node.is_end or reaches[at]:
            continue
        if not node.follows and not node.is_cut:
            walked.note(NO_DEAD_END, "没有任何可办的环节,案件却没有结束", at)
        elif walked.plan.alone:
            walked.note(SIDE_ENDS, "从这里起,并行程序再也不能办完", at)
        else:
            walked.note(CAN_CLOSE, "从这里起,无论怎样办理都到不了结案", at)


def _reaching(walked: Walked) -> list[bool]:
    """For every state, whether an end can be reached from it."""
    before: list[list[int]] = [[] for _ in walked.nodes]
    for at, node in enumerate(walked.nodes):
        for following in node.follows:
            before[following].append(at)
    reaches = [node.is_end for node in walked.nodes]
    waiting = [at for at, is_end in enumerate(reaches) if is_end]
    while waiting:
        for at in before[waiting.pop()]:
            if not reaches[at]:
                reaches[at] = True
                waiting.append(at)
    return reaches
