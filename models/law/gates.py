"""Hard gates as pure questions about plain facts, each answered by a verdict: G2, G4, G6, G7, G8.

The others stand where nothing can go past them: G1 in the stage (`StageRun.require_conclusion`),
G3 in the hand-over form, G5 in the briefing letter, G9 in what a document may state, G10 in the
watch. The words and sources of all ten are in the case's rule pack, which each is handed as `law`.
None of these takes a name: persons are told apart by role (父、母、祖母).
"""

from collections.abc import Collection, Mapping
from datetime import date

from models.law.pack import RulePack
from models.law.verdict import Allowed, Refused, Verdict, allowed_unless
from models.law.window_standing import standings
from models.law.windows import Window

#: The three bars of minors law art. 22 para. 3 and the words shown for them.
BARS_22 = {
    "violence": "曾实施性侵害、虐待、遗弃、拐卖、暴力伤害等违法犯罪行为",
    "vice": "有吸毒、酗酒、赌博等恶习",
    "neglect": "曾拒不履行或者长期怠于履行监护、照护职责",
}


def may_conclude_consultation(
    law: RulePack,
    *,
    has_assessment_report: bool,
    has_police_statement: bool,
    has_chase_record: bool,
    has_child_view: bool,
    why_child_not_heard: str,
) -> Verdict:
    """G2: a conclusion needs its three foundations, or the recorded reason why not.

    Source: opinions art. 19; outline art. 55, 71.
    """
    missing = []
    if not has_assessment_report:
        missing.append("书面评估报告")
    if not (has_police_statement or has_chase_record):
        missing.append("公安机关案件情况说明(或催要记录)")
    if not (has_child_view or why_child_not_heard.strip()):
        missing.append("儿童意见记录(或不能听取的理由)")
    return allowed_unless(missing, "会商结论缺少", law.gate("G2").source)


def may_entrust(
    law: RulePack, *, bars_found: Collection[str], bars_checked: Collection[str]
) -> Verdict:
    """G4: nobody takes the child whom one of the three bars meets; each bar must be checked.

    Args:
        law: The rule pack of the case.
        bars_found: Keys of `BARS_22` that apply.
        bars_checked: Keys of `BARS_22` that were looked into.

    Source: minors law art. 22 para. 3.
    """
    met = [text for key, text in BARS_22.items() if key in bars_found]
    if met:
        return _no(law, "G4", f"受托人属于禁止情形:{';'.join(met)};不得交其照料,请另选他人。")
    unchecked = [text for key, text in BARS_22.items() if key not in bars_checked]
    return allowed_unless(unchecked, "尚未逐项排查受托人的禁止情形", law.gate("G4").source)


def may_file_petition(
    law: RulePack,
    *,
    applicant_capacity: str,
    grounds_by_respondent: Mapping[str, Collection[str]],
    evidence: Collection[str],
    excluded: Mapping[str, str],
    child_wish: str,
) -> Verdict:
    """G6: a petition is complete, or every missing element is named at once.

    Args:
        law: The rule pack of the case.
        applicant_capacity: Why the applicant may apply; empty if not stated.
        grounds_by_respondent: Role of each respondent → items of art. 35 or 36 that fit.
        evidence: The evidence list.
        excluded: Role of every *other* person entitled to be guardian → why not, or why proposed.
        child_wish: What the child wants, or why it could not be heard.

    Source: civil procedure law art. 124; opinions art. 28, 35; Civil Code art. 36.
    """
    missing = [] if applicant_capacity.strip() else ["申请人资格的依据"]
    if not grounds_by_respondent:
        missing.append("被申请人")
    missing += [
        f"被申请人({role})对应的第35条或民法典第36条情形"
        for role, grounds in grounds_by_respondent.items()
        if not grounds
    ]
    if not evidence:
        missing.append("证据目录")
    if not excluded:
        missing.append("其他有监护资格人的逐一排除")
    missing += [
        f"其他有监护资格人({role})的排除理由"
        for role, reason in excluded.items()
        if not reason.strip()
    ]
    if not child_wish.strip():
        missing.append("儿童意愿(或不能听取的理由)")
    return allowed_unless(missing, "撤销监护人资格申请书缺少", law.gate("G6").source)


def may_recommend_restoration(
    law: RulePack, *, intentional_crime_against_child: bool | None
) -> Verdict:
    """G7: no recommendation to restore after an intentional crime against the child.

    Args:
        law: The rule pack of the case.
        intentional_crime_against_child: None while it has not been checked, which refuses too.

    Source: Civil Code art. 38; reading in ADR-0105.
    """
    if intentional_crime_against_child is None:
        return _no(
            law, "G7", "尚未查明是否对被监护人实施过故意犯罪,不得提出恢复建议;请先核查裁判文书。"
        )
    if intentional_crime_against_child:
        return _no(law, "G7", "曾对被监护人实施故意犯罪,不得建议恢复监护人资格。")
    return Allowed()


def may_end_follow_up(
    law: RulePack,
    *,
    windows: Collection[Window],
    visited_on: Collection[date],
    exempt: Collection[int],
    anomaly_open: bool,
    on: date,
) -> Verdict:
    """G8: follow-up ends when the number of visits is full and the last anomaly is dealt with.

    Args:
        law: The rule pack of the case.
        windows: All windows the source asks for.
        visited_on: Days on which the child was visited, Shanghai; a missed window can be made up.
        exempt: Numbers of the windows excused by an approved exemption.
        anomaly_open: Whether the last visit found something not dealt with yet.
        on: Today, Shanghai.

    Source: outline art. 77-79.
    """
    found = standings(windows, visited_on, exempt=exempt, on=on)
    missing = [one.lacks() for one in found if not one.settled]
    last = max((window.last_on for window in windows), default=on)
    if on < last:
        missing.append(f"回访期限届满({last})")
    if anomaly_open:
        missing.append("最近一次回访异常的处理")
    return allowed_unless(missing, "不得结束回访,尚缺", law.gate("G8").source)


def _no(law: RulePack, gate_id: str, reason: str) -> Refused:
    return Refused(reason, law.gate(gate_id).source)
