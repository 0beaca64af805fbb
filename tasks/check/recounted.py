"""Deadlines counted again from what they say they were counted from: `hutong check` compares.

Imprints say that a row is as the program wrote it (ADR 0027); here the law itself is asked. A day
that does not follow from its start, its rule, the calendar in effect and what interrupted it is
named, whoever wrote it.
"""

from datetime import datetime

from sqlalchemy import Connection

from models.errors import HutongError
from models.law.dates import chinese_due, chinese_time, shanghai_date
from models.law.recount import count_again, rule_as_counted
from models.store import calendars, recounts
from models.store.recounts import RunningDeadline
from tasks.office import Office


def otherwise(db: Connection, office: Office, *, now: datetime) -> list[str]:
    """Every running deadline that the law would end at another instant.

    A day that a person or a court set is counted by no rule. One whose pack is gone cannot be
    counted; that is another promise.
    """
    calendar, today = calendars.in_effect(db), shanghai_date(now)
    readable, damaged = recounts.running_or_damaged(db)
    wrong = [
        f"案件 {one['case_number']} 规则{one['rule']} 期限 {one['id']}:计算单无法读取"
        for one in damaged
    ]
    for row in readable:
        if not row.receipt.is_counted or row.ledger.open_pause():
            continue
        try:
            rule = rule_as_counted(office.pack(row.pack, row.locality).rule(row.rule), row.receipt)
        except HutongError:
            continue
        try:
            due = count_again(rule, row.starts_at, calendar, row.ledger, until=today).due_at
        except HutongError as refused:
            wrong.append(f"{_named(row)}:{refused.message}")
            continue
        if due != row.due_at:
            wrong.append(
                f"{_named(row)}:自{chinese_time(row.starts_at)}起应为{chinese_due(due)},"
                f"登记为{chinese_due(row.due_at)}"
            )
    return wrong


def _named(row: RunningDeadline) -> str:
    return f"案件 {row.case_number} 规则{row.rule} 期限 {row.id}"
