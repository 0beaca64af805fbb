"""Properties of a single wait: whose it is, until when, and what is signed."""

from collections.abc import Iterator
from functools import cache

from documents.titles import TITLES
from flows.readers.memory import MemoryStage
from models.forms.catalogue import FORMS
from models.labels import STAGES
from models.law.pack import UnknownRule
from models.words import Holder, Role, StepState
from proof.answers import VARIANTS
from proof.law import newest
from proof.seen import Seen
from proof.state import asked_as
from tasks.journal.effect import OpenApproval, OpenStep, SetTimer
from tasks.stage_run import key_of

#: Roles that do no casework.
_NO_CASE = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


def every_wait_has_an_owner(seen: Seen) -> Iterator[str]:
    """Each form has a role that answers it and a holder, each approval its signers."""
    for stage, asked in seen.asked:
        if not _does_casework(asked.of):
            yield f"{_where(stage)}的表单“{_name(asked)}”没有办理岗位"
        if not isinstance(asked.holder, Holder):
            yield f"{_where(stage)}的表单“{_name(asked)}”没有责任方"
    for stage, approval in seen.done(OpenApproval):
        if not approval.by or not all(map(_does_casework, approval.by)):
            yield f"{_where(stage)}的审批“{TITLES[approval.paper]}”没有审批岗位"
        elif len(set(approval.by)) != len(approval.by):
            yield f"{_where(stage)}的审批“{TITLES[approval.paper]}”由同一岗位签两次"


def every_wait_has_a_reason(seen: Seen) -> Iterator[str]:
    """Each form has a fixed instant or a rule of the pack; the rule has a number or says why not."""
    for stage, asked in seen.asked:
        if asked.by is not None:
            if asked.by.tzinfo is None:
                yield f"{_where(stage)}的表单“{_name(asked)}”的日期没有时区"
        elif asked.rule is None:
            yield f"{_where(stage)}的表单“{_name(asked)}”没有期限规则,也没有日期"
        elif not _rule_says_when(asked.rule):
            yield f"{_where(stage)}的表单“{_name(asked)}”的规则{asked.rule}不在规则包中"
    for stage, approval in seen.done(OpenApproval):
        if not _rule_says_when(approval.rule):
            paper = TITLES[approval.paper]
            yield f"{_where(stage)}的审批“{paper}”的规则{approval.rule}不在规则包中"
    for stage, timer in seen.done(SetTimer):
        if timer.at.tzinfo is None:
            yield f"{_where(stage)}的等待{timer.key}的日期没有时区"


def not_yet_is_not_done(seen: Seen) -> Iterator[str]:
    """What was answered "not yet" is asked again, and no stage ends over it."""
    for stage in seen.after.stages:
        newest = {asked_as(step): step for step in stage.steps.values()}
        for step in newest.values():
            if step.answered is not None and step.answered.not_yet:
                title = FORMS[step.form or ""].title
                yield f"{_where(stage)}的“{title}”还没有办到,却没有再办"


def every_form_is_known(seen: Seen) -> Iterator[str]:
    """Each form that is asked is in the catalogue, and the proof knows how it may be answered."""
    for stage, asked in seen.asked:
        if asked.form not in FORMS:
            yield f"{_where(stage)}的表单“{asked.form}”不在表单目录中"
        elif not VARIANTS[asked.form]:
            yield f"{_where(stage)}的表单“{_name(asked)}”没有写明可能的决定"


def approval_follows_issue(seen: Seen) -> Iterator[str]:
    """What is signed was issued before, in this stage and round."""
    for stage, approval in seen.done(OpenApproval):
        issue = stage.steps.get(key_of("issue", approval.paper, approval.about, approval.turn))
        if issue is None or issue.state is not StepState.DONE:
            yield f"{_where(stage)}送审“{TITLES[approval.paper]}”以前没有生成这份文书"
        elif issue.position > stage.steps[approval.key].position:
            yield f"{_where(stage)}的“{TITLES[approval.paper]}”先送审、后生成"


def _does_casework(role: object) -> bool:
    return isinstance(role, Role) and role not in _NO_CASE


@cache
def _rule_says_when(rule: str) -> bool:
    try:
        found = newest().rule(rule)
    except UnknownRule:
        return False
    return found.counted is not None or bool(found.untimed_reason)


def _where(stage: MemoryStage) -> str:
    return f"“{STAGES[stage.stage]}”"


def _name(asked: OpenStep) -> str:
    form = FORMS.get(asked.form)
    return (form.title if form else asked.form) + (f"·{asked.about}" if asked.about else "")
