"""The accounts of the centre, for its administrator: made, given other roles, ended, unlocked."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from models.errors import FormInvalid
from models.forms.small import EndingForm, NewOfficerForm, TakingOverForm
from models.permissions import Circumstance, Permission
from models.store import accounts, views_step
from models.words import Role
from tasks.act import Act
from tasks.acts import accounts as acts
from web import passwords
from web.calls import At, Call
from web.hashing import TooManyAtOnce
from web.password_rules import refused_because
from web.routes.entrance import BUSY, RETRY_AFTER
from web.wording import _

router = APIRouter()

_Errors = Mapping[str, list[str]]


@router.get("/officers")
def officers(at: At) -> Response:
    """The accounts of the centre, those in use first."""
    at.require(Permission.KEEP_OFFICERS)
    with at.reading() as db:
        rows = accounts.listed(db)
    return at.page("officers.html", rows=rows)


@router.get("/officers/new")
def ask(at: At) -> Response:
    """Ask for a new account."""
    return _new(at, {}, (), {}, 200)


def _new(
    at: Call, typed: Mapping[str, Any], roles: Sequence[str], errors: _Errors, status: int
) -> Response:
    at.require(Permission.KEEP_OFFICERS)
    return at.page(
        "officer_new.html", status=status, typed=typed, chosen=roles, errors=errors,
        all_roles=list(Role),
    )  # fmt: skip


@router.post("/officers/new")
async def add(at: At) -> Response:
    """Add an account with its first password."""
    at.back_to("/officers")
    typed, roles = at.given(NewOfficerForm), _roles(at)
    again = partial(_new, at, typed, roles)
    at.on_refusal(again)
    return await _hashing(at, lambda: _add(at, typed, roles), again)


def _add(at: Call, typed: dict[str, Any], roles: Sequence[str]) -> Response:
    at.require(Permission.KEEP_OFFICERS)
    errors: dict[str, list[str]] = {}
    asked = None
    try:
        asked = NewOfficerForm.read(typed)
    except FormInvalid as wrong:
        errors |= wrong.errors
    errors |= _wrong_roles(roles)
    first, refused = _first_password(at, str(typed["account"]), str(typed["name"]))
    errors |= refused
    if errors or asked is None:
        raise FormInvalid(errors)
    account, name = asked.account, asked.name
    hashed = passwords.hashed(first, at.parts.hashing.hasher)
    return at.once(
        lambda officer: f"/officers/{officer}?said=added",
        lambda desk: desk.act(
            at.actor,
            lambda act: acts.add_officer(
                act, account=account, name=name, roles=[Role(one) for one in roles], hashed=hashed
            ),
        ),
    )


@router.get("/officers/{officer_id}")
def officer(at: At, officer_id: UUID) -> Response:
    """One account, with what may be done with it and what was done."""
    return _page(at, officer_id, {}, {}, 200)


def _page(
    at: Call, officer_id: UUID, typed: Mapping[str, Any], errors: _Errors, status: int
) -> Response:
    at.require(Permission.KEEP_OFFICERS)
    is_own = at.actor.why_not(
        Permission.KEEP_OFFICERS, *at.actor.being(Circumstance.SELF, officer_id)
    )
    with at.reading() as db:
        one = accounts.one(db, officer_id)
        changes = accounts.changes(db, officer_id)
        others = [row for row in views_step.officers(db) if row.id != officer_id]
        left = acts.left_open(Act(db, at.parts.office, at.actor, at.now), officer_id)
    return at.page(
        "officer.html", status=status, one=one, changes=changes, others=others, left=left,
        may_change=one.active and not is_own, is_own=bool(is_own), typed=typed, errors=errors,
        chosen=typed.get("roles", one.roles), all_roles=list(Role), said=at.asked("said"),
    )  # fmt: skip


@router.post("/officers/{officer_id}/roles")
def change_roles(at: At, officer_id: UUID) -> Response:
    """Give an officer other roles; what they may do no more goes over in the same act."""
    roles, asked = _roles(at), _taking_over(at, officer_id)
    if wrong := _wrong_roles(roles):
        raise FormInvalid(wrong)
    return _do(
        at, officer_id, "roles",
        lambda act: acts.change_roles(act, officer_id, [Role(one) for one in roles], to=asked.to),
    )  # fmt: skip


@router.post("/officers/{officer_id}/end")
def end(at: At, officer_id: UUID) -> Response:
    """End an account; what is open goes over in the same act."""
    at.require(Permission.KEEP_OFFICERS)
    typed = at.given(EndingForm)
    _shown_again(at, officer_id, typed)
    asked = EndingForm.read(typed)
    with at.reading() as db:
        is_meant = accounts.one(db, officer_id).account == asked.confirmed
    if not is_meant:
        raise FormInvalid({"confirmed": [_("与这个账号的账号名不一致，没有停用。")]})
    return _do(
        at, officer_id, "ended", lambda act: acts.end_account(act, officer_id, to=asked.to)
    )  # fmt: skip


@router.post("/officers/{officer_id}/unlock")
def unlock(at: At, officer_id: UUID) -> Response:
    """Let an account that waits after wrong passwords log in again at once."""
    _shown_again(at, officer_id, {})
    return _do(at, officer_id, "unlocked", lambda act: acts.unlock(act, officer_id))


@router.post("/officers/{officer_id}/password")
async def give_password(at: At, officer_id: UUID) -> Response:
    """Give an officer a first password; every log-in of the account ends."""
    again = _shown_again(at, officer_id, {})
    return await _hashing(at, lambda: _give_password(at, officer_id), again)


def _give_password(at: Call, officer_id: UUID) -> Response:
    at.require(
        Permission.KEEP_OFFICERS, *at.actor.being(Circumstance.SELF, officer_id)
    )  # fmt: skip
    with at.reading() as db:
        one = accounts.one(db, officer_id)
    first, refused = _first_password(at, one.account, one.name)
    if refused:
        raise FormInvalid(refused)
    hashed = passwords.hashed(first, at.parts.hashing.hasher)
    return _do(
        at, officer_id, "password",
        lambda act: acts.give_password(act, officer_id, hashed=hashed),
    )  # fmt: skip


def _do(at: Call, officer_id: UUID, said: str, work: Callable[[Act], object]) -> Response:
    return at.once(f"/officers/{officer_id}?said={said}", lambda desk: desk.act(at.actor, work))


def _taking_over(at: Call, officer_id: UUID) -> TakingOverForm:
    typed = at.given(TakingOverForm)
    _shown_again(at, officer_id, {**typed, "roles": _roles(at)} if at.form.get("roles") else typed)
    return TakingOverForm.read(typed)


def _shown_again(
    at: Call, officer_id: UUID, typed: Mapping[str, Any]
) -> Callable[[_Errors, int], Response]:
    at.back_to("/officers")
    again = partial(_page, at, officer_id, typed)
    at.on_refusal(again)
    return again


def _roles(at: Call) -> list[str]:
    """The roles that were ticked, in the order of the vocabulary; others are none of ours."""
    ticked = {str(one) for one in at.form.getlist("roles")}
    return [role.value for role in Role if role.value in ticked]


def _wrong_roles(roles: Sequence[str]) -> dict[str, list[str]]:
    return {} if roles else {"roles": [_("请至少选择一个岗位。")]}


def _first_password(at: Call, account: str, name: str) -> tuple[str, dict[str, list[str]]]:
    first, twice = str(at.form.get("first", "")), str(at.form.get("again", ""))
    refused = refused_because(first, twice, account=account, old="", name=name)
    return first, {"first": [refused]} if refused else {}


async def _hashing(
    at: Call, work: Callable[[], Response], again: Callable[[_Errors, int], Response]
) -> Response:
    """Do what makes a hash when its turn comes, or say that too many are before it."""
    try:
        return await at.parts.hashing.run(work)
    except TooManyAtOnce:
        answer = await run_in_threadpool(again, {"first": [BUSY]}, 503)
        answer.headers["Retry-After"] = RETRY_AFTER
        return answer
