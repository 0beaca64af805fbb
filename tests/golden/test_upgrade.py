"""Cases begun with a version before go on after the upgrade, each to its end.

Every golden database is restored, upgraded by the product's own migrations, and played on through
the desk by this version's rules and words. What fails here would have stopped somebody's case.
"""

from collections.abc import Iterator

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from models.settings import OWNER_ROLE
from models.store.driver import engine_to
from models.words import Stage
from tests.golden.make import head
from tests.golden.structure import structure
from tests.golden.telling import all_golden
from tests.golden.upgrading import Played, Structure, Upgraded, play_on, upgrade

GOLDEN = all_golden()
#: What stood behind a document that no worker made, and is asked beside it now (ADR 0026).
WAITED_FOR_A_DOCUMENT = {"document-left-to-the-worker": "receipt ask:advice-given (round 1)"}
CASES = [(golden, one.told.name) for golden in GOLDEN for one in golden.cases]


@pytest.fixture(scope="module", params=GOLDEN, ids=lambda golden: golden.name)
def upgraded(
    request: pytest.FixtureRequest, postgres: EmbeddedPostgres, template_database: str
) -> Iterator[Upgraded]:
    """A golden database, restored and upgraded."""
    assert template_database  # It made the roles that the dump gives rights to.
    with upgrade(postgres, request.param) as done:
        yield done


@pytest.fixture(scope="module")
def played(upgraded: Upgraded) -> Played:
    """Its cases, played on to the end of every one."""
    return play_on(upgraded.golden, upgraded.scene)


@pytest.fixture(scope="module")
def made_anew(postgres: EmbeddedPostgres, template_database: str) -> Structure:
    """How this version makes a database from nothing."""
    owner = engine_to(postgres.url(template_database, OWNER_ROLE))
    with owner.begin() as db:
        made = structure(db)
    owner.dispose()
    return made


def test_the_upgrade_leaves_history_as_it_was(upgraded: Upgraded):
    altered = [
        f"{rows}: {before[0]} rows before, {upgraded.history[rows][0]} after, and they read otherwise"
        for rows, before in upgraded.history_before.items() if upgraded.history[rows] != before
    ]  # fmt: skip

    assert altered == [], "\n".join(altered)


def test_an_upgraded_database_is_made_like_a_new_one(upgraded: Upgraded, made_anew: Structure):
    differing = [
        f"{kind} {which}: {thing}"
        for kind, there in upgraded.structure.items()
        for which, things in (("missing", made_anew[kind] - there), ("left", there - made_anew[kind]))
        for thing in things
    ]  # fmt: skip

    assert differing == [], "\n".join(differing)


def test_the_nothing_lost_statement_holds_after_the_upgrade(played: Played):
    assert played.broken_then == {}, played.broken_then


def test_told_again_by_this_version_every_case_stands_where_it_stood(played: Played):
    """Nobody is asked anew for what was done, nobody's work disappears, no day moves."""
    moved = [
        f"case {name} {what}: {step}"
        for name, before in played.stood.items()
        for what, steps in (
            ("no longer has", before - played.told_again[name]),
            ("has anew", played.told_again[name] - before),
        )
        for step in sorted(steps)
        if not step.startswith(WAITED_FOR_A_DOCUMENT.get(name, "never"))
    ]

    assert moved == [], "\n".join(moved)


@pytest.mark.parametrize(
    ("upgraded", "name"), CASES, indirect=["upgraded"],
    ids=[f"{golden.name}-{name}" for golden, name in CASES],
)  # fmt: skip
def test_a_case_of_the_version_before_goes_on_to_its_end(
    upgraded: Upgraded, played: Played, name: str
):
    [case] = [one for one in upgraded.golden.cases if one.told.name == name]
    stood = f"{case.about}. It had stood at: {case.stood}"

    assert played.stuck.get(name) is None, f"{played.stuck[name]}\n{stood}"
    assert played.states[case.number] == "closed", stood


def test_the_windows_of_a_follow_up_stay_as_the_version_before_laid_them(
    upgraded: Upgraded, played: Played
):
    """Whoever was told of weekly visits for a month is visited so, whatever law came meanwhile."""
    laid = {one.told.name: dict(one.visits) for one in upgraded.golden.cases if one.visits}
    differing = [
        f"case {name}: visits until {windows}, now until {played.visits[name]}"
        for name, windows in laid.items() if played.visits[name] != windows
    ]  # fmt: skip

    assert laid
    assert differing == [], "\n".join(differing)


def test_at_the_end_nothing_is_lost_and_numbers_and_chains_are_whole(played: Played):
    assert not played.stuck, "\n".join(str(one) for one in played.stuck.values())
    assert played.broken == {}, played.broken


#: By which migration a stage came that not every version knew.
SINCE = {Stage.MISSING: 17, Stage.DEATH: 17}


def test_a_golden_database_has_cases_in_every_stage_and_procedure_its_version_knew():
    for golden in GOLDEN:
        stood = " ".join(one.stood for one in golden.cases)
        known = {stage for stage in Stage if SINCE.get(stage, 0) <= int(golden.name[:4])}

        assert {stage for stage in known if f"; {stage.value}:" not in stood} == set(), golden.name


def test_the_newest_golden_database_is_no_newer_than_the_migrations():
    assert GOLDEN
    assert GOLDEN[-1].name.partition("-")[0] <= head()
