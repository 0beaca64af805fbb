"""What people at work feel while many log in at once, over real sockets.

    python -m tests.bench.log_ins --log-ins 200 --people 10

One portal process; people open their page one after another, a quarter of a second between; then
everybody else sends a password at the same instant. Printed: the pages' p50, p95 and longest
before and while it lasts, and what the log-ins were told.
"""

import argparse
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from deployments.machine.migrate import upgrade
from deployments.machine.postgres_throwaway import throwaway_postgres
from deployments.machine.state import password_of
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from models.store.acting import make_engine
from tests.conftest import Database
from tests.people_factories import make_staff
from tests.web.sockets import get, post, running_portal, said
from web import passwords

PASSWORD = "correct-lantern-7"
#: Seconds of looking before the log-ins come, and at least while they do.
SECONDS = 8.0
_PAUSE = 0.25
_COOKIE = re.compile(r"set-cookie: (hutong(?:_login)?)=([^;]+)", re.IGNORECASE)


def log_in(port: int, account: str, password: str) -> tuple[int, str]:
    """Status, and the cookie of the session where there is one."""
    page = said(port, get("/login"))
    token = page.split('name="csrf" value="')[1].split('"')[0]
    return send(port, account, password, token)


def send(port: int, account: str, password: str, token: str) -> tuple[int, str]:
    """Send the form of the log-in page."""
    body = urlencode({"csrf": token, "account": account, "password": password}).encode()
    answer = said(
        port, post("/login", body, f"Cookie: hutong_login={token}", "Connection: close"), 600
    )
    cookies = dict(_COOKIE.findall(answer))
    return int(answer.split()[1]), cookies.get("hutong", "")


class AtWork:
    """People who open 我的待办 again and again."""

    def __init__(self, port: int, cookies: list[str]) -> None:
        self.took: list[float] = []
        self.wrong = 0
        self._port, self._end = port, threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(one,)) for one in cookies]
        for thread in self._threads:
            thread.start()

    def _work(self, cookie: str) -> None:
        while not self._end.is_set():
            begun = time.monotonic()
            page = said(self._port, get("/work", f"Cookie: hutong={cookie}"), 600)
            self.took.append(time.monotonic() - begun)
            self.wrong += not page.startswith("HTTP/1.1 200")
            self._end.wait(_PAUSE)

    def until(self, done: Callable[[], object], least: float) -> str:
        """Go on until something is done, at least for so long; what it felt like."""
        self.took, begun = [], time.monotonic()
        done()
        time.sleep(max(0.0, least - (time.monotonic() - begun)))
        took = sorted(self.took)
        at = [took[int(len(took) * part)] for part in (0.5, 0.95)]
        return (
            f"{len(took)} pages, p50 {at[0]:.2f} s, p95 {at[1]:.2f} s, longest {took[-1]:.2f} s, "
            f"{self.wrong} not shown"
        )

    def stop(self) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()


def measure(port: int, log_ins: int, people: int) -> None:
    """Measure and print."""
    cookies = [log_in(port, "worker1", PASSWORD)[1] for _ in range(people)]
    pages = [said(port, get("/login")) for _ in range(log_ins)]
    tokens = [page.split('name="csrf" value="')[1].split('"')[0] for page in pages]
    at_work = AtWork(port, cookies)
    print("before:", at_work.until(lambda: None, SECONDS))
    told: Counter[int] = Counter()

    def everybody() -> None:
        with ThreadPoolExecutor(log_ins) as crowd:
            sent = crowd.map(lambda one: send(port, "worker2", PASSWORD, one)[0], tokens)
            told.update(sent)

    print(f"while {log_ins} log in:", at_work.until(everybody, SECONDS))
    print("log-ins were told:", dict(told))
    at_work.stop()


def main() -> None:
    """Read the command line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--log-ins", type=int, default=200)
    asked.add_argument("--people", type=int, default=10)
    given = asked.parse_args(sys.argv[1:])
    with throwaway_postgres() as postgres, tempfile.TemporaryDirectory() as folder:
        postgres.create_role(OWNER_ROLE, may_create_roles=True)
        postgres.create_database("log_ins", owner=OWNER_ROLE)
        url, *roles = (postgres.url("log_ins", r) for r in (OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE))
        portal, worker = (password_of(postgres.state, role) for role in (PORTAL_ROLE, WORKER_ROLE))
        upgrade(url, portal_password=portal, worker_password=worker)
        owner = make_engine(url)
        make_staff(owner, password=passwords.hashed(PASSWORD))
        owner.dispose()
        database = Database("log_ins", url, *roles)
        with running_portal(database, Path(folder)) as port:
            measure(port, given.log_ins, given.people)


if __name__ == "__main__":
    main()
