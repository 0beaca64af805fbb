"""The leak check: what the reader of a paper must not learn from it, in any spelling known.

Asked of the final text, of headers and footers, notes, comments, properties and hidden text alike.
Sources: minors law 103; domestic violence law 14; outline 74.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from documents.check.flaw import Flaw, Spot
from documents.check.paper import CheckedPaper, Reader
from documents.check.parties import bare
from documents.check.reading import Line
from documents.check.told import Told, names_of_people
from models.words import Paper

#: Styles whose lines name people by right: parties, signatures, addressees.
_BY_RIGHT = {"Party", "SignUnit", "Addressee", "Letterhead", "Court", "TableSign"}
_CONTACT = re.compile(r"联系人|联系电话|主持人|记录人|回访人")
_WHO = (
    "邻居|邻里|老师|教师|班主任|校长|医生|护士|医院|医疗机构|亲属|亲戚|家属|学校|幼儿园|村委会|居委会|村干部|"
    "网格员|社工|群众|同学|房东|物业|家长|儿童主任|妇联|路人|热心人|热心市民|奶奶|爷爷|外婆|姑姑|保安|保洁"
)
#: That a report was made, and by what kind of person.
_REPORTED = re.compile(
    rf"((?:{_WHO})[^，。；：]{{0,6}}?(?:报告|举报|来电|反映|报案|报警|检举|求助|拨打|投诉))"
    rf"|((?:接到?|据|经|由|因|根据)[^，。；]{{0,10}}(?:{_WHO})[^，。；]{{0,6}}?(?:的)?(?:报告|举报|电话|反映|"
    r"报案|检举|提供的线索))|(举报人|报告人|报案人|检举人|报警人)(?!员)"
)
#: Letters that tell no more of the child than they must.
_PLAIN_LETTERS = {
    Paper.CONSULTATION_NOTICE, Paper.BRIEFING_LETTER, Paper.SUGGESTION_REPLY, Paper.CHASER_LETTER,
}  # fmt: skip
_ILLNESS = re.compile(
    r"患有|确诊|诊断[为出]|病史|抑郁|自闭|孤独症|艾滋|精神分裂|精神障碍|癫痫|哮喘|残疾|怀孕|妊娠|服用?药|"
    r"轻伤[一二]级|轻微伤|骨折|烫伤|淤青|心理创伤"
)
_TAIL = re.compile(r"(?:尾号|末四位|后四位|最后四位)[^\d]{0,4}(\d{4})")
_SCHOOL = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:中心小学|小学|中学|幼儿园|实验学校|学校)(?![一-龥]{0,2}(?:意见|等|、))"
)
_CLASS = re.compile(
    r"[一二三四五六七八九初高]{1,2}年级\s*[（(]?\d*[）)]?班?|[初高][一二三][（(]?\d+[）)]?班"
)
_CARED_AT = re.compile(
    r"(?:现住|现居住于?|现居|现安置[于在]|安置[于在]|寄养[于在]|现寄养|现暂住|暂住|照料地址[是为：]|住在临时照料|"
    r"现由[^，。；]{2,20}(?:家庭|夫妇|福利院|寄养)[^，。；]{0,6}照料)[^，。；]{2,40}"
)
#: Names end so; the surname is what others are called by.
_CALLED = "(?:某某?|先生|女士|阿姨|大爷|大妈|老师|医生|叔叔|奶奶|爷爷|师傅|主任)"
_LEAST_WORDS, _LEAST_HEALTH, _LEAST_ADDRESS, _TAIL_DIGITS = 2, 5, 4, 4


@dataclass(frozen=True)
class Secret:
    """A pattern with what it gives away."""

    rule: str
    what: str
    pattern: re.Pattern[str]


def leaks(paper: CheckedPaper, known: Told) -> Iterator[Flaw]:
    """Everything a paper gives away to its reader."""
    if paper.reader is Reader.INTERNAL:
        return
    secrets = [*_secrets(paper, known), *_of_no_record(paper)]
    lines = [*paper.read.lines, *_beside(paper)]
    for line in lines:
        told: set[str] = set()
        for secret in secrets:
            found = secret.pattern.search(line.text)
            if found and secret.rule not in told and not _by_right(paper, line, secret, known):
                told.add(secret.rule)
                place = Spot(paragraph=line.place.paragraph) if (
                    line.place.part in {"hidden", "comments"}
                ) else line.place  # fmt: skip
                yield paper.finding(
                    place, found[0], f"leak.{secret.rule}",
                    f"收件人会由此得知{secret.what}。请删去,或者改用不能识别的说法。",
                )  # fmt: skip


def _beside(paper: CheckedPaper) -> Iterator[Line]:
    skip = {
        "title",
        "Application",
        "TotalTime",
        "Template",
        "Pages",
        "Words",
        "created",
        "modified",
    }
    return (line for line in paper.read.beside if line.style not in skip)


def _by_right(paper: CheckedPaper, line: Line, secret: Secret, known: Told) -> bool:
    """A party, an addressee, a contact is named because it is one."""
    if line.place.part != "body":
        return False
    at_table = paper.kind is Paper.CONSULTATION_MINUTES and line.in_table
    if secret.rule in {"helper", "reporter"}:
        heard = paper.reader is Reader.REPORT and line.in_table
        named = line.style in _BY_RIGHT or bool(_CONTACT.search(line.text))
        return heard or named or at_table or _is_proposed(paper, line)
    if secret.rule == "school":
        kept_from = "一定范围内活动" in line.text
        return at_table or kept_from or line.style in {"Addressee", "Court"}
    said_kept = secret.rule == "care" and "依法保密" in line.text
    return said_kept and not any(one in line.text for one in known.care)


def _is_proposed(paper: CheckedPaper, line: Line) -> bool:
    """A relative whom the petition weighs as guardian is a person of the case."""
    if paper.kind is not Paper.REVOCATION_PETITION:
        return False
    weighed = line.in_table and any(
        "排除" in cell.text for cell in paper.read.tables[line.place.table or 0][0]
    )
    return weighed or bool(re.search(r"指定[^，。；]+为|担任监护人", line.text))


def _secrets(paper: CheckedPaper, known: Told) -> Iterator[Secret]:
    """What this reader must not learn, as patterns."""
    kind, reader = paper.kind, paper.reader
    yield from _people("reporter", "报告人是谁", known.reporters, known)
    yield from _phones("reporter-phone", "报告人的电话", known.reporter_phones)
    if reader is Reader.REPORT or kind in {Paper.HANDOVER, Paper.RECEPTION_HANDOVER}:
        return
    if reader is not Reader.BODY or kind is Paper.BRIEFING_LETTER:
        yield from _places("care", "未成年人在哪里接受照料", known.care, known)
        yield from _phones("care", "照料人的电话", known.care_phones)
    if kind in {Paper.REFERRAL_LETTER, Paper.CONSULTATION_MINUTES}:
        return
    yield from _words("sibling", "其他未成年人的身份", known.siblings)
    yield from _words("protected", "记录中列为保密的内容", known.protected)
    if kind is not Paper.CONSULTATION_NOTICE:
        yield from _words("school", "未成年人就读的学校", known.schools)
    if reader is not Reader.COURT:
        yield from _health(known)
    if kind in _PLAIN_LETTERS:
        yield from _addresses("address", "未成年人住在哪里", known.home)
    if reader in {Reader.COURT, Reader.GUARDIAN} or kind is Paper.BRIEFING_LETTER:
        yield from _people("helper", "提供帮助或者作证的人是谁", known.helpers, known)
    if kind in {Paper.CONSULTATION_NOTICE, Paper.SUGGESTION_REPLY, Paper.CHASER_LETTER}:
        yield from _words("child", "未成年人的姓名", _full(paper, known))
        yield from _words("child", "未成年人的出生日期", known.births)
        yield from _words("child", "未成年人的证件号码", known.numbers)


def _full(paper: CheckedPaper, known: Told) -> frozenset[str]:
    """Every name of the child, where the paper itself hides it behind 某."""
    shown = re.search(r"未成年人([\u4e00-\u9fff·]{1,8}某)(?=（|案|的)", paper.read.text)
    if not shown and paper.kind is Paper.CONSULTATION_NOTICE:
        return frozenset()
    return frozenset(one for one in known.children if not shown or one != shown[1])


def _of_no_record(paper: CheckedPaper) -> Iterator[Secret]:
    """What gives away by its own words, whatever the record knows."""
    if paper.reader not in {Reader.COURT, Reader.GUARDIAN} and paper.kind not in _PLAIN_LETTERS:
        return
    yield Secret("reporter-kind", "是什么人报告的", _REPORTED)
    if paper.kind is not Paper.HANDOVER:
        yield Secret("care", "未成年人在哪里接受照料", _CARED_AT)
    if paper.reader is not Reader.COURT and paper.kind is not Paper.HANDOVER:
        yield Secret("health", "未成年人的健康情况", _ILLNESS)
    if paper.kind in _PLAIN_LETTERS:
        return
    yield Secret("school", "未成年人就读的学校", _SCHOOL)
    yield Secret("school", "未成年人就读的班级", _CLASS)


def _people(rule: str, what: str, names: Iterable[str], known: Told) -> Iterator[Secret]:
    """A person by name, and by surname with a way of address where nobody else has it."""
    spoken = {*known.public, *(name for name, _ in known.guardians), *known.children}
    for name in names:
        plain = bare(name)
        if plain in {bare(one) for one in spoken} or len(plain) < _LEAST_WORDS:
            continue
        yield Secret(rule, what, re.compile(re.escape(plain)))
        taken = {one[0] for one in spoken if one}
        if plain in names_of_people([plain]) and plain[0] not in taken:
            yield Secret(rule, what, re.compile(f"(?:老|小)?{plain[0]}{_CALLED}"))


def _phones(rule: str, what: str, phones: Iterable[str]) -> Iterator[Secret]:
    for phone in phones:
        digits = re.sub(r"\D", "", phone)
        tail = digits[-_TAIL_DIGITS:]
        spaced = r"[-\s]?".join(digits)
        yield Secret(rule, what, re.compile(rf"(?<!\d){spaced}(?!\d)"))
        yield Secret(rule, what, re.compile(rf"(?:尾号|末四位|后四位|最后四位)[^\d]{{0,4}}{tail}"))
        yield Secret(rule, what, re.compile(rf"[*＊xX×•]{{2,}}{tail}(?!\d)"))


def _places(rule: str, what: str, places: Iterable[str], known: Told) -> Iterator[Secret]:
    """An address, whole or from the road or the village on; none that is the family's own."""
    home = " ".join(known.home)
    for place in places:
        if place in home:
            continue
        yield Secret(rule, what, re.compile(re.escape(place)))
        part = re.split("省|自治区|市|县|区|镇|乡", place)[-1]
        if len(part) >= _LEAST_ADDRESS and re.search(r"\d", part) and part not in home:
            yield Secret(rule, what, re.compile(re.escape(part)))


def _addresses(rule: str, what: str, places: Iterable[str]) -> Iterator[Secret]:
    """An address from the estate or the road on, and without the room."""
    for place in places:
        part = re.split("省|自治区|市|县|区(?!\\d)|镇|乡", place.replace("小区", "小\0"))[-1]
        part = part.replace("小\0", "小区")
        for said in {part, re.sub(r"\d+室$", "", part), re.sub(r"(?<=号楼).*$", "", part)}:
            if len(said) >= _LEAST_ADDRESS and re.search(r"\d", said):
                yield Secret(rule, what, re.compile(re.escape(said)))


def _words(rule: str, what: str, words: Iterable[str]) -> Iterator[Secret]:
    for said in words:
        if len(said) >= _LEAST_WORDS:
            yield Secret(rule, what, re.compile(re.escape(said)))


def _health(known: Told) -> Iterator[Secret]:
    """A note on health, whole or a clause of it."""
    for note in known.health:
        for clause in re.split("[，。；、\n]", note):
            if len(clause) >= _LEAST_HEALTH:
                yield Secret("health", "未成年人的健康情况", re.compile(re.escape(clause)))
