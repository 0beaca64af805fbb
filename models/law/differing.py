"""What two rule packs differ in, rule by rule, in words a person reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from models.labels import HOLDERS, STAGES
from models.law.local import SILENT, Locality
from models.law.pack import RulePack
from models.law.rule import ExtensionRule, Gate, Ground, Reminder, Rule, Word
from models.law.sources import Document
from models.law.vocabulary import Tell

T = TypeVar("T")


class Kind(StrEnum):
    """How something differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"

    @property
    def chinese(self) -> str:
        """As on screens."""
        return {"added": "新增", "removed": "取消", "changed": "修改"}[self.value]


@dataclass(frozen=True)
class Change:
    """One property with its old and its new text; None where there was or is nothing."""

    what: str
    old: str | None
    new: str | None

    def __str__(self) -> str:
        return f"{self.what}:{self.old or '无'} → {self.new or '无'}"


@dataclass(frozen=True)
class Difference:
    """One rule, gate, ground, document, locality or caveat that differs."""

    part: str
    id: str
    title: str
    kind: Kind
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class PackDiff:
    """Everything two packs differ in, in the order of the newer one."""

    old: str
    new: str
    differences: tuple[Difference, ...]

    def of(self, part: str) -> list[Difference]:
        """The differences of one part, such as `规则`."""
        return [one for one in self.differences if one.part == part]

    def rules(self) -> frozenset[str]:
        """Ids of the rules that differ in any way."""
        return frozenset(one.id for one in self.of(RULE))


RULE, GATE, GROUND, DOCUMENT, LOCALITY, CAVEAT = (
    "规则", "硬闸", "第35条情形", "依据文件", "地方规定", "未能核实的事项",
)  # fmt: skip


def differences(old: RulePack, new: RulePack) -> PackDiff:
    """Compare two packs; what is the same is not told."""
    caveats = ({one.id: one for one in old.caveats}, {one.id: one for one in new.caveats})
    found = [
        *_part(RULE, old.rules, new.rules, _rule, lambda rule: rule.title),
        *_part(GATE, old.gates, new.gates, _gate, lambda gate: gate.title),
        *_part(GROUND, _texts(old.grounds), _texts(new.grounds), _ground, lambda one: one.title),
        *_part(DOCUMENT, old.documents, new.documents, _document, lambda one: one.title),
        *_part(LOCALITY, old.localities, new.localities, _locality, lambda one: one.name),
        *_part(CAVEAT, *caveats, lambda one: {"内容": one.text}, lambda one: one.text),
    ]
    return PackDiff(old.version, new.version, tuple(found))


def _part(
    part: str,
    old: Mapping[str, T],
    new: Mapping[str, T],
    told: Callable[[T], Mapping[str, str | None]],
    title: Callable[[T], str],
) -> Iterator[Difference]:
    for key in dict.fromkeys([*new, *old]):
        before = told(old[key]) if key in old else {}
        after = told(new[key]) if key in new else {}
        kind = Kind.CHANGED if before and after else Kind.ADDED if after else Kind.REMOVED
        changes = tuple(
            Change(what, before.get(what), after.get(what))
            for what in dict.fromkeys([*before, *after])
            if before.get(what) != after.get(what)
        )
        if changes:
            yield Difference(part, key, title(new[key] if key in new else old[key]), kind, changes)


def _texts(grounds: Mapping[int, Ground]) -> dict[str, Ground]:
    return {str(item): ground for item, ground in grounds.items()}


