"""What each file of tests costs: the longest begin first, and at the end the dearest are told.

A plugin of pytest (`-p tests.costs`). A file is run by one process, so one that is long and begins
last keeps everybody waiting. `longest.txt` says which are long; whoever reads the summary of a run
writes into it what has changed.
"""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

LONGEST = Path(__file__).with_name("longest.txt")
#: How many files are told, and from how many seconds on a test is measured by itself.
MOST, LONG = 20, 0.5
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Costs:
    """Seconds that passed and seconds of computing, by file."""

    waited: dict[str, float] = field(default_factory=dict)
    computed: dict[str, float] = field(default_factory=dict)

    def note(self, file: str, waited: float, computed: float) -> None:
        """Add what a part of a file has cost."""
        self.waited[file] = self.waited.get(file, 0) + waited
        self.computed[file] = self.computed.get(file, 0) + computed

    def add(self, other: dict[str, dict[str, float]]) -> None:
        """Take over what another process has measured."""
        for file, waited in other["waited"].items():
            self.note(file, waited, other["computed"][file])

    def as_text(self) -> str:
        """The dearest files, the folders, the whole."""
        lines = [f"  {'seconds':>8} {'of them CPU':>12}"]
        lines += [_line(self.waited, self.computed, one) for one in _dearest(self.waited)]
        waited, computed = _by_folder(self.waited), _by_folder(self.computed)
        lines += ["", *(_line(waited, computed, one) for one in sorted(waited))]
        whole = f"  {sum(self.waited.values()):8.0f} {sum(self.computed.values()):12.0f} all, of all workers"
        return "\n".join([*lines, "", whole])


def longest_first(files: Sequence[str], longest: Sequence[str]) -> list[str]:
    """Files in the order in which they are begun: the long ones, then the others as they come."""
    place = {name: number for number, name in enumerate(longest)}
    return sorted(files, key=lambda name: place.get(name, len(place)))


def known_long() -> list[str]:
    """The files of `longest.txt`, the longest first."""
    rows = [line.split() for line in LONGEST.read_text("utf-8").splitlines() if line.strip()]
    return [name for _, name in sorted(rows, key=lambda row: -int(row[0]))]


def computed_by(process: int | str) -> float:
    """Seconds a process has computed with all that it started; what was orphaned is missing."""
    try:
        told = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
        children = [
            child
            for thread in Path(f"/proc/{process}/task").iterdir()
            for child in (thread / "children").read_text("utf-8").split()
        ]
    except OSError:
        return 0.0
    return sum(map(int, told[11:15])) / _TICKS + sum(map(computed_by, children))


class Meter:
    """Measures one process of pytest."""

    def __init__(self) -> None:
        self.costs = Costs()
        self._at = (time.monotonic(), 0.0)

    def start(self) -> None:
        """Leave out what was before: collecting."""
        self._at = (time.monotonic(), computed_by(os.getpid()))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the long files first; every worker comes to the same order."""
        files = dict.fromkeys(_file(one) for one in items)
        place = {one: n for n, one in enumerate(longest_first(list(files), known_long()))}
        items.sort(key=lambda one: place[_file(one)])

    def pytest_collection_finish(self) -> None:
        self.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Iterator[None]:
        """Note what was computed at the end of each long test and of each file."""
        began = time.monotonic()
        done = yield
        now = time.monotonic()
        ends = nextitem is None or _file(nextitem) != _file(item)
        if ends or now - began > LONG:
            (was, had), self._at = self._at, (now, computed_by(os.getpid()))
            self.costs.note(_file(item), now - was, max(0, self._at[1] - had))
        return done

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand it to whoever started this worker."""
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["costs"] = {
                "waited": self.costs.waited, "computed": self.costs.computed,
            }  # fmt: skip

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Take it from a worker that has ended."""
        told = getattr(node, "workeroutput", {})
        if "costs" in told:
            self.costs.add(told["costs"])

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Tell it."""
        terminalreporter.section("what it cost")
        terminalreporter.line(self.costs.as_text())


def pytest_configure(config: pytest.Config) -> None:
    """Measure this process."""
    config.pluginmanager.register(Meter(), "costs")


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _line(waited: dict[str, float], computed: dict[str, float], name: str) -> str:
    return f"  {waited[name]:8.0f} {computed[name]:12.0f} {name}"


def _dearest(costs: dict[str, float]) -> list[str]:
    return sorted(costs, key=lambda name: -costs[name])[:MOST]


def _by_folder(costs: dict[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, seconds in costs.items():
        folder = "/".join(name.split("/")[:2])
        found[folder] = found.get(folder, 0) + seconds
    return found
