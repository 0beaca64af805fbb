"""All papers of a case against each other: people, days, numbers, and that none is missing."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.check.flaw import Flaw, Severity, Spot
from documents.check.paper import DAY, NUMBER, CheckedPaper
from documents.check.parties import bare, parties_of
from documents.check.reading import Line
from documents.check.told import Told
from models.words import Paper

_VERSION = re.compile(r"_v(\d+)(?=\.docx$)")


@dataclass(frozen=True)
class Said:
    """A value of a thing that is one in the whole case, and where it stands."""

    thing: str
    value: str
    paper: CheckedPaper
    line: Line


def together(papers: Sequence[CheckedPaper], known: Told) -> Iterator[Flaw]:
    """Everything that only several papers can show."""
    said = [one for paper in papers for one in _said(paper)]
    by_thing: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        by_thing[one.thing].append(one)
    for same in by_thing.values():
        yield from _odd_ones(same)
    yield from _numbers(papers)
    yield from _versions(papers)
    yield from _missing(papers)
    del known


#: Things of which a case has one, with how a finding speaks of them.
_THINGS = {
    "birth": ("party.birth-date", "出生日期"), "sex": ("party.sex", "性别"),
    "child": ("party.name", "未成年人姓名"), "court": ("law.court", "受诉法院"),
    "case": ("date.inconsistent", "案件编号"),
}  # fmt: skip


def _said(paper: CheckedPaper) -> Iterator[Said]:
    for line in paper.read.lines:
        found = re.match(
            r"(?:未成年人|被监护人)：([^，。]+)，(男|女)，(?:(\d{4}年\d+月\d+日)出生)?", line.text
        )
        if found:
            yield Said("child", bare(found[1]), paper, line)
            yield Said("sex", found[2], paper, line)
            if found[3]:
                yield Said("birth", found[3], paper, line)
    yield from _of_forms(paper)
    for line in paper.styled("Court"):
        yield Said("court", line.text.strip(), paper, line)
    for one in parties_of(paper):
        if one.role == "申请人" and paper.kind is Paper.PROTECTION_APPLICATION:
            yield Said("child", one.bare, paper, one.line)
    for line in paper.read.lines:
        for found in re.finditer(r"(?:案件)?编号：([\u4e00-\u9fff]+危〔\d{4}〕\d+号)", line.text):
            yield Said("case", found[1], paper, line)


def _of_forms(paper: CheckedPaper) -> Iterator[Said]:
    for label, thing in (("姓名", "child"), ("性别", "sex"), ("出生日期", "birth")):
        field = paper.value(label, "未成年人")
        if field is None or field.line.place.table is None:
            continue
        value = bare(field.value)
        if _is_known(thing, value):
            yield Said(thing, value, paper, field.line)
    number = paper.value("案件编号")
    if number and NUMBER.fullmatch(number.value):
        yield Said("case", number.value, paper, number.line)


def _is_known(thing: str, value: str) -> bool:
    if thing == "birth":
        return bool(DAY.fullmatch(value))
    return thing != "sex" or value in {"男", "女"}


def _odd_ones(same: list[Said]) -> Iterator[Flaw]:
    """What one paper says and all others say otherwise.

    Facts are found out in the course of a case: a value that two papers share is one of them, and
    so is the newest. What stands alone against two others is not.
    """
    papers: dict[str, set[str]] = defaultdict(set)
    for one in same:
        papers[one.value].add(one.paper.file)
    often = Counter({value: len(files) for value, files in papers.items()})
    for one in same:
        others = sum(count for value, count in often.items() if value != one.value)
        if often[one.value] > 1 or others < 2 or max(often.values()) < 2:  # noqa: PLR2004
            continue
        rule, name = _THINGS[one.thing]
        most = often.most_common(1)[0][0]
        yield one.paper.finding(
            one.line, one.value, rule,
            f"其他文书的{name}是“{most}”,这里是“{one.value}”。请核对。",
        )  # fmt: skip


def _numbers(papers: Sequence[CheckedPaper]) -> Iterator[Flaw]:
    """Two papers have one number."""
    by_number: dict[str, list[CheckedPaper]] = defaultdict(list)
    for paper in papers:
        if paper.number:
            by_number[paper.number].append(paper)
    for number, several in by_number.items():
        if len({_without_version(one.file) for one in several}) < 2 or _is_versions(several):  # noqa: PLR2004
            continue
        for one in several[1:]:
            at = one.number_line.place if one.number_line else Spot(paragraph=0)
            yield one.finding(at, number, "package.double-number",
                              f"与{several[0].file}同号。一份文书一个号,请改正。")  # fmt: skip


def _is_versions(several: Sequence[CheckedPaper]) -> bool:
    """Whether they are the versions of one paper, each with its own mark."""
    marks = [_VERSION.search(one.file) for one in several]
    return all(marks) and len({mark[1] for mark in marks if mark}) == len(several) and (
        len({one.kind for one in several}) == 1
    )  # fmt: skip


def _without_version(name: str) -> str:
    return _VERSION.sub("", name)


def _versions(papers: Sequence[CheckedPaper]) -> Iterator[Flaw]:
    """One paper lies there twice: the same but for its version mark or a copy's name."""
    by_text: dict[tuple[Paper | None, str | None], list[CheckedPaper]] = defaultdict(list)
    for paper in papers:
        if paper.number:
            by_text[paper.kind, paper.number].append(paper)
    for several in by_text.values():
        if len(several) > 1 and _is_versions(several):
            old = min(several, key=lambda one: one.file)
            yield old.finding(
                Spot(paragraph=0), old.number or "", "package.versions",
                "同一份文书有两个版本。报送时只留一个。", Severity.WARNING,
            )  # fmt: skip


def _missing(papers: Sequence[CheckedPaper]) -> Iterator[Flaw]:
    """What the closing report lists and the folder lacks."""
    numbers = {paper.number for paper in papers}
    kinds = {paper.kind for paper in papers}
    for paper in papers:
        if paper.kind is Paper.CLOSING_REPORT:
            for table in paper.read.tables:
                for row in table[1:] if table[0][0].text.strip() == "序号" else ():
                    yield from _listed(paper, row, numbers)
        if paper.kind is Paper.REVOCATION_PETITION and len(papers) > 1:
            for line in paper.styled("Attachment"):
                if "评估报告1份" in line.text and Paper.ASSESSMENT_REPORT not in kinds:
                    yield paper.finding(line, line.text, "package.missing",
                                        "附件写了评估报告,文件夹里没有。请补上。")  # fmt: skip


def _listed(paper: CheckedPaper, row: tuple[Line, ...], numbers: set[str | None]) -> Iterator[Flaw]:
    found = NUMBER.search(row[-1].text)
    if found and found[0] not in numbers and "申" not in found[0]:
        yield paper.finding(row[-1], found[0], "package.missing",
                            f"清单列了{row[1].text},文件夹里没有这份文书。请补上。")  # fmt: skip
