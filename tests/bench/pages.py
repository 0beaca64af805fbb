"""What each page of the portal costs as a centre grows: time, statements, blocks.

The same cases are open at each size, as a centre has the people it has; what grows is what is over.
"""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median

from deployments.machine.migrate import upgrade
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.postgres_throwaway import throwaway_postgres
from deployments.machine.state import password_of
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from tests.bench.blocks import Costs, costs
from tests.bench.centre import fill, play_templates
from tests.bench.generator import Size
from tests.conftest import Database
from tests.flows.practice import at_work
from tests.people_factories import by_any_clock, make_staff
from tests.web.browsing import Browser
from tests.web.conftest import Portal, password_hash
from web.app import create_app
from web.parts import Parts

#: Sizes of a centre; `BENCH_CASES=100000` adds one.
SIZES = (1_000, 10_000)
TIMES = 20


@dataclass(frozen=True)
class Page:
    """A page, and who opens it."""

    name: str
    account: str
    address: str
    words: str = ""

    def open(self, browser: Browser) -> None:
        """Open it; a page that is sent words is a search."""
        if self.words:
            # A search needs no key of a press, and none is fetched for it: that is another page.
            sent = [("csrf", browser.token), ("press", ""), ("words", self.words)]
            browser.post("/cases/search", sent)
        else:
            browser.go(self.address)
        assert browser.status == 200, (self.name, browser.status, browser.words[:300])


def pages(portal: Portal) -> list[Page]:
    """The pages that are measured, with a case and a step of each kind."""
    closed = portal.ask(
        "SELECT c.id FROM cases c WHERE c.state = 'closed' AND c.number LIKE '%〕1_____号' "
        "ORDER BY (SELECT count(*) FROM steps s WHERE s.case_id = c.id) DESC, c.number LIMIT 1"
    )[0].id
    step = portal.ask(
        "SELECT s.id FROM steps s JOIN officers o ON o.id = s.owner_id AND o.account = 'worker1' "
        "WHERE s.state = 'open' AND s.kind = 'ask' ORDER BY s.due_at, s.id LIMIT 1"
    )[0].id
    both = [("worker1", "caseworker"), ("director1", "director")]
    lists = [
        (name, address) for name, address in (
            ("work", "/work"), ("open cases", "/cases"), ("closed cases", "/cases?closed=true"),
            ("notices", "/notices"),
        )
    ]  # fmt: skip
    return [
        *(Page(f"{name}, {who}", account, address)
          for name, address in lists for account, who in both),
        Page("work, nothing to do", "director2", "/work"),
        *(Page(f"search, {how}, {who}", account, "", words)
          for how, words in (("many hits", "2026"), ("one hit", "100007"), ("no hit", "999999"))
          for account, who in both if how != "one hit"),
        Page("board", "director1", "/board"),
        Page("board, narrowed", "director1", "/board?show=stalled&stage=assessment"),
        Page("deliveries", "director1", "/deliveries?show=sent"),
        Page("case", "director1", f"/cases/{closed}"),
        Page("step", "worker1", f"/steps/{step}"),
        Page("cards", "director1", "/cards"),
        Page("law", "director1", "/law"),
        Page("cases of older law", "director1", "/law/cases"),
        Page("targets", "director1", "/law/targets"),
        Page("absences", "director1", "/absences"),
        Page("calendar", "director1", "/calendar"),
    ]  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """A page at one size."""

    page: Page
    costs: Costs
    times: Sequence[float] = ()

    def line(self) -> str:
        """For the table."""
        ordered = sorted(self.times) or [0.0]
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        return (
            f"{self.page.name:36s} p50 {median(ordered):7.1f}  p95 {p95:7.1f} ms  "
            f"{len(self.costs.statements):3d} statements  {self.costs.transactions} transactions"
            f"  {self.costs.blocks:8,d} blocks"
        )


def measured(portal: Portal, *, times: int = 0) -> Iterator[Measured]:
    """Open every page: once to count, so many times to measure."""
    browsers: dict[str, Browser] = {}
    for page in pages(portal):
        browser = browsers.get(page.account) or portal.log_in(page.account)
        browsers[page.account] = browser
        browser.go("/account")
        with costs(portal.practice.portal) as found:
            page.open(browser)
        taken = []
        for _ in range(times):
            browser.go("/account")
            began = time.perf_counter()
            page.open(browser)
            taken.append((time.perf_counter() - began) * 1000)
        yield Measured(page, found, taken)


@contextmanager
def filled(postgres: EmbeddedPostgres, template: str, size: Size) -> Iterator[tuple[Portal, float]]:
    """A portal over a centre of this size, and how long writing it took."""
    name = f"pages_{size.cases}"
    url = postgres.url
    postgres.create_database(name, template=template, owner=OWNER_ROLE)
    database = Database(name, url(name, OWNER_ROLE), url(name, PORTAL_ROLE), url(name, WORKER_ROLE))
    people = partial(make_staff, password=password_hash())
    with at_work(database, postgres, people=people) as practice:
        templates = play_templates(practice)
        began = time.perf_counter()
        fill(practice, postgres, templates, size)
        seconds = time.perf_counter() - began
        parts = Parts.of(practice.portal, practice.office, practice.clock)
        yield Portal(practice, create_app(parts)), seconds
    postgres.drop_database(name)


def sizes() -> tuple[int, ...]:
    """The sizes that are measured."""
    wanted = os.environ.get("BENCH_CASES", "")
    return (*SIZES, *(int(one) for one in wanted.split(",") if one))


def main() -> None:
    """Print the table of each size."""
    with throwaway_postgres() as postgres:
        postgres.create_role(OWNER_ROLE, may_create_roles=True)
        postgres.create_database("migrated", owner=OWNER_ROLE)
        upgrade(
            postgres.url("migrated", OWNER_ROLE),
            portal_password=password_of(postgres.state, PORTAL_ROLE),
            worker_password=password_of(postgres.state, WORKER_ROLE),
        )
        by_any_clock(postgres.url("migrated", OWNER_ROLE))
        for cases in sizes():
            with filled(postgres, "migrated", Size.of(cases)) as (portal, seconds):
                steps = portal.ask("SELECT count(*) AS n FROM steps")[0].n
                print(f"{cases:,d} cases, {steps:,d} steps, written in {seconds:.0f} s")
                for one in measured(portal, times=TIMES):
                    print(one.line(), flush=True)
