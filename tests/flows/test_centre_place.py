"""Where a centre is: its new cases take the overlay, running ones keep what they have."""

import pytest

from deployments.centre_place import set_place
from models.errors import NotFound, OutsideFailure
from models.law.shelf import SHIPPED, UnknownPack
from models.settings import Settings
from tests.flows.practice import Practice


@pytest.fixture
def settings(practice: Practice) -> Settings:
    return Settings(worker_database_url=practice.database.worker_url)


def test_new_cases_take_the_overlay_of_the_place(practice: Practice, settings: Settings):
    first = practice.open_case()
    assert set_place(settings, SHIPPED, "example", "wuhan") == "示例县未成年人救助保护中心"
    second = practice.open_case()
    set_place(settings, SHIPPED, "example", "")
    third = practice.open_case()

    found = {row.id: row.locality for row in practice.rows("SELECT id, locality FROM cases")}
    assert found == {first: "", second: "wuhan-2015", third: ""}


def test_an_unknown_place_or_centre_is_named_with_those_there_are(
    practice: Practice, settings: Settings
):
    with pytest.raises(UnknownPack, match="wuhan"):
        set_place(settings, SHIPPED, "example", "atlantis")
    with pytest.raises(NotFound, match="example"):
        set_place(settings, SHIPPED, "nowhere", "wuhan")


def test_without_a_case_record_it_says_what_to_do(practice: Practice):
    away = Settings(worker_database_url=practice.database.worker_url + "_gone")
    with pytest.raises(OutsideFailure, match="请先启动一次"):
        set_place(away, SHIPPED, "example", "wuhan")
