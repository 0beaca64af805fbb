"""The database and the table of permissions agree: scope, deliveries, and who decides about law."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from sqlalchemy import text

from models.permissions import Permission, may
from models.store.acting import Actor, as_officer
from models.words import Role
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.rights.test_rows import confirmed_channel

#: What the database asks by itself before a row is written or a deadline counted again, and the
#: permissions that the desk asks for the same.
GUARDS = {
    "hutong_directs(:centre)": (Permission.SET_TARGET, Permission.MOVE_LAW),
    "hutong_places(:centre)": (Permission.PLACE_CENTRE,),
    "hutong_may_keep_calendar()": (Permission.KEEP_CALENDAR,),
    "hutong_may_recount(:centre)": (
        Permission.KEEP_CALENDAR, Permission.SET_TARGET, Permission.MOVE_LAW,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at("ask:convening") as practice:
        yield practice


@pytest.fixture(scope="module")
def hired(practice: Practice) -> dict[Role, Actor]:
    """Somebody of each role who is on no team."""
    return {role: practice.hire(f"only-{role}", f"甄{role}", role) for role in Role}


def counted(practice: Practice, actor: Actor, table: str) -> int:
    with as_officer(practice.portal, actor) as db:
        return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_who_sees_the_whole_centre_is_said_by_the_table(
    practice: Practice, hired: dict[Role, Actor]
) -> None:
    seeing = {role for role, actor in hired.items() if counted(practice, actor, "cases")}

    assert seeing == {role for role in Role if may([role], Permission.SEE_CENTRE)}


def test_two_roles_see_as_far_as_the_one_that_sees_further(practice: Practice) -> None:
    centre = practice.staff.centre_id
    for roles in combinations(Role, 2):
        actor = Actor(centre, centre, "甄", frozenset(roles))
        assert (actor.scope == "centre") == may(roles, Permission.SEE_CENTRE), roles


def test_who_sees_the_deliveries_of_others_is_said_by_the_table(
    practice: Practice, hired: dict[Role, Actor]
) -> None:
    confirmed_channel(practice, practice.staff["worker1"])
    seeing = {role for role, actor in hired.items() if counted(practice, actor, "deliveries")}

    assert seeing == {role for role in Role if may([role], Permission.SEE_DELIVERIES)}


@pytest.mark.parametrize("guard", GUARDS)
def test_the_database_lets_decide_about_law_whom_the_table_lets(
    practice: Practice, hired: dict[Role, Actor], guard: str
) -> None:
    let = set()
    for role, actor in hired.items():
        with as_officer(practice.portal, actor) as db:
            asked = text(f"SELECT {guard}")
            given = {"centre": actor.centre_id} if ":centre" in guard else {}
            if db.execute(asked, given).scalar_one():
                let.add(role)

    assert let == {role for role in Role if any(may([role], one) for one in GUARDS[guard])}
