"""All papers of a case against each other: people, days, numbers, and that none is missing."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.check.flaw import Flaw, Severity, Spot
from documents.check.paper import DAY, FILED, NUMBER, CheckedPaper, Field, Reader, kind_of
from documents.check.parties import bare, parties_of
from documents.check.reading import Line
from documents.check.timeline import timeline
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
    yield from _twice(papers)
    yield from _resting(papers)
    yield from timeline(papers)
    yield from _applicants(papers)
    yield from _addressees(papers, known)


def against(papers: Sequence[CheckedPaper], record: Told) -> Iterator[Flaw]:
    """Papers that go out name the child and its birth date as the record has them.

    What several papers say was so when they were written: the record was corrected since.
    """
    shared = Counter(
        pair for paper in papers for pair in {(one.thing, one.value) for one in _said(paper)}
    )
    for paper in papers:
        if paper.reader is Reader.INTERNAL:
            continue
        for one in _said(paper):
            known = {"child": record.children, "birth": record.births}.get(one.thing)
            if shared[one.thing, one.value] > 1:
                continue
            if known and one.value not in known | {"未成年人"}:
                rule, name = _THINGS[one.thing]
                yield paper.finding(
                    one.line, one.value, rule,
                    f"记录里的{name}不是“{one.value}”。请与记录核对。",
                )  # fmt: skip


#: Things of which a case has one, with how a finding speaks of them.
_THINGS = {
    "birth": ("party.birth-date", "出生日期"), "sex": ("party.sex", "性别"),
    "child": ("party.name", "未成年人姓名"), "court": ("law.court", "受诉法院"),
    "masked": ("party.name", "未成年人姓名"), "guardian": ("party.name", "监护人姓名"),
    "relation": ("party.relation", "与未成年人的关系"),
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
    yield from _people(paper)
    for line in paper.styled("Court"):
        yield Said("court", line.text.strip(), paper, line)
    for one in parties_of(paper):
        if one.role == "申请人" and paper.kind is Paper.PROTECTION_APPLICATION:
            yield Said("child", one.bare, paper, one.line)
    for line in paper.read.lines:
        for found in re.finditer(r"(?:案件)?编号：([\u4e00-\u9fff]+危〔\d{4}〕\d+号)", line.text):
            yield Said("case", found[1], paper, line)


#: How letters and minutes speak of the child; a name hidden behind 某 is a thing of its own.
_CALLED = re.compile(
    r"(?:有关未成年人([^，。（(的]{2,8})(?:[（(][^）)]*[）)])*的权利|将未成年人(?!交)([^，。（(]{2,8})(?:[（(][^）)]*[）)])*领回|"
    r"^未成年人：([^，。（(]{2,8})(?:[（(][^）)]*[）)])*(?:$|，)|^未成年人([^，。（(]{2,8})(?:[（(][^）)]*[）)])*案会商|"
    r"保护未成年人([^，。（(]{2,8})(?:[（(][^）)]*[）)])*（案件编号)"
)
#: Name and relation of a guardian in running text.
_GUARDIAN = re.compile(
    r"(?:^|监护人)([\u4e00-\u9fff·]{2,6})（未成年人的([\u4e00-\u9fff]{2,6})）|"
    r"^([\u4e00-\u9fff·]{2,6})，系未成年人的([\u4e00-\u9fff]{2,6})，|"
    r"^被申请人：([\u4e00-\u9fff·]{2,6})，[^\n]*?与未成年人的关系：([\u4e00-\u9fff]{2,6})。"
)


def _people(paper: CheckedPaper) -> Iterator[Said]:
    """The child as letters call it, and guardians by name and relation."""
    for line in paper.read.lines:
        for found in _CALLED.finditer(line.text):
            name = next(one for one in found.groups() if one)
            yield Said("masked" if "某" in name else "child", bare(name), paper, line)
        for found in _GUARDIAN.finditer(line.text):
            name, relation = (one for one in found.groups() if one)
            if line.style == "Party" and paper.kind is not Paper.REVOCATION_PETITION:
                continue
            yield from _guardian(paper, line, name, relation)
    for name, relation, line in guardians_of_form(paper):
        yield from _guardian(paper, line, name, relation)


def _guardian(paper: CheckedPaper, line: Line, name: str, relation: str) -> Iterator[Said]:
    yield Said(f"guardian {relation}", name, paper, line)
    yield Said(f"relation {name}", relation, paper, line)


def guardians_of_form(paper: CheckedPaper) -> Iterator[tuple[str, str, Line]]:
    """Name, relation and the name's cell, of each guardian in a form."""
    name: Field | None = None
    for one in paper.fields:
        if one.label == "监护人姓名":
            name = one
        elif one.label == "与未成年人关系" and name is not None:
            yield name.value, one.value, name.line
            name = None


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


