"""The law as pages show it: a centre's local rules, its own targets, the cases and their law."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.law.differing import Kind, PackDiff
from models.law.local import NOT_TAKEN_IN, SILENT, Locality
from models.law.own_targets import adjustable, bound_of, units_for
from models.law.pack import RulePack
from models.law.rule import OwnTarget, Rule, Term
from models.law.shelf import Shelf
from models.law.sources import Citation
from models.law.vocabulary import Unit
from models.store.centre_places import PlaceChange
from models.store.own_targets import TargetChange
from tasks.law.law_moves import MovePreview
from tasks.law.new_law import Move, Preview, Stuck
from tasks.law.placing import name_of
from web.listing import marks_of
from web.moments import moment
from web.names import stage_name
from web.wording import _, word


@dataclass(frozen=True)
class TargetLine:
    """One of the centre's own targets as the list shows it."""

    rule: Rule
    number: str
    of_pack: str
    is_own: bool
    set_by: str
    bound: str

    @property
    def href(self) -> str:
        """Where it is changed."""
        return f"/law/targets/{self.rule.id}"


def target_lines(pack: RulePack, own: Mapping[str, OwnTarget]) -> list[TargetLine]:
    """Every rule whose number is the centre's own, in the order of the pack."""
    return [target_line(pack, rule, own.get(rule.id)) for rule in adjustable(pack)]


def target_line(pack: RulePack, rule: Rule, own: OwnTarget | None) -> TargetLine:
    """One rule with what counts now."""
    return TargetLine(
        rule=rule,
        number=word(str(own.term if own else rule.target)),
        of_pack=word(str(rule.target)),
        is_own=own is not None,
        set_by=word(str(own)) if own else "",
        bound=word(bound_of(pack, rule)),
    )


def unit_choices(rule: Rule) -> list[tuple[str, str]]:
    """Units a target may be typed in, with their words."""
    return [(unit.value, word(unit.chinese)) for unit in units_for(rule)]


def number_and_unit(term: Term | None) -> tuple[str, str]:
    """What stands in the form first."""
    if term is None or term.length is None or term.unit is None:
        return "", Unit.WORKING_DAYS.value
    return str(term.length), term.unit.value


@dataclass(frozen=True)
class Changed:
    """One change of a target, for the history."""

    row: TargetChange
    rule: str
    old: str
    new: str


def changes(pack: RulePack, rows: Sequence[TargetChange]) -> list[Changed]:
    """The history in words; a rule that is no longer in the pack keeps its number."""
    return [
        Changed(
            row=row,
            rule=f"{row.rule} {word(pack.rules[row.rule].title)}" if row.rule in pack.rules
            else row.rule,
            old=word(str(row.old)),
            new=word(str(row.new)) if row.new else _("规则包的数字"),
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class ShownLocality:
    """A local overlay as its page shows it; what the document leaves open says so."""

    place: Locality
    levels: list[Mapping[str, str]]
    mechanisms: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    sources: list[tuple[str, str]]
    rules: list[Rule]


def place_of(pack: RulePack, place: Locality) -> ShownLocality:
    """Everything an overlay says, in words."""
    return ShownLocality(
        place=place,
        levels=[
            {
                "code": word(one.code), "name": word(one.name), "rank": str(one.rank),
                "colour": word(one.colour or SILENT), "meaning": word(one.meaning_text),
                "lead": word(one.lead_text),
            }
            for one in sorted(place.risk_levels, key=lambda level: -level.rank)
        ],
        mechanisms=[
            (word(one.name), word("、".join(one.bodies) or SILENT)) for one in place.mechanisms
        ],
        facts=_facts(place),
        sources=[_source(one) for one in place.sources],
        rules=[pack.rules[rule] for rule in place.rules if rule in pack.rules],
    )  # fmt: skip


def place_changes(shelf: Shelf, rows: Sequence[PlaceChange]) -> list[tuple[PlaceChange, str, str]]:
    """Where the centre was said to be, change by change, with both names."""

    def named(local: str) -> str:
        return word(name_of(shelf, local)) if local else _("没有地方包")

    return [(row, named(row.old_local), named(row.new_local)) for row in rows]


def _facts(place: Locality) -> list[tuple[str, str]]:
    silent = SILENT if place.complete else NOT_TAKEN_IN
    return [
        (_("协调牵头"), word(place.said(place.lead))),
        (_("评估主体"), word(place.said(place.assessed_by))),
        (_("复评"), word(place.said(place.reassessment))),
        (_("重点对象"), word(";".join(place.groups) or silent)),
        (_("基本流程"), word(" → ".join(place.flow) or silent)),
        (_("会商参加者"), word("、".join(place.consultation_parties) or silent)),
    ]


def _source(one: Citation) -> tuple[str, str]:
    number = f"({one.document.number})" if one.document.number else ""
    return word(f"{one.document.title}{number}"), word(one.confirmed.chinese)


@dataclass(frozen=True)
class MovedDeadline:
    """One running deadline that would move."""

    number: str
    what: str
    old: str
    new: str
    why: str
    is_past: bool
    papers: tuple[str, ...]


def move_lines(seen: Preview, now: Any) -> list[MovedDeadline]:
    """What would move, case by case."""
    return [_move(one, now) for one in seen.moves]


def _move(one: Move, now: Any) -> MovedDeadline:
    certain = [
        "".join(f"（{mark}）" for mark in marks_of(provisional, receipt.confirmed))
        for provisional, receipt in (
            (one.row.provisional, one.row.receipt), (one.provisional, one.receipt),
        )
    ]  # fmt: skip
    return MovedDeadline(
        number=one.row.case_number,
        what=word(f"{stage_name(one.row.stage)} {one.title}(规则{one.row.rule})"),
        old=moment(one.row.due_at, now) + certain[0],
        new=moment(one.due_at, now) + certain[1],
        why=word(";".join(one.why)),
        is_past=one.is_past,
        papers=tuple(map(word, one.papers)),
    )


def stuck_lines(seen: Preview) -> list[str]:
    """Deadlines that cannot be counted under the new law and keep their date."""
    return [_stuck(one) for one in seen.stuck]


def _stuck(one: Stuck) -> str:
    return word(f"{one.row.case_number} 规则{one.row.rule}:{one.why}")


def starting_lines(seen: MovePreview) -> list[str]:
    """Rules of the new law that begin to run."""
    return [word(f"{one.case.number} 规则{one.rule} {one.title}") for one in seen.starting]


def difference_lines(found: PackDiff) -> list[str]:
    """What two packs differ in, one line each."""
    lines = []
    for one in found.differences:
        said = "" if one.kind is not Kind.CHANGED else ":" + ";".join(map(str, one.changes))
        lines.append(word(f"{one.kind.chinese}{one.part}{one.id} {one.title}{said}"))
    return lines
