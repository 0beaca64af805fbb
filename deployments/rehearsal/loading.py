"""Loading a practice case: from a file to a script, with every mistake at its file and line."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from deployments.rehearsal.actions import read_action
from deployments.rehearsal.expecting import read_expected
from deployments.rehearsal.filling import moved, plain_words
from deployments.rehearsal.keys import Keys, form_name, instant, word
from deployments.rehearsal.marked import BadCase, Marked, read_marked
from deployments.rehearsal.moves import Move
from deployments.rehearsal.script import (
    FIRST,
    Action,
    Approve,
    CentreSetup,
    Cover,
    Entry,
    Expected,
    HandOver,
    OpenCase,
    Person,
    Script,
    Visits,
)
from models.law.dates import SHANGHAI
from models.words import Began, Role

HERE = Path(__file__).parent
CASES = HERE / "cases"
CENTRE_FILE = HERE / "centre.yaml"
USUAL = HERE / "usual"
WORDS = USUAL / "words.yaml"


def load_script(file: Path, *, shown: str | None = None, later: timedelta | None = None) -> Script:
    """Read a case file.

    Args:
        file: The YAML file.
        shown: How to name it in errors.
        later: Move every date of the story by this much (whole weeks keep the weekdays).

    Raises:
        BadCase: Anything that can be seen without playing, with file and line.
    """
    marked = moved(read_marked(file, shown), later or timedelta())
    keys = Keys(marked)
    name, title = keys.need("name"), keys.need("title")
    if not name.text or set(name.text) - set("abcdefghijklmnopqrstuvwxyz0123456789-"):
        raise BadCase(name, "name 只能用小写字母、数字和横线,用作输出目录的名称。")
    began = keys.get("began")
    centres, people = _setup(keys)
    script = Script(
        file=shown or str(file), name=name.text, title=title.text, about=keys.text("about"),
        began=word(began, Began, "来源") if began else Began.REPORT,
        opened_by=keys.text("opened_by") or None,
        words=_words(keys),
        centres=centres, people=people, usual=_usual(keys),
        entries=_entries(keys.need("steps")),
    )  # fmt: skip
    keys.finish()
    _check_people(script, keys)
    return script


def practice_centre() -> tuple[tuple[CentreSetup, ...], tuple[Person, ...]]:
    """The invented centres and their staff."""
    return _people_of(Keys(read_marked(CENTRE_FILE, CENTRE_FILE.name)))


def shipped_cases() -> list[Path]:
    """The practice cases that come with the program, in order of their names."""
    return sorted(CASES.glob("*.yaml"))


def _setup(keys: Keys) -> tuple[tuple[CentreSetup, ...], tuple[Person, ...]]:
    """The practice centre, with what the file adds to it."""
    centres, people = practice_centre()
    own_centres, own_people = _people_of(keys, known={one.code for one in centres})
    codes = {one.code for one in own_centres}
    accounts = {one.account for one in own_people}
    return (
        (*(one for one in centres if one.code not in codes), *own_centres),
        (*(one for one in people if one.account not in accounts), *own_people),
    )


def _people_of(
    keys: Keys, known: Iterable[str] = ()
) -> tuple[tuple[CentreSetup, ...], tuple[Person, ...]]:
    found_centres, found_people = keys.get("centres"), keys.get("people")
    centres = []
    for one in found_centres.items if found_centres else ():
        inner = Keys(one)
        facts = inner.need("facts").fields
        centres.append(CentreSetup(inner.need("code").text, {k: v.text for k, v in facts.items()}))
        inner.finish()
    codes = [*known, *(one.code for one in centres)]
    people = tuple(_person(one, codes) for one in (found_people.items if found_people else ()))
    return tuple(centres), people


def _person(marked: Marked, codes: list[str]) -> Person:
    keys = Keys(marked)
    centre = keys.get("centre")
    if centre and centre.text not in codes:
        raise BadCase(centre, f"没有中心“{centre.text}”;有:{'、'.join(codes)}。")
    person = Person(
        account=keys.need("account").text,
        name=keys.need("name").text,
        roles=tuple(word(one, Role, "岗位") for one in keys.need("roles").items),
        centre=centre.text if centre else codes[0],
    )
    keys.finish()
    return person


def _usual(keys: Keys) -> Mapping[str, Marked]:
    """Usual answers by form, or form and subject; the file may bring its own, or want none."""
    own = keys.get("usual")
    if own is not None and isinstance(own.value, str):
        if own.text != "none":
            raise BadCase(own, "usual 写 none(不用常用答案),或者写本案自己的常用答案。")
        return {}
    usual = dict(shipped_usual())
    for name, value in own.fields.items() if own else ():
        form_name(own.key(name) if own else value, name.partition("/")[0])
        usual[name] = value
    return usual


@cache
def shipped_usual() -> Mapping[str, Marked]:
    """The usual answers that come with the program, by form, or form and subject."""
    usual: dict[str, Marked] = {}
    for file in sorted(USUAL.glob("*.yaml")):
        if file.name != WORDS.name:
            usual |= read_marked(file, f"usual/{file.name}").fields
    return usual


@cache
def shipped_words() -> Mapping[str, str]:
    """The words the usual answers are written with."""
    usual = read_marked(WORDS, f"usual/{WORDS.name}").fields
    return {name: value.text for name, value in usual.items()}


def _words(keys: Keys) -> Mapping[str, str]:
    """The usual words with the case's own; all plain text, `~` is empty."""
    own = keys.get("words")
    return {
        **shipped_words(),
        **plain_words(own),
    }


