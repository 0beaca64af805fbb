"""What a step is called: from its journal entry to the words a caseworker uses for it."""

import re

from models.forms.catalogue import FORMS
from models.forms.convening import PartyBody
from models.forms.scopes import VOICES
from models.labels import HOLDERS
from models.words import Holder, StepKind
from web.names import paper_name, stage_name
from web.wording import _, word

_NUMBERED = re.compile(r"^(?P<name>[a-z-]+?)-(?P<number>\d+)$")
_VOICES = {voice.code: voice.label for voice in VOICES}
_PARTIES = {body.value.replace("_", "-"): body.label for body in PartyBody}
#: A voice and an invited body may have one code; the form says which is meant.
_PARTY_OPINION = "party-opinion"
_WAITS = {"eighteenth-birthday": "等待年满十八周岁", "renewal": "等待保护令到期前的续期时间"}


def about_words(about: str | None) -> str:
    """Name the subject of a step: a party, a voice, a visit window; nothing when it has none."""
    if not about:
        return ""
    if about in _VOICES:
        return word(_VOICES[about])
    if about in _PARTIES:
        return word(_PARTIES[about])
    for prefix in ("notice-", "collected-"):
        if about.startswith(prefix):
            return word(HOLDERS[Holder(about.removeprefix(prefix))])
    return _numbered(about)


def _numbered(about: str) -> str:
    found = _NUMBERED.match(about)
    if found is None:
        return about
    name, number = found["name"], found["number"]
    if name == "window":
        return _("第%(n)s次回访", n=number)
    if name == "further":
        return _("追加回访第%(n)s次", n=number)
    if name in _PARTIES:
        return word(_PARTIES[name]) + number
    return about


def step_title(kind: str, *, key: str, form: str | None, paper: str | None,
               about: str | None, turn: int) -> str:  # fmt: skip
    """Name a step as it stands in lists and headings."""
    name = _plain(StepKind(kind), key, form, paper)
    is_party = form == _PARTY_OPINION and about in _PARTIES
    subject = word(_PARTIES[str(about)]) if is_party else about_words(about)
    if subject:
        name = _("%(name)s（%(subject)s）", name=name, subject=subject)
    return _("%(name)s·第%(turn)s次", name=name, turn=turn) if turn > 1 else name


def _plain(kind: StepKind, key: str, form: str | None, paper: str | None) -> str:
    if kind is StepKind.ASK and form:
        return word(FORMS[form].title)
    if kind is StepKind.APPROVE:
        return _("审批《%(paper)s》", paper=paper_name(paper))
    if kind is StepKind.ISSUE:
        return _("生成《%(paper)s》", paper=paper_name(paper))
    if kind is StepKind.TIMER:
        return _timer(key)
    return _effect(key)


def _timer(key: str) -> str:
    name = key.partition(":")[2].partition("#")[0]
    for known, said in _WAITS.items():
        if name.startswith(known):
            return word(said)
    subject = about_words(name)
    if subject and subject != name:
        return _("等待%(subject)s窗口开启", subject=subject)
    return _("等待到期自动继续")


def _effect(key: str) -> str:
    verb, _colon, name = key.partition("#")[0].partition(":")
    if verb in ("start", "divert"):
        said = stage_name(name.replace("-", "_"))
        return _("启动%(stage)s", stage=said) if verb == "start" else _("转入%(stage)s", stage=said)
    words = {
        "custody:begin": _("临时监护开始"),
        "custody:end": _("临时监护结束"),
        "move-case": _("移交案件"),
        "lay:windows": _("排定回访窗口"),
        "law:assessment": _("算定评估期限"),
        "law:renewal": _("算定续期提醒"),
        "close-case": _("结案"),
    }
    if verb in ("clock", "extend"):
        return _("开始计算期限") if verb == "clock" else _("延长期限")
    if verb == "law" and name not in ("assessment", "renewal"):
        return _("规则%(rule)s规定的次数", rule=name)
    return words.get(key.partition("#")[0], _("系统自动办理"))
