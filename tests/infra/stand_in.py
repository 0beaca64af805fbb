"""The real supervisor over small stand-in parts, run as a process by the tests beside it.

    python tests/infra/stand_in.py [PREFECT]

With an argument the real Prefect server runs too.
"""

import sys

from deployments.machine.parts import POSTGRES, PREFECT_SERVER, Part, Site, answers
from deployments.machine.progress import StartProgress
from deployments.machine.supervisor import Supervisor
from models.settings import GivenSettings


def _portal(site: Site) -> list[str]:
    # Starts a process of its own, as a portal that prints PDFs would.
    shell = f"sleep 1000 & exec '{sys.executable}' -m http.server -b 127.0.0.1 {site.portal_port}"
    return ["/bin/sh", "-c", shell]


PARTS = (
    Part("migrate", "数据库结构", (POSTGRES,), lambda _s: ["/bin/sh", "-c", "echo done"]),
    Part(
        "portal",
        "办案门户",
        ("migrate",),
        _portal,
        gate=lambda s: answers(s.portal_address),
        pulse=lambda s: answers(s.portal_address),
        lease=3,
        awaited=True,
    ),
    Part(
        "worker",
        "流程工作进程",
        ("portal",),
        # Deaf to polite requests, as a process stuck in a lock is.
        lambda _s: ["/bin/sh", "-c", "trap '' TERM INT; while true; do sleep 0.2; done"],
        gate=lambda _s: True,
        awaited=True,
        patience=0.5,
    ),
)

if __name__ == "__main__":
    parts = (*PARTS, PREFECT_SERVER) if sys.argv[1:] else PARTS
    sys.exit(Supervisor(GivenSettings(), StartProgress(), parts).run())