def _files_with_two(same: list[Said]) -> set[str]:
    """Papers that name two guardians of one relation: neither is a slip of the pen."""
    values: dict[str, set[str]] = defaultdict(set)
    for one in same:
        values[one.paper.file].add(one.value)
    return {file for file, named in values.items() if len(named) > 1}


def _odd_ones(same: list[Said]) -> Iterator[Flaw]:
    """What one paper says and all others say otherwise.

    Facts are found out in the course of a case: a value that two papers share is one of them, and
    so is the newest. What stands alone against two others is not.
    """
    papers: dict[str, set[str]] = defaultdict(set)
    for one in same:
        papers[one.value].add(one.paper.file)
    two = _files_with_two(same) if same[0].thing.startswith("guardian") else set()
    often = Counter({value: len(files) for value, files in papers.items()})
    for one in same:
        others = sum(count for value, count in often.items() if value != one.value)
        if one.paper.file in two or often[one.value] > 1 or others < 2 or max(often.values()) < 2:  # noqa: PLR2004
            continue
        rule, name = _THINGS[one.thing.split()[0]]
        most = often.most_common(1)[0][0]
        yield one.paper.finding(
            one.line, one.value, rule,
            f"其他文书的{name}是“{most}”,这里是“{one.value}”。请核对。",
        )  # fmt: skip


def _applicants(papers: Sequence[CheckedPaper]) -> Iterator[Flaw]:
    """Who applies for revocation is who the bodies concluded on."""
    agreed = {
        found[1]: (paper, line) for paper in papers if paper.kind is Paper.CONSULTATION_MINUTES
        for line in paper.read.paragraphs if (found := re.match(r"申请人：([^，。]+)$", line.text))
    }  # fmt: skip
    for paper in papers:
        for one in parties_of(paper) if paper.kind is Paper.REVOCATION_PETITION else ():
            if one.role == "申请人" and agreed and one.bare not in agreed:
                yield paper.finding(
                    one.line, one.bare, "party.applicant",
                    f"会商纪要议定的申请人是“{'、'.join(agreed)}”,这里是“{one.bare}”。请核对。",
                )  # fmt: skip
                for minutes, line in agreed.values():
                    yield minutes.finding(
                        line, line.text, "party.applicant",
                        f"申请书的申请人是“{one.bare}”,这里议定的不是。请核对。",
                    )  # fmt: skip


def _addressees(papers: Sequence[CheckedPaper], known: Told) -> Iterator[Flaw]:
    """A notice to collect goes to a guardian."""
    names = {name for name, _ in known.guardians}
    for paper in papers:
        if paper.kind is not Paper.COLLECTION_NOTICE or not names:
            continue
        for line in paper.styled("Addressee"):
            name = bare(line.text.strip("：: "))
            if name and name not in names:
                yield paper.finding(line, name, "letter.recipient",
                                    "领回通知的受送达人不是记录的监护人。请核对。")  # fmt: skip


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


