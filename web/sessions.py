"""Who is asking: from the cookie to the officer, and the token that every form carries."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartParser

from models.errors import BadInput
from models.forms.reading import storable
from models.sealed_places import SealedPlace
from models.store import logins
from models.store.acting import Actor, set_reader
from web.addresses import address_of
from web.parts import Parts
from web.safety import LARGEST_BODY, LARGEST_FILES
from web.wording import _

#: A long form of many rows is still one form; anything beyond is not typed by a person.
MOST_FIELDS = 5_000
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_COOKIE, _COOKIE_BEFORE = "hutong", "hutong_login"


#: A file of a case that is on its way in lies in memory, never on the disk in clear.
MultiPartParser.spool_max_size = LARGEST_FILES


@dataclass(frozen=True)
class SentFile:
    """A file that came with a form; as text its name and hash, by which a press is told again."""

    name: str
    content: bytes = field(repr=False)

    def __str__(self) -> str:
        return f"{self.name} {hashlib.sha256(self.content).hexdigest()}"


class SignInNeeded(Exception):
    """Nobody is logged in; what was typed, if anything, is kept on the log-in page."""

    def __init__(self, kept: str = "") -> None:
        """Carry a form that was sent after the session had ended, sealed for its officer."""
        super().__init__()
        self.kept = kept


class PasswordChangeNeeded(Exception):
    """The first password must be changed before anything else."""


@dataclass(frozen=True)
class SignedIn:
    """The officer who asks, and this session's token."""

    actor: Actor
    account: str
    csrf: str
    must_change_password: bool


def parts_of(request: Request) -> Parts:
    """The portal's tools."""
    parts: Parts = request.app.state.parts
    return parts


Tools = Annotated[Parts, Depends(parts_of)]


def cookie_name(request: Request, name: str = _COOKIE) -> str:
    """The cookie's name; over https the browser itself refuses it from anybody else."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def secret_of(request: Request) -> str:
    """The secret in the cookie; the database keeps its hash alone."""
    return request.cookies.get(cookie_name(request), "")


def page_transaction(request: Request, parts: Tools) -> Iterator[None]:
    """One transaction for all that a page reads, from the session to the bell.

    It ends before the page is sent, so that what it says was looked at is written down by then. A
    form that is sent has none: the desk has its own, and a page that shows a refusal another.
    """
    if request.method not in SAFE_METHODS:
        yield
        return
    with parts.engine.connect() as db:
        request.state.db = db
        try:
            yield
            end_transaction(request)
        finally:
            request.state.db = None


def end_transaction(request: Request) -> None:
    """End the page's transaction before the page does; its connection goes back."""
    db = transaction_of(request)
    if db is not None:
        request.state.db = None
        db.commit()
        db.close()


def transaction_of(request: Request) -> Connection | None:
    """The page's transaction, while it runs."""
    db: Connection | None = getattr(request.state, "db", None)
    return db


def signed_in(request: Request, parts: Tools) -> SignedIn:
    """Find the officer of this request; the page's transaction goes on as theirs.

    Raises:
        SignInNeeded: There is no live session.
    """
    secret, now = secret_of(request), parts.clock.now()
    db = transaction_of(request)
    if db is None:
        with parts.engine.begin() as own:
            session = logins.live_session(own, secret, now=now)
    else:
        session = logins.live_session(db, secret, now=now)
    if session is None:
        raise SignInNeeded
    if db is not None:
        set_reader(db, session.actor)
    return _remembered(request, session)


def _remembered(request: Request, session: logins.Session) -> SignedIn:
    """Who is logged in, for the page that is drawn."""
    me = SignedIn(session.actor, session.account, session.csrf, session.must_change_password)
    request.state.me = me
    return me


