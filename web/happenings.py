"""The event chain in sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from models.law.dates import chinese_day
from models.words import Tag
from web.names import outcome_name, paper_name, stage_name
from web.titles import step_title
from web.wording import _, word


@dataclass(frozen=True)
class Happened:
    """One event in words."""

    row: Row[Any]
    actor: str
    text: str
    stage: str


_WORDS: dict[Tag, str] = {
    Tag.CASE_OPENED: "登记案件",
    Tag.CASE_CLOSED: "案件结案",
    Tag.CASE_REOPENED: "重新打开案件",
    Tag.CASE_MOVED: "案件移交其他中心",
    Tag.CASE_LAW_CHANGED: "案件改按新规则包办理",
    Tag.STAGE_OPENED: "进入阶段",
    Tag.STAGE_CLOSED: "阶段办结",
    Tag.STEP_OPENED: "开始",
    Tag.STEP_ANSWERED: "办结",
    Tag.STEP_VIEWED: "打开",
    Tag.STEP_SUPERSEDED: "退回重办",
    Tag.STEP_CANCELLED: "终止",
    Tag.STEP_HANDED_OVER: "转交",
    Tag.STEP_CHASED: "催办",
    Tag.TIMER_FIRED: "到期",
    Tag.EFFECT_DONE: "系统办理",
    Tag.APPROVAL_OPENED: "送审",
    Tag.APPROVAL_SIGNED: "同意",
    Tag.APPROVAL_RETURNED: "退回",
    Tag.APPROVAL_WITHDRAWN: "撤回",
    Tag.APPROVAL_VOIDED: "审批作废（数据已变更）",
    Tag.APPROVAL_DONE: "审批完成",
    Tag.PAPER_ISSUED: "生成文书",
    Tag.PAPER_DOWNLOADED: "下载文书",
    Tag.CLOCK_STARTED: "开始计算期限",
    Tag.CLOCK_MET: "期限内完成",
    Tag.CLOCK_STOPPED: "期限停止计算",
    Tag.CLOCK_EXTENDED: "延长期限",
    Tag.CLOCK_RECOUNTED: "按新的放假安排或规则重算期限",
    Tag.CLOCK_SUSPENDED: "期限中止",
    Tag.CLOCK_RESUMED: "期限恢复计算",
    Tag.CLOCK_RESTARTED: "期限重新起算",
    Tag.CUSTODY_STARTED: "临时监护开始",
    Tag.CUSTODY_ENDED: "临时监护结束",
    Tag.IDENTITY_CORRECTED: "更新人员信息",
    Tag.TEAM_JOINED: "加入办案小组",
    Tag.TEAM_LEFT: "离开办案小组",
    Tag.TEAM_LED: "更换主办人",
    Tag.NOTICE_QUEUED: "通知待发",
    Tag.NOTICE_DELIVERED: "通知已送达",
    Tag.NOTICE_FAILED: "通知未送达",
}


def said(row: Row[Any]) -> Happened:
    """Say what an event tells."""
    tag = Tag(row.tag)
    about = _ABOUT.get(tag, _step)(row)
    text = word(_WORDS[tag])
    return Happened(
        row=row,
        actor=str(row.actor or _("系统")),
        text=_("%(text)s：%(about)s", text=text, about=about) if about else text,
        stage=stage_name(row.stage) if row.stage else "",
    )


def _step(row: Row[Any]) -> str:
    if not row.kind:
        return ""
    return step_title(
        row.kind, key=row.key, form=row.form, paper=row.paper, about=row.about, turn=row.turn
    )


def _answered(row: Row[Any]) -> str:
    """A step, with the day of the fact where that is not the day of the entry."""
    done_on = row.detail.get("done_on")
    if not done_on:
        return _step(row)
    day = chinese_day(date.fromisoformat(done_on))
    return _("%(step)s（%(day)s办理）", step=_step(row), day=word(day))


def _stage(row: Row[Any]) -> str:
    return stage_name(row.stage) if row.stage else ""


def _closed(row: Row[Any]) -> str:
    outcome = outcome_name(row.detail.get("outcome"))
    return f"{_stage(row)}（{outcome}）" if outcome else _stage(row)


def _paper(row: Row[Any]) -> str:
    name, number = paper_name(row.detail.get("paper")), row.detail.get("number", "")
    return f"《{name}》{number} v{row.detail.get('version', '')}"


def _member(row: Row[Any]) -> str:
    return str(row.about_officer or "")


def _law(row: Row[Any]) -> str:
    return f"{row.detail.get('old', '')} → {row.detail.get('new', '')}"


def _clock(row: Row[Any]) -> str:
    rule = row.detail.get("rule", "")
    return _step(row) or (_("规则%(rule)s", rule=rule) if rule else "")


_ABOUT: dict[Tag, Callable[[Row[Any]], str]] = {
    Tag.CASE_LAW_CHANGED: _law,
    Tag.CLOCK_STARTED: _clock,
    Tag.CLOCK_MET: _clock,
    Tag.STAGE_OPENED: _stage,
    Tag.STAGE_CLOSED: _closed,
    Tag.PAPER_ISSUED: _paper,
    Tag.TEAM_JOINED: _member,
    Tag.TEAM_LEFT: _member,
    Tag.TEAM_LED: _member,
    Tag.STEP_ANSWERED: _answered,
}
