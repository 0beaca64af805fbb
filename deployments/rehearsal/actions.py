"""Reading the action of an entry: each kind has its own keys, and an unknown key is refused."""

from collections.abc import Callable
from datetime import time

from deployments.rehearsal.filling import plain_words
from deployments.rehearsal.keys import (
    Keys,
    approval_name,
    comma_hint,
    day,
    form_name,
    instant,
    number,
    obligation_name,
    step_name,
    word,
    yes_or_no,
)
from deployments.rehearsal.marked import BadCase, Marked
from deployments.rehearsal.moves import MOVES
from deployments.rehearsal.script import (
    Action,
    Answer,
    Approve,
    Chase,
    Correct,
    Cover,
    GoOn,
    HandOver,
    LatePaperCame,
    LookAt,
    OpenCase,
    PutRight,
    Reopen,
    SendBack,
    Settle,
    Start,
    TakeBack,
    Visits,
    Void,
    WindowSaying,
    Withdraw,
    WithdrawSide,
)
from models.forms.catalogue import FORMS
from models.forms.correction import PeopleCorrection
from models.forms.late_paper import LatePaper
from models.forms.small import Became
from models.words import Began, Stage

#: What stands after `about:` to answer every open step of the form.
EACH = "each"


def read_action(keys: Keys) -> Action | None:
    """Take the action out of an entry's keys; None when only time passes.

    Raises:
        BadCase: Two actions in one entry, or something in one is wrong.
    """
    there = [name for name in READERS if name in keys]
    if not there:
        return None
    if len(there) > 1:
        raise BadCase(keys.place.key(there[1]), f"一条里只能有一个动作,已经有“{there[0]}”。")
    by = keys.get("by")
    account = by.text if by and there[0] != "approve" else None
    return READERS[there[0]](keys, keys.need(there[0]), account)


def _stage(keys: Keys) -> Stage | None:
    found = keys.get("stage")
    return word(found, Stage, "阶段") if found else None


def _answer(keys: Keys, form: Marked, by: str | None) -> Answer:
    name = form_name(form)
    about, done_on = keys.text("about") or None, keys.get("done_on")
    filled, usual = keys.get("with"), keys.get("usual")
    _known_fields(name, filled)
    return Answer(
        place=form, by=by, form=name, about=None if about == EACH else about,
        stage=_stage(keys), filled=filled, usual=yes_or_no(usual) if usual else True,
        done_on=day(done_on) if done_on else None, each=about == EACH,
        late_reason=keys.text("late_reason"),
    )  # fmt: skip


def _known_fields(form: str, filled: Marked | None) -> None:
    """Say at once, before anything is played, that a form has no such field."""
    for name in filled.fields if filled else ():
        if name not in FORMS[form].model_fields and filled:
            known = "、".join(FORMS[form].model_fields)
            text = f"表单 {form} 没有栏目“{name}”;有:{known}。{comma_hint(name)}"
            raise BadCase(filled.key(name), text)


def _approve(keys: Keys, paper: Marked, _by: str | None) -> Approve:
    signers, voided = keys.get("by"), keys.get("voided")
    return Approve(
        place=paper, by=None,
        step=approval_name(paper, keys.text("about") or None, _stage(keys)),
        signers=tuple(one.text for one in signers.items) if signers else (),
        opinion=keys.text("opinion", "同意。"),
        expects_void=yes_or_no(voided) if voided else False,
    )  # fmt: skip


def _send_back(keys: Keys, paper: Marked, by: str | None) -> SendBack:
    step = approval_name(paper, keys.text("about") or None, _stage(keys))
    return SendBack(paper, by, step, step_name(keys.need("to")), keys.need("reason").text)


def _withdraw(keys: Keys, paper: Marked, by: str | None) -> Withdraw:
    step = approval_name(paper, keys.text("about") or None, _stage(keys))
    return Withdraw(paper, by, step, keys.text("reason"))


def _hand_over(keys: Keys, step: Marked, by: str | None) -> HandOver:
    return HandOver(step, by, step_name(step, _stage(keys)), keys.need("to").text)


def _look_at(keys: Keys, step: Marked, by: str | None) -> LookAt:
    return LookAt(step, by, step_name(step, _stage(keys)))


def _chase(keys: Keys, step: Marked, by: str | None) -> Chase:
    means = keys.text("means", "电话")
    return Chase(step, by, step_name(step, _stage(keys)), means, keys.text("saying"))


def _cover(keys: Keys, officer: Marked, by: str | None) -> Cover:
    from_at, until_at = instant(keys.need("from")), instant(keys.need("until"))
    substitute = keys.need("substitute").text
    return Cover(officer, by or officer.text, officer.text, substitute, from_at, until_at)


def _settle(keys: Keys, name: Marked, by: str | None) -> Settle:
    became, on = word(keys.need("became"), Became, "办法"), keys.get("on")
    how = keys.text("saying", "已经核实。")
    return Settle(name, by, obligation_name(name), became, day(on) if on else None, how)


def _start(keys: Keys, stage: Marked, by: str | None) -> Start:
    return Start(stage, by, word(stage, Stage, "并行程序"), keys.text("reason", "案情需要。"))


