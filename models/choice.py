"""Choices a person makes on a form: a stored value and the Chinese words shown for it."""

from enum import StrEnum
from typing import Self


class Choice(StrEnum):
    """An enumeration whose members carry their label: `YES = "yes", "是"`."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make a member from its stored value and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
