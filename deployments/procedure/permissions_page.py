"""`docs/permissions.md`: the table of permissions, for people."""

from models.labels import ROLES
from models.permissions import CALLED, TABLE, Circumstance, Grant, only_they
from models.words import Role

_INTRODUCTION = """\
# Permissions

Printed by `hutong procedure --permissions` from `models.permissions`; a test compares. The portal
shows a button by the same row by which the desk refuses, and the sentence of the refusal is
composed from it. What everybody may do who sees a case (read it, write to its people, follow its
notices) is no row. Which cases one sees is decided by row-level security: those of one's team, and
all of the centre for whom the first row names.

● by the role alone. A circumstance is what somebody is to the thing at hand; it suffices without
the role. What stands under 不得 forbids it, whatever the role.

"""
_AFTERWARDS = """
## What is said to others

"""


def permissions_page() -> str:
    """The whole page."""
    head = ["可以做什么", "word", *ROLES.values(), "凭什么身份", "不得"]
    lines = [_row(head), _row(["---"] * len(head))]
    lines += [_row(_cells(name.value, grant)) for name, grant in TABLE.items()]
    said = [f"- `{name.value}`: {only_they(name)}" for name in TABLE]
    return _INTRODUCTION + "\n".join(lines) + "\n" + _AFTERWARDS + "\n".join(said) + "\n"


def _cells(name: str, grant: Grant) -> list[str]:
    marks = ["●" if role in grant.roles else "" for role in Role]
    by = [CALLED[one] for one in Circumstance if one in grant.circumstances]
    never = [CALLED[one] for one in grant.never]
    return [grant.words, f"`{name}`", *marks, "、".join(by), "、".join(never)]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
