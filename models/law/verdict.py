"""A refusal is a value with a reason and a source; the same verdict guards and explains."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Allowed:
    """The law lets this step be taken. Truthy."""

    def __bool__(self) -> Literal[True]:
        """Be true."""
        return True


@dataclass(frozen=True, slots=True)
class Refused:
    """The law forbids this step. Falsy.

    `reason` is a Chinese sentence without personal data; `missing` lists what would lift it, where
    the refusal is for want of something: all of it at once.
    """

    reason: str
    source: str
    missing: tuple[str, ...] = ()

    def __bool__(self) -> Literal[False]:
        """Be false."""
        return False


Verdict = Allowed | Refused


def allowed_unless(missing: Iterable[str], lead: str, source: str) -> Verdict:
    """Return Refused naming everything that is missing, or Allowed if nothing is.

    Args:
        missing: Chinese noun phrases; may be empty.
        lead: The beginning of the sentence, before the colon.
        source: Citation.
    """
    lacking = tuple(missing)
    if not lacking:
        return Allowed()
    return Refused(f"{lead}:{'、'.join(lacking)}。", source, lacking)
