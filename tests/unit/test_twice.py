"""A test that failed and then passed is named and counted, not hidden."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.twice import report

ROOT = Path(__file__).parents[2]
#: Fails the first time, as if something beside it had been in the way, and once for ever.
FLAKY = """
from pathlib import Path

def test_in_the_way_once():
    seen = Path(__file__).with_name("seen")
    was_there, _ = seen.exists(), seen.touch()
    assert was_there

def test_sound():
    pass
"""
BROKEN = """

def test_broken():
    raise AssertionError
"""


def run_twice(folder: Path, tests: str) -> subprocess.CompletedProcess[str]:
    """Run a tree of its own, with one file of tests, as `make test` runs ours."""
    here = folder / "tests"
    here.mkdir()
    for name in ("twice.py", "costs.py", "longest.txt"):
        shutil.copy(ROOT / "tests" / name, here / name)
    (folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    (here / "test_of_its_own.py").write_text(tests)
    return subprocess.run(
        [sys.executable, "-m", "tests.twice"],
        cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"TEST_WORKERS": "1"},
    )  # fmt: skip


def test_a_run_names_what_failed_and_then_passed_and_keeps_it(tmp_path: Path) -> None:
    done = run_twice(tmp_path, FLAKY)

    assert done.returncode == 0, done.stdout
    assert "1 FAILED BESIDE OTHERS" in done.stdout
    told = done.stdout[done.stdout.index("FLAKY") :]
    assert "1 failed and then passed" in told
    assert "tests/test_of_its_own.py::test_in_the_way_once" in told
    kept = (tmp_path / ".pytest_cache" / "flaky.txt").read_text("utf-8")
    assert "test_in_the_way_once" in kept
    assert "test_sound" not in kept


def test_what_fails_twice_fails_the_run_and_what_does_not_is_named_beside_it(
    tmp_path: Path,
) -> None:
    done = run_twice(tmp_path, FLAKY + BROKEN)

    assert done.returncode == 1
    assert "2 FAILED BESIDE OTHERS" in done.stdout
    assert "1 failed and then passed" in done.stdout
    assert "test_broken" not in (tmp_path / ".pytest_cache" / "flaky.txt").read_text("utf-8")


def test_what_failed_and_then_passed_is_named_and_counted() -> None:
    told = report({"a.py::one", "a.py::two", "b.py::three"}, {"b.py::three"})

    assert "2 failed and then passed" in told
    assert told.splitlines()[1:] == ["a.py::one", "a.py::two"]


def test_nothing_is_told_where_nothing_changed() -> None:
    assert report({"a.py::one"}, {"a.py::one"}) == ""
    assert report(set(), set()) == ""
