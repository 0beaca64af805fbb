"""What an administrator does with the accounts of the centre, each one transaction."""

import re
from collections.abc import Collection
from uuid import UUID, uuid4

from models.errors import FormInvalid, RuleBroken
from models.permissions import Circumstance, Permission
from models.store import accounts
from models.store.accounts import By, LeftOpen
from models.store.officers import OfficerAccount, officer_of_centre
from models.words import Role
from tasks.act import Act
from tasks.acts import leaving
from tasks.acts.leaving import TakeOver, WentOver

ACCOUNT = re.compile(r"[a-z][a-z0-9._-]{1,39}")
TAKEN = "这个账号名已经有人使用,请换一个。"
NOT_AN_ACCOUNT = "账号名为2到40个小写字母、数字、点、下划线或者连字符,以字母开头。"
ENDED = "这个账号已经停用。"


def add_officer(act: Act, *, account: str, name: str, roles: Collection[Role], hashed: str) -> UUID:
    """Add an officer of the centre with the hash of a first password, to be changed at once.

    Raises:
        NotAllowed: Not an administrator.
        FormInvalid: The account cannot be one, or is taken.
    """
    act.require(Permission.KEEP_OFFICERS)
    if not ACCOUNT.fullmatch(account):
        raise FormInvalid({"account": [NOT_AN_ACCOUNT]})
    officer = uuid4()
    added = accounts.add(
        act.db, officer, act.actor.centre_id, account=account, name=name, roles=roles,
        password=hashed, by=By(act.now),
    )  # fmt: skip
    if not added:
        raise FormInvalid({"account": [TAKEN]})
    return officer


def change_roles(
    act: Act, officer_id: UUID, roles: Collection[Role], *, to: UUID | None
) -> WentOver:
    """Give an officer these roles and no others; what they may do no more goes over.

    Raises:
        NotAllowed: Not an administrator, or their own account.
        RuleBroken: The account has ended, or for some of what is open there is nobody.
    """
    officer = _kept(act, officer_id)
    over = _over(act, officer_id, to)
    accounts.hand_all_over(act.db)
    return leaving.change_roles(act.db, officer, roles, over)


def end_account(act: Act, officer_id: UUID, *, to: UUID | None) -> WentOver:
    """End an account for good; what is open goes over in the same act. Raises as above."""
    officer = _kept(act, officer_id)
    over = _over(act, officer_id, to)
    accounts.hand_all_over(act.db)
    return leaving.end_account(act.db, officer, over)


def give_password(act: Act, officer_id: UUID, *, hashed: str) -> None:
    """Give an officer a first password; every log-in of the account ends. Raises as above."""
    _kept(act, officer_id)
    accounts.give_password(act.db, officer_id, hashed, by=By(act.now))


def unlock(act: Act, officer_id: UUID) -> int:
    """Let an account log in again at once after wrong passwords; how many there were."""
    _kept(act, officer_id)
    return accounts.unlock(act.db, officer_id, by=By(act.now))


def left_open(act: Act, officer_id: UUID) -> LeftOpen:
    """How much an officer has open, which would go over if the account ended."""
    act.require(Permission.KEEP_OFFICERS)
    return accounts.left_open(act.db, officer_id)


def _kept(act: Act, officer_id: UUID) -> OfficerAccount:
    act.require(Permission.KEEP_OFFICERS, *act.actor.being(Circumstance.SELF, officer_id))
    found = officer_of_centre(act.db, officer_id)
    if not found.active:
        raise RuleBroken(ENDED)
    return found


def _over(act: Act, officer_id: UUID, to: UUID | None) -> TakeOver:
    taker = officer_of_centre(act.db, to) if to else None
    if taker and (not taker.active or taker.id == officer_id):
        raise FormInvalid({"to": ["请选择另一位在用的工作人员。"]})
    return TakeOver(taker, act.actor.officer_id, By(act.now))
