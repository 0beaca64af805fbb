"""What leaves the house: fixed sentences with the case number and where to log in. Never a fact.

Mail servers, messengers and lock screens are read by others. So a message does not even say what
sort of work waits; that is said after logging in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from models.law.dates import SHANGHAI
from models.words import NoticeKind

#: From this hour of the evening until this hour of the morning nobody is woken …
QUIET_FROM, QUIET_UNTIL = 22, 7
#: … unless something is overdue, or due within a day.
URGENT = timedelta(hours=24)
_LATE = frozenset({NoticeKind.OVERDUE, NoticeKind.RECOUNTED_PAST})
#: Case numbers named in one message.
MOST_NAMED = 20


@dataclass(frozen=True)
class Message:
    """One message, the same for every channel.

    Attributes:
        id: Of the first delivery in it: the same when it is sent once more after a crash, so
            that a doubled message is known as one.
    """

    id: UUID
    subject: str
    body: str


def message_of(numbers: Sequence[str], *, id: UUID, portal: str) -> Message:  # noqa: A002 - its name
    """Say that there is news in these cases.

    Args:
        numbers: Case numbers, oldest notice first; a number may come twice.
        id: Of the message.
        portal: Address of the portal.
    """
    named = list(dict.fromkeys(numbers))
    if len(named) == 1:
        subject = f"【护童】{named[0]} 有新消息，请登录查看"
        news = f"{named[0]} 有新消息，请登录护童查看。"
    else:
        subject = f"【护童】{len(named)} 个案件有新消息，请登录查看"
        more = "\n……" if len(named) > MOST_NAMED else ""
        listed = "\n".join(named[:MOST_NAMED]) + more
        news = f"以下 {len(named)} 个案件有新消息，请登录护童查看。\n{listed}"
    return Message(id, subject, _with_address(news, portal))


def code_message(code: str, *, id: UUID, portal: str) -> Message:  # noqa: A002 - its name
    """Say the code that confirms a channel."""
    said = f"验证码 {code}，30 分钟内有效。请在护童“我的账号”页面填写；不是您本人操作的，请忽略。"
    return Message(id, "【护童】验证码", _with_address(said, portal))


def _with_address(said: str, portal: str) -> str:
    return f"{said}\n{portal}\n\n（护童自动发送，请勿回复。）"


def wait_until(kind: str, due_at: datetime | None, now: datetime) -> datetime | None:
    """When a message may go out that comes in the quiet hours; None: now.

    Args:
        kind: Of the notice.
        due_at: When the step it tells of is due.
        now: The instant asked about.
    """
    local = now.astimezone(SHANGHAI)
    if QUIET_UNTIL <= local.hour < QUIET_FROM or kind in _LATE:
        return None
    if due_at is not None and due_at <= now + URGENT:
        return None
    day = local if local.hour < QUIET_UNTIL else local + timedelta(days=1)
    return day.replace(hour=QUIET_UNTIL, minute=0, second=0, microsecond=0)
