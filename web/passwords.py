"""Passwords: argon2id, and the same work for an account that does not exist.

A hash never comes here: the database shows how one was made, and compares.
"""

import base64

from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import ARGON2_VERSION

_HASHER = PasswordHasher()
#: Characters of a password that are looked at; no person types more.
LONGEST = 200
#: Stands where a hash stands: 32 bytes.
_FORM = "A" * 43


def hashed(password: str, hasher: PasswordHasher = _HASHER) -> str:
    """Hash a new password: 64 MiB, and a core for a third of a second."""
    return hasher.hash(password[:LONGEST])


def hashed_as(shown: str, password: str, hasher: PasswordHasher = _HASHER) -> str:
    """Hash a password as another was hashed, so that the database compares them.

    Args:
        shown: How, up to the salt: `$argon2id$v=19$m=…,t=…,p=…$<salt>`.
        password: As it was typed.
        hasher: Does the work, when its parameters are those.
    """
    head, _, salt = shown.rpartition("$")
    if f"{head}$" != usual(hasher):
        hasher = PasswordHasher.from_parameters(extract_parameters(f"{shown}${_FORM}"))
    padded = salt + "=" * (-len(salt) % 4)
    return hasher.hash(password[:LONGEST], salt=base64.b64decode(padded))


def usual(hasher: PasswordHasher = _HASHER) -> str:
    """How passwords are hashed today, up to the salt."""
    memory, time, lanes = hasher.memory_cost, hasher.time_cost, hasher.parallelism
    return f"$argon2id$v={ARGON2_VERSION}$m={memory},t={time},p={lanes}$"


def is_dated(kept: str, hasher: PasswordHasher = _HASHER) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return hasher.check_needs_rehash(kept)
