"""Every page reads what it shows: as a centre grows tenfold, the blocks it touches hardly do."""

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from models.store.query import named
from tests.bench.generator import Size
from tests.bench.pages import Measured, filled, measured

#: The same cases are open; what grows is what is over.
SMALL, LARGE = Size(closed=260, open=40), Size(closed=2_960, open=40)
#: A page of a hundred blocks may grow to three hundred, whatever it was.
MOST_TIMES, LEAST = 3, 100
#: Reading a step ends before the officer's looking at it is noted, which is an act.
ONE_ACT = frozenset({"step"})
#: What a form is filled in from: the record of its one case, whole, and shown by nobody as a list.
OF_ONE_CASE = frozenset(
    {
        " ".join(named(file, name).replace(":case", "%(case)s").split())
        for file, name in (("answers", "of_case"), ("people", "guardians"))
    }
)


@pytest.fixture(scope="module")
def both(
    postgres: EmbeddedPostgres, template_database: str
) -> tuple[list[Measured], list[Measured]]:
    """Every page at both sizes."""
    of_sizes = []
    for size in (SMALL, LARGE):
        with filled(postgres, template_database, size) as (portal, _seconds):
            of_sizes.append(list(measured(portal)))
    return of_sizes[0], of_sizes[1]


Both = tuple[list[Measured], list[Measured]]


def test_a_page_reads_hardly_more_of_a_centre_ten_times_as_large(both: Both) -> None:
    grown = {
        large.page.name: (small.costs.blocks, large.costs.blocks)
        for small, large in zip(*both, strict=True)
        if large.costs.blocks > MOST_TIMES * max(small.costs.blocks, LEAST)
    }

    assert grown == {}


def test_no_list_is_without_a_limit(both: Both) -> None:
    endless = {
        (one.page.name, cost.sql)
        for one in both[1]
        for cost in one.costs.statements
        if cost.rows > 1
        and "LIMIT" not in cost.sql
        and " ".join(cost.sql.split()) not in OF_ONE_CASE
    }

    assert endless == set()


def test_a_page_is_one_transaction(both: Both) -> None:
    more = {
        one.page.name: one.costs.transactions
        for one in both[0]
        if one.costs.transactions != 1 and not one.page.words and one.page.name not in ONE_ACT
    }

    assert more == {}
