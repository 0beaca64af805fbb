"""Changing one's own password: the first one must be, and the old one is guessed no faster here."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from models.errors import FormInvalid
from models.store import attempts, logins
from web import passwords
from web.addresses import address_of
from web.calls import At, Call
from web.hashing import TooManyAtOnce
from web.pages import to
from web.password_rules import refused_because
from web.routes.entrance import BUSY, RETRY_AFTER
from web.wording import _

router = APIRouter()

_AFTERWARDS = "/work"
_WRONG_OLD = _("原密码不正确。连续输错以后，要等几分钟才能再试。")


@router.get("/password")
def password(at: At) -> Response:
    """Ask for a new password."""
    return at.page("password.html", errors={})


@router.post("/password")
async def change_password(at: At) -> Response:
    """Change one's own password; other sessions of the account end."""
    again = partial(at.page, "password.html")
    at.on_refusal(lambda errors, status: again(errors=errors, status=status))
    try:
        await at.parts.hashing.run(partial(_change, at))
    except TooManyAtOnce:
        answer = await run_in_threadpool(again, status=503, errors={"old": [BUSY]})
        answer.headers["Retry-After"] = RETRY_AFTER
        return answer
    return to(_AFTERWARDS)


def _change(at: Call) -> None:
    """Look at the old password, keep the new one.

    Raises:
        FormInvalid: Something is wrong with either.
    """
    secret = at.actor.secret
    with at.acting(_AFTERWARDS) as db:
        attempt, old, new = _looked_at(at, secret)
        now = at.parts.clock.now()
        if not logins.set_password(db, attempt, old=old, new=new, secret=secret, now=now):
            raise FormInvalid({"old": [_WRONG_OLD]})


def _looked_at(at: Call, secret: str) -> tuple[UUID, str, str]:
    """The try, both passwords hashed; a try is counted whatever becomes of the change."""
    old, new, again = (str(at.form.get(name, "")) for name in ("old", "new", "again"))
    hasher, engine = at.parts.hashing.hasher, at.parts.engine
    with engine.begin() as db:
        tried = attempts.begin(
            db, at.me.account, address_of(at.request), usual=passwords.usual(hasher), now=at.now
        )
    hashed, attempt = passwords.hashed_as(tried.shown, old, hasher), tried.attempt
    errors, is_right = {}, False
    if attempt is not None:
        with engine.begin() as db:
            is_right = logins.prove_password(db, attempt, hashed, secret=secret, now=at.now)
    if not is_right:
        errors["old"] = [_WRONG_OLD]
    refused = refused_because(new, again, account=at.me.account, old=old, name=at.actor.name)
    if refused:
        errors["new"] = [refused]
    if errors or attempt is None:
        raise FormInvalid(errors)
    return attempt, hashed, passwords.hashed(new, hasher)
