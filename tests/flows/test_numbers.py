"""Numbers run from one without gap or double, whoever asks at once and whatever fails (goal G2)."""

from collections import Counter

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from flows.readers.local import work_off
from models.store.acting import as_worker
from models.store.numbers import next_number
from tests.flows.at_once import at_once, errors
from tests.flows.practice import Practice

FIFTY = 50


def test_fifty_at_once_get_the_numbers_from_one_to_fifty(practice: Practice):
    def take() -> int:
        with as_worker(practice.worker) as db:
            return next_number(db, centre_id=practice.staff.centre_id, series="接登", year=2026)

    assert sorted(at_once(*[take] * FIFTY)) == list(range(1, FIFTY + 1))


def test_numbers_taken_in_transactions_that_fail_are_given_again(practice: Practice):
    class Refused(Exception):
        pass

    def take(n: int) -> int:
        with as_worker(practice.worker) as db:
            number = next_number(db, centre_id=practice.staff.centre_id, series="接登", year=2026)
            if n % 2:
                raise Refused
            return number

    results = at_once(*(lambda n=n: take(n) for n in range(FIFTY)))
    assert len(errors(results)) == FIFTY // 2
    assert sorted(n for n in results if isinstance(n, int)) == list(range(1, FIFTY // 2 + 1))


def test_series_years_and_centres_count_apart(practice: Practice):
    with as_worker(practice.worker) as db:
        centre = practice.staff.centre_id
        given = [
            next_number(db, centre_id=centre, series=series, year=year)
            for series, year in (
                ("甲", 2026),
                ("甲", 2026),
                ("乙", 2026),
                ("甲", 2027),
                ("甲", 2026),
            )
        ]
    assert given == [1, 2, 1, 1, 3]


def test_twenty_cases_opened_and_documented_at_once_have_twenty_numbers_each(practice: Practice):
    practice.player.works = False
    results = at_once(*[lambda: practice.desk.open_case(practice.staff["worker1"])] * 20)
    assert errors(results) == []
    for case_id in results:
        practice.player.answer(practice.player.find(case_id, "ask:registration"))
    done = at_once(*[lambda: work_off(practice.worker, practice.office, practice.clock)] * 4)
    assert errors(done) == []
    for table in ("cases", "papers"):
        column = "number" if table == "cases" else "full_number"
        numbers = [row[0] for row in practice.rows(f"SELECT {column} FROM {table}")]
        assert Counter(numbers).most_common(1)[0][1] == 1
        assert len(numbers) == 20
    assert practice.broken_promises() == {}


def test_a_document_that_cannot_be_stored_takes_no_number(practice: Practice):
    practice.player.works = False
    cases = [practice.desk.open_case(practice.staff["worker1"]) for _ in range(3)]
    for case_id in cases:
        practice.player.answer(practice.player.find(case_id, "ask:registration"))
    practice.tell(
        "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'disk full'; END $$"
    )
    practice.tell(
        "CREATE TRIGGER disk_full BEFORE INSERT ON files FOR EACH ROW EXECUTE FUNCTION disk_full()"
    )
    for _ in range(3):
        with pytest.raises(DBAPIError, match="disk full"):
            practice.work_off()
    practice.tell("DROP TRIGGER disk_full ON files")
    assert practice.one("SELECT count(*) FROM papers") == 0
    practice.work_off()
    with practice.root.begin() as db:
        given = db.execute(text("SELECT number FROM papers ORDER BY number")).scalars().all()
    assert given == [1, 2, 3]
    assert practice.broken_promises() == {}
