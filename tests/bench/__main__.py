"""`make bench`: what a step costs, side by side in one run. Nothing here is asserted.

python -m tests.bench [inline] [worker] [stock] [watch] [pages]
"""

import sys

from deployments.bench import beside_stock
from deployments.machine.register import PROCESS, WARM
from tests.bench import inline, pages, through_worker, watching
from tests.bench.place import Place, place

CASES, MANY = 20, 2000


def main() -> None:
    """Print the tables."""
    wanted = set(sys.argv[1:]) or {"inline", "worker", "stock", "watch", "pages"}
    if "pages" in wanted:
        pages.main()
    if wanted == {"pages"}:
        return
    with place() as at:
        if "inline" in wanted:
            _inline(at, "alone")
            steps, cpu = inline.at_once(at, 24, 4)
            print(f"at saturation, 4 threads: {steps:.0f} steps/s, {cpu * 1000:.1f} CPU-ms a step")
        if "worker" in wanted:
            _worker(at, "alone")
        if "stock" in wanted:
            _stock(at)
        if wanted & {"inline", "worker"}:
            inline.open_many(at, MANY)
        if "inline" in wanted:
            _inline(at, f"{MANY} open cases")
        if "worker" in wanted:
            _worker(at, f"{MANY} open cases")
        if "watch" in wanted:
            _watch(at)


def _inline(at: Place, how: str) -> None:
    print(f"Inline reader, PostgreSQL with fsync, one process ({how})")
    print(inline.one_by_one(at, 3).line(), "(warming up)")
    print(inline.one_by_one(at, CASES).line())


def _worker(at: Place, how: str) -> None:
    print(f"Prefect and our warm worker ({how})", flush=True)
    with through_worker.working(at) as roots:
        times, cpu = through_worker.one_by_one(at, roots, CASES)
        print(times.line())
        print(f"{cpu:.2f} CPU-seconds a step in server, worker and PostgreSQL")
        print(f"{through_worker.memory(roots):.0f} MiB server and worker")


def _watch(at: Place) -> None:
    print("One pass of the watch, the same number due among more and more open deadlines")
    for one in watching.compare(at):
        print(one.line(), flush=True)


def _stock(at: Place) -> None:
    print("One wait of a plain flow: our warm worker beside Prefect's process worker", flush=True)
    figures = beside_stock.compare(at.postgres.url("postgres"))
    print(f"  {'':38s} {WARM:>52s} {PROCESS:>52s}")
    for name in figures[WARM]:
        print(f"  {name:38s} {figures[WARM][name]!s:>52s} {figures[PROCESS][name]!s:>52s}")


main()
