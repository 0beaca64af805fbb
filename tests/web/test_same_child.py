"""Is there a case of this child already? Found by its number, and told at the case."""

from datetime import timedelta
from uuid import UUID

from models.store.acting import Actor
from tests.flows.test_custody_by_child import child_of, let_go, receive
from tests.people_factories import make_staff
from tests.web.conftest import Portal, password_hash

NUMBER = "110101201606181239"
WRITTEN = "110101 20160618 1239"


def known(portal: Portal, case: UUID, by: Actor) -> UUID:
    """The child of a case bears the number."""
    child = {
        "name": "测某某", "birth_date": "2016-06-18", "id_kind": "resident", "id_number": NUMBER,
        "sex": "male",
    }  # fmt: skip
    portal.practice.desk.correct_people(by, case, {"child": child, "reason": "核对证件"})
    return case


def two_cases(portal: Portal) -> tuple[UUID, UUID]:
    """Two open cases of one child, of two teams of one centre."""
    staff, desk = portal.practice.staff, portal.practice.desk
    mine, theirs = desk.open_case(staff["worker1"]), desk.open_case(staff["worker2"])
    return known(portal, mine, staff["worker1"]), known(portal, theirs, staff["worker2"])


def number_of(portal: Portal, case: UUID) -> str:
    return str(portal.ask("SELECT number FROM cases WHERE id = :c", c=case)[0].number)


def test_a_case_is_found_by_the_number_of_its_child_however_it_is_written(portal: Portal) -> None:
    case = known(portal, portal.practice.open_case(), portal.practice.staff["worker1"])
    for typed in (NUMBER, WRITTEN):
        browser = portal.log_in("worker1").go("/cases").press("查找", words=typed)
        assert browser.url == f"/cases/{case}", typed
    assert (
        number_of(portal, case)
        not in portal.log_in("worker2").go("/cases").press("查找", words=NUMBER).words
    )


def test_two_open_cases_of_one_child_say_so_and_lead_to_each_other(portal: Portal) -> None:
    mine, theirs = two_cases(portal)
    leader = portal.log_in("supervisor1").go(f"/cases/{mine}")
    worker = portal.log_in("worker1").go(f"/cases/{mine}")

    assert "同一未成年人另有在办案件" in leader.words
    assert leader.links(number_of(portal, theirs)) == [f"/cases/{theirs}"]
    assert f"另有在办案件{number_of(portal, theirs)}，不在您可以查看的范围内" in worker.words
    assert not worker.links(number_of(portal, theirs))


def test_of_another_centre_only_a_leader_learns_that_there_is_a_case_and_nothing_of_it(
    portal: Portal,
) -> None:
    elsewhere = make_staff(portal.practice.owner, "elsewhere", password=password_hash())
    mine = known(portal, portal.practice.open_case(), portal.practice.staff["worker1"])
    theirs = portal.practice.desk.open_case(elsewhere["worker1"])
    known(portal, theirs, elsewhere["worker1"])

    leader = portal.log_in("supervisor1").go(f"/cases/{mine}")
    assert "在其他中心另有在办案件" in leader.words
    assert number_of(portal, theirs) not in leader.words
    assert "另有在办案件" not in portal.log_in("worker1").go(f"/cases/{mine}").words


def test_a_case_that_gave_way_and_a_child_of_another_number_are_no_matter(portal: Portal) -> None:
    mine, theirs = two_cases(portal)
    portal.practice.desk.void_case(
        portal.practice.staff["supervisor1"], theirs, reason="重复立案",
        in_favour_of=mine,
    )  # fmt: skip

    assert "另有在办案件" not in portal.log_in("worker1").go(f"/cases/{mine}").words


def test_the_head_of_a_second_reception_tells_the_days_that_the_limit_counts(
    portal: Portal,
) -> None:
    practice = portal.practice
    first = receive(practice)
    let_go(practice, first, days=40)
    practice.clock.advance_to(practice.clock.now() + timedelta(days=21))
    second = receive(practice, child_id=child_of(practice, first))
    practice.clock.advance_to(practice.clock.now() + timedelta(days=9))
    head = portal.log_in("worker1").go(f"/cases/{second}").words

    assert "临时监护第10天，此前累计40天" in head
    assert "此前累计" not in portal.log_in("worker1").go(f"/cases/{first}").words
