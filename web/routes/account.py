"""My account: where I am told besides the portal, and my calendar's secret address.

What is changed here is the officer's own and no case's, so it does not go through the desk.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from models.errors import BadInput, NotFound, RuleBroken
from models.sealed_places import SealedPlace
from models.store import channels, feeds, views_notices
from models.store.presses import PressedBefore
from models.words import ChannelKind, NoticeKind
from tasks.outbox.addresses import read_address, shown
from tasks.outbox.message import QUIET_FROM, QUIET_UNTIL, URGENT
from web.calls import At, Call
from web.pages import to
from web.presses import derived
from web.unsealing import unreadable
from web.wording import _

router = APIRouter()

#: What may be left unsent; a failure of sending never leaves the portal anyway.
MUTABLE = tuple(kind for kind in NoticeKind if kind is not NoticeKind.DELIVERY)


@dataclass(frozen=True)
class ShownChannel:
    """One kind of channel on the page, with the officer's own when there is one."""

    kind: ChannelKind
    own: channels.OwnChannel | None
    address: str


@router.get("/account")
def account(at: At) -> Response:
    """Show where I am told."""
    return _page(at)


def _page(
    at: Call, *, errors: Mapping[str, list[str]] | None = None, at_kind: str = "",
    typed: str = "", feed_address: str = "", status: int = 200,
) -> Response:  # fmt: skip
    with at.reading() as db:
        mine = {own.kind: own for own in channels.mine(db, at.actor)}
        last = views_notices.deliveries_to(db, at.actor)
        feed = feeds.live(db, at.actor)
    offered = [k for k in ChannelKind if k in mine or k != ChannelKind.EMAIL or at.parts.sends_mail]
    return at.page(
        "account.html", status=status, last=last, feed=feed, feed_address=feed_address,
        errors=errors or {}, at_kind=at_kind, typed=typed, mutable=MUTABLE,
        sends_mail=at.parts.sends_mail, said=at.asked("said"), quiet_from=QUIET_FROM,
        quiet_until=QUIET_UNTIL, urgent_hours=URGENT // timedelta(hours=1),
        channels=[_shown(at, kind, mine.get(kind)) for kind in offered],
    )  # fmt: skip


def _shown(at: Call, kind: ChannelKind, own: channels.OwnChannel | None) -> ShownChannel:
    if own is None:
        return ShownChannel(kind, None, "")
    place = SealedPlace.CHANNEL_ADDRESS.of(own.id)
    kept = at.opener.tried(lambda: at.seal.open_text(own.address, place))
    return ShownChannel(kind, own, unreadable() if kept is None else shown(kind, kept))


def _kind(at: Call) -> ChannelKind:
    try:
        return ChannelKind(at.typed("kind"))
    except ValueError as wrong:
        raise BadInput(_("提交的内容不完整，请刷新页面后再试。")) from wrong


def _own(db: Connection, at: Call, channel_id: UUID) -> channels.OwnChannel:
    own = channels.one(db, at.actor, channel_id)
    if own is None:
        raise NotFound(_("没有找到这个接收方式。"))
    return own


@router.post("/account/channels")
def set_channel(at: At) -> Response:
    """Keep an address and send a code there."""
    kind, typed = _kind(at), at.typed("address")
    at.on_refusal(
        lambda errors, status: _page(
            at, errors=errors, at_kind=kind.value, typed=typed, status=status
        )
    )
    if kind is ChannelKind.EMAIL and not at.parts.sends_mail:
        raise RuleBroken(_("本机构没有设置发信服务器，暂时不能使用电子邮件。"))
    address = read_address(kind, typed, at.typed("secret"))
    with at.acting("/account?said=code") as db:
        channel_id = channels.set_channel(db, at.actor, kind, address, at.seal, now=at.now)
        channels.send_code(db, at.actor, _own(db, at, channel_id), _new_code(), now=at.now)
    return to("/account?said=code")


def _new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06}"


@router.post("/account/channels/{channel_id}/test")
def send_test(at: At, channel_id: UUID) -> Response:
    """Send a test message: a code, also to a channel in use."""
    at.on_refusal(lambda errors, status: _page(at, errors=errors, status=status))
    with at.reading() as db:
        said = "tested" if _own(db, at, channel_id).verified_at else "code"
    with at.acting(f"/account?said={said}") as db:
        own = _own(db, at, channel_id)
        if not channels.send_code(db, at.actor, own, _new_code(), now=at.now):
            raise RuleBroken(_("刚刚已经发送过，请一分钟后再试。"))
    return to(f"/account?said={said}")


@router.post("/account/channels/{channel_id}/confirm")
def confirm(at: At, channel_id: UUID) -> Response:
    """Take a channel into use with the code that came there."""
    at.on_refusal(lambda errors, status: _page(at, errors=errors, status=status))
    with at.reading() as db:
        own = _own(db, at, channel_id)
        # Its own part of the transaction: a wrong code is counted, and uses up no key.
        with db.begin_nested() as part:
            at.press.claim(db, "/account?said=confirmed")
            confirmed = channels.confirm(db, own, at.typed("code"), now=at.now)
            if not confirmed:
                part.rollback()
        if not confirmed:
            channels.count_wrong_code(db, own)
    if not confirmed:
        wrong = [_("验证码不对，或者已经过期。请核对，或者重新发送。")]
        return _page(at, errors={"code": wrong}, at_kind=own.kind, status=422)
    return to("/account?said=confirmed")


@router.post("/account/channels/{channel_id}/mute")
def mute(at: At, channel_id: UUID) -> Response:
    """Say what is not sent through a channel; the portal shows it all the same."""
    wanted = {str(value) for value in at.form.getlist("kinds")}
    at.on_refusal(lambda errors, status: _page(at, errors=errors, status=status))
    with at.acting("/account?said=saved") as db:
        muted = {kind.value for kind in MUTABLE} - wanted
        channels.mute(db, _own(db, at, channel_id), muted)
    return to("/account?said=saved")


@router.post("/account/channels/{channel_id}/remove")
def remove(at: At, channel_id: UUID) -> Response:
    """Take a channel out of use."""
    at.on_refusal(lambda errors, status: _page(at, errors=errors, status=status))
    with at.acting("/account?said=removed") as db:
        channels.remove(db, at.actor, channel_id=_own(db, at, channel_id).id, now=at.now)
    return to("/account?said=removed")


@router.post("/account/feed")
def renew_feed(at: At) -> Response:
    """Make a new secret address; it is shown this once, and an earlier one ends.

    Pressed again it is the same address: whoever pressed thrice sees the third page.
    """
    at.on_refusal(lambda errors, status: _page(at, errors=errors, status=status))
    secret = urlsafe_b64encode(derived(at.press, at.seal)).decode().rstrip("=")
    with suppress(PressedBefore), at.acting("/account") as db:
        feeds.renew(db, at.actor, hashlib.sha256(secret.encode()).digest(), now=at.now)
    base = at.parts.public_address or str(at.request.base_url)
    return _page(at, feed_address=f"{base.rstrip('/')}/calendar/{secret}.ics")


@router.post("/account/feed/revoke")
def revoke_feed(at: At) -> Response:
    """End the secret address."""
    at.on_refusal(lambda errors, status: _page(at, errors=errors, status=status))
    with at.acting("/account?said=revoked") as db:
        feeds.revoke(db, at.actor, now=at.now)
    return to("/account?said=revoked")