def rule_facts(rule: Rule) -> dict[str, str | None]:
    """Everything a rule says, by what it is called in Chinese; None where it says nothing."""
    return {
        "名称": rule.title,
        "阶段": STAGES[rule.stage],
        "起算事件": rule.starts.text if rule.starts else None,
        "完成事件": rule.until.text if rule.until else None,
        "期限": str(rule.term) if rule.term else None,
        "计算方法": rule.clock.chinese if rule.counted else None,
        "并行计算的期限": str(rule.also) if rule.also else None,
        "本中心目标": str(rule.target) if rule.target else None,
        "末日顺延": _yes(rule.counted.rolls) if rule.counted else None,
        "延长": _extension(rule.extension),
        "可以免访": _yes(rule.exempt),
        "次数": str(rule.turns) if rule.turns else None,
        "义务主体": _words(rule.owes),
        "责任方": HOLDERS[rule.holder],
        "提醒": _ladder(rule.remind),
        "文书": _words(rule.documents),
        "层级": rule.layer.chinese,
        "核实程度": rule.confirmed.chinese,
        "依据": rule.source,
        "可写入对外文书": _yes(rule.printable),
        "说明": rule.note,
    }


def _rule(rule: Rule) -> dict[str, str | None]:
    return rule_facts(rule)


def _gate(gate: Gate) -> dict[str, str | None]:
    return {
        "名称": gate.title,
        "阶段": "、".join(STAGES[stage] for stage in gate.stages),
        "规则": "、".join(gate.rules) or None,
        "层级": gate.layer.chinese,
        "核实程度": gate.confirmed.chinese,
        "依据": gate.source,
        "说明": gate.note,
    }


def _ground(ground: Ground) -> dict[str, str | None]:
    return {
        "名称": ground.title,
        "需要的记录": "、".join(ground.needs) or None,
        "拒不履行的月数": _number(ground.refused_months),
        "批评教育的次数": _number(ground.criticisms),
        "回访规则": ground.follow_up,
    }


def _document(document: Document) -> dict[str, str | None]:
    return {
        "名称": document.title,
        "文号": document.number,
        "层级": document.layer.chinese,
        "施行": _day(document.in_force_from),
        "失效": _day(document.in_force_to),
        "核实程度": document.confirmed.chinese,
        "说明": document.note,
    }


def _locality(place: Locality) -> dict[str, str | None]:
    levels = (f"{one.code}(位次{one.rank}):{one.lead_text}" for one in place.risk_levels)
    bodies = (f"{one.name}:{'、'.join(one.bodies) or SILENT}" for one in place.mechanisms)
    return {
        "版本": place.version,
        "牵头": place.said(place.lead),
        "评估主体": place.said(place.assessed_by),
        "复评": place.said(place.reassessment),
        "风险等级": ";".join(levels) or place.said(None),
        "工作机制": ";".join(bodies) or None,
        "重点对象": "、".join(place.groups) or None,
        "基本流程": " → ".join(place.flow) or None,
        "会商参加者": "、".join(place.consultation_parties) or None,
        "已被取代": ";".join(place.superseded) or None,
        "说明": place.note,
    }


_TELL = {
    Tell.OWNER: "办理人",
    Tell.SUPERVISOR: "督导",
    Tell.DIRECTOR: "主任",
    Tell.HOLDER: "责任方(催办函)",
}


def _ladder(rungs: Iterable[Reminder]) -> str | None:
    return "、".join(f"{_when(rung.hours)}{_TELL[rung.tell]}" for rung in rungs) or None


def _when(hours: int) -> str:
    if hours == 0:
        return "届满时"
    side = "前" if hours < 0 else "后"
    size = f"{abs(hours) // 24}日" if hours % 24 == 0 else f"{abs(hours)}小时"
    return f"届满{side}{size}"


def _extension(rule: ExtensionRule | None) -> str | None:
    if rule is None:
        return None
    unit = rule.cap_unit.chinese if rule.cap_unit else ""
    return f"由{rule.approver}批准" + (f",合计不超过{rule.cap_length}{unit}" if unit else "")


def _words(words: Iterable[Word]) -> str | None:
    return "、".join(word.text for word in words) or None


def _yes(true: bool) -> str:  # noqa: FBT001 - one value, shown
    return "是" if true else "否"


def _number(value: int | None) -> str | None:
    return None if value is None else str(value)


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
