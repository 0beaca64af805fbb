"""From days to instants, and from what a condition guarantees to what is there."""

from datetime import date, datetime
from typing import TypeVar

from models.errors import BrokenInvariant
from models.law.dates import day_begins, end_of_day

__all__ = ["day_begins", "day_ends", "present"]

T = TypeVar("T")


def day_ends(day: date) -> datetime:
    """Give 23:59:59 Shanghai of a day as an aware UTC instant."""
    return end_of_day(day)


def present(value: T | None) -> T:
    """Give a value that the form's conditions guarantee.

    Raises:
        BrokenInvariant: It was asked for although its condition does not hold.
    """
    if value is None:
        raise BrokenInvariant("读取了这张表单上没有填写的内容。")
    return value
