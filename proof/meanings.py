"""What each journal key stands for, gathered over all paths: a key never means two things."""

from collections.abc import Hashable, Iterator

from flows.readers.memory import MemoryStep
from models.labels import STAGES
from models.words import Stage
from proof.seen import Seen
from tasks.journal.effect import IssuePaper, OpenApproval, OpenSteps


class Meanings:
    """Remembers the meaning of every key met, by stage."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[tuple[Stage, str], Hashable] = {}

    def check(self, seen: Seen) -> Iterator[str]:
        """Compare what this move wrote with what the same keys meant elsewhere."""
        for stage, step in seen.fresh:
            meaning = _meaning(step)
            had = self._known.setdefault((stage.stage, step.key), meaning)
            if had != meaning:
                yield f"“{STAGES[stage.stage]}”的键“{step.key}”在不同的路径上指不同的事"


def _meaning(step: MemoryStep) -> Hashable:
    """What a step is; when it is due and who has the ball may differ from case to case."""
    effect = step.effect
    if isinstance(effect, OpenSteps):
        one = next(asked for asked in effect.steps if asked.key == step.key)
        return ("ask", one.form, one.about, one.turn, one.of)
    if isinstance(effect, IssuePaper):
        return ("issue", effect.paper, effect.about, effect.turn)
    if isinstance(effect, OpenApproval):
        return ("approve", effect.paper, effect.about, effect.turn, effect.by)
    return type(effect).__name__
