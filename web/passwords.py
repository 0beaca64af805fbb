"""Passwords: argon2id, and the same work for an account that does not exist."""

import secrets
import threading
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from web.wording import _

_HASHER = PasswordHasher()
#: Each check takes 64 MiB and a core for a third of a second; more at once would help nobody.
_AT_ONCE = threading.BoundedSemaphore(2)

SHORTEST, LONGEST = 10, 200
_TOO_SIMPLE = frozenset({"password12", "1234567890", "0123456789", "qwertyuiop", "11111111111"})


def hashed(password: str) -> str:
    """Hash a new password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Check a password; with nothing kept the same time is spent and the answer is no."""
    with _AT_ONCE:
        try:
            matches = _HASHER.verify(kept or _nobodys(), password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return matches and kept is not None


def is_dated(kept: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))


def refused_because(password: str, again: str, *, account: str, old: str) -> str | None:
    """Say what is wrong with a new password; None when nothing is."""
    if not SHORTEST <= len(password) <= LONGEST:
        return _("新密码应为%(n)s个字符以上。", n=SHORTEST)
    if password == old:
        return _("新密码不能与原密码相同。")
    if account.lower() in password.lower() or password.lower() in _TOO_SIMPLE:
        return _("新密码太简单,不能包含账号名或者常见的连续字符。")
    if len(set(password)) < SHORTEST // 2:
        return _("新密码太简单,请使用更多不同的字符。")
    return None if password == again else _("两次输入的新密码不一致。")
