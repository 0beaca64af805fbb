"""Changing one's own password: the first one must be, and the old one is guessed no faster here."""

from functools import partial

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

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
    try:
        errors = await at.parts.hashing.run(partial(_change, at))
    except TooManyAtOnce:
        answer = await run_in_threadpool(again, status=503, errors={"old": [BUSY]})
        answer.headers["Retry-After"] = RETRY_AFTER
        return answer
    if errors:
        return await run_in_threadpool(again, status=422, errors=errors)
    return to(_AFTERWARDS)


def _change(at: Call) -> dict[str, list[str]]:
    """Look at the old password, keep the new one; or say what is wrong with either."""
    old, new, again = (str(at.form.get(name, "")) for name in ("old", "new", "again"))
    hasher, engine, secret = at.parts.hashing.hasher, at.parts.engine, at.actor.secret
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
        return errors
    kept = passwords.hashed(new, hasher)
    with engine.begin() as db:
        is_kept = logins.set_password(
            db, attempt, old=hashed, new=kept, secret=secret, now=at.parts.clock.now()
        )
    return {} if is_kept else {"old": [_WRONG_OLD]}
