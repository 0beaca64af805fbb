"""A line of the report of `hutong doctor`."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a finding stands; the value is the mark in front of its line."""

    GOOD = "✓"
    #: Works without it, with something missing.
    OPTIONAL = "·"
    WRONG = "✗"


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    verdict: Verdict
    sentence: str


def good(sentence: str) -> Finding:
    """Nothing to do."""
    return Finding(Verdict.GOOD, sentence)


def wrong(sentence: str) -> Finding:
    """Something must be done."""
    return Finding(Verdict.WRONG, sentence)


def optional(sentence: str) -> Finding:
    """Works without it, with something missing."""
    return Finding(Verdict.OPTIONAL, sentence)
