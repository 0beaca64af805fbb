"""Drawing pages: one strict, autoescaping Jinja environment, and what every page knows."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import resources
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from models.forms.small import ReminderMeans
from models.law.dates import chinese_day
from models.permissions import Circumstance, Permission
from models.store import practice, unreadable, views_notices
from models.store.acting import as_reader
from tasks.deadlines.standing import source_of
from web import moments, names, wording
from web.lights import light_of
from web.presses import marks_of
from web.sessions import SignedIn, parts_of, transaction_of
from web.static_files import mark_of
from web.unsealing import Opener


def make_environment() -> Environment:
    """The environment of all templates: a missing value is an error, every value is escaped."""
    made = Environment(
        loader=PackageLoader("web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        wording.gettext, wording.ngettext, newstyle=True
    )
    made.filters.update(
        word=wording.word, stage=names.stage_name, role=names.role_name, roles=names.role_names,
        outcome=names.outcome_name, holder=names.holder_name, paper=names.paper_name,
        means=names.means_name, light=light_of, lines=str.splitlines,
        notice=names.notice_name, channel=names.channel_name, delivery=names.delivery_name,
        reason=names.reason_name, look=names.look_name,
        account_change=names.account_change_name,
    )  # fmt: skip
    made.globals["static"] = _fingerprints()
    made.globals["source_of"] = source_of
    made.globals["Permission"] = Permission
    made.globals["reminder_means"] = ReminderMeans
    made.globals["weekday_of"] = lambda day: wording.word(chinese_day(day))
    return made


def _fingerprints() -> dict[str, str]:
    """Static files by name with a mark of their content, so that a new version is fetched."""
    folder = resources.files("web") / "static"
    return {
        file.name: f"/static/{file.name}?v={mark_of(file.read_bytes())}"
        for file in folder.iterdir()
        if file.is_file()
    }


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Draw a page.

    Args:
        request: Carries who is logged in, if anybody.
        template: File in `web/templates`.
        status: HTTP status.
        values: What the template needs besides what every page knows.
    """
    parts = parts_of(request)
    environment: Environment = request.app.state.environment
    me: SignedIn | None = getattr(request.state, "me", None)
    now: datetime = parts.clock.now()
    seen = _seen(request, me) if me else _Seen()
    text = environment.get_template(template).render(
        me=me,
        csrf=marks_of(request, me) if me else "",
        path=request.url.path,
        now=now,
        when=partial(moments.moment, now=now),
        day=partial(moments.day, now=now),
        may=me.actor.may if me else _may_nothing,
        is_practice=seen.is_practice,
        engine_is_up=parts.procedure_engine.is_up,
        unread=seen.unread,
        unreadable=seen.unreadable,
        torn=seen.torn,
        trouble=parts.trouble(),
        **values,
    )
    return HTMLResponse(text, status_code=status)


def _may_nothing(_permission: Permission, *_circumstances: Circumstance) -> bool:
    """Nobody is logged in."""
    return False


@dataclass(frozen=True)
class _Seen:
    """What stands around every page of an officer."""

    unread: int = 0
    is_practice: bool = False
    unreadable: int = 0
    torn: tuple[str, ...] = ()


def _seen(request: Request, me: SignedIn) -> _Seen:
    """Ask for it; the page that says the database is away has none of it."""
    of_page = transaction_of(request)
    if of_page is not None:
        return _read(of_page, request, me)
    try:
        with as_reader(parts_of(request).engine, me.actor) as db:
            return _read(db, request, me)
    except SQLAlchemyError:
        return _Seen()


def _read(db: Connection, request: Request, me: SignedIn) -> _Seen:
    """Count what is unread; tell of what could not be opened."""
    opener: Opener | None = getattr(request.state, "opener", None)
    unread = views_notices.unread(db, me.actor)
    if opener is None:
        return _Seen(unread, _practises(db, request, me))
    if places := opener.places:
        now = parts_of(request).clock.now()
        unreadable.report(db, places, now=now)
    return _Seen(unread, _practises(db, request, me), len(opener.unreadable), tuple(opener.torn))


def to(address: str) -> RedirectResponse:
    """Go and get another page: after every change, so that reloading repeats nothing."""
    return RedirectResponse(address, status_code=303)


def is_practice(request: Request, me: SignedIn) -> bool:
    """Whether this officer works in the practice centre."""
    with parts_of(request).engine.begin() as db:
        return _practises(db, request, me)


def _practises(db: Connection, request: Request, me: SignedIn) -> bool:
    known: dict[str, bool] = request.app.state.practice_by_account
    if me.account not in known:
        accounts = {one.account for one in practice.practice_accounts(db)}
        if not accounts:
            return False
        known[me.account] = me.account in accounts
    return known[me.account]
