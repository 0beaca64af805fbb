"""What the golden cases say: `plan.yaml` before a database is made, its own file beside the dump.

Both are written in the words of a practice case, with answers laid over the usual ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from deployments.rehearsal.filling import over
from deployments.rehearsal.keys import Keys, instant, word
from deployments.rehearsal.loading import practice_centre
from deployments.rehearsal.marked import Marked, read_marked
from deployments.rehearsal.script import CentreSetup, Person
from models.law.dates import SHANGHAI
from models.words import Began, Role

FOLDER = Path(__file__).parent
PLAN = FOLDER / "plan.yaml"

Answers = Mapping[str, Marked]


@dataclass(frozen=True)
class Told:
    """What a case is answered with: words for `<…>`, and answers by form or `form/subject`."""

    name: str
    words: Mapping[str, str]
    answers: Answers


@dataclass(frozen=True)
class Tale:
    """A case of the plan: how it is brought to where it stands, and from there to its end.

    Attributes:
        told: What it is answered with on the way.
        about: What it stands for, a sentence.
        by: Account that opens it and leads.
        began: As in a practice case.
        begins: When it is opened.
        holds: Keys of steps that nobody touches on the way.
        way: Entries in order, see `tests.golden.acts`.
        last: The entry after which no worker comes any more; None for most.
        onwards: What it is answered with after the upgrade, over `told`.
        leaves: Keys of steps that nobody touches after the upgrade either.
    """

    told: Told
    about: str
    by: str
    began: Began
    begins: datetime
    holds: frozenset[str]
    way: tuple[Marked, ...]
    last: Marked | None
    onwards: Told
    leaves: frozenset[str]


@dataclass(frozen=True)
class Plan:
    """All cases, the people, and the moment at which everything stands still."""

    stands_at: datetime
    centres: tuple[CentreSetup, ...]
    people: tuple[Person, ...]
    tales: tuple[Tale, ...]


@dataclass(frozen=True)
class Standing:
    """A case of a golden database, as the file beside the dump tells it.

    Attributes:
        told: What it is to be answered with from here on.
        number: The case's number, by which it is found.
        about: What it stands for.
        stood: Where it stood: centre, state, stages and open steps, to be read by people.
        leaves: Keys of steps that end by themselves, and that nobody is to touch.
        visits: Last day of every window of the follow-up it stood in, as its own version laid them.
    """

    told: Told
    number: str
    about: str
    stood: str
    leaves: frozenset[str]
    visits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Golden:
    """A golden database on disk: a dump, the key that opens it, and what its cases are."""

    name: str
    stands_at: datetime
    cases: tuple[Standing, ...] = field(default=())

    @property
    def dump(self) -> Path:
        """Plain SQL, compressed."""
        return FOLDER / f"{self.name}.sql.xz"

    @property
    def key(self) -> bytes:
        """The seal key: of invented people only, so it lies here openly."""
        return bytes.fromhex((FOLDER / f"{self.name}.key").read_text("ascii"))


def read_plan() -> Plan:
    """Read `plan.yaml`; every mistake is told with its line."""
    keys = Keys(read_marked(PLAN, PLAN.name))
    centres, people = practice_centre()
    more = tuple(
        CentreSetup(code, {name: one.text for name, one in facts.fields.items()})
        for code, facts in keys.need("centres").fields.items()
    )
    staff = tuple(_person(one) for one in keys.need("people").items)
    stories = keys.need("stories").fields
    common = keys.need("answers").fields
    tales = tuple(_tale(one, stories, common) for one in keys.need("cases").items)
    plan = Plan(instant(keys.need("stands_at")), (*centres, *more), (*people, *staff), tales)
    keys.finish()
    return plan


def read_golden(file: Path) -> Golden:
    """Read the file beside a dump."""
    keys = Keys(read_marked(file, file.name))
    keys.get("made_with")
    cases = tuple(_standing(one) for one in keys.need("cases").items)
    golden = Golden(file.stem, instant(keys.need("stands_at")), cases)
    keys.finish()
    return golden


def all_golden() -> list[Golden]:
    """Every golden database there is, the oldest first."""
    return [read_golden(FOLDER / f"{dump.name.partition('.')[0]}.yaml")
            for dump in sorted(FOLDER.glob("*.sql.xz"))]  # fmt: skip


def write_golden(golden: Golden) -> None:
    """Write the file beside a dump; people read it too, so it says only what differs."""
    told: dict[str, Any] = {
        "made_with": golden.name.partition("-")[2],
        "stands_at": f"{golden.stands_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        "cases": [
            {
                "name": one.told.name, "number": one.number, "about": one.about,
                "stood": one.stood, "leaves": sorted(one.leaves),
                "visits": dict(one.visits), "words": dict(one.told.words),
                "answers": {form: said.plain for form, said in one.told.answers.items()},
            }
            for one in golden.cases
        ],
    }  # fmt: skip
    written = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=96)
    (FOLDER / f"{golden.name}.yaml").write_text(written, encoding="utf-8")


def laid_over(under: Answers, own: Answers) -> Answers:
    """The answers to each form, the second's fields over the first's."""
    merged = dict(under)
    for form, said in own.items():
        merged[form] = over(merged.get(form), said) or said
    return merged


def _tale(marked: Marked, stories: Mapping[str, Marked], common: Answers) -> Tale:
    keys = Keys(marked)
    name, story = keys.need("name").text, Keys(stories[keys.text("story", "at-home")])
    words = {**_texts(story.get("words")), **_texts(keys.get("words"))}
    answers = laid_over(
        laid_over(common, _fields(story.get("answers"))), _fields(keys.get("answers"))
    )
    onwards = laid_over(answers, _fields(keys.get("onwards")))
    story.finish()
    began = keys.get("began")
    tale = Tale(
        told=Told(name, words, answers), about=keys.need("about").text,
        by=keys.text("by", "cheng"), began=word(began, Began, "来源") if began else Began.REPORT,
        begins=instant(keys.need("begins")),
        holds=_keys(keys.get("holds")), leaves=_keys(keys.get("leaves")),
        way=way.items if (way := keys.get("way")) else (),
        last=keys.get("last"), onwards=Told(name, words, onwards),
    )  # fmt: skip
    keys.finish()
    return tale


def _standing(marked: Marked) -> Standing:
    keys = Keys(marked)
    told = Told(keys.need("name").text, _texts(keys.get("words")), _fields(keys.get("answers")))
    found = Standing(
        told, keys.need("number").text, keys.text("about"), keys.text("stood"),
        _keys(keys.get("leaves")), _texts(keys.get("visits")),
    )  # fmt: skip
    keys.finish()
    return found


def _person(marked: Marked) -> Person:
    keys = Keys(marked)
    person = Person(
        account=keys.need("account").text, name=keys.need("name").text,
        roles=tuple(word(one, Role, "岗位") for one in keys.need("roles").items),
        centre=keys.need("centre").text,
    )  # fmt: skip
    keys.finish()
    return person


def _fields(marked: Marked | None) -> Answers:
    return marked.fields if marked else {}


def _keys(marked: Marked | None) -> frozenset[str]:
    return frozenset(one.text for one in marked.items) if marked else frozenset()


def _texts(marked: Marked | None) -> dict[str, str]:
    return {name: one.text for name, one in _fields(marked).items()}
