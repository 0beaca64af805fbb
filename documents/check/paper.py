"""A file with what it shows itself to be: its kind, number, day, fields."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from documents.check.flaw import Flaw, Severity, Spot
from documents.check.reading import Line, Read
from models.choice import Choice
from models.words import Paper

#: What a title says of the kind of paper: first that which says most.
_TITLES: tuple[tuple[re.Pattern[str], Paper], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"接报登记表", Paper.REGISTRATION),
        (r"未成年人交接单", Paper.RECEPTION_HANDOVER),
        (r"初步调查核实报告", Paper.INVESTIGATION_REPORT),
        (r"家庭监护评估报告", Paper.ASSESSMENT_REPORT),
        (r"会商(会议)?的?通知", Paper.CONSULTATION_NOTICE),
        (r"会商纪要", Paper.CONSULTATION_MINUTES),
        (r"领回通知书", Paper.COLLECTION_NOTICE),
        (r"未成年人交接手续书", Paper.HANDOVER),
        (r"通报函", Paper.BRIEFING_LETTER),
        (r"人身安全保护令申请书", Paper.PROTECTION_APPLICATION),
        (r"保全申请书", Paper.INJUNCTION_APPLICATION),
        (r"撤销监护人资格申请书", Paper.REVOCATION_PETITION),
        (r"延长临时监护审批表", Paper.EXTENSION_FORM),
        (r"回访记录表", Paper.VISIT_RECORD),
        (r"恢复监护人资格.*调查意见", Paper.RESTORATION_OPINION),
        (r"权利告知书", Paper.RIGHTS_NOTICE),
        (r"个案工作计划", Paper.WORK_PLAN),
        (r"结案报告", Paper.CLOSING_REPORT),
        (r"催办函|商请及时办理.*函", Paper.CHASER_LETTER),
        (r"移交函|(转请|移交|转介|移送).*函", Paper.REFERRAL_LETTER),
        (r"建议.*回复", Paper.SUGGESTION_REPLY),
    )
)
#: A title stands among the first paragraphs, under letterhead and number.
_FIRST = 6
_LONGEST_TITLE = 60


class Reader(Choice):
    """Who gets a paper into their hands."""

    INTERNAL = "internal", "本单位"
    COURT = "court", "人民法院和被申请人"
    REPORT = "report", "人民法院(评估报告、调查意见)"
    GUARDIAN = "guardian", "监护人、照料人"
    BODY = "body", "其他单位"


READERS: dict[Paper, Reader] = {
    Paper.PROTECTION_APPLICATION: Reader.COURT,
    Paper.INJUNCTION_APPLICATION: Reader.COURT,
    Paper.REVOCATION_PETITION: Reader.COURT,
    Paper.ASSESSMENT_REPORT: Reader.REPORT,
    Paper.RESTORATION_OPINION: Reader.REPORT,
    Paper.COLLECTION_NOTICE: Reader.GUARDIAN,
    Paper.RIGHTS_NOTICE: Reader.GUARDIAN,
    Paper.HANDOVER: Reader.GUARDIAN,
    Paper.RECEPTION_HANDOVER: Reader.BODY,
    Paper.CONSULTATION_NOTICE: Reader.BODY,
    Paper.CONSULTATION_MINUTES: Reader.BODY,
    Paper.BRIEFING_LETTER: Reader.BODY,
    Paper.SUGGESTION_REPLY: Reader.BODY,
    Paper.REFERRAL_LETTER: Reader.BODY,
    Paper.CHASER_LETTER: Reader.BODY,
}
#: Papers that are filed with a court: the forms of the courts have no number of ours.
FILED = frozenset(kind for kind, reader in READERS.items() if reader is Reader.COURT)
#: Letters after GB/T 9704: letterhead, number, addressee.
LETTERS = frozenset({
    Paper.CONSULTATION_NOTICE, Paper.COLLECTION_NOTICE, Paper.BRIEFING_LETTER,
    Paper.SUGGESTION_REPLY, Paper.RIGHTS_NOTICE, Paper.REFERRAL_LETTER, Paper.CHASER_LETTER,
    Paper.RESTORATION_OPINION,
})  # fmt: skip

DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
NUMBER = re.compile(r"[\u4e00-\u9fff]{2,20}〔\d{4}〕\d+号")


@dataclass(frozen=True)
class Field:
    """A label with its value: two cells side by side, or `label：value` in one paragraph."""

    label: str
    value: str
    line: Line
    section: str = ""


@dataclass(frozen=True)
class CheckedPaper:
    """One file of a case, with what it is."""

    read: Read
    kind: Paper | None
    _kept: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def file(self) -> str:
        """Its name, as findings call it."""
        return self.read.file

    @property
    def reader(self) -> Reader:
        """Whose hands it gets into; a paper of no known kind stays in the house."""
        return READERS.get(self.kind, Reader.INTERNAL) if self.kind else Reader.INTERNAL

    @cached_property
    def dated(self) -> date | None:
        """The day under it, or the day a form says it was made."""
        for line in reversed(self.read.lines):
            if line.style == "SignDate" or re.match(r"(制表|制单|制作)日期", line.text):
                return day_in(line.text)
        found = re.search(r"制作日期：([^。]+)", self.read.text)
        if found:
            return day_in(found[1])
        named = next((one for one in self.fields if one.label == "登记日期"), None)
        return day_in(named.value) if named else None

    @cached_property
    def number_line(self) -> Line | None:
        """The line with its number."""
        styles = {"FormNumber", "DocNumber", "DocNumberRed"}
        return next((one for one in self.read.paragraphs if one.style in styles), None)

    @cached_property
    def number(self) -> str | None:
        """Its number, when it has one in the right form."""
        found = NUMBER.search(self.number_line.text) if self.number_line else None
        return found[0] if found else None

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every label with its value, in order."""
        return (*_table_fields(self.read), *_line_fields(self.read))

    def value(self, label: str, section: str = "") -> Field | None:
        """The first field of a label."""
        for one in self.fields:
            if one.label == label and section in one.section:
                return one
        return None

    def styled(self, *styles: str) -> tuple[Line, ...]:
        """Paragraphs of the body in one of these styles."""
        return tuple(line for line in self.read.paragraphs if line.style in styles)

    def finding(
        self, place: Spot | Line, words: str, rule: str, sentence: str,
        severity: Severity = Severity.ERROR,
    ) -> Flaw:  # fmt: skip
        """Say something of this paper."""
        where = place.place if isinstance(place, Line) else place
        return Flaw(self.file, where, words.strip()[:200], rule, sentence, severity)


