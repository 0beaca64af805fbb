"""D4 家庭监护评估报告 (outline 55-56, 68; opinions 28, 35; general part interpretation 6)."""

from documents.contexts import people
from documents.contexts.base import Context, Evidence, Part
from documents.contexts.case import author, cited, evidence
from documents.legal_terms import in_full
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import UNKNOWN, cn_date, joined, numbered, or_unknown, paragraphs, yes_no
from models.forms.assessment import (
    VOICES,
    Assessment,
    AssessmentTeam,
    GuidanceRecord,
    Voice,
    VoiceSource,
)
from models.forms.grounds import Admonition, GroundComparison
from models.forms.scopes import ReturnFeasibility, Scope
from models.law.pack import RulePack


class Assessor(Part):
    """A member of the assessment team."""

    name: str
    unit: str
    qualification: str
    on_staff: str


class ScopeResult(Part):
    """One of the six scopes of outline art. 55."""

    number: str
    title: str
    grade: str
    findings: tuple[str, ...]
    basis: str


class HeardVoice(Part):
    """One of the five voices of outline art. 55: what it said, or why it was not heard."""

    who: str
    how: str
    said: str


class Item35(Part):
    """One of the seven situations of opinions art. 35, compared."""

    situation: str
    facts: str
    basis: str
    met: str


class AssessmentReportContext(Context):
    """What the report prints. Goes to the court with a petition (opinions 28)."""

    centre: str
    case_number: str
    child: str
    guardians: tuple[str, ...]
    purpose: str
    standard: str
    team: tuple[Assessor, ...]
    notified: str
    methods: str
    assessed_on: str
    child_situation: tuple[str, ...]
    family_situation: tuple[str, ...]
    scopes: tuple[ScopeResult, ...]
    voices: tuple[HeardVoice, ...]
    problems: tuple[str, ...]
    remorse: tuple[str, ...]
    guidance: tuple[str, ...]
    health: tuple[str, ...]
    wishes: tuple[str, ...]
    risk_level: str
    risk_scheme: str
    risk_reasons: tuple[str, ...]
    items35: tuple[Item35, ...]
    feasibility: tuple[str, ...]
    recommendation: str
    recommendation_reasons: tuple[str, ...]
    valid: str
    evidence: tuple[Evidence, ...]
    written_by: str


def build(record: CaseRecord, about: str | None) -> AssessmentReportContext:  # noqa: ARG001
    """Fill the report from the assessment, its team, the five voices and the guidance record."""
    made = record.need(Assessment)
    team = record.latest(AssessmentTeam)
    risk = made.risk
    return AssessmentReportContext(
        centre=record.centre.name,
        case_number=record.case_number,
        child=people.child_line(record.child, record.now),
        guardians=tuple(people.guardian_line(one) for one in record.guardians) or (UNKNOWN,),
        purpose=_purpose(team),
        standard=team.standard if team else UNKNOWN,
        team=_team(team),
        notified=_notified(team),
        methods=joined(team.methods) if team else UNKNOWN,
        assessed_on=cn_date(made.assessed_on),
        child_situation=paragraphs(made.child_situation),
        family_situation=paragraphs(made.family_situation),
        scopes=_scopes(made),
        voices=tuple(_voice(record, one) for one in VOICES),
        problems=paragraphs(made.problems),
        remorse=paragraphs(made.repentance),
        guidance=_guidance(made, record.latest(GuidanceRecord)),
        health=paragraphs(made.child_health),
        wishes=paragraphs(made.child_wishes),
        risk_level=say("{}(等级代码：{};风险位次：{},1为最低)", risk.name, risk.code,
                       str(risk.rank)),
        risk_scheme=say("{},{}", risk.locality, risk.scheme_version),
        risk_reasons=paragraphs(made.risk_reasons),
        items35=_items(made, record.law),
        feasibility=_feasibility(made.feasibility),
        recommendation=full_width(made.recommendation.label),
        recommendation_reasons=paragraphs(made.proposals),
        valid=cn_date(made.valid_until),
        evidence=evidence(made.evidence),
        written_by=author(record, Assessment),
    )  # fmt: skip


def _purpose(team: AssessmentTeam | None) -> str:
    kind = full_width(team.kind.label) if team else UNKNOWN
    by = say(",受托机构：{}", or_unknown(team.assessor)) if team and team.commissioned else ""
    return say("本次评估为{}{}。查明监护状况,确定监护风险等级,提出处置建议。", kind, by)


