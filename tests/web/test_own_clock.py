"""An installation goes by its database's own clock: what its portal calls now is not another time."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.exc import DBAPIError

from deployments.machine.postgres import EmbeddedPostgres
from models.errors import NotAllowed
from models.time_source import MachineTime
from tests.conftest import Database
from tests.flows.practice import at_work
from tests.people_factories import make_staff
from tests.web.conftest import PASSWORD, Portal, password_hash
from web.app import create_app
from web.parts import Parts


@pytest.fixture
def installed(database: Database, postgres: EmbeddedPostgres) -> Iterator[Portal]:
    """A portal whose database believes its own clock alone."""
    people = partial(make_staff, password=password_hash())
    with at_work(database, postgres, start=MachineTime().now(), people=people) as practice:
        practice.tell("UPDATE installation SET own_clock = true")
        parts = Parts.of(practice.portal, practice.office, practice.clock)
        yield Portal(practice, create_app(parts))


def test_people_log_in_work_and_subscribe_as_ever(installed: Portal) -> None:
    browser = installed.log_in("worker1")
    case_id = installed.practice.desk.open_case(installed.practice.staff["worker1"])
    browser.go(f"/cases/{case_id}")
    assert browser.status == 200
    browser.go("/account").press("建立日历地址")
    [address] = browser.page.xpath("//input[@id='feed-address']/@value")

    assert browser.client.get(address.removeprefix("http://testserver")).status_code == 200
    assert {row.what for row in installed.ask("SELECT what FROM view_log")} >= {"case"}


@pytest.mark.parametrize("hours", [-1, 1])
def test_another_time_is_not_believed(installed: Portal, hours: int) -> None:
    practice = installed.practice
    desk, worker, clock = practice.desk, practice.staff["worker1"], practice.clock
    wrong = type(clock)(clock.now() + timedelta(hours=hours))
    desk._clock = wrong

    with pytest.raises(DBAPIError, match="not the time of the database"):
        desk.open_case(worker)
    assert installed.ask("SELECT count(*) AS n FROM cases")[0].n == 0


def test_a_session_that_rested_is_entered_no_more(installed: Portal) -> None:
    installed.log_in("worker1", PASSWORD)
    installed.practice.tell("UPDATE login_sessions SET seen_at = seen_at - interval '31 min'")

    with pytest.raises(NotAllowed, match="登录已经结束"):
        installed.practice.desk.open_case(installed.practice.staff["worker1"])
