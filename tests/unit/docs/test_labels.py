"""Every word of the vocabulary has one Chinese label, written as a screen writes it."""

from enum import StrEnum

import pytest

from documents.punctuation import full_width
from models import words
from models.labels import label
from models.words import Paper
from tests.unit.docs.test_glossary import enums_of

LABELLED = [enum for enum in enums_of(words) if enum is not Paper]


@pytest.mark.parametrize("enum", LABELLED, ids=lambda e: e.__name__)
def test_every_member_has_a_label_of_its_own(enum: type[StrEnum]) -> None:
    labels = [label(member) for member in enum]

    assert all(labels)
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("enum", LABELLED, ids=lambda e: e.__name__)
def test_a_label_is_typeset(enum: type[StrEnum]) -> None:
    assert [label(m) for m in enum if label(m) != full_width(label(m))] == []
