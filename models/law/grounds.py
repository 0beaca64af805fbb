"""The grounds of revocation and the evidence each needs; what is missing is said, never assumed.

A ground of art. 35 only classifies: a petition stands on art. 36 of the Civil Code, which asks for
no six months (K6, ADR-0106).
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from models.law.dates import add_months, chinese
from models.law.follow_up import item_of
from models.law.pack import RulePack
from models.law.rule import Ground
from models.law.terms import Ground35
from models.law.verdict import Verdict, allowed_unless


@dataclass(frozen=True, slots=True)
class Criticism:
    """One recorded criticism and education: the day and the body that gave it."""

    on: date
    body: str


@dataclass(frozen=True, slots=True)
class Facts35:
    """What the record proves about a guardian. Everything unproved stays false or empty."""

    harm_proved: bool = False
    danger_proved: bool = False
    educated: bool = False
    refused_since: date | None = None
    destitute: bool = False
    unable_proved: bool = False
    refuses_to_entrust: bool = False
    criticisms: Collection[Criticism] = ()
    life_disturbed: bool = False
    incitement_proved: bool = False
    flagrant: bool = False
    other_proved: bool = False


def check_ground_35(ground: Ground35, facts: Facts35, law: RulePack, *, on: date) -> Verdict:
    """Say which evidence an item of art. 35 still lacks.

    Args:
        ground: The item.
        facts: What is on record.
        law: The rule pack of the case.
        on: The day of the judgment call, Shanghai.

    Source: opinions art. 35.
    """
    item = law.grounds[item_of(ground)]
    lead = f"认定第35条第{item.numeral}项还缺少"
    return allowed_unless(_MISSING[ground](item, facts, on), lead, str(item.sources[0]))


def _abuse(item: Ground, facts: Facts35, _on: date) -> list[str]:
    return [] if facts.harm_proved else [item.needs[0]]


def _unattended(item: Ground, facts: Facts35, _on: date) -> list[str]:
    return _lacking(item, facts.danger_proved, facts.educated)


def _refusal(item: Ground, facts: Facts35, on: date) -> list[str]:
    missing = _lacking(item, facts.refused_since is not None, facts.destitute)
    months = item.refused_months or 0
    if facts.refused_since and on < (full := add_months(facts.refused_since, months)):
        missing.append(
            f"拒不履行满{months}个月(自{chinese(facts.refused_since)}起,{chinese(full)}满)"
        )
    return missing


def _addiction(item: Ground, facts: Facts35, _on: date) -> list[str]:
    in_need = facts.danger_proved or facts.destitute
    return _lacking(item, facts.unable_proved, facts.refuses_to_entrust, in_need)


def _begging(item: Ground, facts: Facts35, on: date) -> list[str]:
    wanted = item.criticisms or 0
    named = {(one.on, _by(one)) for one in facts.criticisms if _by(one) and one.on <= on}
    unnamed = sum(1 for one in facts.criticisms if not _by(one))
    missing = []
    if len(named) < wanted:
        missing.append(f"{wanted}次以上批评教育的记录(现有写明作出机关的{len(named)}次)")
    if unnamed and len(named) < wanted:
        missing.append(f"{unnamed}次批评教育的作出机关")
    return missing + ([] if facts.life_disturbed else [item.needs[1]])


def _by(one: Criticism) -> str:
    """The body in one spelling: the same day and body is the same criticism, written twice."""
    return "".join(unicodedata.normalize("NFKC", one.body).split())


def _crime(item: Ground, facts: Facts35, _on: date) -> list[str]:
    return _lacking(item, facts.incitement_proved, facts.flagrant)


def _other(item: Ground, facts: Facts35, _on: date) -> list[str]:
    return _lacking(item, facts.other_proved)


def _lacking(item: Ground, *proved: object) -> list[str]:
    """Return the needs of the item that are not proved, in the pack's order."""
    return [need for need, there in zip(item.needs, proved, strict=True) if not there]


_MISSING = {
    Ground35.ABUSE: _abuse,
    Ground35.UNATTENDED: _unattended,
    Ground35.REFUSAL: _refusal,
    Ground35.ADDICTION: _addiction,
    Ground35.BEGGING: _begging,
    Ground35.CRIME: _crime,
    Ground35.OTHER: _other,
}
