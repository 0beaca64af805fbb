"""A test that failed and then passed is named and counted, not hidden."""

from tests.twice import report


def test_what_failed_and_then_passed_is_named_and_counted() -> None:
    told = report({"a.py::one", "a.py::two", "b.py::three"}, {"b.py::three"})

    assert "2 failed and then passed" in told
    assert told.splitlines()[1:] == ["a.py::one", "a.py::two"]


def test_nothing_is_told_where_nothing_changed() -> None:
    assert report({"a.py::one"}, {"a.py::one"}) == ""
    assert report(set(), set()) == ""
