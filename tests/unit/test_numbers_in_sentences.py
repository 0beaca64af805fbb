"""A number of law stands in no sentence of the program: it is filled from the case's rule pack."""

import ast
import re
from collections.abc import Iterator

import pytest
from docx import Document
from docx.document import Document as Docx

from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.law.blanks import BLANK, NO_NUMBER, filled
from tests.law import LAW
from tests.other_numbers import every_number_different
from tests.unit.test_tree import ROOT, named, parsed, product_files
from web.describing import fields_of
from web.fields import Field
from web.names import SIDE_HINTS

#: Where sentences are written that a case is told; the command line speaks of no case.
PLACES = ("models", "documents", "web", "tasks", "flows")
#: Minutes are left out: the few there are (a log-in, a code) are the program's own.
DIGITS = "零〇一二三四五六七八九十百千两半"
LENGTH = re.compile(
    rf"(?P<number>[0-9]+|[{DIGITS}]+) ?"
    r"(?P<unit>个?工作日|自然日|日|天|周(?!岁)|星期|个星期|个月|个季度|小时|年(?!级))"
)
HOW_OFTEN = re.compile(rf"至少(?:[0-9]+|[{DIGITS}]+)次|(?:[0-9]+|[{DIGITS}]+)次以上")
#: 2026年11月21日 and 10月1日 name a day and are no length.
A_DATE = re.compile(rf"(?:[0-9]{{4}}年)?[0-9]{{1,2}}月[0-9]{{1,2}}日|[{DIGITS}]+月[{DIGITS}]+日")
#: 哪一天, 最后一日: one day among others; 每半年: the name of a rhythm.
A_DAY = re.compile(rf"(?:[这哪那前后某第同有]一(?=[日天年]))|每[{DIGITS}]+(?=[年月周日])")
#: What ends a clause.
CLAUSE = re.compile("[\uff1a:\u3002\uff1b\uff0c;,\n]")

#: What may stay, each with its reason.
ALLOWED = {
    "虐待、遗弃六个月以上、多次遗弃": "an offence as opinions art. 40 describes it; nothing is counted",
    "被判处五年以上有期徒刑": "a sentence that a court has passed; nothing is counted",
    "次日起7天": "a week has seven days",
}


def found_in(text: str) -> list[str]:
    """Every length or frequency in a text that the pack should have filled in."""
    plain = A_DAY.sub("", A_DATE.sub("", text))
    return [one.group() for seen in (LENGTH, HOW_OFTEN) for one in seen.finditer(plain)]


def clauses(text: str) -> Iterator[str]:
    """The parts of a text between its marks."""
    return (clause for one in CLAUSE.split(text) if (clause := one.strip()))


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string of a module but the docstrings."""
    told = {
        id(node.value) for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def sentences() -> Iterator[tuple[str, str]]:
    """Every text of the program with its place."""
    for file in product_files():
        if file.relative_to(ROOT).parts[0] in PLACES:
            yield from ((f"{named(file)}:{n}", said) for n, said in literals(parsed(file)))
    for page in sorted((ROOT / "web").rglob("*.html")):
        lines = page.read_text("utf-8").splitlines()
        yield from ((f"{named(page)}:{n}", line) for n, line in enumerate(lines, 1))
    for file in sorted((ROOT / "documents" / "templates").glob("*.docx")):
        yield from ((named(file), said) for said in printed(Document(str(file))))


def printed(file: Docx) -> Iterator[str]:
    """The text of paragraphs and tables, and of what stands above and below each page."""
    for section in file.sections:
        for part in (file, section.header, section.footer):
            yield from (paragraph.text for paragraph in part.paragraphs)
            for table in part.tables:
                yield from (cell.text for row in table.rows for cell in row.cells)


def test_no_sentence_carries_a_number_of_law() -> None:
    carried = {
        f"{place} {text}": found
        for place, text in sentences()
        if (found := found_in(text)) and not any(one in text for one in ALLOWED)
    }

    assert carried == {}


def test_no_exception_is_kept_longer_than_it_is_needed() -> None:
    texts = [text for _place, text in sentences()]

    assert [one for one in ALLOWED if not any(one in text for text in texts)] == []


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("三十日内起诉", ["三十日"]),
        ("72小时或者24小时", ["72小时", "24小时"]),
        ("一至六个月,每周至少一次", ["六个月", "至少一次"]),
        ("累计超过一年", ["一年"]),
        ("经三次以上批评教育", ["三次以上"]),
        ("五个工作日", ["五个工作日"]),
        ("年满十八周岁", []),
        ("2026年11月21日,最后一日,每半年,哪一天", []),
        ("{5B.4-suit}内起诉", []),
    ],
)
def test_a_length_is_known_from_a_date_an_age_and_a_blank(sentence: str, found: list[str]) -> None:
    assert found_in(sentence) == found


OTHER = every_number_different(LAW)


def shown_of(fields: tuple[Field, ...]) -> Iterator[str]:
    for one in fields:
        yield from (one.label, one.hint, one.unit, one.condition, *dict(one.options).values())
        yield from shown_of(one.fields)
        for row in one.rows:
            yield from shown_of(row.fields)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_page_says_no_number_that_the_law_of_the_case_has_not(form: type[Form]) -> None:
    """Under a law in which every number is another, each sentence with a number is another."""
    before, after = ({*shown_of(fields_of(form, {}, law))} for law in (LAW, OTHER))
    before.add(filled(form.what_now, LAW))
    after.add(filled(form.what_now, OTHER))

    kept = [one for one in sorted(before & after) if found_in(one)]
    assert [one for one in kept if not any(known in one for known in ALLOWED)] == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_page_fills_every_blank_of_its_form(form: type[Form]) -> None:
    shown = list(shown_of(fields_of(form, {}, LAW)))

    assert [text for text in shown if "{" in text] == []
    assert "{" not in form.title + form.source


def test_every_blank_names_a_rule_with_a_number() -> None:
    blanks = {
        blank["rule"] for form in FORMS.values()
        for text in (form.what_now, *(one.description or "" for one in form.model_fields.values()))
        for blank in BLANK.finditer(text)
    } | {blank["rule"] for hint in SIDE_HINTS.values() for blank in BLANK.finditer(hint)}  # fmt: skip

    assert len(blanks) > 10
    assert [one for one in sorted(blanks) if filled(f"{{{one}}}", LAW) == NO_NUMBER] == []


def test_a_blank_reads_as_the_pack_has_it_and_says_when_nobody_saw_the_text() -> None:
    assert filled("{5B.4-suit}内起诉,{5B.4}裁定。", LAW) == "30日内起诉,48小时裁定。"
    assert filled("累计超过{3.4}", LAW) == "累计超过1年(未核实)"
    assert filled("{6.1}", LAW) == "每周至少1次持续1个月"
    assert filled("{1.1}", LAW) == NO_NUMBER
    assert filled("{35.3}以上,{35.5}以上", LAW) == "6个月以上,3次以上"
