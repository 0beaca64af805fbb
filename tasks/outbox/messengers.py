"""WeCom, DingTalk and Feishu through Apprise; imported by the worker alone, and late.

Two things Apprise 1.13 does not do are done here. Its plugins for these three take every HTTP 200
for a success, while the messengers answer 200 also when they refuse and say so in the body; the
plugins are given a `requests` that reads it. And its loggers write keys when asked for detail, as
urllib3's write addresses; both are silenced.
"""

import logging
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import requests
from apprise import AppriseAsset, NotifyBase, NotifyFormat
from apprise.plugins import dingtalk, feishu, wecombot

from models.words import DeliveryReason
from tasks.outbox.message import Message
from tasks.outbox.undelivered import Undelivered

_PLUGINS: Mapping[str, type[NotifyBase]] = {
    "wecombot": wecombot.NotifyWeComBot,
    "dingtalk": dingtalk.NotifyDingTalk,
    "feishu": feishu.NotifyFeishu,
}
_SILENT = ("apprise", "urllib3")
_NAME = "Hutong"
#: Where the messengers say in their answer how it went; 0 is well.
_VERDICTS = ("errcode", "code", "StatusCode")

_reached: ContextVar[bool] = ContextVar("reached", default=False)


class _Requests:
    """`requests` as the plugins use it; a refusal inside an HTTP 200 becomes a refusal."""

    def __getattr__(self, name: str) -> Any:
        return getattr(requests, name)

    @staticmethod
    def post(*where: Any, **how: Any) -> requests.Response:
        """Post, and read what the messenger says of it."""
        answer = requests.post(*where, **how)  # noqa: S113 - the plugin gives its own time limit
        _reached.set(True)
        if answer.ok and not _is_taken(answer):
            answer.status_code = HTTPStatus.BAD_GATEWAY
        return answer


def _is_taken(answer: requests.Response) -> bool:
    try:
        said = answer.json()
    except ValueError:
        return False
    verdicts = [said[name] for name in _VERDICTS if name in said] if isinstance(said, dict) else []
    return bool(verdicts) and not any(verdicts)


@lru_cache(maxsize=1)
def _asset() -> AppriseAsset:
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    for plugin in (wecombot, dingtalk, feishu):
        plugin.requests = _Requests()  # type: ignore[attr-defined]
    return AppriseAsset(app_id=_NAME, app_desc=_NAME, async_mode=False, secure_logging=True)


def post(address: str, message: Message) -> None:
    """Hand one message to a messenger.

    Args:
        address: As `tasks.outbox.addresses.read_address` gives it.
        message: What to say; a messenger shows no subject.

    Raises:
        Undelivered: It was not taken, with our word for why.
    """
    asset = _asset()
    # The three classes themselves: asked for any address, Apprise imports all its plugins first.
    plugin = _PLUGINS.get(address.partition("://")[0])
    parsed = plugin.parse_url(address) if plugin else None
    try:
        sender = plugin(**parsed, asset=asset) if plugin and parsed else None
    except TypeError:  # Its way to refuse a key.
        sender = None
    if sender is None:
        raise Undelivered(DeliveryReason.ADDRESS, final=True)
    _reached.set(False)
    if sender.notify(body=message.body, body_format=NotifyFormat.TEXT):
        return
    if _reached.get():
        raise Undelivered(DeliveryReason.REFUSED)
    raise Undelivered(DeliveryReason.UNREACHABLE, server=True)