def _twice(papers: Sequence[CheckedPaper]) -> Iterator[Flaw]:
    """A paper filed with a court, which has no number, lies there twice."""
    by_day: dict[tuple[Paper | None, object], list[CheckedPaper]] = defaultdict(list)
    for paper in papers:
        if paper.kind in FILED:
            by_day[paper.kind, paper.dated].append(paper)
    for several in by_day.values():
        if len(several) > 1 and not _is_versions(several):
            yield several[-1].finding(
                Spot(paragraph=0), several[-1].read.paragraphs[0].text, "package.versions",
                f"与{several[0].file}是同一份文书。只留一个版本。",
            )  # fmt: skip


#: What cannot be without another paper of the same case.
_RESTS_ON = {
    Paper.COLLECTION_NOTICE: Paper.CONSULTATION_MINUTES,
    Paper.CONSULTATION_MINUTES: Paper.CONSULTATION_NOTICE,
    Paper.REVOCATION_PETITION: Paper.CONSULTATION_MINUTES,
}
_LEAST_FOLDER = 4


def _resting(papers: Sequence[CheckedPaper]) -> Iterator[Flaw]:
    """What a paper rests on, and the three letters of art. 74; asked of a folder only."""
    if len(papers) < _LEAST_FOLDER:
        return
    kinds = {paper.kind for paper in papers}
    for kind, needed in _RESTS_ON.items():
        first = next((paper for paper in papers if paper.kind is kind), None)
        if first is not None and needed not in kinds:
            yield first.finding(
                Spot(paragraph=0), first.read.paragraphs[0].text, "package.missing",
                f"这份文书所依据的{TITLES[needed]}不在文件夹里。请补上。",
            )  # fmt: skip
    letters = [paper for paper in papers if paper.kind is Paper.BRIEFING_LETTER]
    by_day: dict[object, list[CheckedPaper]] = defaultdict(list)
    for letter in letters:
        by_day[letter.dated].append(letter)
    for several in by_day.values():
        if len(several) == len(_TOLD) - 1:
            yield several[0].finding(
                Spot(paragraph=0), several[0].read.paragraphs[0].text, "package.missing",
                "通报函应当发给学校、公安机关、村(居)民委员会三方,这里缺一份。请补上。",
            )  # fmt: skip


_TOLD = ("学校", "公安机关", "村（居）民委员会")
TITLES = {Paper.CONSULTATION_MINUTES: "会商纪要", Paper.CONSULTATION_NOTICE: "会商通知"}


def _missing(papers: Sequence[CheckedPaper]) -> Iterator[Flaw]:
    """What the closing report lists and the folder lacks."""
    numbers = {paper.number for paper in papers}
    kinds = {paper.kind for paper in papers}
    for paper in papers:
        if paper.kind is Paper.CLOSING_REPORT:
            for table in paper.read.tables:
                for row in table[1:] if table[0][0].text.strip() == "序号" else ():
                    yield from _listed(paper, row, numbers, kinds)
        if paper.kind is Paper.REVOCATION_PETITION and len(papers) > 1:
            for line in paper.styled("Attachment"):
                if "评估报告1份" in line.text and Paper.ASSESSMENT_REPORT not in kinds:
                    yield paper.finding(line, line.text, "package.missing",
                                        "附件写了评估报告,文件夹里没有。请补上。")  # fmt: skip


def _listed(
    paper: CheckedPaper, row: tuple[Line, ...], numbers: set[str | None], kinds: set[Paper | None]
) -> Iterator[Flaw]:
    found = NUMBER.search(row[-1].text)
    kind = kind_of(row[1].text) if len(row) > 1 else None
    there = kind in kinds if kind in FILED else found is not None and found[0] in numbers
    if found and not there:
        yield paper.finding(row[-1], found[0], "package.missing",
                            f"清单列了{row[1].text},文件夹里没有这份文书。请补上。")  # fmt: skip
