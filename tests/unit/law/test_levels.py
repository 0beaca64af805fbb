"""A level goes to another place by rank, and only as a proposal."""

import pytest

from models.law.levels import Graded, problem_of, proposed, scheme
from models.law.loading import load_pack, local_ids

ALL = load_pack("national", local_ids())
WUHAN, CHANGZHI, NAYONG, KUNSHAN = (
    ALL.locality(one) for one in ("wuhan", "changzhi", "nayong", "kunshan")
)


@pytest.mark.parametrize(
    ("code", "rank", "of", "to", "expected"),
    [
        ("一级", 4, WUHAN, CHANGZHI, "一级"),
        ("四级", 1, WUHAN, CHANGZHI, "三级"),
        ("三级", 1, CHANGZHI, WUHAN, "三级"),
        ("橙", 3, NAYONG, CHANGZHI, "二级"),
        ("红", 4, NAYONG, WUHAN, "一级"),
        ("蓝", 1, NAYONG, NAYONG, "蓝"),
    ],
)
def test_the_receiving_level_is_found_by_rank(
    code: str, rank: int, of: object, to: object, expected: str
) -> None:
    found = proposed(Graded(of.version, code, rank), of, to)  # type: ignore[attr-defined, arg-type]

    assert found.level
    assert found.level.code == expected
    assert "位次" in found.why or "同一标准" in found.why


def test_where_the_local_document_is_silent_nothing_is_invented() -> None:
    found = proposed(Graded("wuhan-2015", "一级", 4), WUHAN, KUNSHAN)

    assert found.level is None
    assert "地方文件未规定" in found.why


def test_what_is_not_known_or_contradicts_itself_is_not_guessed() -> None:
    unknown = proposed(Graded("示例2025", "红", 4), None, WUHAN)
    wrong = proposed(Graded("wuhan-2015", "一级", 1), WUHAN, CHANGZHI)
    nowhere = proposed(Graded("wuhan-2015", "一级", 4), WUHAN, None)

    assert (unknown.level, wrong.level, nowhere.level) == (None, None, None)
    assert "不能按位次对应" in unknown.why
    assert "不符" in wrong.why
    assert "重新评定" in nowhere.why


@pytest.mark.parametrize(
    ("graded", "field", "sentence"),
    [
        (Graded("wuhan-2015", "一级", 1), "rank", "一级位次是4"),
        (Graded("wuhan-2015", "蓝", 1), "code", "四级、三级、二级、一级"),
        (Graded("changzhi-2014", "一级", 3), "scheme_version", "wuhan-2015"),
    ],
)
def test_a_level_that_the_scheme_has_not_is_told(
    graded: Graded, field: str, sentence: str
) -> None:  # fmt: skip
    wrong = problem_of(graded, WUHAN)

    assert wrong
    assert wrong[0] == field
    assert sentence in wrong[1]
    assert problem_of(Graded("wuhan-2015", "一级", 4), WUHAN) is None


def test_a_scheme_is_the_locality_that_has_levels() -> None:
    assert scheme([KUNSHAN, WUHAN]) is WUHAN
    assert scheme([KUNSHAN]) is None
