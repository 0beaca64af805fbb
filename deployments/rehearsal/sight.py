"""How a file names the steps of a case being played."""

import re

from deployments.rehearsal.script import ObligationName, StepName
from models.store.played import PlayedDeadline, PlayedStep
from tasks.deadlines.obliging import PREFIX

_TURN = re.compile(r"#\d+$")


def plain_key(key: str) -> str:
    """A journal key without the turn of its loop."""
    return _TURN.sub("", key)


def named(found: list[PlayedStep], name: StepName, *, open_only: bool = True) -> list[PlayedStep]:
    """The steps a file means by a name."""
    return [
        row
        for row in found
        if plain_key(row.key) == name.key
        and (name.stage is None or row.stage == name.stage)
        and (not open_only or (row.state == "open" and row.stage_state == "open"))
    ]


def obliging(found: list[PlayedDeadline], name: ObligationName) -> list[PlayedDeadline]:
    """The obligations a file means by a name, in the order in which they began."""
    return [row for row in found if row.key.startswith(f"{PREFIX}{name.code}:{name.number}:")]
