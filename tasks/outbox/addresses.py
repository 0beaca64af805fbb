"""Addresses of channels as people paste them, brought into the form that is kept.

Only the three messengers' own hosts are taken, never a free address: the worker stands inside the
network, and whoever could name it any address could have it call there.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from models.errors import FormInvalid
from models.words import ChannelKind

_LONGEST = 500
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_KEY = re.compile(r"[A-Za-z0-9_-]{8,100}")
#: DingTalk's token and secret, as its plugin admits them.
_ALNUM = re.compile(r"[A-Za-z0-9]{8,200}")
_SCHEMES: Mapping[ChannelKind, str] = {
    ChannelKind.WECOM: "wecombot",
    ChannelKind.DINGTALK: "dingtalk",
    ChannelKind.FEISHU: "feishu",
}
#: Host and path of the webhook that the messenger shows, and where its key stands.
_WEBHOOKS: Mapping[ChannelKind, tuple[str, str, str]] = {
    ChannelKind.WECOM: ("qyapi.weixin.qq.com", "/cgi-bin/webhook/send", "key"),
    ChannelKind.DINGTALK: ("oapi.dingtalk.com", "/robot/send", "access_token"),
    ChannelKind.FEISHU: ("open.feishu.cn", "/open-apis/bot/v2/hook/", ""),
}


def read_address(kind: ChannelKind, typed: str, secret: str = "") -> str:
    """Bring what was typed into the form that is kept: an e-mail address, or Apprise's.

    Args:
        kind: What it should be an address of.
        typed: E-mail address, the robot's webhook as the messenger shows it, or `wecombot://…`,
            `dingtalk://…`, `feishu://…`.
        secret: What DingTalk signs with, when it is typed apart.

    Raises:
        FormInvalid: It is none; by the names of the page's fields.
    """
    typed, secret = typed.strip(), secret.strip()
    if kind is ChannelKind.EMAIL:
        if len(typed) > _LONGEST or not _MAIL.fullmatch(typed):
            raise FormInvalid({"address": ["请填写完整的电子邮件地址,例如 name@example.cn。"]})
        return typed
    key, own_secret = _key_of(kind, typed)
    secret = secret or own_secret
    wanted = _ALNUM if kind is ChannelKind.DINGTALK else _KEY
    if len(typed) > _LONGEST or not wanted.fullmatch(key):
        raise FormInvalid({"address": ["请粘贴群机器人的完整 Webhook 地址。"]})
    if secret and (kind is not ChannelKind.DINGTALK or not _ALNUM.fullmatch(secret)):
        raise FormInvalid({"secret": ["加签密钥不完整,请从机器人的安全设置中复制。"]})
    return f"{_SCHEMES[kind]}://{secret}@{key}/" if secret else f"{_SCHEMES[kind]}://{key}/"


def _key_of(kind: ChannelKind, typed: str) -> tuple[str, str]:
    """The robot's key and secret; empty when this is no address of its messenger."""
    try:
        parts = urlsplit(typed)
    except ValueError:
        return "", ""
    if parts.scheme == _SCHEMES[kind] and not parts.query and not parts.path.strip("/"):
        secret, _at, key = parts.netloc.rpartition("@")
        return key, secret
    host, path, query = _WEBHOOKS[kind]
    if parts.scheme != "https" or parts.netloc != host or not parts.path.startswith(path):
        return "", ""
    rest = parts.path.removeprefix(path).strip("/")
    if query:
        return ("", "") if rest else (parse_qs(parts.query).get(query, [""])[0], "")
    return rest, ""


def shown(kind: ChannelKind, kept: str) -> str:
    """A channel's address as its own officer sees it; of a robot's key the last characters."""
    return kept if kind is ChannelKind.EMAIL else f"……{kept.strip('/')[-4:]}"
