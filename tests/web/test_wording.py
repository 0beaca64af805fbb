"""Every text passes the one door, so that another language is another catalogue."""

import re
from enum import StrEnum
from gettext import NullTranslations
from importlib import resources

import pytest

from documents.titles import TITLES
from models import labels
from models.words import (
    MAIN_STAGES,
    SIDE_STAGES,
    Holder,
    Outcome,
    Paper,
    Role,
    SignMode,
    Stage,
    Tag,
)
from tests.web.conftest import Portal
from web import names
from web.strip import strip
from web.wording import _, speaking, word

CHINESE = re.compile(r"[\u3400-\u9fff]")
TEMPLATES = sorted(
    file.name for file in (resources.files("web") / "templates").iterdir() if file.name != "."
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_text_of_a_template_goes_past_the_catalogue(name: str) -> None:
    text = (resources.files("web") / "templates" / name).read_text("utf-8")
    said = re.sub(r"_\(\s*(\"[^\"]*\"|'[^']*')", "", text)

    # Marks between two texts are typography, not words; signs have their word beside them.
    assert [
        line for line in said.splitlines() if CHINESE.search(line.replace("护</span>", ""))
    ] == []


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (Stage, labels.STAGES), (Outcome, labels.OUTCOMES), (Role, labels.ROLES),
        (Holder, labels.HOLDERS), (Paper, TITLES), (SignMode, labels.SIGN_MODES), (Tag, labels.TAGS),
    ],
)  # fmt: skip
def test_every_word_of_the_vocabulary_has_a_name(
    words: type[StrEnum], named: dict[str, str]
) -> None:
    assert set(named) == set(words)
    assert all(named.values())


def test_every_side_procedure_says_when_it_is_opened() -> None:
    assert set(names.SIDE_HINTS) == set(SIDE_STAGES)


def test_every_main_stage_has_a_place_in_the_strip() -> None:
    class Row:
        is_main, state = True, "open"

        def __init__(self, name: str) -> None:
            self.name = name

    for stage in MAIN_STAGES:
        places = strip([Row(stage.value)], is_closed=False)  # type: ignore[list-item]

        assert [one.state for one in places].count("now") == 1


class Shouting(NullTranslations):
    """A catalogue that changes every text, so that one which is not asked of it stands out."""

    def gettext(self, message: str) -> str:
        return f"~{message}~"


def test_another_catalogue_changes_what_is_said() -> None:
    with speaking(Shouting()):
        assert _("第%(n)s次", n=3) == "~第3次~"
        assert word("主任") == "~主任~"

    assert word("主任") == "主任"


def test_words_are_typeset_with_full_width_marks() -> None:
    assert word("先问清,再记录(到分)。") == "先问清，再记录（到分）。"


def test_a_page_can_be_said_in_another_catalogue(portal: Portal) -> None:
    template = portal.app.state.environment.get_template("failure.html")

    with speaking(Shouting()):
        assert "~程序出错了~" in template.render()