def _team(team: AssessmentTeam | None) -> tuple[Assessor, ...]:
    if team is None:
        return ()
    return tuple(
        Assessor(
            name=one.name + (full_width("(组长)") if one.name == team.leader else ""),
            unit=one.unit,
            qualification=one.qualification,
            on_staff=yes_no(value=one.on_staff),
        )
        for one in team.members
    )


def _notified(team: AssessmentTeam | None) -> str:
    if team is None:
        return UNKNOWN
    if team.guardian_told:
        return say("已于{}告知监护人评估的目的、内容和权利。", cn_date(team.told_on))
    return say("未告知监护人,理由：{}", or_unknown(team.why_not_told))


def _scopes(made: Assessment) -> tuple[ScopeResult, ...]:
    """The six scopes in the order of outline art. 55, whatever order they were typed in."""
    order = list(Scope)
    found = sorted(made.scopes, key=lambda one: order.index(one.scope))
    return tuple(
        ScopeResult(
            number=numbered(place),
            title=one.scope.label,
            grade=one.grade.label,
            findings=paragraphs(one.conclusion),
            basis=cited(one.evidence_numbers),
        )
        for place, one in enumerate(found, 1)
    )


def _voice(record: CaseRecord, source: VoiceSource) -> HeardVoice:
    voice = record.latest(Voice, about=source.code)
    if voice is None:
        return HeardVoice(who=source.label, how="未听取", said="理由未记录")
    if not voice.heard:
        return HeardVoice(
            who=source.label,
            how="未能听取",
            said=say("理由：{}\n作过的努力：{}", or_unknown(voice.reason_not_heard),
                     or_unknown(voice.attempts)),
        )  # fmt: skip
    manner = voice.manner.label if voice.manner else UNKNOWN
    companion = say("\n在场的合适成年人：{}", voice.companion) if voice.companion else ""
    return HeardVoice(
        who=source.label,
        how=say("{}\n{},{}\n听取人：{}", or_unknown(voice.speaker), cn_date(voice.heard_on),
                full_width(manner), or_unknown(voice.heard_by)) + companion,
        said=or_unknown(voice.words),
    )  # fmt: skip


def _guidance(made: Assessment, kept: GuidanceRecord | None) -> tuple[str, ...]:
    lines = list(paragraphs(made.guidance))
    if kept is None:
        return tuple(lines)
    if not kept.given:
        lines.append(say("未开展教育辅导,理由：{}", or_unknown(kept.why_not)))
    lines += [
        say("{},{}：{}。监护人的表现：{}", cn_date(one.on), one.body, one.record, one.attitude)
        for one in kept.sessions or ()
    ]
    if kept.court_order:
        lines.append(full_width("有关机关已责令监护人接受家庭教育指导(家庭教育促进法第49条)。"))
    return tuple(lines)


def _items(made: Assessment, law: RulePack) -> tuple[Item35, ...]:
    compared = sorted(made.comparison, key=lambda one: one.ground)
    return tuple(
        Item35(
            situation=full_width(in_full(law, one.ground)),
            facts="\n".join(_facts(one)),
            basis=cited(one.evidence_numbers),
            met=one.status.label,
        )
        for one in compared
    )


def _facts(one: GroundComparison) -> list[str]:
    """The facts, and what this item needs besides (opinions 35: education, six months, thrice)."""
    lines = [one.facts or "未发现相关事实"]
    lines += [say("教育记录：{}", _admonition(each)) for each in one.education or ()]
    if one.refused_since:
        until = cn_date(one.refused_until) if one.refused_until else "今"
        lines.append(say("拒不履行监护职责：自{}至{}", cn_date(one.refused_since), until))
    lines += [say("批评教育：{}", _admonition(each)) for each in one.criticisms or ()]
    return lines


def _admonition(one: Admonition) -> str:
    return say("{},{},{}", cn_date(one.on), one.body, one.record)


def _feasibility(found: ReturnFeasibility) -> tuple[str, ...]:
    lines = [
        say("监护能力：{}", found.guardianship),
        say("家庭情况：{}", found.family),
        say("身心健康：{}", found.health),
        say("本人意愿：{}", found.wishes),
        say("回归家庭：{}", found.feasible.label),
    ]
    if found.conditions:
        lines.append(say("需要满足的条件：{}", found.conditions))
    return tuple(lines)
