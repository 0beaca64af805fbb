"""The law by which the procedure is proved and simulated: the newest national pack.

Of every plan two windows are told: all are told alike, and two show how they overlap.
"""

from functools import cache
from typing import Any

from models.law.loading import load_pack
from models.law.pack import RulePack
from models.law.shelf import NATIONAL
from tasks.journal.asked_law import Answers, answered
from tasks.journal.effect import AskLaw

WINDOWS = 2


@cache
def newest() -> RulePack:
    """The newest national pack that comes with the program."""
    return load_pack(NATIONAL)


def in_two_windows(effect: AskLaw, law: RulePack, answers: Answers) -> dict[str, Any]:
    """What a pack says, with no more than two windows of visits."""
    said = answered(effect, law, answers)
    if "windows" in said:
        said["windows"] = said["windows"][:WINDOWS]
    return said
