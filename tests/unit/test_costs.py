"""The longest files of tests begin first, and what a file costs is measured with its processes."""

import os
import subprocess
import sys

import pytest

from tests.costs import Costs, computed_by, known_long, longest_first
from tests.unit.test_tree import ROOT


def test_the_longest_begin_first_and_the_others_as_they_come() -> None:
    assert longest_first(["a", "c", "b", "d"], ["d", "b"]) == ["d", "b", "a", "c"]


def test_every_file_called_long_is_there_and_none_is_written_twice() -> None:
    named = known_long()

    assert [one for one in named if not (ROOT / one).is_file()] == []
    assert len(set(named)) == len(named) > 10


def test_what_several_processes_measured_is_added_up_by_file_and_by_folder() -> None:
    costs = Costs()
    for _ in range(2):
        costs.add({"waited": {"tests/a/test_b.py": 2.0}, "computed": {"tests/a/test_b.py": 1.0}})

    rows = [line.split() for line in costs.as_text().splitlines()]

    assert ["4", "2", "tests/a/test_b.py"] in rows
    assert ["4", "2", "tests/a"] in rows


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_what_a_child_computes_is_counted_while_it_lives() -> None:
    busy = "sum(range(10**7)); print(flush=True); input()"
    before = computed_by(os.getpid())
    with subprocess.Popen(
        [sys.executable, "-c", busy], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stdout.readline()
        assert computed_by(os.getpid()) - before > 0.05
        child.communicate(b"\n")
