"""Centres and officers of an installation: the first ones, and a password that was forgotten.

Asked for on the machine itself, by whoever holds the database: there is nobody yet to log in.
What was done with an account is kept in its trace, with the account of the operating system that
did it; what was done with a centre in `system_facts`.
"""

import getpass
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import DBAPIError

from models.errors import BadInput, NotFound, OutsideFailure
from models.labels import ROLES
from models.settings import Settings
from models.store import accounts as kept_accounts
from models.store.accounts import By
from models.store.acting import make_engine
from models.store.officers import OfficerAccount, account_named
from models.tables.centre import Centre
from models.words import Role
from tasks.acts import leaving
from tasks.acts.accounts import ACCOUNT
from tasks.acts.leaving import TakeOver, WentOver
from web.passwords import hashed

#: What stands on the letterheads of a centre, with what it is asked by.
CENTRE_FACTS: Mapping[str, str] = {
    "name": "中心全称", "short": "文号用的简称,如 示未保", "address": "地址", "phone": "电话",
    "head": "负责人姓名", "head_title": "负责人职务", "civil_affairs": "民政部门全称",
    "court": "人民法院全称", "locality": "所在地,如 示例县",
}  # fmt: skip
_LONGEST = {"short": 20, "phone": 40}
_CODE = re.compile(r"[a-z][a-z0-9-]{1,31}")
_LONGEST_NAME = 64
_LONGEST_WHO = 100
_KEEP = text(
    "INSERT INTO system_facts (name, value, at) VALUES (:name, :value, :at) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at"
)
_CENTRES = text("SELECT id, code, facts->>'name' AS name, facts->>'short' AS short FROM centres")


@dataclass(frozen=True)
class NewOfficer:
    """An officer as asked for. `roles`: words such as `administrator` or 系统管理员."""

    account: str
    name: str
    centre: str
    roles: Sequence[str]


def check_code(settings: Settings, code: str) -> None:
    """Say what is wrong with the code of a new centre before the rest is asked for.

    Raises:
        BadInput: It cannot be one, or is taken.
        OutsideFailure: The case record is not there.
    """
    with _changing(settings) as db:
        _check_code(db, code)


def _check_code(db: Connection, code: str) -> None:
    if not _CODE.fullmatch(code):
        raise BadInput(f"中心代码“{code}”不能用:2到32个小写字母、数字或连字符,以字母开头。")
    for row in db.execute(_CENTRES):
        if row.code == code:
            raise BadInput(f"已经有代码为“{code}”的中心({row.name}),没有改动。")


def add_centre(
    settings: Settings, code: str, facts: Mapping[str, str], *, now: datetime
) -> None:  # fmt: skip
    """Add a centre.

    Raises:
        BadInput: The code or a fact is wrong or taken; nothing was changed.
        OutsideFailure: The case record is not there.
    """
    given = {name: facts.get(name, "").strip() for name in CENTRE_FACTS}
    for name, value in given.items():
        most = _LONGEST.get(name, 100)
        if not value or len(value) > most:
            raise BadInput(f"请填写{CENTRE_FACTS[name]}(不超过{most}个字)。")
    with _changing(settings) as db:
        _check_code(db, code)
        for row in db.execute(_CENTRES):
            if row.short == given["short"]:
                raise BadInput(f"简称“{row.short}”已由{row.name}使用,文号会混淆;请换一个。")
        db.execute(insert(Centre).values(id=uuid4(), code=code, facts=given))
        _note(db, f"centre:{code}", now, called=given["name"])


def check_officer(settings: Settings, wanted: NewOfficer) -> None:
    """Say what is wrong with an officer before a password is asked for.

    Raises:
        BadInput: With what to do.
        NotFound: There is no such centre; lists those there are.
    """
    with _changing(settings) as db:
        _checked(db, wanted)


def add_officer(settings: Settings, wanted: NewOfficer, password: str, *, now: datetime) -> str:
    """Add an officer who must change the password at the first log-in.

    Returns:
        The roles in words.

    Raises:
        BadInput: With what to do; nothing was changed.
        NotFound: There is no such centre; lists those there are.
    """
    kept = hashed(password)
    with _changing(settings) as db:
        centre_id, roles = _checked(db, wanted)
        added = kept_accounts.add(
            db, uuid4(), centre_id, account=wanted.account, name=wanted.name.strip(), roles=roles,
            password=kept, by=_by(now),
        )  # fmt: skip
        if not added:
            raise BadInput(f"账号“{wanted.account}”已经有人使用,没有改动;请换一个。")
    return "、".join(ROLES[one] for one in roles)


