"""`make bench`: what a step costs, side by side in one run. Nothing here is asserted.

python -m tests.bench [steps] [worker] [people] [stock] [watch] [pages]
"""

import sys

from deployments.bench import beside_stock
from deployments.machine.register import PROCESS, WARM
from tests.bench import pages, steps, through_worker, times, watching
from tests.bench.place import Place, place

CASES, MANY, PEOPLE = 20, 2000, 20


def main() -> None:
    """Print the tables."""
    wanted = set(sys.argv[1:]) or {"steps", "worker", "people", "stock", "watch", "pages"}
    if "pages" in wanted:
        pages.main()
    if "steps" in wanted:
        steps.main()
    if not wanted - {"pages", "steps"}:
        return
    with place() as at:
        if "worker" in wanted:
            _worker(at, "alone")
        if "people" in wanted:
            _people(at)
        if "stock" in wanted:
            _stock(at)
        if "worker" in wanted:
            times.open_many(at, MANY)
            _worker(at, f"{MANY} open cases")
        if "watch" in wanted:
            _watch(at)


def _worker(at: Place, how: str) -> None:
    print(f"Prefect and our warm worker ({how})", flush=True)
    with through_worker.working(at) as roots:
        times, cpu = through_worker.one_by_one(at, roots, CASES)
        print(times.line())
        print(f"{cpu:.2f} CPU-seconds a step in server, worker and PostgreSQL")
        print(f"{through_worker.memory(roots):.0f} MiB server and worker")


def _people(at: Place) -> None:
    print("What Prefect costs a step of a person, server and worker with its mirror", flush=True)
    with through_worker.working(at) as roots:
        cost, steps = through_worker.human_steps(at, roots, CASES)
        print(f"{cost:.0f} CPU-milliseconds a step, over {steps} steps", flush=True)
        print(through_worker.at_once(at, PEOPLE).line(), flush=True)


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