def recognise(read: Read) -> CheckedPaper:
    """Say what a file is: by its title, else by its properties, else by its name."""
    head = [line.text.strip() for line in read.paragraphs[:_FIRST]]
    titled = [line.text.strip() for line in read.paragraphs if line.style == "DocTitle"]
    stem = read.file.rsplit(".", 1)[0]
    for said in (*titled, *(text for text in head if len(text) < _LONGEST_TITLE), read.title, stem):
        kind = kind_of(said)
        if kind:
            return CheckedPaper(read, kind)
    return CheckedPaper(read, None)


def kind_of(title: str) -> Paper | None:
    """The kind a title names."""
    return next((kind for pattern, kind in _TITLES if pattern.search(title)), None)


def day_in(text: str) -> date | None:
    """The first day a text names, when there is such a day."""
    return next(days_in(text), None)


def days_in(text: str) -> Iterator[date]:
    """Every day a text names."""
    for year, month, day in DAY.findall(text):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue


def _table_fields(read: Read) -> Iterable[Field]:
    for table in read.tables:
        section = ""
        for row in table:
            if len(row) == 1:
                section = row[0].text
                continue
            for label, value in pairwise(row):
                if label.style == "TableLabel":
                    yield Field(label.text.strip(), value.text.strip(), value, section)


def _line_fields(read: Read) -> Iterable[Field]:
    for line in read.paragraphs:
        label, colon, value = line.text.partition("：")
        if colon and len(label) <= 16:  # noqa: PLR2004  # longer is a sentence
            yield Field(label.strip(), value.strip(), line)
