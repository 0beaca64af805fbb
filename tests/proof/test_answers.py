"""The decisions of the proof are valid answers, and lead through every branch of every stage."""

import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from json import loads
from pathlib import Path
from typing import Any

import pytest

from flows.catalogue import FILES
from models.errors import BrokenInvariant
from models.forms.base import Part
from models.forms.catalogue import FORMS, name_of
from models.law.dates import SHANGHAI
from proof.answers import VARIANTS
from proof.variant import Variant
from tests.factories_forms import raw_example
from tests.law import LAW

ROOT = Path(__file__).parents[2]
GIVEN_AT = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
#: All stages as they are written.
TOLD = "".join(Path(str(file.__file__)).read_text("utf-8") for file in FILES)
EVERY = [(one, f"{name_of(one.form)} {one.says}") for many in VARIANTS.values() for one in many]

#: What else a person must write when the decision is another than in the example: form → fields.
#: A field that a decision does not show is cleared by the form, so one row serves all decisions.
ALSO: Mapping[str, Mapping[str, Any]] = {
    "convening": {"why_incomplete": "孩子不在学,没有其他亲属;村委会另行走访。"},
    "triage": {"refer_to": "示例县教育局"},
    "reception-handover": {"not_received_note": "途中已由外祖母接走。"},
    "investigation": {"dangers": []},
    "reporter-feedback": {"why_not": "多次联系不上。"},
    "custody-decision": {"instead": "由中心继续照料。"},
    "health-check": {"why_not": "医院没有号。"},
    "police-statement": {
        "chased_at": "2026-03-09 09:00", "chased_whom": "派出所电话", "answer": "还在侦办。",
    },
    "identity-search": {"not_found_note": "比对没有结果。"},
    "voice": {"reason_not_heard": "外出。", "attempts": "打过两次电话。"},
    "guidance-record": {"why_not": "不在本地。"},
    "minutes": {
        "danger_removed": "met", "guardian_capable": "met", "why_no_petition": "危险已经消除。",
        "carer": "外祖母", "extend_months": "3", "to_find_out": "母亲戒酒的情况",
        "long_term": {"item": "94.1", "search": "公安机关查找不到。"},
    },
    "collection": {
        "recorded_on": "2026-03-09", "why_not": "unreachable", "explanation": "电话不通。",
        "attempts": [{"at": "2026-03-09 10:00", "manner": "电话", "result": "无人接听"}],
        "child_told": "已告诉孩子再等几天。",
    },
    "relative-handover": {"why_not": "临时住院。"},
    "court-acceptance": {"to_correct": "补充证据。", "why_given_up": "情况有变。"},
    "judgment": {"next_step": "重新会商。"},
    "visit": {"found": "孩子手臂有新伤。", "measures": "已报警。", "reason": "因病去世。"},
    "follow-up-review": {
        "reviewed_on": "2026-03-09", "measures": "已报警。", "frequency": "quarterly",
    },
    "order-ruling": {"dismissal": "证据不足。"},
    "reconsideration": {"why_not": "已由外祖母照料。"},
    "order-renewal": {"child_safe_reason": "被申请人已迁居。"},
    "injunction-ruling": {"dismissal": "没有紧急情况。"},
    "long-term-decision": {"decided_on": "2026-03-09", "instead": "先发布寻亲公告。"},
    "missing-record": {"why_not": "由外祖母接走。"},
    "search-record": {"hospital": "示例县人民医院"},
    "death-record": {"why_not": "正在抢救。"},
    "suit-filed": {"why_not": "已达成照料安排。"},
    "exemption-decision": {"decided_on": "2026-03-09"},
    "extension-decision": {"decided_on": "2026-03-09", "refusal": "可以送返。"},
    "restoration-commission": {"commissioned_on": "2026-03-09"},
    "restoration-ruling": {"judged_on": "2026-03-09"},
    "majority-preparation": {"why_not": "登记的出生日期有误。"},
    "injunction-application": {"suit_number": "(虚构)示0999民特1号"},
    "transfer-receipt": {"refusal": "不属于该中心管辖。"},
}  # fmt: skip


