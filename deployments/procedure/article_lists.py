"""Several lists of articles as one: 指导纲要第36条 and 指导纲要第36、53条 are 指导纲要第36、53条."""

import re
from collections.abc import Iterable
from itertools import groupby

_ARTICLES = re.compile(r"(?P<document>.+?)第(?P<numbers>[\d、–至]+)条")


def merged(citations: Iterable[str]) -> str:
    """Join citations, each document once with all its articles in order; `;` between documents.

    Args:
        citations: Such as `指导纲要第54–56条`; what is not of this form is kept as it is, once.
    """
    found: dict[str, set[int]] = {}
    for citation in citations:
        match = _ARTICLES.fullmatch(citation)
        if match:
            found.setdefault(match["document"], set()).update(_numbers(match["numbers"]))
        else:
            found.setdefault(citation, set())
    return ";".join(
        f"{document}第{_written(numbers)}条" if numbers else document
        for document, numbers in found.items()
    )


def _numbers(written: str) -> Iterable[int]:
    for part in written.split("、"):
        first, _dash, last = part.replace("至", "–").partition("–")
        yield from range(int(first), int(last or first) + 1)


def _written(numbers: set[int]) -> str:
    """Write runs of three or more as `54–56`."""
    runs = []
    for _, places in groupby(enumerate(sorted(numbers)), lambda place: place[1] - place[0]):
        run = [number for _, number in places]
        is_long = len(run) > 2  # noqa: PLR2004 - three numbers
        runs += [f"{run[0]}–{run[-1]}"] if is_long else [str(number) for number in run]
    return "、".join(runs)