def _reopen(keys: Keys, stage: Marked, by: str | None) -> Reopen:
    return Reopen(stage, by, word(stage, Stage, "阶段"), keys.text("reason"))


def _take_back(keys: Keys, step: Marked, by: str | None) -> TakeBack:
    return TakeBack(step, by, step_name(step, _stage(keys)), keys.text("reason"))


def _void(keys: Keys, reason: Marked, by: str | None) -> Void:
    return Void(reason, by, reason.text, keys.text("in_favour_of") or None)


def _refuse_unknown(filled: Marked, known: tuple[str, ...], shown: str) -> None:
    for name in filled.fields:
        if name not in known:
            raise BadCase(filled.key(name), f"{shown}没有栏目“{name}”;有:{'、'.join(known)}。")


def _late_paper(keys: Keys, what: Marked, by: str | None) -> LatePaperCame:
    """The paper's name is the action's word; `with` has the other fields of the form."""
    filled = keys.need("with")
    _refuse_unknown(filled, tuple(LatePaper.model_fields), LatePaper.title)
    return LatePaperCame(what, by, filled)


def _withdraw_side(keys: Keys, stage: Marked, by: str | None) -> WithdrawSide:
    return WithdrawSide(stage, by, word(stage, Stage, "并行程序"), keys.need("reason").text)


def _correct(keys: Keys, what: Marked, by: str | None) -> Correct | PutRight:
    filled = keys.need("with")
    if what.text == "people":
        known, shown = tuple(PeopleCorrection.model_fields), "更正人员信息"
    elif what.text in FORMS:
        known, shown = tuple(FORMS[what.text].model_fields), f"表单 {what.text}"
    else:
        raise BadCase(what, "correct 后面写 people(更正人员信息)或者表单名。")
    _refuse_unknown(filled, known, shown)
    if what.text == "people":
        return Correct(what, by, filled)
    return PutRight(
        what, by, step_name(what, _stage(keys)), filled, keys.text("reason"), keys.text("evidence")
    )


def _open_case(keys: Keys, name: Marked, by: str | None) -> OpenCase:
    began, same, words = keys.get("began"), keys.get("same_child"), keys.get("words")
    return OpenCase(
        name, by, name.text, word(began, Began, "来源") if began else Began.REPORT,
        yes_or_no(same) if same else True,
        plain_words(words),
    )  # fmt: skip


def _go_on(keys: Keys, target: Marked, by: str | None) -> GoOn:
    every = keys.get("every")
    return GoOn(target, by, step_name(target, _stage(keys)), number(every, 1) if every else 2)


def _visits(_keys: Keys, visits: Marked, by: str | None) -> Visits:
    inner = Keys(visits)
    on_day, at, span = inner.get("on_day"), inner.get("at"), inner.get("windows")
    first, last = _span(span) if span else (1, None)
    filled, usual = inner.get("with"), inner.get("usual")
    _known_fields("visit", filled)
    special = inner.get("except")
    read = Visits(
        place=visits, by=by or inner.text("by") or None,
        on_day=number(on_day, 1) if on_day else 3, at=_time_of_day(at) if at else "10:00",
        first=first, last=last, filled=filled, usual=yes_or_no(usual) if usual else True,
        special=_special(special) if special else {},
    )  # fmt: skip
    inner.finish()
    return read


def _special(marked: Marked) -> dict[int, WindowSaying]:
    special = {}
    for name, saying in marked.fields.items():
        if not name.isdecimal():
            raise BadCase(marked.key(name), "这里写窗口的序号,例如 3。")
        keys = Keys(saying)
        on_day, filled = keys.get("on_day"), keys.get("with")
        _known_fields("visit", filled)
        special[int(name)] = WindowSaying(
            saying, number(on_day, 1) if on_day else None, keys.text("by") or None, filled
        )
        keys.finish()
    return special


def _span(marked: Marked) -> tuple[int, int | None]:
    first, dash, last = marked.text.partition("-")
    whole = first.isdecimal() and (last.isdecimal() or (dash and not last) or not dash)
    if not whole:
        raise BadCase(marked, "窗口写成 1-4、5- 或者 3。")
    if not dash:
        return int(first), int(first)
    return int(first), int(last) if last else None


def _time_of_day(marked: Marked) -> str:
    hour, _, minute = marked.text.partition(":")
    try:
        return time(int(hour), int(minute)).isoformat("minutes")
    except ValueError:
        raise BadCase(marked, "钟点写成 10:00。") from None


Reader = Callable[[Keys, Marked, str | None], Action]

#: Action by its key in the file.
READERS: dict[str, Reader] = {
    "answer": _answer,
    "approve": _approve,
    "return": _send_back,
    "withdraw": _withdraw,
    "hand_over": _hand_over,
    "look_at": _look_at,
    "chase": _chase,
    "cover": _cover,
    "settle": _settle,
    "start": _start,
    "reopen": _reopen,
    "take_back": _take_back,
    "void": _void,
    "correct": _correct,
    "late_paper": _late_paper,
    "withdraw_side": _withdraw_side,
    "open": _open_case,
    "go_on": _go_on,
    "visits": _visits,
    **MOVES,
}