def typed(value: Any) -> Any:
    """Write a value as a person would type it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        at = value.astimezone(SHANGHAI) if isinstance(value, datetime) else None
        return f"{at:%Y-%m-%d %H:%M}" if at else value.isoformat()
    if isinstance(value, tuple):
        return [typed(one) for one in value]
    if isinstance(value, Part):
        return {name: typed(getattr(value, name)) for name in value.model_fields_set}
    return value


def as_typed(variant: Variant) -> dict[str, Any]:
    """The example of the form, with this decision and what it makes necessary."""
    raw: dict[str, Any] = {**raw_example(variant.form), **ALSO.get(name_of(variant.form), {})}
    for name, value in variant.fields(GIVEN_AT).items():
        given, before = typed(value), raw.get(name)
        raw[name] = before | given if isinstance(given, dict) and before else given
    return raw


@pytest.mark.parametrize("variant", [one for one, _ in EVERY], ids=[name for _, name in EVERY])
def test_a_decision_of_the_proof_is_a_valid_answer_a_person_could_type(variant: Variant) -> None:
    person, proof = variant.form.parse(as_typed(variant), LAW), variant.answer(GIVEN_AT)

    for name, value in variant.fields(GIVEN_AT).items():
        if not isinstance(value, Part) and name != "invited":
            assert getattr(person, name) == value, name
    for name in properties(variant):
        if read(proof, name) is not NOT_THERE:
            assert read(person, name) == read(proof, name), name


def properties(variant: Variant) -> list[str]:
    """What a stage asks this form, beside its fields."""
    written = [name for name, one in vars(variant.form).items() if isinstance(one, property)]
    return [name for name in written if f".{name}" in TOLD]


#: A property that rests on fields of which the proof says nothing: no stage can read it there.
NOT_THERE = object()


def read(answer: object, name: str) -> object:
    """A property's value; that it must not be asked of this decision is a value, too."""
    try:
        value = getattr(answer, name)
    except BrokenInvariant:
        return BrokenInvariant
    except AttributeError:
        return NOT_THERE
    return [one.code for one in value] if name == "parties" else value


def test_every_form_has_its_decisions_and_none_is_written_twice() -> None:
    assert [name for name, variants in VARIANTS.items() if not variants] == []
    assert set(VARIANTS) == set(FORMS)
    assert len({name for _, name in EVERY}) == len(EVERY)


def test_the_proof_takes_every_branch_of_every_stage(tmp_path: Path) -> None:
    """Measured in a process of its own, so that it also counts when the tests are measured."""
    files = [str(Path(str(file.__file__))) for file in FILES]
    (tmp_path / "rc").write_text(
        "[run]\nbranch = true\n[report]\nexclude_also =\n    raise AssertionError\n",
        encoding="utf-8",
    )
    measure = [sys.executable, "-m", "coverage"]
    rc, data, told = f"--rcfile={tmp_path / 'rc'}", f"--data-file={tmp_path / 'd'}", tmp_path / "j"
    walk = "from proof.plan import plans; from proof.proving import prove; "
    walk += "prove(walks=[p for p in plans() if not p.beside])"
    (tmp_path / "walk.py").write_text(walk, encoding="utf-8")
    include = f"--include={','.join(files)}"

    subprocess.run(
        [*measure, "run", rc, data, include, str(tmp_path / "walk.py")], check=True, cwd=ROOT
    )
    subprocess.run([*measure, "json", rc, data, "-q", "-o", str(told)], check=True, cwd=ROOT)

    found = loads(told.read_text(encoding="utf-8"))["files"]
    missed = [
        (name, line)
        for name, one in found.items()
        for line in [*one["missing_lines"], *(branch[0] for branch in one["missing_branches"])]
        if "in count(1)" not in (ROOT / name).read_text("utf-8").splitlines()[line - 1]
    ]
    assert len(found) == len(files)
    assert missed == []
