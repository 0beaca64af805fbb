"""A line of the report of `hutong doctor`."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a finding stands; the value is the mark in front of its line."""

    GOOD = "✓"
    #: Works without it, with something missing.
    OPTIONAL = "·"
    WRONG = "✗"


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    mark: Mark
    sentence: str


def good(sentence: str) -> Finding:
    """Nothing to do."""
    return Finding(Mark.GOOD, sentence)


def wrong(sentence: str) -> Finding:
    """Something must be done."""
    return Finding(Mark.WRONG, sentence)


def optional(sentence: str) -> Finding:
    """Works without it, with something missing."""
    return Finding(Mark.OPTIONAL, sentence)
