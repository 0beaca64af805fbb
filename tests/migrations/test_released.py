"""A migration that was released stays as it is: databases that went through it do so once.

What one lacks is done by another, as 0035 does for what 0015 gained after 0.2.0.
"""

import hashlib
from pathlib import Path

import pytest

from models.migrations import versions
from tests.golden.telling import all_golden

FOLDER = Path(versions.__file__).parent
#: Of each file up to the head of the newest golden database.
KEPT = Path(__file__).with_name("released.txt")


def kept() -> dict[str, str]:
    """The hash of each released migration by its file."""
    rows = [line.split() for line in KEPT.read_text("utf-8").splitlines()]
    return {name: told for told, name in rows}


def released() -> list[str]:
    """The files up to the newest head that a version was released with."""
    head = max(golden.name.partition("-")[0] for golden in all_golden())
    return sorted(file.name for file in FOLDER.glob("0*.py") if file.name[:4] <= head)


def test_every_released_migration_is_kept() -> None:
    assert list(kept()) == released()


@pytest.mark.parametrize("name", released())
def test_a_released_migration_is_what_it_was(name: str) -> None:
    now = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()

    assert kept()[name] == now, f"{name} was released: write another migration instead"
