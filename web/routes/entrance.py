"""Logging in and out, the first password, and what was typed when a session ended."""

from typing import Annotated
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from models.errors import BrokenInvariant
from models.sealed_places import SealedPlace
from models.store import logins
from models.store.acting import as_officer
from models.store.logins import Account
from models.store.practice import practice_accounts
from web import passwords, sessions
from web.calls import At
from web.pages import page, to
from web.parts import Parts
from web.sessions import Tools
from web.wording import _

router = APIRouter()

_HOME = "/work"
#: Longest account name and address kept.
_NAME = 64


async def _login_form(request: Request) -> FormData:
    return await request.form(max_fields=20)


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
    sessions.keep_before_login(request, answer, token)
    return answer


@router.post("/login")
def enter(request: Request, form: LoginForm, parts: Tools) -> Response:
    """Log in; the same answer and the same work whether the account exists or not."""
    account = str(form.get("account", "")).strip()[:_NAME]
    wanted, kept = _inside(str(form.get("next", ""))), str(form.get("kept", ""))
    if not sessions.is_from_login_page(request, form):
        wrong = _("登录页面已经失效，请再试一次。")
        return login_page(request, wanted=wanted, wrong=wrong, account=account, status=400)
    found, wrong = _check(request, parts, account, str(form.get("password", "")))
    if found is None:
        return login_page(
            request, wanted=wanted, kept=kept, wrong=wrong, account=account, status=401
        )
    secret, _me = sessions.begin(request, parts, found)
    typed = _opened(parts, found.actor.officer_id, kept)
    answer = _go_on(request, typed) if typed else to(wanted)
    sessions.give_cookie(request, answer, secret)
    return answer


def _check(
    request: Request, parts: Parts, account: str, password: str
) -> tuple[Account | None, str]:
    """Find whose account and password these are, or say why not."""
    address = sessions.address_of(request)[:_NAME]
    with parts.engine.begin() as db:
        attempt = logins.begin_attempt(db, account, address, now=parts.clock.now())
        found = logins.find_account(db, account)
    if attempt is None:
        return None, _("失败次数过多，请15分钟后再试，或者请管理员协助。")
    is_right = passwords.is_right(found.password if found else None, password)
    if found is None or not is_right or not found.active:
        return None, _("账号或者密码不正确。")
    with as_officer(parts.engine, found.actor) as db:
        logins.attempt_succeeded(db, attempt)
        if passwords.is_dated(found.password):
            logins.rehash(db, found.actor, passwords.hashed(password))
    return found, ""


def _opened(parts: Parts, officer: UUID, kept: str) -> list[tuple[str, str]]:
    """Open what was typed before the session ended; only its own officer can."""
    if not kept:
        return []
    try:
        body = parts.office.seal.open_text(
            bytes.fromhex(kept), SealedPlace.TYPED_BEFORE_LOGIN.of(officer)
        )
    except (BrokenInvariant, ValueError):
        return []
    return parse_qsl(body, keep_blank_values=True)


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


@router.get("/password")
def password(at: At) -> Response:
    """Ask for a new password."""
    return at.page("password.html", errors={})


@router.post("/password")
def change_password(at: At) -> Response:
    """Change one's own password; other sessions of the account end."""
    old, new, again = (str(at.form.get(name, "")) for name in ("old", "new", "again"))
    with at.parts.engine.begin() as db:
        account = logins.find_account(db, at.me.account)
    errors = {}
    if not passwords.is_right(account.password if account else None, old):
        errors["old"] = [_("原密码不正确。")]
    refused = passwords.refused_because(new, again, account=at.me.account, old=old)
    if refused:
        errors["new"] = [refused]
    if errors:
        return at.page("password.html", status=422, errors=errors)
    kept = passwords.hashed(new)
    with at.reading() as db:
        logins.set_password(db, at.actor, kept, keep=at.me.key, now=at.now)
    return to(_HOME)
