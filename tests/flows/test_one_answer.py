"""One answer, by the files it passes: `docs/one-answer.md` tells them, and a trace compares."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from models.forms.catalogue import FORMS
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.unit.docs.pages import ROOT, page, rows

FOLDERS = ("flows", "tasks", "documents", "models", "web")
#: Each may be lowered; whoever raises one says why an answer should pass more.
#: (Two functions more: a count asks from when it runs, and what was asked whether it is asked again;
#: two: a telephone field takes several numbers; one: a correction goes on by the same door; one:
#: what is planned is not over.)
MOST_FILES, MOST_FUNCTIONS = 62, 223


@dataclass
class Passed:
    """What an act passed: our files in the order they were first entered, and how often."""

    files: dict[str, None] = field(default_factory=dict)
    functions: set[tuple[str, str]] = field(default_factory=set)
    changes: int = 0
    _last: str = ""

    def note(self, frame: FrameType) -> None:
        """Note one function entered, if it is ours."""
        name = frame.f_code.co_filename
        if not name.startswith(f"{ROOT}/"):
            return
        file = Path(name).relative_to(ROOT).as_posix()
        if file.split("/")[0] not in FOLDERS:
            return
        self.changes += file != self._last
        self._last = file
        self.files[file] = None
        self.functions.add((file, frame.f_code.co_qualname))


@contextmanager
def traced() -> Iterator[Passed]:
    """Trace this thread."""
    passed = Passed()

    def note(frame: FrameType, what: str, _argument: Any) -> None:
        if what == "call":
            passed.note(frame)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield passed
    finally:
        sys.setprofile(before)


@pytest.fixture(scope="module")
def passed(positions: Positions) -> Passed:
    """One answer in the middle of the procedure; the second of its kind, so that caches are warm."""
    for warm in (False, True):
        with positions.at("ask:triage") as practice:
            step = practice.player.find(practice.case(), "ask:triage")
            who = practice.player.actor(step.owner_id)
            raw = raw_example(FORMS[step.form])

            answer: Callable[[], object] = lambda: practice.desk.answer(who, step.id, raw)  # noqa: B023, E731
            if not warm:
                answer()
                continue
            with traced() as passed:
                answer()
            return passed
    raise AssertionError("the second time was traced")


def test_an_answer_passes_no_more_of_the_program_than_it_did(passed: Passed) -> None:
    told = f"{len(passed.files)} files, {len(passed.functions)} functions, {passed.changes} changes"
    print(told)

    assert len(passed.files) <= MOST_FILES, told
    assert len(passed.functions) <= MOST_FUNCTIONS, told


def test_the_page_tells_every_file_that_an_answer_passes(passed: Passed) -> None:
    told = {row[0].strip("`") for row in rows(page("docs/one-answer.md")) if "/" in row[0]}

    assert told == set(passed.files)
