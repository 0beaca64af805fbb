"""A child's risk level in another locality: proposed by rank, confirmed by who receives the child.

A level is (locality, version, code, rank). Codes and colours are never compared across places.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from models.law.local import SILENT, Locality, RiskLevel, level_after_transfer


@dataclass(frozen=True)
class Graded:
    """A level as a case has it: of which scheme, and which."""

    version: str
    code: str
    rank: int


@dataclass(frozen=True)
class Proposal:
    """The level a scheme has for a child who moves; None with the reason."""

    level: RiskLevel | None
    why: str


def scheme(places: Iterable[Locality]) -> Locality | None:
    """The locality whose levels a case is graded by; None where no overlay has any."""
    return next((place for place in places if place.risk_levels), None)


def proposed(graded: Graded, of: Locality | None, to: Locality | None) -> Proposal:
    """Propose the level of the receiving scheme.

    Args:
        graded: The level so far.
        of: The scheme it was given by; None if it is not known here.
        to: The receiving locality; None without an overlay.

    Source: reading in ADR-0116 (K16).
    """
    if to is None:
        return Proposal(None, "本地没有地方包,由接收中心按当地标准重新评定。")
    if not to.risk_levels:
        return Proposal(None, f"{to.name}:风险等级{SILENT},由接收中心重新评定。")
    level = of.level(graded.code) if of else None
    if of is None or level is None:
        return Proposal(
            None, f"原标准({graded.version},代码{graded.code})不在本机,不能按位次对应,请重新评定。"
        )
    if level.rank != graded.rank:
        return Proposal(
            None,
            f"原记录的位次{graded.rank}与{of.name}标准的{level.code}(位次{level.rank})不符,请核对。",
        )
    if of.version == to.version:
        return Proposal(level, "同一标准,等级不变。")
    found = level_after_transfer(level, of, to)
    return Proposal(
        found,
        f"按位次对应:{of.name}{level.code}(位次{level.rank},共{len(of.risk_levels)}级)→ "
        f"{to.name}{found.code if found else ''}(位次{found.rank if found else ''},"
        f"共{len(to.risk_levels)}级);由接收中心确认。",
    )


def problem_of(graded: Graded, local: Locality) -> tuple[str, str] | None:
    """Say what of a level is not in the local scheme: the field and the sentence; None if right."""
    if graded.version != local.version:
        return "scheme_version", f"本地标准是{local.name}的 {local.version}。"
    level = local.level(graded.code)
    if level is None:
        codes = "、".join(one.code for one in local.risk_levels)
        return "code", f"{local.name}的等级代码是:{codes}。"
    if level.rank != graded.rank:
        return "rank", f"{local.name}的{level.code}位次是{level.rank}(1为最低)。"
    return None
