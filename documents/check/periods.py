"""Periods and courts: the numbers of the rule pack, and a court of first instance."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from documents.check.flaw import Flaw
from documents.check.numerals import FIGURE, number_in
from documents.check.paper import FILED, CheckedPaper
from documents.check.reading import Line
from models.law.pack import RulePack
from models.law.rule import Rule, Term
from models.words import Paper

_UNIT = r"(?:个)?(小时|工作日|日|天|周|月|年)"


@dataclass(frozen=True)
class Stated:
    """A period that papers of a kind state.

    Attributes:
        pattern: Its first group is the number, its second the unit.
        rule: The rule of the pack it has to agree with, and of which variant.
        at_most: A shorter one is right too.
    """

    kind: Paper
    pattern: re.Pattern[str]
    rule: str
    variant: str = ""
    at_most: bool = False


def _stated(
    kind: Paper, pattern: str, rule: str, variant: str = "", *, at_most: bool = False
) -> Stated:
    return Stated(
        kind, re.compile(pattern.replace("#", f"({FIGURE}){_UNIT}")), rule, variant, at_most
    )


_PERIODS = (
    _stated(Paper.PROTECTION_APPLICATION, r"不属于情况紧急，请求#内作出", "5B.1"),
    _stated(Paper.PROTECTION_APPLICATION, r"(?<!属于)情况紧急，请求#内作出", "5B.1", "urgent"),
    _stated(Paper.PROTECTION_APPLICATION, r"有效期(?:为|限为|：)?#", "5B.2", at_most=True),
    _stated(Paper.INJUNCTION_APPLICATION, r"接受申请后#内作出", "5B.4"),
    _stated(Paper.INJUNCTION_APPLICATION, r"采取保全措施后#内依法提起", "5B.4", "suit"),
    _stated(Paper.COLLECTION_NOTICE, r"送达之日起#内", "5A.2"),
    _stated(Paper.COLLECTION_NOTICE, r"#内(?:将未成年人)?领回", "5A.2"),
    _stated(Paper.RESTORATION_OPINION, r"第38条规定的#至", "5C.10"),
    _stated(Paper.RESTORATION_OPINION, r"第38条规定的[^，。]{2,6}至#期间", "5C.10", "closes"),
    _stated(Paper.RESTORATION_OPINION, r"撤销之日起#以后", "5C.10"),
    _stated(Paper.EXTENSION_FORM, r"第68条（#内评估", "3.2"),
    _stated(Paper.EXTENSION_FORM, r"不超过#", "3.4"),
)
_HIGHER = re.compile(r"中级|高级|最高|专门|知识产权|互联网")
_COURT = re.compile(r"([\u4e00-\u9fff]{2,20}?人民法院)")
_PLACE = re.compile(r"([\u4e00-\u9fff]{1,10}?(?:自治县|县|区|市|旗))")


@dataclass(frozen=True)
class Periods:
    """The lengths of the rules above, as `(number, unit)` by rule and variant."""

    lengths: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)


def periods_of(pack: RulePack) -> Periods:
    """Read them from a pack; a rule it does not have is not compared."""
    found = {}
    for stated in _PERIODS:
        rule = pack.rules.get(stated.rule)
        term = _term(pack, rule, stated.variant) if rule else None
        if term and term.length and term.unit:
            found[stated.rule, stated.variant] = (term.length, term.unit.chinese.lstrip("个"))
    return Periods(found)


def _term(pack: RulePack, rule: Rule, variant: str) -> Term | None:
    if not variant:
        return rule.term
    other = pack.rules.get(f"{rule.id}-{variant}")
    return other.term if other else None


def stated_periods(paper: CheckedPaper, periods: Periods) -> Iterator[Flaw]:
    """Every period a paper states against the pack."""
    for stated in _PERIODS:
        wanted = periods.lengths.get((stated.rule, stated.variant))
        if paper.kind is not stated.kind or wanted is None:
            continue
        for line in paper.read.lines:
            for found in stated.pattern.finditer(line.text):
                yield from _compared(paper, line, found, stated, wanted)


def _compared(
    paper: CheckedPaper, line: Line, found: re.Match[str], stated: Stated, wanted: tuple[int, str]
) -> Iterator[Flaw]:
    number, unit = number_in(found[1]), found[2].replace("天", "日")
    length, of = wanted
    right = unit == of and number is not None and (
        0 < number <= length if stated.at_most else number == length
    )  # fmt: skip
    if not right:
        limit = "不超过" if stated.at_most else ""
        yield paper.finding(
            line, found[0], "law.period",
            f"规则{stated.rule}的期限是{limit}{length}{'个' if of == '月' else ''}{of},这里写"
            f"{found[1]}{'个' if unit == '月' else ''}{unit}。请改正。",
        )  # fmt: skip


def court(paper: CheckedPaper) -> Iterator[Flaw]:
    """A court of first instance, of the place that the paper gives for its jurisdiction."""
    if paper.kind not in FILED and paper.kind is not Paper.RESTORATION_OPINION:
        return
    style = "Court" if paper.kind in FILED else "Addressee"
    for line in paper.styled(style):
        name = line.text.strip("： :")
        if not _COURT.fullmatch(name):
            yield paper.finding(line, name, "law.court",
                                "这里应当是人民法院的全称。请改正。")  # fmt: skip
            continue
        if _HIGHER.search(name) and paper.kind in FILED:
            yield paper.finding(line, name, "law.court-level",
                                "这类案件由基层人民法院管辖。请改为有管辖权的基层人民法院。")  # fmt: skip
            continue
        yield from _of_the_place(paper, line, name)


def _of_the_place(paper: CheckedPaper, line: Line, name: str) -> Iterator[Flaw]:
    """Compared with the county of every address of a party and of the venue."""
    places: set[str] = set()
    for one in paper.read.paragraphs:
        for said in re.findall(r"(?:住所|户籍地|位于|住址)[：]?([^，。；]+)", one.text):
            found = _PLACE.match(said.strip())
            if found:
                places.add(found[1])
    prefix = name.removesuffix("人民法院")
    if places and not any(place in prefix or prefix in place for place in places):
        yield paper.finding(
            line, name, "law.court",
            f"管辖的地点在{'、'.join(sorted(places))},与该法院的辖区不符。请核对受诉法院。",
        )  # fmt: skip
