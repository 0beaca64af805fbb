"""What the papers of a case, or its record, tell of the people: the yardstick of names and leaks.

A folder holds the centre's own forms beside what goes out: the report form names the reporter and
the school, reports name who was visited, hand-overs name who cares for the child. So a folder by
itself already says what must not stand in what goes out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from documents.check.paper import FILED, CheckedPaper, Field
from documents.check.parties import bare
from models.words import Paper

NOTHING = {"", "无", "未查明", "匿名", "不详", "未知", "不掌握", "保密"}
_PHONE = re.compile(r"(?<!\d)(?:1\d{10}|0\d{2,3}-?\d{7,8})(?!\d)")
_PERSON = re.compile(r"^[\u4e00-\u9fff·]{2,4}(?:某某|某)?$")


@dataclass(frozen=True)
class Told:
    """Names and places of a case.

    Attributes:
        children: Every name of the child, nickname included.
        guardians: Name → relation.
        reporters: Names of who reported; empty where it was nobody by name.
        reporter_kinds: 邻居, 医疗机构 … as the report form says it.
        care: Names of places and carers that have the child, with their addresses and phones.
        helpers: Those who spoke or helped: neighbours, teachers, social workers.
        health: What the forms note of the child's health.
        public: Names that outside papers may say: guardians, the centre, contacts.
    """

    children: frozenset[str] = frozenset()
    full_names: frozenset[str] = frozenset()
    births: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    guardians: frozenset[tuple[str, str]] = frozenset()
    home: frozenset[str] = frozenset()
    reporters: frozenset[str] = frozenset()
    reporter_units: frozenset[str] = frozenset()
    reporter_phones: frozenset[str] = frozenset()
    reporter_kinds: frozenset[str] = frozenset()
    care: frozenset[str] = frozenset()
    care_phones: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    siblings: frozenset[str] = frozenset()
    helpers: frozenset[str] = frozenset()
    health: frozenset[str] = frozenset()
    protected: frozenset[str] = frozenset()
    public: frozenset[str] = frozenset()

    def and_also(self, other: "Told") -> "Told":
        """Both together."""
        return Told(**{one.name: getattr(self, one.name) | getattr(other, one.name)
                       for one in fields(self)})  # fmt: skip


def told_by(papers: Iterable[CheckedPaper]) -> Told:
    """Gather from all papers of a case."""
    known = Told()
    for paper in papers:
        known = known.and_also(Told(births=_births(paper)))
        reader = _READERS.get(paper.kind) if paper.kind else None
        if reader is not None:
            known = known.and_also(reader(paper))
        known = known.and_also(
            Told(children=_children(paper), public=_public(paper), home=_homes(paper))
        )
    return known


def _births(paper: CheckedPaper) -> frozenset[str]:
    found = re.findall(
        r"(?:未成年人|被监护人)：[^，。]+，[男女]，(\d{4}年\d+月\d+日)出生", paper.read.text
    )
    return frozenset(found)


def _said(field: Field | None) -> frozenset[str]:
    value = field.value.strip() if field else ""
    return frozenset() if value in NOTHING else frozenset({value})


def _children(paper: CheckedPaper) -> frozenset[str]:
    found = {paper.value("未成年人"), paper.value("姓名", "未成年人")}
    names = {bare(re.split("[，（]", one.value)[0]) for one in found if one and one.value}
    return frozenset(name for name in names if name not in NOTHING)


def _homes(paper: CheckedPaper) -> frozenset[str]:
    """Where the family lives and is registered, as court papers state it: no secret to it."""
    if paper.kind not in FILED:
        return frozenset()
    return frozenset(re.findall(r"(?:住所|户籍地)：([^，。]+)", paper.read.text)) | frozenset(
        re.findall(r"住所地位于([^，。]+)", paper.read.text)
    )


def _public(paper: CheckedPaper) -> frozenset[str]:
    """Who signs, chairs, is invited or to be asked: said in letters by right."""
    labels = {"主持人", "记录人", "联系人", "负责人", "接收人", "移交人", "值班员"}
    names = {one.value.split("；")[0] for one in paper.fields if one.label in labels}
    for line in paper.read.paragraphs:
        names |= set(
            re.findall(r"(?:联系人|负责人|主持人|委托诉讼代理人)：([^，；。）]+)", line.text)
        )
    return frozenset(names - NOTHING)


def _registration(paper: CheckedPaper) -> Told:
    who = "报告人"
    school = paper.value("学校、班级")
    place = re.split(r"\s", school.value)[0] if school else ""
    guardians = _guardians(paper)
    phones = paper.value("联系方式", who)
    return Told(
        births=_said(paper.value("出生日期")), numbers=_said(paper.value("证件号码", "未成年人")),
        guardians=guardians,
        home=_said(paper.value("现住址")) | _said(paper.value("户籍地址")),
        reporters=frozenset(map(untitled, _said(paper.value("报告人姓名")))),
        reporter_units=_said(paper.value("所在单位", who)),
        reporter_phones=frozenset(_PHONE.findall(phones.value)) if phones else frozenset(),
        reporter_kinds=_said(paper.value("报告人类别")),
        schools=frozenset({place} - NOTHING),
        siblings=_siblings(paper.value("同住的其他未成年人")),
        health=_said(paper.value("健康状况")),
    )  # fmt: skip


def _siblings(field: Field | None) -> frozenset[str]:
    said = _said(field)
    names = {
        re.split("[，,（(：: ]", part)[0] for one in said for part in re.split("[、；;\n]", one)
    }
    return frozenset(name for name in names if len(name) > 1 and name not in NOTHING)


def _guardians(paper: CheckedPaper) -> frozenset[tuple[str, str]]:
    pairs, name = set(), ""
    for one in paper.fields:
        if one.label == "监护人姓名":
            name = one.value
        elif one.label == "与未成年人关系" and name:
            pairs.add((name, one.value))
            name = ""
    return frozenset(pair for pair in pairs if pair[0] not in NOTHING)


def _investigation(paper: CheckedPaper) -> Told:
    verified = {
        _name(line.text) for line in paper.read.paragraphs
        if re.match(r"[\u4e00-\u9fff·]{2,4}，[^，。]+，[^，。]+$", line.text)
    }  # fmt: skip
    return Told(
        guardians=_guardians(paper), helpers=_column(paper, "受访人") | frozenset(verified - {""}),
        health=_beside(paper, "身心健康"),
    )  # fmt: skip


def _assessment(paper: CheckedPaper) -> Told:
    heard = _column(paper, "听取情况")
    schools = set(re.findall(r"就读于([\u4e00-\u9fff]+?)(?=[，。])", paper.read.text))
    team = _column(paper, "姓名")
    health = frozenset(
        one.value for one in paper.fields if one.label == "身心健康" and one.value not in NOTHING
    )
    return Told(helpers=heard | team, schools=frozenset(schools), health=health)


def _beside(paper: CheckedPaper, label: str) -> frozenset[str]:
    """What stands beside a word in the first column of a table."""
    return frozenset(
        row[1].text.strip()
        for table in paper.read.tables for row in table
        if len(row) > 1 and row[0].text.strip() == label and row[1].text.strip() not in NOTHING
    )  # fmt: skip


def _column(paper: CheckedPaper, head: str) -> frozenset[str]:
    """First name in each cell of a column, where it is a person's."""
    names: set[str] = set()
    for table in paper.read.tables:
        at = next((cell.place.column for cell in table[0] if cell.text.strip() == head), None)
        for row in table[1:] if at is not None else ():
            names |= {
                _name(cell.text) for cell in row if cell.place.column == at and cell.text.strip()
            }
    return frozenset(name for name in names if name)


