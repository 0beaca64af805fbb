"""What must hold of deadlines, what interrupts them, and what is sent: questions of `hutong check`.

Each answer must be empty, as in `tasks.check.statement`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from models.law.dates import shanghai_date
from models.store import check
from models.store.check import Breach
from models.store.query import Query

#: A message is tried for some four hours, through the quiet of a night; then a person is told.
LONGEST_WAY = timedelta(days=1)


def of_time(now: datetime) -> Iterator[tuple[str, Query[Breach], dict[str, Any]]]:
    """Give each promise: its sentence, its question, what is bound in it."""
    yield "环节上写的期限与计算凭据一致", check.SHOWN_OTHERWISE, {}
    yield "每个期限的届满时间与其计算凭据一致", check.COUNTED_OTHERWISE, {}
    yield (
        "中止登记还在生效的期限没有在计算",
        check.COUNTING_THOUGH_SUSPENDED,
        {"today": shanghai_date(now)},
    )
    yield "每条中止登记完整,起止日期成立", check.BROKEN_SUSPENSIONS, {}
    yield "每项等待反馈的督办都有反馈期限,其他的没有", check.ORDERS_WITHOUT_DEADLINE, {}
    yield "没有滞留在发件箱里的消息", check.STUCK_MESSAGES, {"before": now - LONGEST_WAY}
    yield "每条发送失败的消息都已告知收件人本人", check.UNTOLD_FAILURES, {}
