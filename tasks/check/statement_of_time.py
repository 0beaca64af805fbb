"""What must hold of deadlines, what interrupts them, and what is sent: questions of `hutong check`.

Each answer must be empty, as in `tasks.check.statement`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import TextClause, text

from models.law.dates import shanghai_date

#: A message is tried for some four hours, through the quiet of a night; then a person is told.
LONGEST_WAY = timedelta(days=1)

#: What a person reads on the step, and what the count says.
_SHOWN = text(
    """
    SELECT d.id, d.key AS number FROM deadlines d JOIN steps s ON s.id = d.step_id
    WHERE s.state = 'open' AND (
        d.state = 'running' AND s.due_at IS DISTINCT FROM d.due_at
        OR d.state = 'suspended' AND s.due_at IS NOT NULL)
    """
)
_COUNTED = text(
    """
    SELECT d.id, d.key AS number FROM deadlines d
    WHERE date_trunc('second', (d.receipt->>'due_utc')::timestamptz)
        IS DISTINCT FROM date_trunc('second', d.due_at)
    """
)
_RUNS_ON = text(
    """
    SELECT d.id, d.key AS number FROM deadlines d
    WHERE d.state = 'running' AND EXISTS (
        SELECT 1 FROM deadline_suspensions p WHERE p.deadline_id = d.id
          AND :today BETWEEN p.first_on AND coalesce(p.last_on, 'infinity'))
    """
)
_SPANS = text(
    """
    SELECT p.id, d.key AS number FROM deadline_suspensions p
    LEFT JOIN deadlines d ON d.id = p.deadline_id
    WHERE d.id IS NULL OR d.case_id <> p.case_id OR p.last_on < p.first_on
       OR (p.lifted_at IS NULL) <> (p.lifted_by IS NULL)
       OR p.lifted_at IS NOT NULL AND p.last_on IS NULL
       OR p.first_on <= (d.starts_at AT TIME ZONE 'Asia/Shanghai')::date
    """
)
_ORDERS = text(
    """
    SELECT r.id, r.state AS number FROM supervision_orders r
    WHERE (r.state = 'open') <> EXISTS (
        SELECT 1 FROM deadlines d WHERE d.case_id = r.case_id
          AND d.state IN ('running', 'suspended') AND d.key LIKE 'order:' || r.id || ':%')
    """
)
_ON_THE_WAY = text(
    "SELECT d.id, d.via AS number FROM deliveries d "
    "WHERE d.state IN ('queued', 'failed') AND d.next_at < :before"
)
#: One notice a day for a channel or a server stands for all that it could not take that day.
_GIVEN_UP = text(
    """
    SELECT d.id, d.via AS number FROM deliveries d JOIN officers o ON o.id = d.officer_id
    WHERE d.state = 'given_up' AND o.active AND NOT EXISTS (
        SELECT 1 FROM notices n WHERE n.officer_id = d.officer_id AND n.kind = 'delivery'
          AND n.created_at > d.created_at - interval '1 day')
    """
)


def of_time(now: datetime) -> Iterator[tuple[str, TextClause, dict[str, Any]]]:
    """Give each promise: its sentence, its question, what is bound in it."""
    yield "环节上写的期限与计算凭据一致", _SHOWN, {}
    yield "每个期限的届满时间与其计算凭据一致", _COUNTED, {}
    yield "中止登记还在生效的期限没有在计算", _RUNS_ON, {"today": shanghai_date(now)}
    yield "每条中止登记完整,起止日期成立", _SPANS, {}
    yield "每项等待反馈的督办都有反馈期限,其他的没有", _ORDERS, {}
    yield "没有滞留在发件箱里的消息", _ON_THE_WAY, {"before": now - LONGEST_WAY}
    yield "每条发送失败的消息都已告知收件人本人", _GIVEN_UP, {}
