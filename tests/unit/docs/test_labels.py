"""Every word of the vocabulary has one Chinese label, written as a screen writes it."""

from enum import StrEnum

import pytest

from documents.punctuation import full_width
from models import labels, words
from models.labels import label
from models.words import Paper
from tests.unit.docs.test_glossary import enums_of
from web import names

LABELLED = [enum for enum in enums_of(words) if enum is not Paper]


@pytest.mark.parametrize("enum", LABELLED, ids=lambda e: e.__name__)
def test_every_member_has_a_label_of_its_own(enum: type[StrEnum]) -> None:
    labels = [label(member) for member in enum]

    assert all(labels)
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("enum", LABELLED, ids=lambda e: e.__name__)
def test_a_label_is_typeset(enum: type[StrEnum]) -> None:
    assert [label(m) for m in enum if label(m) != full_width(label(m))] == []


def test_the_portal_says_the_same_words() -> None:
    for said, ours in (
        (names.STAGES, labels.STAGES),
        (names.OUTCOMES, labels.OUTCOMES),
        (names.ROLES, labels.ROLES),
        (names.HOLDERS, labels.HOLDERS),
        (names.MODES, labels.SIGN_MODES),
    ):
        assert {key: full_width(text) for key, text in said.items()} == ours
