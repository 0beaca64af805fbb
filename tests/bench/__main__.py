"""`make bench`: what a step costs, side by side in one run. Nothing here is asserted.

python -m tests.bench [inline] [worker] [stock]
"""

import sys

from deployments import bench_worker
from deployments.register import PROCESS, WARM
from tests.bench import inline, through_worker
from tests.bench.place import place

CASES, MANY = 20, 2000


def main() -> None:
    """Print the tables."""
    wanted = set(sys.argv[1:]) or {"inline", "worker", "stock"}
    with place() as at:
        if "inline" in wanted:
            print("Inline reader, PostgreSQL with fsync, one process")
            print(inline.one_by_one(at, 3).line(), "(warming up)")
            print(inline.one_by_one(at, CASES).line(), "(alone)")
            steps, cpu = inline.at_once(at, 24, 4)
            print(f"at saturation, 4 threads: {steps:.0f} steps/s, {cpu * 1000:.1f} CPU-ms a step")
        if "worker" in wanted:
            with through_worker.working(at) as (_, roots):
                print("Prefect and our warm worker")
                times, cpu = through_worker.one_by_one(at, roots, CASES)
                print(times.line(), "(alone)")
                print(f"{cpu:.2f} CPU-seconds a step in server, worker and PostgreSQL")
                print(f"{through_worker.memory(roots):.0f} MiB server and worker")
        if "stock" in wanted:
            print("One wait of a plain flow: our warm worker beside Prefect's process worker")
            figures = bench_worker.compare(at.postgres.url("postgres"))
            for name in figures[WARM]:
                stock = figures[PROCESS].get(name, "")
                print(f"  {name:38s} {figures[WARM][name]!s:>46s} {stock!s:>46s}")
            for name in figures[PROCESS].keys() - figures[WARM].keys():
                print(f"  {name:38s} {'':>46s} {figures[PROCESS][name]!s:>46s}")
        if "inline" in wanted:
            inline.open_many(at, MANY)
            print(inline.one_by_one(at, CASES).line(), f"({MANY} open cases)")


main()
