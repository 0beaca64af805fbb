"""The nothing-lost statement: what must hold of the case record at any moment.

Each promise is one question to the database whose answer must be empty; what is found names a case
or a step by id, never a person. `hutong check` adds what it knows of Prefect's runs.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from models.errors import BrokenInvariant
from models.facts.obligations import OBLIGING, obliged_by
from models.forms.catalogue import FORMS, name_of
from models.sealed_places import SealedPlace
from models.store import check, events, obligations, sealed, setbacks
from models.store import paper as papers
from models.store.check import Breach
from models.store.query import Query
from tasks.acts.cases import CASE_SERIES
from tasks.check import attached, record_proof, recounted
from tasks.check.statement_of_time import of_time
from tasks.deadlines.obliging import key_of
from tasks.law import kept
from tasks.office import Office

#: An answer or a timer younger than this may still be on its way.
GRACE = timedelta(seconds=60)
#: A suspension that has ended is taken up by the next pass; it has until the day after.
_A_DAY = timedelta(days=1)
#: What the clockwork does for one after the other, by the word its setbacks bear.
WORKS = {
    "timer": "到期定时",
    "resume": "恢复计算",
    "look": "期限提醒",
    "watch": "代理与无人办理提醒",
    "majority": "成年衔接",
    "deliver": "消息发送",
    "pair": "流程运行",
    "draw": "流程引擎上的显示",
}
#: Problems listed for each promise; the number found is always given whole.
SHOWN = 50


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


def promises(db: Connection, office: Office, *, now: datetime) -> list[Promise]:
    """Ask every question; the worker's role sees all cases."""
    before = {"before": now - GRACE}
    numbers = {"cases": CASE_SERIES}
    ask = _asking(db)
    return [
        ask("每个未结案件至少有一个未办环节", check.IDLE_CASES),
        ask("每个未结案件都有人可以办的环节,或者到日自动继续的环节", check.STUCK_CASES, before),
        ask("应由系统生成的文书、自动办理的环节都已办成", check.UNDONE_WORK, before),
        ask("每个未结案件恰有一个主线阶段打开,已结案件没有", check.WRONG_MAIN_STAGES),
        ask("每个打开的阶段都有未办环节", check.EMPTY_STAGES, before),
        ask("每个未办环节有办理人,有期限或者写明没有期限的理由", check.UNOWNED_STEPS),
        ask("每个待签的审批有审批人", check.UNSIGNED_TURNS),
        ask("每个有期限的环节有一份计算凭据", check.STEPS_WITHOUT_DEADLINE),
        ask(
            "每个中止的期限都有还在生效的中止登记",
            check.SUSPENDED_FOR_NOTHING,
            {"day": (now - _A_DAY).date()},
        ),
        ask("每个已办环节都已被流程接续", check.NOT_TAKEN_UP, before),
        ask("没有到期而未触发的定时", check.UNFIRED_TIMERS, before),
        ask("文号连续,没有空号、重号", check.BROKEN_NUMBERS, numbers),
        ask("案号连续,没有空号、重号", check.BROKEN_CASE_NUMBERS, numbers),
        ask("每份文书都有文件", check.PAPERS_WITHOUT_FILE),
        *[ask(sentence, question, given) for sentence, question, given in of_time(now)],
        _files_match(db, office),
        _found("每个附件的文件都在,与登记的校验值一致", attached.broken(db, office.seal)),
        _all_opens(db, office),
        _chains_hold(db),
        _found("每个案件的留痕完整、未被改动", record_proof.broken(db)),
        _found("每个案件的登记都与其留痕一致", record_proof.otherwise(db)),
        _found("案件登记只由本系统改动", record_proof.by_strangers(db)),
        _found(
            "每份答复、签署、文书,每个阶段、成员和监护期间都有事件为证", record_proof.untold(db)
        ),
        _counted_as_the_law_says(db, office, now),
        _promised_is_kept_in_sight(db, office),
        _law_stands(db, office),
        _nothing_stuck(db, now),
    ]


def _found(sentence: str, wrong: list[str]) -> Promise:
    return Promise(sentence, tuple(wrong[:SHOWN]), len(wrong))


def _asking(db: Connection) -> Callable[..., Promise]:
    def ask(sentence: str, question: Query[Breach], given: dict[str, Any] | None = None) -> Promise:
        found = question.all(db, **given or {})
        shown = tuple(f"{one.id} {one.number}" for one in found[:SHOWN])
        return Promise(sentence, shown, len(found))

    return ask


def _files_match(db: Connection, office: Office) -> Promise:
    """Every file opens and has the hash its document says."""
    wrong = []
    for row in papers.every_file(db):
        try:
            content = office.seal.open(row.content, SealedPlace.FILE_CONTENT.of(row.id))
        except BrokenInvariant:
            content = b""  # Does not open: altered, moved, or sealed with another key.
        if hashlib.sha256(content).hexdigest() != row.sha256:
            wrong.append(f"案件 {row.number} 文书版本 {row.id}")
    return Promise("每个文件与登记的校验值一致", tuple(wrong[:SHOWN]), len(wrong))


def _all_opens(db: Connection, office: Office) -> Promise:
    """Every sealed value opens where it stands; files are looked at with their hash."""
    wrong = []
    for one in sealed.every(db, but=(SealedPlace.FILE_CONTENT, SealedPlace.ATTACHMENT_CHUNK)):
        try:
            office.seal.open(one.sealed, one.place)
        except BrokenInvariant:
            wrong.append(one.where)
    return Promise("每项封存的内容都能打开", tuple(wrong[:SHOWN]), len(wrong))


def _counted_as_the_law_says(db: Connection, office: Office, now: datetime) -> Promise:
    wrong = recounted.otherwise(db, office, now=now)
    return _found("每个按规则计算的期限,重新计算的届满时间与登记的一致", wrong)


def _promised_is_kept_in_sight(db: Connection, office: Office) -> Promise:
    """Every day that an answer promised or planned is a deadline, and no other is an obligation."""
    wrong = []
    for one in obligations.told(db, [name_of(form) for form in OBLIGING]):
        try:
            stored = office.seal.open_json(one.answer, SealedPlace.STEP_ANSWER.of(one.id))
            owed = obliged_by(FORMS[one.form].load(stored))
        except BrokenInvariant:
            continue  # Named by the promise that everything sealed opens.
        if sorted(key_of(each, one.id) for each in owed) != sorted(one.keys):
            wrong.append(f"{one.id} {one.form}")
    return Promise("答复中约定、计划的每个日期都登记为约定事项", tuple(wrong[:SHOWN]), len(wrong))


def _chains_hold(db: Connection) -> Promise:
    broken = [
        f"案件 {one.number or one.id} {one.id} 第 {one.seq} 号事件"
        for one in events.broken_chains(db)
    ]
    return Promise("每个案件的事件链完整、未被改动", tuple(broken[:SHOWN]), len(broken))


def _law_stands(db: Connection, office: Office) -> Promise:
    wrong = kept.broken(db, office)
    return Promise("每个案件所适用的规则包都在,原文没有改动", tuple(wrong[:SHOWN]), len(wrong))


def _nothing_stuck(db: Connection, now: datetime) -> Promise:
    """What the clockwork could not do for one is tried again, and said until it is done."""
    stuck = []
    for one in setbacks.standing(db, now=now):
        work, _colon, of = one.name.partition(":")
        stuck.append(f"{WORKS.get(work, work)} {of}:{one.why}")
    return Promise("后台各项工作没有停在哪一个案件上", tuple(stuck[:SHOWN]), len(stuck))
