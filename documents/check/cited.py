"""Articles of law: there are such, in force on the day, seen, and those the paper is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from documents.check.flaw import Flaw
from documents.check.numerals import FIGURE, number_in
from documents.check.paper import FILED, CheckedPaper, Reader
from documents.check.reading import Line
from documents.check.statutes import BY_NAME, NAMES, NUMBERS, UNKNOWN_LAW, Statute
from models.law.pack import RulePack
from models.law.vocabulary import Confirmation
from models.words import Paper

_NAME = re.compile(f"《?({NAMES})》?")
_ARTICLES = re.compile(
    rf"^(?:》|的)?第({FIGURE}(?:[、和至]第?{FIGURE})*)条(?:之[一二三])?(?:第({FIGURE})款)?"
)
_NEXT = re.compile(rf"^(?:、|和|以及|，)第({FIGURE}(?:[、和至]第?{FIGURE})*)条(?:第({FIGURE})款)?")
_WRITTEN = re.compile(rf"第({FIGURE}(?:、{FIGURE})*)条")


@dataclass(frozen=True)
class Seen:
    """What the pack says of articles: those it saw, and those it knows from memory only."""

    confirmed: frozenset[tuple[str, int]] = frozenset()
    memory: frozenset[tuple[str, int]] = frozenset()
    begins: dict[str, date] = field(default_factory=dict)


def seen_by(pack: RulePack) -> Seen:
    """Read from a pack how far each article was seen; what was seen once counts as seen."""
    confirmed: set[tuple[str, int]] = set()
    memory: set[tuple[str, int]] = set()
    begins: dict[str, date] = {}
    for rule in pack.rules.values():
        for citation in rule.sources:
            document = citation.document
            if document.in_force_from:
                begins[document.id] = document.in_force_from
            article = re.match(r"\d+", citation.article or "")
            if article:
                doubt = citation.confirmed is Confirmation.MEMORY
                (memory if doubt else confirmed).add((document.id, int(article[0])))
    return Seen(frozenset(confirmed), frozenset(memory - confirmed), begins)


@dataclass(frozen=True)
class Citation:
    """An article as a paper cites it."""

    statute: Statute
    article: int
    words: str
    line: Line


def citations(line: Line) -> Iterator[Citation]:
    """Every article of a known law in a line."""
    for named in _NAME.finditer(line.text):
        statute, rest = BY_NAME[named[1]], line.text[named.end() :]
        found = _ARTICLES.match(rest)
        while found:
            for figure in re.findall(FIGURE, found[1]):
                number = number_in(figure)
                if number is not None:
                    words = f"{named[0].strip('《》')}第{figure}条"
                    yield Citation(statute, number, words, line)
            rest = rest[found.end() :]
            found = _NEXT.match(rest)


#: What a kind has to rest on: each group needs one of its articles.
_REQUIRED: dict[Paper, tuple[tuple[tuple[str, int], ...], ...]] = {
    Paper.REVOCATION_PETITION: ((("civil_code", 36),),),
    Paper.PROTECTION_APPLICATION: (
        (("domestic_violence_law", 23),), (("domestic_violence_law", 27),),
        (("domestic_violence_law", 29),),
    ),
    Paper.INJUNCTION_APPLICATION: (
        (("civil_procedure_law", 103), ("civil_procedure_law", 104)),
        (("opinions", 22),),
    ),
    Paper.BRIEFING_LETTER: ((("outline", 74), ("opinions", 20)),),
    Paper.SUGGESTION_REPLY: ((("minors_law", 114),),),
    Paper.RESTORATION_OPINION: ((("civil_code", 38),),),
}  # fmt: skip
#: Articles that papers of a kind rest on; another one of the same law is the wrong one.
_OF_KIND: dict[Paper, dict[str, frozenset[int]]] = {
    Paper.REVOCATION_PETITION: {
        "civil_code": frozenset({27, 31, 34, 35, 36, 37, 1067, 1068, 1084}),
        "minors_law": frozenset({4, 7, 16, 17, 21, 22, 92, 93, 94, 106, 107, 108, 109}),
        "opinions": frozenset({1, 11, 18, 20, 22, 27, 28, 31, 32, 35, 36}),
        "civil_procedure_law": frozenset({124, 184, 185, 187}),
    },
    Paper.PROTECTION_APPLICATION: {
        "domestic_violence_law": frozenset({2, 3, 13, 15, 16, 20, *range(23, 35)}),
        "minors_law": frozenset({4, 16, 17, 108}),
    },
    Paper.INJUNCTION_APPLICATION: {
        "civil_procedure_law": frozenset({103, 104, 105}),
        "opinions": frozenset({11, 22, 24}),
        "outline": frozenset({76}),
    },
    Paper.BRIEFING_LETTER: {
        "outline": frozenset({74, 75}), "opinions": frozenset({20, 21}),
        "minors_law": frozenset({11, 93, 103}),
    },
    Paper.SUGGESTION_REPLY: {"minors_law": frozenset({114})},
    Paper.RESTORATION_OPINION: {
        "civil_code": frozenset({38}), "opinions": frozenset({38, 40}),
    },
    Paper.CONSULTATION_NOTICE: {
        "outline": frozenset({70, 71}), "minors_law": frozenset({103}),
    },
    Paper.CONSULTATION_MINUTES: {
        "opinions": frozenset({11, 35}), "civil_code": frozenset({36}),
        "minors_law": frozenset({92, 94, 103}), "outline": frozenset({70, 71, 72}),
    },
    Paper.ASSESSMENT_REPORT: {
        "minors_law": frozenset({16, 17, 22, 92, 93, 94}), "opinions": frozenset({28, 35}),
        "outline": frozenset({54, 55, 56, 68}),
    },
    Paper.RIGHTS_NOTICE: {
        "civil_code": frozenset({23, 34, 35, 36, 37}), "opinions": frozenset({11, 22, 27}),
        "domestic_violence_law": frozenset({23}), "minors_law": frozenset({92, 93, 94, 103}),
        "outline": frozenset({71}),
    },
    Paper.HANDOVER: {
        "minors_law": frozenset({92, 93, 94}), "outline": frozenset({71}),
    },
    Paper.RECEPTION_HANDOVER: {
        "minors_law": frozenset({92, 93}), "opinions": frozenset({11}), "outline": frozenset({66}),
    },
    Paper.REFERRAL_LETTER: {"minors_law": frozenset({11, 92, 93, 103})},
    Paper.INVESTIGATION_REPORT: {
        "minors_law": frozenset({92}), "outline": frozenset({53, 54}),
    },
    Paper.REGISTRATION: {
        "minors_law": frozenset({11}), "domestic_violence_law": frozenset({14}),
        "opinions": frozenset({11}), "outline": frozenset({36}),
    },
    Paper.EXTENSION_FORM: {"opinions": frozenset({15}), "outline": frozenset({68})},
    Paper.WORK_PLAN: {"outline": frozenset({68})},
    Paper.VISIT_RECORD: {"outline": frozenset({77, 78, 79, 80, 81})},
    Paper.COLLECTION_NOTICE: {
        "civil_code": frozenset({36}), "opinions": frozenset({35}), "outline": frozenset({71}),
        "minors_law": frozenset({16, 17, 21}),
    },
}  # fmt: skip


def cited(paper: CheckedPaper, seen: Seen) -> Iterator[Flaw]:
    """Every citation of a paper."""
    all_of_them = [one for line in paper.read.lines for one in citations(line)]
    for one in all_of_them:
        yield from _one(paper, one, seen)
    for line in paper.read.lines:
        yield from _unknown_laws(paper, line)
    for group in _REQUIRED.get(paper.kind, ()) if paper.kind else ():
        if not any((one.statute.id, one.article) in group for one in all_of_them):
            yield from _not_cited(paper, group)


def _one(paper: CheckedPaper, one: Citation, seen: Seen) -> Iterator[Flaw]:
    statute, day = one.statute, paper.dated
    if statute.repealed and (day is None or day >= statute.repealed):
        yield paper.finding(one.line, one.words, "law.not-in-force",
                            f"该法已经废止,不得引用。请改引{statute.instead}。")  # fmt: skip
        return
    begins = seen.begins.get(statute.id)
    if begins and day and day < begins:
        yield paper.finding(one.line, one.words, "law.not-in-force",
                            f"文书日期时该规定尚未施行({begins.year}年{begins.month}月施行)。请核对。")  # fmt: skip
    if one.article < 1 or (statute.last and one.article > statute.last):
        yield paper.finding(one.line, one.words, "law.no-such-article",
                            f"该规定只有{statute.last}条,没有第{one.article}条。请核对。")  # fmt: skip
        return
    key = (statute.id, one.article)
    if key in seen.memory and paper.reader is not Reader.INTERNAL:
        yield paper.finding(one.line, one.words, "law.unconfirmed",
                            "规则包尚未核实该条原文,对外文书不得引用。请删去。")  # fmt: skip
        return
    allowed = _OF_KIND.get(paper.kind, {}).get(statute.id) if paper.kind else None
    if allowed is not None and one.article not in allowed:
        yield paper.finding(one.line, one.words, "law.wrong-article",
                            "这一条与本文书的请求或者事项无关。请核对条文序号。")  # fmt: skip


def _not_cited(paper: CheckedPaper, group: tuple[tuple[str, int], ...]) -> Iterator[Flaw]:
    names = {one.id: one.names[-1] for one in BY_NAME.values()}
    wanted = "或者".join(f"{names[law]}第{article}条" for law, article in group)
    laws = {law for law, _ in group}
    at = next(
        (line for line in reversed(paper.read.lines)
         if any(one.statute.id in laws for one in citations(line)) or "根据" in line.text),
        None,
    )  # fmt: skip
    yield paper.finding(
        at or paper.read.last(), at.text if at else wanted, "law.wrong-article",
        f"这种文书应当以{wanted}为依据,文中没有。请核对。",
    )  # fmt: skip


def _unknown_laws(paper: CheckedPaper, line: Line) -> Iterator[Flaw]:
    """A law that is cited by article under a name that nobody knows."""
    for number in re.findall(r"法[释发]〔\d{4}〕\d+号", line.text):
        if number not in NUMBERS:
            yield paper.finding(line, number, "law.unknown-title",
                                "没有这个文号的司法文件,或者文号写得不对。请核对。")  # fmt: skip
    for found in UNKNOWN_LAW.finditer(line.text):
        name = found[1] or found[2]
        if _is_known(name, whole=bool(found[1])) or _LOCAL.search(name):
            continue
        if paper.kind in FILED or paper.reader is not Reader.INTERNAL:
            yield paper.finding(line, name, "law.unknown-title",
                                "没有这样名称的法律、规定,或者名称写得不对。请写现行的全称。")  # fmt: skip


def _is_known(name: str, *, whole: bool) -> bool:
    known = (one.strip("《》") for one in BY_NAME)
    if whole:
        return name in known
    return any(name.endswith(one) for one in known if one != "意见")


_LOCAL = re.compile(r"省|市|自治区|条例|方法$|做法$|办法$|看法$")
