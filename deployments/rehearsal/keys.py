"""Taking keys out of a mapping one by one, so that what nobody took is an unknown key."""

from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from deployments.rehearsal.marked import BadCase, Marked
from deployments.rehearsal.script import ObligationName, StepName
from models.facts.obligations import KINDS
from models.forms.catalogue import FORMS
from models.forms.scalars import read_scalar
from models.words import Paper, Stage

E = TypeVar("E", bound=StrEnum)


class Keys:
    """The keys of one mapping."""

    def __init__(self, marked: Marked) -> None:
        """Take keys out of `marked`."""
        self.place = marked
        self._all = marked.fields
        self._taken: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._all

    def get(self, name: str) -> Marked | None:
        """Take a key that may be absent; an empty value counts as absent."""
        self._taken.add(name)
        found = self._all.get(name)
        return None if found is None or found.value == "" else found

    def need(self, name: str) -> Marked:
        """Take a key that must be there. Raises BadCase."""
        found = self.get(name)
        if found is None:
            raise BadCase(self.place, f"缺少“{name}”。")
        return found

    def text(self, name: str, default: str = "") -> str:
        """Take a text."""
        found = self.get(name)
        return found.text if found else default

    def finish(self) -> None:
        """Refuse what nobody took."""
        for name in self._all:
            if name not in self._taken:
                known = "、".join(sorted(self._taken))
                text = f"不认识“{name}”;这里可以写:{known}。{comma_hint(name)}"
                raise BadCase(self.place.key(name), text)


def comma_hint(name: str) -> str:
    """Explain the commonest slip: a comma inside braces ends the value."""
    return "" if name.isascii() else "花括号里的文字如果有半角逗号,要加引号。"


def word(marked: Marked, words: type[E], what: str) -> E:
    """Read one of our words; hyphens count as underscores."""
    text = marked.text.replace("-", "_")
    try:
        return words(text)
    except ValueError:
        known = "、".join(one.value for one in words)
        raise BadCase(marked, f"没有{what}“{marked.text}”;可以写:{known}。") from None


def form_name(marked: Marked, text: str | None = None) -> str:
    """Read the name of a form."""
    name = (text if text is not None else marked.text).replace("_", "-")
    if name not in FORMS:
        near = [one for one in sorted(FORMS) if name[:4] and one.startswith(name[:4])]
        hint = f";相近的有:{'、'.join(near)}" if near else ";全部名称见 hutong procedure"
        raise BadCase(marked, f"没有表单“{name}”{hint}。")
    return name


def step_name(marked: Marked, stage: Stage | None = None) -> StepName:
    """Read the name of a step; a word alone is a form.

    `voice/child`, `approve closing-report`, `issue visit-record/window-1`, `wait window-2`,
    `clock 3.2`.
    """
    verb, _, rest = marked.text.rpartition(" ")
    verb = verb.strip() or "ask"
    name, _, about = rest.partition("/")
    if verb == "ask":
        form_name(marked, name)
    elif verb in ("approve", "issue"):
        word(Marked(marked.file, marked.line, name), Paper, "文书")
    elif verb not in ("wait", "clock"):
        raise BadCase(marked, "环节写成“表单名”“approve 文书名”“wait 窗口名”或者“clock 规则号”。")
    kebab = name if verb == "clock" else name.replace("_", "-")
    return StepName(f"{verb}:{kebab}" + (f":{about}" if about else ""), marked.text, stage)


def approval_name(marked: Marked, about: str | None, stage: Stage | None) -> StepName:
    """Read the paper of an approval."""
    paper = word(marked, Paper, "文书")
    key = f"approve:{paper.value.replace('_', '-')}" + (f":{about}" if about else "")
    return StepName(key, f"approve {marked.text}", stage)


def obligation_name(marked: Marked) -> ObligationName:
    """Read the name of an obligation: `work-plan.tasks.by/2` is that of the second row."""
    code, _, number = marked.text.partition("/")
    known = [kind.code for kind in KINDS]
    if code not in known:
        raise BadCase(marked, f"没有约定事项“{code}”;可以写:{'、'.join(known)}。")
    if number and (not number.isdecimal() or int(number) < 1):
        raise BadCase(marked, "第几项写成 work-plan.tasks.by/2。")
    return ObligationName(code, int(number or 1), marked.text)


def instant(marked: Marked) -> datetime:
    """Read Shanghai wall time as an aware UTC instant."""
    read, problem = read_scalar(datetime, marked.text)
    if problem or not isinstance(read, datetime):
        raise BadCase(marked, "时间写成 2026-03-02 09:30(北京时间)。")
    return read


def day(marked: Marked) -> date:
    """Read a Shanghai day."""
    read, problem = read_scalar(date, marked.text)
    if problem or not isinstance(read, date):
        raise BadCase(marked, "日期写成 2026-03-02。")
    return read


def yes_or_no(marked: Marked) -> bool:
    """Read yes or no."""
    read, problem = read_scalar(bool, marked.text)
    if problem:
        raise BadCase(marked, "写 yes 或者 no。")
    return bool(read)


def number(marked: Marked, least: int = 0) -> int:
    """Read a whole number."""
    if not marked.text.isdecimal() or int(marked.text) < least:
        raise BadCase(marked, f"应当是不小于 {least} 的整数。")
    return int(marked.text)
