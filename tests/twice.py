"""The whole suite, some files side by side; what failed is asked once more, alone.

    python -m tests.twice [words for pytest…]

The longest files begin first, and the dearest are told at the end (`tests.costs`). Two failures are a failure. A test that failed beside others and passed alone is no success in
silence: it is named, counted, and kept in `.pytest_cache/flaky.txt` for who reads the run.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
_FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"
KEPT = ROOT / ".pytest_cache" / "flaky.txt"
#: Says how many files run side by side, where that is not left to `workers`.
_WORKERS = "TEST_WORKERS"
#: More of them need more memory than they save time: each has a PostgreSQL, some a Prefect server.
_MOST_WORKERS = 6


def main(words: Sequence[str]) -> int:
    """Run it; the exit status of the last run."""
    for left in (_FAILED, KEPT):
        left.unlink(missing_ok=True)
    side_by_side = ("-n", str(workers()), "--dist", "loadfile", "--no-loadscope-reorder")
    status = _pytest("-p", "tests.costs", *side_by_side, *words)
    first = failed()
    if not status or not first:
        return status
    print(f"!!!! {len(first)} FAILED BESIDE OTHERS; ONCE MORE, ALONE !!!!", flush=True)
    status = _pytest("--last-failed", "--last-failed-no-failures", "none", *words)
    told = report(first, failed())
    if told:
        print(told, flush=True)
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(told + "\n", encoding="utf-8")
    return status


def workers() -> int:
    """How many files run side by side: one more than there are cores, as some always wait."""
    told = os.environ.get(_WORKERS)
    return int(told) if told else min(_MOST_WORKERS, (os.cpu_count() or 1) + 1)


def failed() -> set[str]:
    """The tests that failed in the last run."""
    if not _FAILED.is_file():
        return set()
    return set(json.loads(_FAILED.read_text(encoding="utf-8")))


def report(first: set[str], second: set[str]) -> str:
    """Name and count what failed and then passed; empty where nothing did."""
    flaky = sorted(first - second)
    if not flaky:
        return ""
    return "\n".join([f"!!!! FLAKY: {len(flaky)} failed and then passed !!!!", *flaky])


def _pytest(*words: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=ROOT, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