def _entries(steps: Marked) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    last: datetime | None = None
    cases = {FIRST}
    for one in steps.items:
        entry = _entry(one, cases)
        if entry.at and last and entry.at < last:
            shown = last.astimezone(SHANGHAI)
            raise BadCase(
                one.fields["at"], f"时间倒退了:上一条是 {shown:%Y-%m-%d %H:%M},请按先后排列。"
            )
        last = entry.at or last
        if isinstance(entry.action, OpenCase):
            cases.add(entry.action.name)
        entries.append(entry)
    if not entries or entries[0].at is None:
        raise BadCase(entries[0].place if entries else steps, "第一条要写 at(时间)。")
    return tuple(entries)


def _entry(marked: Marked, cases: set[str]) -> Entry:
    keys = Keys(marked)
    at, case, expected = keys.get("at"), keys.get("case"), keys.get("expect")
    if case and case.text not in cases:
        raise BadCase(case, f"还没有打开案件“{case.text}”(open)。")
    action = read_action(keys)
    mark, note = keys.text("mark") or None, keys.text("note") or None
    keys.finish()
    if action is None and at is None and expected is None:
        raise BadCase(marked, "这一条什么也没有:写 at、一个动作或者 expect。")
    return Entry(
        place=marked, at=instant(at) if at else None, case=case.text if case else FIRST,
        action=action, expected=read_expected(expected) if expected else (), mark=mark, note=note,
    )  # fmt: skip


def _check_people(script: Script, keys: Keys) -> None:
    known = {one.account for one in script.people}
    opener = keys.get("opened_by")
    if opener and opener.text not in known:
        raise BadCase(opener, _nobody(opener.text, known))
    for entry in script.entries:
        actions = [entry.action] if entry.action else []
        actions += [one.action for block in entry.expected for one in block.refusals]
        for action in actions:
            for account in _accounts(action):
                if account not in known:
                    place = action.place if action is not entry.action else entry.place.at("by")
                    raise BadCase(place, _nobody(account, known))
        for block in entry.expected:
            for place, account in _accounts_expected(block):
                if account not in known:
                    raise BadCase(place, _nobody(account, known))


def _accounts_expected(block: Expected) -> Iterator[tuple[Marked, str]]:
    yield from ((place, account) for place, _, account in block.owners)
    yield from ((place, account) for place, account, _ in block.cards)


def _accounts(action: Action) -> list[str]:
    named = [action.by] if action.by else []
    if isinstance(action, Approve):
        named += action.signers
    if isinstance(action, HandOver):
        named.append(action.to)
    if isinstance(action, Cover):
        named += [action.officer, action.substitute]
    if isinstance(action, Move):
        named += action.accounts
    if isinstance(action, Visits):
        named += [one.by for one in action.special.values() if one.by]
    return named


def _nobody(account: str, known: set[str]) -> str:
    return f"没有账号“{account}”;有:{'、'.join(sorted(known))}。"
