"""The nothing-lost statement: what must hold of the case record at any moment.

Each promise is one question to the database whose answer must be empty; what is found names a case
or a step by id, never a person. `hutong check` adds what it knows of Prefect's runs.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, text

from models.errors import BrokenInvariant
from models.sealed_places import SealedPlace
from models.store import events
from tasks.acts.cases import CASE_SERIES
from tasks.check.statement_of_time import of_time
from tasks.law import kept
from tasks.office import Office

#: An answer or a timer younger than this may still be on its way.
GRACE = timedelta(seconds=60)
#: A suspension that has ended is taken up by the next pass; it has until the day after.
_A_DAY = timedelta(days=1)
#: Problems listed for each promise; the number found is always given whole.
SHOWN = 20


@dataclass(frozen=True)
class Promise:
    """One promise and what was found against it.

    Attributes:
        sentence: The promise, in Chinese.
        problems: What breaks it; empty when it holds.
        found: How many there are in all.
    """

    sentence: str
    problems: tuple[str, ...]
    found: int

    @property
    def holds(self) -> bool:
        """Whether nothing was found against it."""
        return self.found == 0


_OPEN_CASES = text(
    """
    SELECT c.id, c.number FROM cases c WHERE c.state = 'open' AND NOT EXISTS (
        SELECT 1 FROM steps s JOIN stages g ON g.id = s.stage_id
        WHERE s.case_id = c.id AND s.state = 'open' AND g.state = 'open'
    )
    """
)
_MAIN_STAGE = text(
    """
    SELECT c.id, c.number FROM cases c WHERE (
        SELECT count(*) FROM stages g WHERE g.case_id = c.id AND g.state = 'open' AND g.is_main
    ) <> (c.state = 'open')::int
    """
)
_OWNERS = text(
    """
    SELECT s.id, s.key AS number FROM steps s JOIN stages g ON g.id = s.stage_id
    WHERE s.state = 'open' AND g.state = 'open' AND (
        (s.kind IN ('ask', 'approve') AND s.owner_id IS NULL)
        OR (s.due_at IS NULL AND coalesce(btrim(s.no_due_reason), '') = '')
    )
    """
)
_SIGNERS = text(
    "SELECT s.id, 'signature' AS number FROM signatures s JOIN steps t ON t.id = s.step_id "
    "WHERE s.state = 'open' AND t.state = 'open' AND s.officer_id IS NULL"
)
_EMPTY_STAGES = text(
    """
    SELECT g.id, g.name AS number FROM stages g WHERE g.state = 'open' AND NOT EXISTS (
        SELECT 1 FROM steps s WHERE s.stage_id = g.id AND s.state = 'open'
    ) AND g.opened_at < :before
    """
)
_TAKEN_UP = text(
    """
    SELECT s.id, s.key AS number FROM steps s JOIN stages g ON g.id = s.stage_id
    WHERE s.state = 'done' AND s.taken_up_at IS NULL AND s.kind <> 'effect'
      AND g.state = 'open' AND s.done_at < :before
    """
)
_TIMERS = text(
    "SELECT s.id, s.key AS number FROM steps s JOIN stages g ON g.id = s.stage_id "
    "WHERE s.kind = 'timer' AND s.state = 'open' AND g.state = 'open' AND s.due_at < :before"
)
_DEADLINES = text(
    """
    SELECT s.id, s.key AS number FROM steps s
    WHERE s.state = 'open' AND s.kind IN ('ask', 'approve')
      AND s.due_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM deadlines d WHERE d.step_id = s.id AND d.state = 'running')
    """
)
_SUSPENDED = text(
    """
    SELECT d.id, d.key AS number FROM deadlines d WHERE d.state = 'suspended' AND NOT EXISTS (
        SELECT 1 FROM deadline_suspensions p WHERE p.deadline_id = d.id
          AND coalesce(p.last_on, 'infinity') >= :day)
    """
)
_NUMBERS = text(
    """
    SELECT series || ' ' || year AS id,
        coalesce(k.last, 0) || '/' || coalesce(u.given, 0) AS number
    FROM counters k FULL JOIN (
        SELECT centre_id, series, year, count(*) AS given, max(number) AS highest, min(number) AS lo
        FROM papers GROUP BY 1, 2, 3
    ) u USING (centre_id, series, year)
    WHERE series <> :cases AND (
        coalesce(u.given, 0) <> coalesce(k.last, 0)
        OR coalesce(u.highest, 0) <> coalesce(k.last, 0) OR coalesce(u.lo, 1) <> 1
    )
    """
)
_CASE_NUMBERS = text(
    """
    SELECT 'cases' AS id, t.given || '/' || t.used AS number FROM (
        SELECT (SELECT coalesce(sum(last), 0) FROM counters WHERE series = :cases) AS given,
               (SELECT count(*) FROM cases) AS used) t
    WHERE t.given <> t.used
    """
)
_WITHOUT_FILE = text(
    """
    SELECT v.id, v.file_name AS number FROM paper_versions v
    LEFT JOIN files f ON f.version_id = v.id WHERE f.version_id IS NULL
    UNION ALL
    SELECT p.id, p.full_number FROM papers p
    WHERE NOT EXISTS (SELECT 1 FROM paper_versions v WHERE v.paper_id = p.id)
    """
)
_FILES = text(
    "SELECT v.id, v.sha256, f.content FROM paper_versions v JOIN files f ON f.version_id = v.id"
)


def promises(db: Connection, office: Office, *, now: datetime) -> list[Promise]:
    """Ask every question; the worker's role sees all cases."""
    before = {"before": now - GRACE}
    numbers = {"cases": CASE_SERIES}
    ask = _asking(db)
    return [
        ask("每个未结案件至少有一个未办环节", _OPEN_CASES),
        ask("每个未结案件恰有一个主线阶段打开,已结案件没有", _MAIN_STAGE),
        ask("每个打开的阶段都有未办环节", _EMPTY_STAGES, before),
        ask("每个未办环节有办理人,有期限或者写明没有期限的理由", _OWNERS),
        ask("每个待签的审批有审批人", _SIGNERS),
        ask("每个有期限的环节有一份计算凭据", _DEADLINES),
        ask("每个中止的期限都有还在生效的中止登记", _SUSPENDED, {"day": (now - _A_DAY).date()}),
        ask("每个已办环节都已被流程接续", _TAKEN_UP, before),
        ask("没有到期而未触发的定时", _TIMERS, before),
        ask("文号连续,没有空号、重号", _NUMBERS, numbers),
        ask("案号连续,没有空号、重号", _CASE_NUMBERS, numbers),
        ask("每份文书都有文件", _WITHOUT_FILE),
        *[ask(sentence, question, given) for sentence, question, given in of_time(now)],
        _files_match(db, office),
        _chains_hold(db),
        _law_stands(db, office),
    ]


