"""Guards and bounds, each broken by one line, each to be caught by the test a reader would look in.

`make mutants` works on a copy of the tree: it breaks one line, runs the test that is named for it,
and wants it to fail. `mutants.yaml` is the list.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("mutants.yaml")
#: Longest that a named test may take, seconds.
ENOUGH = 300


@dataclass(frozen=True)
class Mutant:
    """One line broken.

    Attributes:
        says: What the broken program would do.
        file: Where, below the root.
        line: The text that is replaced; it stands exactly once in the file.
        broken: What it becomes.
        killed_by: The test, as pytest names it.
    """

    says: str
    file: str
    line: str
    broken: str
    killed_by: str


def mutants() -> list[Mutant]:
    """The list."""
    return [Mutant(**one) for one in yaml.safe_load(LIST.read_text("utf-8"))]


@contextmanager
def copy_of_the_tree() -> Iterator[Path]:
    """Copy what git keeps, so that nobody's files are touched."""
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in names:
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
        yield copy


def is_killed(mutant: Mutant, copy: Path) -> bool:
    """Break the line in the copy, run its test, and mend the line again.

    Raises:
        RuntimeError: The test passes nowhere, or did not run.
    """
    file = copy / mutant.file
    whole = file.read_text("utf-8")
    file.write_text(whole.replace(mutant.line, mutant.broken), "utf-8")
    try:
        status = run(mutant.killed_by, copy)
    finally:
        file.write_text(whole, "utf-8")
    if status not in (0, 1):
        raise RuntimeError(f"{mutant.killed_by} did not run: pytest ended with {status}")
    return status == 1


def run(test: str, copy: Path) -> int:
    """Run one test in the copy."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", test],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=ENOUGH,
        check=False,
    ).returncode


def main(words: Sequence[str]) -> int:
    """Try them all, or those whose file or sentence holds a word."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("only", nargs="?", default="", help="a word of the file or the sentence")
    only = asked.parse_args(words).only
    chosen = [one for one in mutants() if only in one.file or only in one.says]
    survived = 0
    with copy_of_the_tree() as copy:
        for number, mutant in enumerate(chosen, 1):
            killed = is_killed(mutant, copy)
            survived += not killed
            told = "killed  " if killed else "SURVIVED"
            print(f"{number:2}/{len(chosen)} {told} {mutant.file}: {mutant.says}", flush=True)
    print(f"{len(chosen)} tried, {survived} survived")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
