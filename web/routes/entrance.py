"""Logging in and out, and what was typed when a session ended."""

import json
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from models.errors import BrokenInvariant
from models.forms.reading import storable
from models.sealed_places import SealedPlace
from models.store import attempts, logins
from models.store.practice import practice_accounts
from web import passwords, sessions
from web.addresses import address_of
from web.calls import At
from web.hashing import TooManyAtOnce
from web.pages import page, to
from web.parts import Parts
from web.safety import LARGEST_BODY
from web.sessions import SignedIn, Tools
from web.wording import _

router = APIRouter()

_HOME = "/work"
#: Longest account name kept.
_NAME = 64
_BUSY = 503
#: Seconds after which the queue for passwords has moved on.
RETRY_AFTER = "5"
#: One sentence for all: a wrong password, no such account, a closed one, one that has to wait.
WRONG = _(
    "账号或者密码不正确。连续输错以后，要等几分钟才能再试；还是不能登录时，请找本中心的系统管理员。"
)
BUSY = _("现在登录的人很多，请几秒钟后再试一次；这一次没有检查密码，也不算输错。")
_STALE = _("登录页面已经失效，请再试一次。")


async def _login_form(request: Request) -> FormData:
    return await request.form(max_fields=20, max_part_size=LARGEST_BODY)


LoginForm = Annotated[FormData, Depends(_login_form)]


@router.get("/")
def front() -> Response:
    """Go to the first page; who is not logged in is sent on to the log-in page."""
    return to(_HOME)


@router.get("/login")
def login(request: Request) -> Response:
    """Ask who is there."""
    return login_page(request, wanted=_inside(request.query_params.get("next", "")))


def login_page(
    request: Request, *, wanted: str = _HOME, kept: str = "", wrong: str = "", account: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    """Draw the log-in page; practice accounts are listed once the practice centre is loaded."""
    with sessions.parts_of(request).engine.begin() as db:
        practice = practice_accounts(db)
    token = sessions.before_login(request)
    answer = page(
        request, "login.html", status=status, token=token, wanted=wanted, kept=kept, wrong=wrong,
        account=account, practice=practice,
    )  # fmt: skip
    if status == _BUSY:
        answer.headers["Retry-After"] = RETRY_AFTER
    sessions.keep_before_login(request, answer, token)
    return answer


@router.post("/login")
async def enter(request: Request, form: LoginForm, parts: Tools) -> Response:
    """Log in; the same answer and the same work whether the account exists or not."""
    account = storable(str(form.get("account", ""))).strip()[:_NAME]
    again = partial(
        login_page, request, wanted=_inside(str(form.get("next", ""))), account=account,
        kept=str(form.get("kept", "")),
    )  # fmt: skip
    if not sessions.is_from_login_page(request, form):
        return await run_in_threadpool(again, kept="", wrong=_STALE, status=400)
    password = str(form.get("password", ""))
    try:
        found = await parts.hashing.run(partial(_check, request, parts, account, password))
    except TooManyAtOnce:
        return await run_in_threadpool(again, wrong=BUSY, status=503)
    if found is None:
        return await run_in_threadpool(again, wrong=WRONG, status=401)
    return await run_in_threadpool(_let_in, request, parts, found, form)


def _check(request: Request, parts: Parts, account: str, password: str) -> SignedIn | None:
    """Log in whose account and password these are; None for whatever may be wrong with them."""
    hasher, address = parts.hashing.hasher, address_of(request)
    with parts.engine.begin() as db:
        tried = attempts.begin(
            db, account, address, usual=passwords.usual(hasher), now=parts.clock.now()
        )
    # Who has to wait is looked at all the same: by the work nothing can be told apart.
    hashed = passwords.hashed_as(tried.shown, password, hasher)
    if tried.attempt is None:
        return None
    found = sessions.begin(request, parts, tried.attempt, hashed)
    if found is not None and passwords.is_dated(hashed, hasher):
        anew, secret = passwords.hashed(password, hasher), found.actor.secret
        with parts.engine.begin() as db:
            now = parts.clock.now()
            logins.rehash(db, tried.attempt, old=hashed, new=anew, secret=secret, now=now)
    return found


def _let_in(request: Request, parts: Parts, found: SignedIn, form: FormData) -> Response:
    typed = _opened(parts, found.actor.officer_id, str(form.get("kept", "")))
    answer = _go_on(request, typed) if typed else to(_inside(str(form.get("next", ""))))
    sessions.give_cookie(request, answer, found.actor.secret)
    return answer


def _opened(parts: Parts, officer: UUID, kept: str) -> list[tuple[str, str]]:
    """Open what was typed before the session ended; only its own officer can."""
    if not kept:
        return []
    try:
        body = parts.office.seal.open_text(
            bytes.fromhex(kept), SealedPlace.TYPED_BEFORE_LOGIN.of(officer)
        )
        return [(str(name), str(value)) for name, value in json.loads(body)]
    except (BrokenInvariant, ValueError):
        return []


def _go_on(request: Request, typed: list[tuple[str, str]]) -> Response:
    """Show a button that sends once more what was typed; a form is looked at again first."""
    fields = dict(typed)
    path = _inside(fields.get("kept_path", ""))
    is_form = fields.get("do") in ("submit", "draft")
    rest = [(n, "again" if n == "do" and is_form else v) for n, v in typed if n != "kept_path"]
    return page(request, "kept.html", action=path, fields=rest, is_form=is_form)


def _inside(path: str) -> str:
    """A path of our own, never another site's address."""
    ours = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if ours else _HOME


@router.post("/logout")
def leave(at: At) -> Response:
    """Log out."""
    answer = to("/login")
    sessions.end(at.request, answer, at.parts)
    return answer