def _asking(db: Connection) -> Callable[..., Promise]:
    def ask(sentence: str, question: Any, given: dict[str, Any] | None = None) -> Promise:
        rows: list[Row[Any]] = list(db.execute(question, given or {}))
        shown = tuple(f"{row.id} {row.number}" for row in rows[:SHOWN])
        return Promise(sentence, shown, len(rows))

    return ask


def _files_match(db: Connection, office: Office) -> Promise:
    """Every file opens and has the hash its document says."""
    wrong = []
    for row in db.execute(_FILES):
        try:
            content = office.seal.open(row.content, SealedPlace.FILE_CONTENT.of(row.id))
        except BrokenInvariant:
            content = b""  # Does not open: altered, moved, or sealed with another key.
        if hashlib.sha256(content).hexdigest() != row.sha256:
            wrong.append(str(row.id))
    return Promise("每个文件与登记的校验值一致", tuple(wrong[:SHOWN]), len(wrong))


def _chains_hold(db: Connection) -> Promise:
    broken = [str(case_id) for case_id in events.broken_chains(db)]
    return Promise("每个案件的事件链完整、未被改动", tuple(broken[:SHOWN]), len(broken))


def _law_stands(db: Connection, office: Office) -> Promise:
    wrong = kept.broken(db, office)
    return Promise("每个案件所适用的规则包都在,原文没有改动", tuple(wrong[:SHOWN]), len(wrong))
