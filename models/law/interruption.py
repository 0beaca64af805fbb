"""Grounds on which a running deadline stops for a while, each with its source (中止).

A ground says why the days do not count; how long is a fact of the case. Where no source lets a
deadline of the law stand still, only the centre's own targets may be suspended.
"""

from dataclasses import dataclass

from models.choice import Choice
from models.errors import RuleBroken
from models.law.rule import Rule
from models.law.vocabulary import ClockKind, Confirmation


class SuspensionGround(Choice):
    """Why days do not count (民事诉讼法第86、153条;民诉法解释第243条)."""

    #: 民事诉讼法第86条
    FORCE_MAJEURE = "force_majeure", "不可抗拒的事由或者其他正当理由,暂时不能办理"
    #: 民事诉讼法第153条
    COURT_STAY = "court_stay", "人民法院裁定中止"
    #: 民诉法解释第243条
    EXPERT_OR_NOTICE = "expert_or_notice", "公告、鉴定期间"
    #: The centre's own targets only.
    CENTRE_DECISION = "centre_decision", "本中心决定暂停(仅限自定目标)"


@dataclass(frozen=True, slots=True)
class GroundSource:
    """Where a ground stands, and how far its text was seen."""

    source: str
    confirmed: Confirmation

    def __str__(self) -> str:
        """As a receipt shows it; an unseen text says so."""
        if self.confirmed is Confirmation.MEMORY:
            return f"{self.source}(未见原文)"
        return self.source


#: The source of each ground. The texts of art. 153 and 243 were not before us.
GROUND_SOURCES: dict[SuspensionGround, GroundSource] = {
    SuspensionGround.FORCE_MAJEURE: GroundSource("《民事诉讼法》第86条", Confirmation.TEXT_READ),
    SuspensionGround.COURT_STAY: GroundSource("《民事诉讼法》第153条", Confirmation.MEMORY),
    SuspensionGround.EXPERT_OR_NOTICE: GroundSource("《民诉法解释》第243条", Confirmation.MEMORY),
    SuspensionGround.CENTRE_DECISION: GroundSource("本中心自定", Confirmation.CENTRE),
}


def ground_of(value: str) -> SuspensionGround:
    """A ground by its stored word."""
    return next(one for one in SuspensionGround if one.value == value)


def why_not_suspended(rule: Rule, ground: SuspensionGround | None = None) -> str | None:
    """Say why a rule's deadline cannot stand still, or not on this ground; None if it can."""
    if rule.clock in (ClockKind.HOURS_AT_ONCE, ClockKind.HOURS_NEXT_FULL_HOUR):
        return "按小时计算的期限连续计算,夜间和休假日都不扣除,不能中止。"
    if rule.clock is ClockKind.WINDOWS:
        return "周期性的走访、评估不适用中止;确实不能走访的,请登记免访及理由。"
    if rule.clock is ClockKind.NONE:
        return f"规则 {rule.id} 没有数字期限,不需要中止。"
    if ground is SuspensionGround.CENTRE_DECISION and not rule.is_target:
        return f"规则 {rule.id} 的期限来自{rule.source},本中心不能自行决定中止。"
    return None


def refuse_suspension(rule: Rule, ground: SuspensionGround) -> None:
    """Refuse what `why_not_suspended` tells.

    Raises:
        RuleBroken: With the sentence.
    """
    if why := why_not_suspended(rule, ground):
        raise RuleBroken(why, source=rule.source)
