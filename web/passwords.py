"""Passwords: argon2id, and the same work for an account that does not exist."""

import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
#: Characters of a password that are looked at; no person types more.
LONGEST = 200


def hashed(password: str, hasher: PasswordHasher = _HASHER) -> str:
    """Hash a new password: 64 MiB, and a core for a third of a second."""
    return hasher.hash(password)


def is_right(kept: str | None, password: str, hasher: PasswordHasher = _HASHER) -> bool:
    """Check a password; with nothing kept the same work is done and the answer is no."""
    try:
        matches = hasher.verify(kept or _nobodys(hasher), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return matches and kept is not None


def is_dated(kept: str, hasher: PasswordHasher = _HASHER) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return hasher.check_needs_rehash(kept)


@lru_cache(maxsize=4)
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_urlsafe(16))
