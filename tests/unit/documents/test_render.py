"""Rendering that cannot lie: what goes in comes out, or nothing is made."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from documents import text
from documents.authoring.blocks import (
    body,
    center,
    each,
    head,
    para,
    row,
    rows_each,
    table,
    value,
    when,
)
from documents.errors import TemplateFaulty, TextLost, TextNotPrintable
from documents.render import fill, render
from models.printable import is_printable
from models.words import Paper
from tests.unit.documents.samples import DAY, NUMBER, opened, template_of


class Line(BaseModel):
    name: str
    said: str


class Letter(BaseModel):
    who: str
    urgent: bool
    paragraphs: tuple[str, ...]
    lines: tuple[Line, ...]


BLOCKS = (
    para("FormNumber", "{{ number }}"),
    body("{{ who }}"),
    each("one", "paragraphs", body("{{ loop.index }}.{{ one }}")),
    table([1, 2], row(head("姓名"), head("意见"), head=True),
          rows_each("line", "lines", 2, row(center("{{ line.name }}"), value("{{ line.said }}")))),
    when("urgent", body("情况紧急。")),
    body("{{ issued_on }}"),
)  # fmt: skip

HOSTILE = (
    "年龄<14岁", "见<证据一>所附照片", "A & B", "甲<乙", "\"引号\"和'撇号'", "{{ 7*7 }}", "{% if x %}",
    "{# 注 #}", "{_{", "}_}", "{%p for", "<w:p><w:r/></w:p>", "</w:t></w:r></w:p>", "&lt;&amp;",
    "]]>", "<!--", "｛｛ name ｝｝", "👧🏻👩‍👧", "喆䶮㛃堃\U00020bb7", "阿依古丽·买买提", "两\n行", "制\t表", " 前后空格 ",
    "字" * 10_000, "$(rm -rf)", "\\n", "%}", "}}", "\u3000全角空格", "a\u00a0b", "\r\n换行",
)  # fmt: skip


def letter(word: str) -> Letter:
    return Letter(
        who=word, urgent=True, paragraphs=(word, "第二段"), lines=(Line(name=word, said=word),)
    )


def made(context: BaseModel, *blocks: str) -> bytes:
    template = template_of(type(context), *(blocks or BLOCKS))
    return fill(template, context, number=NUMBER, issued_on=DAY)


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_value_comes_out_as_it_went_in(word):
    read = text.paragraphs(made(letter(word)))

    assert sum(word.replace("\r\n", "\n") in one for one in read) == 4


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_value_leaves_the_document_whole(word):
    document = opened(made(letter(word)))

    assert document.paragraphs[-1].text == "2026年11月5日"
    assert len(document.tables) == 1
    assert len(document.tables[0].rows) == 2


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_printed_whole_or_refused(word):
    plain = word.replace("\r\n", "\n")
    if is_printable(plain):
        assert plain in text.paragraphs(made(letter(word)))[1]
    else:
        with pytest.raises(TextNotPrintable):
            made(letter(word))


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u202e", "\u2066",
                                 "\u200f", "\ufeff", "\uffff", "\u2028", "\ud800", "\r"])  # fmt: skip
def test_a_character_that_cannot_be_printed_is_refused_with_its_field(bad):
    with pytest.raises(TextNotPrintable) as refused:
        made(
            Letter(
                who="甲", urgent=False, paragraphs=(), lines=(Line(name="秘密", said=f"x{bad}"),)
            )
        )

    assert "lines.0.said" in refused.value.message
    assert "秘密" not in refused.value.message


def test_an_empty_list_prints_nothing_and_breaks_nothing():
    read = text.paragraphs(made(Letter(who="甲", urgent=False, paragraphs=(), lines=())))

    assert read[:2] == (NUMBER, "甲")
    assert "情况紧急。" not in read


def test_line_breaks_become_word_line_breaks():
    document = opened(made(letter("第一行\n第二行\t后")))

    assert document.paragraphs[1].text == "第一行\n第二行\t后"


def test_a_variable_missing_from_the_model_is_refused():
    with pytest.raises(TemplateFaulty, match="nobody"):
        made(letter("甲"), *BLOCKS, body("{{ nobody }}"))


def test_a_nested_variable_missing_from_the_model_is_refused():
    with pytest.raises(TemplateFaulty, match=r"lines\[\]\.age"):
        made(letter("甲"), *BLOCKS, each("x", "lines", body("{{ x.age }}")))


def test_a_fault_in_a_branch_that_is_not_taken_is_found():
    with pytest.raises(TemplateFaulty, match="nobody"):
        made(Letter(who="甲", urgent=False, paragraphs=(), lines=()),
             *BLOCKS, when("urgent", body("{{ nobody }}")))  # fmt: skip


def test_a_template_that_leaves_out_a_field_is_refused():
    with pytest.raises(TemplateFaulty, match="urgent"):
        made(letter("甲"), *BLOCKS[:4], BLOCKS[5])


def test_full_width_braces_in_a_template_are_refused():
    with pytest.raises(TemplateFaulty):
        made(letter("甲"), *BLOCKS, body("｛｛ who ｝｝"))


@pytest.mark.parametrize(
    "tag", ["{{ who", "who }}", "{% if who", "{% endfor %}", "{{ }}", "{{ who|nofilter }}"]
)
def test_a_tag_that_is_not_whole_is_refused(tag):
    with pytest.raises(TemplateFaulty):
        made(letter("甲"), *BLOCKS, body(tag))


@pytest.mark.parametrize(
    "attack",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ who.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ who.format.__globals__ }}",
        "{{ range(99999999) }}",
        "{% for x in range(99999999) %}{% endfor %}",
        "{% set x = 1 %}",
        "{% import 'os' as os %}",
        "{% include '/etc/passwd' %}",
        "{{ self._TemplateReference__context }}",
        "{{ lipsum() }}",
        "{{ who.replace('a', 'b') }}",
        "{{ config }}",
        "{{ (1).__class__ }}",
        "{{ who['__class__'] }}",
    ],
)
def test_a_template_can_reach_nothing_but_its_values(attack):
    with pytest.raises(TemplateFaulty):
        made(letter("甲"), *BLOCKS, body(attack))


def test_the_environment_itself_is_a_sandbox():
    from jinja2.exceptions import SecurityError, UndefinedError

    from documents.environment import make_environment

    sandbox = make_environment()
    for attack in ("{{ cycler.__init__.__globals__ }}", "{{ x.__class__.__mro__ }}", "{{ y }}"):
        with pytest.raises((SecurityError, UndefinedError)):
            sandbox.from_string(attack).render(x="甲")


def test_a_changing_filter_cannot_hide_a_value():
    class Named(BaseModel):
        who: str

    with pytest.raises(TextLost):
        made(Named(who="林小禾"), body("{{ number }}{{ who|masked }}{{ issued_on }}"))


def test_a_value_outside_the_text_is_refused():
    class Named(BaseModel):
        who: str

    with pytest.raises(TemplateFaulty):
        made(Named(who="x"), '<w:p><w:pPr><w:pStyle w:val="{{ who }}"/></w:pPr></w:p>',
             body("{{ number }}{{ issued_on }}"))  # fmt: skip


def test_printing_anything_but_text_is_refused():
    class Flagged(BaseModel):
        flag: bool

    with pytest.raises(TemplateFaulty):
        made(Flagged(flag=True), body("{{ number }}{{ flag }}{{ issued_on }}"))


def test_the_same_document_has_the_same_bytes():
    first, again = made(letter("甲")), made(letter("甲"))

    assert hashlib.sha256(first).digest() == hashlib.sha256(again).digest()


def test_a_context_of_another_paper_is_refused():
    with pytest.raises(TemplateFaulty):
        render(Paper.WORK_PLAN, letter("甲"), number=NUMBER, issued_on=DAY)


def test_a_template_edited_in_word_with_tags_split_over_runs_works():
    class Named(BaseModel):
        who: str

    def run(words: str) -> str:
        return f"<w:r><w:t>{words}</w:t></w:r>"

    split = f"<w:p>{run('{')}{run('{ w')}{run('ho }')}{run('}')}</w:p>"
    document = made(Named(who="甲<乙"), split, body("{{ number }}{{ issued_on }}"))

    assert text.paragraphs(document)[0] == "甲<乙"


def test_the_package_holds_no_more_than_the_template():
    with zipfile.ZipFile(BytesIO(made(letter("甲")))) as package:
        assert package.testzip() is None
        assert "word/document.xml" in package.namelist()
        assert len(package.namelist()) == len(set(package.namelist()))