def give_password(settings: Settings, account: str, password: str, *, now: datetime) -> str:
    """Give an officer a new first password and end every log-in; returns the name.

    Raises:
        NotFound: There is no such account.
    """
    kept = hashed(password)
    with _changing(settings) as db:
        officer = _known(db, account)
        if not kept_accounts.give_password(db, officer.id, kept, by=_by(now)):
            raise BadInput(f"账号“{account}”已停用,没有改动。")
    return officer.name


def end_account(settings: Settings, account: str, *, to: str, now: datetime) -> WentOver:
    """End an account; what is open goes to `to` as far as they may, else to others.

    Raises:
        NotFound: There is no such account, or `to` is none in use.
        RuleBroken: For some of what is open there is nobody.
    """
    with _changing(settings) as db:
        officer, taker = _known(db, account), _taker(db, to)
        return leaving.end_account(db, officer, TakeOver(taker, None, _by(now)))


def change_roles(
    settings: Settings, account: str, given: Sequence[str], *, to: str, now: datetime
) -> tuple[str, WentOver]:
    """Give an officer these roles and no others; returns them in words, and what went over.

    Raises:
        BadInput: There is no such role, or none was named.
        NotFound: There is no such account, or `to` is none in use.
        RuleBroken: For some of what is open there is nobody.
    """
    roles = [_role(one) for one in dict.fromkeys(given)]
    if not roles:
        raise BadInput(f"请用 --role 写明岗位,可以写几个。岗位有:{_roles()}。")
    with _changing(settings) as db:
        officer, taker = _known(db, account), _taker(db, to)
        went = leaving.change_roles(db, officer, roles, TakeOver(taker, None, _by(now)))
    return "、".join(ROLES[one] for one in roles), went


def unlock(settings: Settings, account: str, *, now: datetime) -> int:
    """Forget an account's wrong passwords, so that it waits nowhere; how many there were."""
    with _changing(settings) as db:
        return kept_accounts.unlock(db, _known(db, account).id, by=_by(now))


def _known(db: Connection, account: str) -> OfficerAccount:
    found = account_named(db, account)
    if found is None:
        raise NotFound(f"没有账号“{account}”,没有改动;请核对账号名。")
    return found


def _taker(db: Connection, to: str) -> OfficerAccount | None:
    if not to:
        return None
    found = _known(db, to)
    if not found.active:
        raise NotFound(f"账号“{to}”已停用,不能接手,没有改动。")
    return found


def _checked(db: Connection, wanted: NewOfficer) -> tuple[UUID, list[Role]]:
    if not ACCOUNT.fullmatch(wanted.account):
        raise BadInput(
            f"账号“{wanted.account}”不能用:2到40个小写字母、数字、点、下划线或连字符,以字母开头。"
        )
    if not 0 < len(wanted.name.strip()) <= _LONGEST_NAME:
        raise BadInput(f"请用 --name 写明姓名(不超过{_LONGEST_NAME}个字)。")
    roles = [_role(one) for one in dict.fromkeys(wanted.roles)]
    if not roles:
        raise BadInput(f"请用 --role 写明岗位,可以写几个。岗位有:{_roles()}。")
    centres = {row.code: row for row in db.execute(_CENTRES)}
    if wanted.centre not in centres:
        known = "、".join(f"{row.code}({row.name})" for row in centres.values())
        there = f"现有:{known}" if known else "还没有任何中心,请先用 hutong centre add 建立"
        raise NotFound(f"没有代码为“{wanted.centre}”的中心,{there}。")
    if account_named(db, wanted.account):
        raise BadInput(f"账号“{wanted.account}”已经有人使用,没有改动;请换一个。")
    return centres[wanted.centre].id, roles


def _role(given: str) -> Role:
    by_word = {ROLES[one]: one for one in Role} | {one.value: one for one in Role}
    if given not in by_word:
        raise BadInput(f"没有岗位“{given}”。岗位有:{_roles()}。")
    return by_word[given]


def _roles() -> str:
    return "、".join(f"{one.value}({ROLES[one]})" for one in Role)


def _by(now: datetime) -> By:
    return By(now, _who() or "-")


def _who() -> str:
    with suppress(OSError, KeyError):  # An account without a name has none to keep.
        return getpass.getuser()[:_LONGEST_WHO]
    return ""


def _note(db: Connection, name: str, now: datetime, **what: object) -> None:
    value = json.dumps({"by": _who(), **what}, ensure_ascii=False)
    db.execute(_KEEP, {"name": name, "value": value, "at": now})


@contextmanager
def _changing(settings: Settings) -> Iterator[Connection]:
    """One transaction as the owner of the case record."""
    if not settings.database_url:
        raise OutsideFailure("还没有案件数据库;新装的系统请先启动一次(make run)。")
    engine = make_engine(settings.database_url)
    try:
        with engine.begin() as db:
            yield db
    except DBAPIError as away:
        raise OutsideFailure("连不上案件数据库;新装的系统请先启动一次(make run)。") from away
    finally:
        engine.dispose()