def _name(text: str) -> str:
    first = untitled(re.split("[，,（(\n]", text.strip())[0])
    is_name = _PERSON.match(first) and not first.startswith("某") and first not in NOTHING
    return first if is_name else ""


def untitled(first: str) -> str:
    """班主任李某某 → 李某某; 邻居某某 has no name to be told by."""
    for title in ("班主任", "邻居", "老师", "民警", "医生", "村主任", "社工"):
        rest = first.removeprefix(title)
        if rest != first and len(rest) > 1 and not rest.startswith("某"):
            first = rest
    return first


def _handover(paper: CheckedPaper) -> Told:
    """Who takes the child, where and under which number; the guardian's home is no secret."""
    occasion = paper.value("交接事由")
    if occasion and re.search("领回", occasion.value):
        return Told()
    reached = paper.value("联系方式", "接收人")
    lines = reached.value.split("\n") if reached else []
    places = {one for one in lines if one and not _PHONE.search(one)}
    phones = {phone for one in lines for phone in _PHONE.findall(one)}
    return Told(care=frozenset(places - NOTHING), care_phones=frozenset(phones))


def names_of_people(texts: Iterable[str]) -> Iterator[str]:
    """Those that are names of persons."""
    return (one for one in texts if _PERSON.match(one))


_READERS = {
    Paper.REGISTRATION: _registration,
    Paper.INVESTIGATION_REPORT: _investigation,
    Paper.ASSESSMENT_REPORT: _assessment,
    Paper.HANDOVER: _handover,
}
