"""A receipt is typed, and what any version so far has kept loads and stays what it was."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from models.law.breaks import Extension, Suspension
from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.custody import Span, earlier_time
from models.law.dates import SHANGHAI
from models.law.loading import load_pack
from models.law.receipt import Receipt, Recounted
from models.law.rule import OwnTarget, Term
from models.law.sheet import Sheet
from models.law.vocabulary import ClockKind, Confirmation, Unit

START = datetime(2026, 9, 29, 10, 20, tzinfo=SHANGHAI)
#: As the first version kept them: nothing of what interrupted a count, no code of the event.
FIRST_VERSION: dict[str, Any] = {
    "rule": "5A.2", "title": "通知后领回", "pack": "national-2026-11",
    "start": "2026-09-29T10:20:00+08:00", "start_event": "通知送达", "length": "3日",
    "clock": "legal_period", "clock_text": "期间", "due": "2026-10-08T23:59:59+08:00",
    "due_on": "2026-10-08", "due_utc": "2026-10-08T15:59:59+00:00", "nominal_on": "2026-10-02",
    "expected_on": "2026-10-08", "opens": False, "provisional": False, "printable": True,
    "layer": "guidance", "layer_text": "政策文件", "confirmed": "text_read",
    "confirmed_text": "已核对原文", "source": "《指导纲要》第71条",
    "sources": [{"document": "指导纲要", "number": None, "article": "71", "quote": None,
                 "layer": "guidance", "confirmed": "text_read", "in_force_from": "2020-01-01",
                 "in_force_to": None}],
    "owes": ["监护人"], "holder": "family", "note": None,
    "steps": [{"text": "起算事件。", "kind": "start", "date": "2026-09-29T10:20:00+08:00"},
              {"text": "顺延。", "kind": "rolled", "date": "2026-10-02", "reason": "国庆节",
               "notice": "国办发明电〔2025〕7号"}],
}  # fmt: skip
FIXED: dict[str, Any] = {
    "rule": None, "title": "约定时间", "pack": "national-2026-11",
    "start": "2026-09-29T10:20:00+08:00", "due": "2026-10-08T09:30:00+08:00",
    "due_on": "2026-10-08", "due_utc": "2026-10-08T01:30:00+00:00", "provisional": False,
    "printable": False, "source": "前一环节的记录", "steps": [{"text": "日期由前一环节确定。"}],
}  # fmt: skip
INTERRUPTED: dict[str, Any] = FIRST_VERSION | {
    "start_event_code": "collection_notice_served",
    "own_target": {"term": {"clock": "working_days", "length": 5, "unit": "working_days",
                            "frequency": None, "at_most": False, "earliest": False, "rolls": True},
                   "by": "贾主任", "on": "2026-11-21"},
    "suspensions": [{"first_on": "2026-10-01", "last_on": "2026-10-03", "reason": "不可抗力"}],
    "extensions": [{"term": None, "granted_by": "民政部门", "reason": "理由记录在案",
                    "until": "2026-11-28", "granted_on": "2026-10-05"}],
    "custody": {"days_before": 30, "counted_from": "2026-08-30",
                "spans": [{"from": "2026-01-10", "to": "2026-02-09", "days": 30}]},
    "recounted": [{"at": "2026-10-05T08:00:00+08:00", "law": "示例放假通知",
                   "old_due": "2026-10-02T23:59:59+08:00", "new_due": "2026-10-08T23:59:59+08:00",
                   "old_provisional": True, "new_provisional": False, "why": ["示例日"]}],
}  # fmt: skip
KEPT = {"the first version": FIRST_VERSION, "a fixed day": FIXED, "interrupted": INTERRUPTED}


@pytest.mark.parametrize("stored", KEPT.values(), ids=list(KEPT))
def test_what_a_version_before_has_kept_loads_and_stays_what_it_was(stored: dict[str, Any]) -> None:
    assert Receipt.load(stored).dump() == stored


@pytest.mark.parametrize("stored", KEPT.values(), ids=list(KEPT))
def test_page_data_and_sheet_are_made_of_it(stored: dict[str, Any]) -> None:
    sheet = Sheet(Receipt.load(stored))

    assert sheet.heading == stored["title"]
    assert sheet.as_json() | stored == sheet.as_json()
    assert len(sheet.steps()) == len(stored["steps"])
    assert [one.notice for one in sheet.rest_days()] == [
        one["notice"] for one in stored["steps"] if "notice" in one
    ]
    assert all(value for _, value in sheet.facts())


def test_a_key_of_another_version_is_kept() -> None:
    assert Receipt.load(FIXED | {"later": [1]}).dump()["later"] == [1]


def test_a_receipt_without_its_result_is_none() -> None:
    with pytest.raises(ValidationError):
        Receipt.load({key: value for key, value in FIXED.items() if key != "due_utc"})


@pytest.mark.parametrize("rule", ["5A.2", "1.7", "3.2", "5B.1", "6.1", "4.1", "5C.10"])
def test_every_count_is_kept_and_loaded_the_same(rule: str) -> None:
    made = count(load_pack("national").rule(rule), START, Calendar.standard()).receipt()
    stored = json.loads(json.dumps(made.dump()))

    assert Receipt.load(stored) == made
    assert Receipt.load(stored).dump() == stored


def test_what_interrupted_a_count_is_kept_with_it() -> None:
    month = Term(clock=ClockKind.LEGAL_PERIOD, length=1, unit=Unit.MONTHS)
    made = count(
        load_pack("national").rule("5C.6"), START, Calendar.standard(),
        suspensions=[Suspension(date(2026, 10, 10), date(2026, 10, 12), "不可抗力")],
        extensions=[Extension(month, "院长", "示例", granted_on=date(2026, 10, 20))],
    ).receipt()  # fmt: skip

    assert Receipt.load(made.dump()) == made


def test_a_day_that_was_fixed_is_not_a_counted_one() -> None:
    assert not Receipt.load(FIXED).is_counted
    assert Receipt.load(FIRST_VERSION).is_counted
    assert Receipt.load(FIRST_VERSION).confirmed is Confirmation.TEXT_READ


def test_a_later_count_keeps_what_only_the_first_knew() -> None:
    rule = load_pack("national").rule("3.2")
    plain = count(rule, START, Calendar.standard()).receipt()
    t0 = datetime(2026, 9, 29, tzinfo=UTC)
    before = earlier_time(
        [Span(datetime(2026, 1, 10, tzinfo=UTC), datetime(2026, 2, 9, tzinfo=UTC))], t0
    )
    first = plain.with_time_in_care(before.kept(), before.told() or "")
    again = first.counted_anew(plain, recounted())

    assert (again.custody, again.steps[0]) == (first.custody, first.steps[0])
    assert again.steps[1:] == plain.steps
    assert [one.law for one in again.counted_anew(plain, recounted()).recounted] == ["示例"] * 2


def recounted() -> Recounted:
    return Recounted(
        at=START, law="示例", old_due=START, new_due=START, old_provisional=False,
        new_provisional=False,
    )  # fmt: skip


def test_the_target_of_the_centre_is_kept_with_who_set_it() -> None:
    rule = next(one for one in load_pack("national").rules.values() if one.is_target and one.target)
    own = OwnTarget(term=rule.target, by="贾主任", on=date(2026, 11, 21))
    made = count(rule.with_own(own), START, Calendar.standard()).receipt()

    assert Receipt.load(made.dump()).own_target == own
