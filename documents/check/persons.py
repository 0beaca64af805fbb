"""Numbers of identity cards, birth dates, sexes, ages: right in themselves and with each other."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from documents.check.flaw import Flaw
from documents.check.paper import CheckedPaper, day_in
from documents.check.reading import Line
from models.law.dates import age_on

_RUN = re.compile(r"(?<![0-9A-Za-z-])\d{14,19}[0-9Xx]?(?![0-9A-Za-z-])")
_SAID = re.compile(
    r"(?:身份证(?:件)?号码?|公民身份号码|居民身份证号码|证件号码)[：:]?\s*([0-9Xx]{10,22})"
)
_BORN = re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日)(?:（[^）]*）)?出生")
_AGE = re.compile(r"(?<!不满)(?<!未满)(?<!已满)(?<!满)(\d{1,3})周岁(?!以[上下])")
_SEX = re.compile(r"(?<=[，,：|])([男女])(?=[，,。；|]|$)")
_LENGTH, _SEX_AT = 18, 16
_OLD_LENGTH = 15
_ADULT, _OLDEST = 18, 120

#: Relations that say a sex.
_SEXES = {
    "父": "男", "继父": "男", "养父": "男", "父亲": "男", "祖父": "男", "外祖父": "男", "爷爷": "男",
    "伯父": "男", "叔叔": "男", "舅舅": "男", "哥哥": "男",
    "母": "女", "继母": "女", "养母": "女", "母亲": "女", "祖母": "女", "外祖母": "女", "奶奶": "女",
    "姑姑": "女", "姨母": "女", "姐姐": "女",
}  # fmt: skip
_RELATION = re.compile(r"与未成年人的?关系：([^。，；]+)")


def persons(paper: CheckedPaper) -> Iterator[Flaw]:
    """Everything that one person's line or form says of that person."""
    for line in paper.read.lines:
        yield from _numbers(paper, line)
        yield from _relation(paper, line)
    for row in _rows(paper):
        yield from _within(paper, row)
    yield from _child(paper)


def _child(paper: CheckedPaper) -> Iterator[Flaw]:
    """What a court paper says of the child's age below, against its birth date above."""
    born = next(
        (
            day_in(found[1])
            for line in paper.styled("Party")
            if line.text.startswith(("被监护人：", "未成年人："))
            and (found := _BORN.search(line.text))
        ),
        None,
    )
    below = [x for x in paper.read.paragraphs if re.match("(被监护人|未成年人)\\d+周岁", x.text)]
    if born:
        wrong = list(_age(paper, below, born))
        yield from wrong
        at = next(
            x for x in paper.styled("Party") if x.text.startswith(("被监护人：", "未成年人："))
        )
        for one in wrong:
            yield paper.finding(at, at.text, "party.birth-date",
                                f"按出生日期计算的年龄与下文的“{one.words}”不一致。请核对。")  # fmt: skip


def _rows(paper: CheckedPaper) -> Iterator[list[Line]]:
    """What belongs to one person: a paragraph, or the part of a form between two captions."""
    for line in paper.read.paragraphs:
        yield [line]
    for table in paper.read.tables:
        section: list[Line] = []
        for row in table:
            if len(row) == 1 or any(cell.text.strip() in {"监护人姓名", "姓名"} for cell in row):
                yield section
                section = []
            section += row
        yield section


def _numbers(paper: CheckedPaper, line: Line) -> Iterator[Flaw]:
    seen = {found[0] for found in _RUN.finditer(line.text)}
    seen |= {found[1] for found in _SAID.finditer(line.text)}
    for number in sorted(seen):
        if len(number) == _LENGTH or len(number) in {17, 19} or number in _said(line.text):
            wrong = _wrong(number)
            if wrong:
                yield paper.finding(line, number, "party.id-number", wrong)


def _said(text: str) -> set[str]:
    return {found[1] for found in _SAID.finditer(text)}


def _wrong(number: str) -> str:
    if len(number) == _OLD_LENGTH:
        return "这是15位的旧号码。请改用18位的公民身份号码。"
    if len(number) != _LENGTH:
        return f"公民身份号码应为18位,这里是{len(number)}位。请与证件核对。"
    if number[:-1].isdigit() and number[-1].upper() != ric.calc_check_digit(number):
        return "公民身份号码的校验位不对。请与证件逐位核对。"
    return "" if _born_in(number) else "公民身份号码中的出生日期不存在。请与证件核对。"


def _born_in(number: str) -> date | None:
    try:
        found: date = ric.get_birth_date(number)
    except (ValidationError, ValueError):
        return None
    return found


def _within(paper: CheckedPaper, lines: list[Line]) -> Iterator[Flaw]:
    """Number, birth date, sex and age of one person against each other."""
    text = "|".join(line.text for line in lines)
    numbers = [n[0] for n in _RUN.finditer(text) if len(n[0]) == _LENGTH]
    born = _birth(lines, text)
    sex = _sex(lines, text)
    if len(numbers) == 1 and _born_in(numbers[0]):
        at = next(line for line in lines if numbers[0] in line.text)
        if born and _born_in(numbers[0]) != born:
            yield paper.finding(at, numbers[0], "party.birth-date",
                                "出生日期与公民身份号码中的日期不一致。请核对。")  # fmt: skip
        carried = "男" if int(numbers[0][_SEX_AT]) % 2 else "女"
        if sex and sex != carried:
            yield paper.finding(at, numbers[0], "party.sex",
                                "性别与公民身份号码中的性别不一致。请核对。")  # fmt: skip
    if born:
        yield from _age(paper, lines, born)


def _birth(lines: list[Line], text: str) -> date | None:
    said = _BORN.findall(text)
    if len(said) == 1:
        return day_in(said[0])
    for label, value in pairwise(lines):
        if label.in_table and label.text.strip() == "出生日期":
            return day_in(value.text)
    return None


def _sex(lines: list[Line], text: str) -> str:
    for label, value in pairwise(lines):
        if label.in_table and label.text.strip() == "性别":
            return value.text.strip() if value.text.strip() in {"男", "女"} else ""
    found = _SEX.findall(text)
    return found[0] if len(found) == 1 and not lines[0].in_table else ""


def _age(paper: CheckedPaper, lines: list[Line], born: date) -> Iterator[Flaw]:
    day = paper.dated
    if day is None:
        return
    if born > day:
        at = next((x for x in lines if "出生" in x.text), lines[0])
        yield paper.finding(at, at.text, "party.birth-date",
                            "出生日期晚于文书日期。请核对。")  # fmt: skip
        return
    for line in lines:
        for found in _AGE.finditer(line.text):
            years = age_on(born, day)
            if int(found[1]) != years:
                yield paper.finding(
                    line, found[0], "party.age",
                    f"按出生日期计算,{day.year}年{day.month}月{day.day}日时应为{years}周岁。请核对。",
                )  # fmt: skip


def _relation(paper: CheckedPaper, line: Line) -> Iterator[Flaw]:
    """A father is a man."""
    found, sex = _RELATION.search(line.text), _SEX.search(line.text)
    if line.in_table or not found or not sex:
        return
    meant = _SEXES.get(found[1].strip())
    if meant and meant != sex[1]:
        yield paper.finding(line, found[0], "party.relation",
                            f"关系写“{found[1]}”,性别写“{sex[1]}”。请核对。")  # fmt: skip