async def guarded(
    request: Request, parts: Tools,
    _page: Annotated[None, Depends(page_transaction, scope="function")],
) -> SignedIn:  # fmt: skip
    """Let a request through that may go on: logged in, and with the form's token if it changes.

    Raises:
        SignInNeeded: With what was typed, when the session ended meanwhile.
        BadInput: The token is missing or of another session.
    """
    form = FormData()
    if request.method not in SAFE_METHODS:
        if _is_large(request):
            # What no form holds is read of nobody who is not logged in.
            await run_in_threadpool(signed_in, request, parts)
        form = await request.form(max_fields=MOST_FIELDS, max_part_size=LARGEST_BODY)
        form = await _with_files_read(form)
        # From here on whatever answers shows what was typed.
        request.state.sent = form
    try:
        me = await run_in_threadpool(signed_in, request, parts)
    except SignInNeeded as needed:
        kept = await run_in_threadpool(_keep, request, parts, form)
        raise SignInNeeded(kept) from needed
    if request.method not in SAFE_METHODS:
        if not hmac.compare_digest(str(form.get("csrf", "")), me.csrf):
            raise BadInput(_("这个页面已经失效,没有作任何改动。请返回刷新页面后重新提交。"))
        request.state.form = _storable(form)
    if me.must_change_password and request.url.path not in ("/password", "/logout"):
        raise PasswordChangeNeeded
    return me


async def _with_files_read(form: FormData) -> FormData:
    """The same with every file read and closed, as a value like any other."""
    read: list[tuple[str, Any]] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            await value.close()
            read.append((name, SentFile(value.filename or "", content)))
        else:
            read.append((name, value))
    return FormData(read)


def _is_large(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    return not length.isdecimal() or int(length[:20]) > LARGEST_BODY


def _storable(form: FormData) -> FormData:
    """What was sent, without characters that no table and no document can hold; files as they are."""
    return FormData(
        [
            (name, storable(value) if isinstance(value, str) else value)
            for name, value in form.multi_items()
        ]
    )


def _keep(request: Request, parts: Parts, form: FormData) -> str:
    """Seal what was typed for the officer whose session it was, so that nobody else reads it."""
    if not form:
        return ""
    with parts.engine.begin() as db:
        officer = logins.whose_session(db, secret_of(request))
    if officer is None:
        return ""
    # The key of the press stays: what was done before the session ended is not done again.
    typed = [
        (name, value) for name, value in form.multi_items()
        if name != "csrf" and isinstance(value, str)
    ]  # fmt: skip
    # Not as an address would carry it: that is thrice as long, and has to come back through a form.
    body = json.dumps([("kept_path", request.url.path), *typed], ensure_ascii=False)
    return parts.office.seal.close_text(body, SealedPlace.TYPED_BEFORE_LOGIN.of(officer)).hex()


def begin(request: Request, parts: Parts, attempt: UUID, hashed: str) -> SignedIn | None:
    """Log an officer in whose password is right; None when it is not, or the account is closed.

    Args:
        request: The log-in.
        parts: The portal's tools.
        attempt: The try that was counted.
        hashed: The password, hashed as the try showed.
    """
    now = parts.clock.now()
    with parts.engine.begin() as db:
        session = logins.log_in(
            db, attempt, hashed, secret=secrets.token_urlsafe(32),
            csrf=secrets.token_urlsafe(32), address=address_of(request), now=now,
        )  # fmt: skip
        if session is None:
            return None
        logins.end_session(db, secret_of(request), now=now)
    return _remembered(request, session)


def give_cookie(request: Request, response: Response, secret: str) -> None:
    """Give the browser the session's secret."""
    set_cookie(request, response, _COOKIE, secret)


def before_login(request: Request) -> str:
    """The token of the log-in form itself, which has no session yet."""
    return request.cookies.get(cookie_name(request, _COOKIE_BEFORE)) or secrets.token_urlsafe(32)


def keep_before_login(request: Request, response: Response, token: str) -> None:
    """Give the browser the log-in form's token."""
    set_cookie(request, response, _COOKIE_BEFORE, token)


def is_from_login_page(request: Request, form: FormData) -> bool:
    """Whether a log-in was sent from our own page."""
    token = request.cookies.get(cookie_name(request, _COOKIE_BEFORE), "")
    return bool(token) and hmac.compare_digest(token, str(form.get("csrf", "")))


def set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send."""
    response.set_cookie(
        cookie_name(request, name),
        value,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def end(request: Request, response: Response, parts: Parts) -> None:
    """Log out."""
    with parts.engine.begin() as db:
        logins.end_session(db, secret_of(request), now=parts.clock.now())
    response.delete_cookie(cookie_name(request), path="/")
