"""Every template: what its description makes, fit for its model, safe, valid Word, the right page."""

import zipfile
from io import BytesIO

import pytest

from documents import text
from documents.authoring.build import DESCRIPTIONS, SHEETS
from documents.authoring.package import build
from documents.errors import TemplateFaulty
from documents.papers import PAPERS
from documents.printable import texts
from documents.render import fill, render
from documents.template import FOLDER, LEFTOVER, prepare, ready
from documents.variables import declared
from models.words import Paper
from tests.unit.documents.samples import DAY, NUMBER, complaints, opened, sample
from tests.unit.documents.test_render import HOSTILE

EVERY = pytest.mark.parametrize("paper", Paper)


@EVERY
def test_the_committed_file_is_what_its_description_makes(paper):
    committed = (FOLDER / PAPERS[paper].template).read_bytes()

    assert _contents(committed) == _contents(build(DESCRIPTIONS[paper]))


def _contents(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(file)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_no_template_is_without_its_paper():
    papers = {kind.template for kind in PAPERS.values()}
    assert {path.name for path in FOLDER.iterdir()} == papers | {f"{name}.docx" for name in SHEETS}


@EVERY
def test_the_template_prints_exactly_what_its_model_has(paper):
    kind = PAPERS[paper]

    assert ready(kind.template, kind.model).version == kind.template_version()


@EVERY
def test_each_field_of_the_model_is_missed_when_it_is_not_printed(paper):
    """Both ways: take any one variable out of the template, and it is refused."""
    kind = PAPERS[paper]
    file = (FOLDER / kind.template).read_bytes()
    for name in list(kind.model.model_fields)[:3]:
        with pytest.raises(TemplateFaulty):
            prepare(_renamed(file, name), kind.model, name="renamed")


def _renamed(file: bytes, name: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for entry, content in _contents(file).items():
            words = content.replace(f"{{{{ {name} }}}}".encode(), b"{{ wrong }}")
            package.writestr(entry, words.replace(f" in {name} %}}".encode(), b" in wrong %}"))
    return made.getvalue()


@EVERY
@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_value_in_every_field_comes_out_whole(paper, word):
    kind = PAPERS[paper]
    context = sample(kind.model, word)
    read = "\n\0".join(text.paragraphs(render(paper, context, number=NUMBER, issued_on=DAY)))

    assert all(value.replace("\r\n", "\n") in read for _, value in texts(context))


@EVERY
def test_a_document_of_hostile_values_is_valid_word(paper, tmp_path):
    words = "<w:p>{{ x }}]]>&<证据一>\n\t👧\U00020bb7"
    document = render(paper, sample(PAPERS[paper].model, words), number=NUMBER, issued_on=DAY)

    assert complaints(document, tmp_path) == []


@EVERY
def test_a_document_with_empty_lists_is_valid_word(paper, tmp_path):
    model = PAPERS[paper].model
    emptied = sample(model).model_copy(
        update={
            name: () for name, info in model.model_fields.items() if "tuple" in str(info.annotation)
        }
    )
    document = fill(ready(PAPERS[paper].template, model), emptied, number=NUMBER, issued_on=DAY)

    assert complaints(document, tmp_path) == []


@EVERY
def test_the_page_is_that_of_the_standard(paper):
    section = opened((FOLDER / PAPERS[paper].template).read_bytes()).sections[0]
    sides = (section.page_width, section.page_height, section.top_margin, section.bottom_margin,
             section.left_margin, section.right_margin)  # fmt: skip

    assert [round(side.mm) for side in sides] == [210, 297, 37, 35, 28, 26]


@EVERY
def test_everything_is_a_style_and_nothing_is_formatted_by_hand(paper):
    parts = _contents((FOLDER / PAPERS[paper].template).read_bytes())
    document = parts["word/document.xml"].decode()
    styles = parts["word/styles.xml"].decode()

    for direct in ("<w:rFonts", "<w:sz ", "<w:color", "<w:jc", "<w:ind", "<w:spacing", "<w:pict", "<w:drawing",
                   "txbxContent", "<w:sdt"):  # fmt: skip
        assert direct not in document
    for font in ("方正小标宋简体", "仿宋", "黑体", "楷体"):
        assert f'w:eastAsia="{font}"' in styles
    assert 'w:fldCharType="begin"' in parts["word/footer1.xml"].decode()


@EVERY
def test_the_templates_own_words_are_clean(paper):
    """No training words of the courts in a community's mouth (K18), no appeal (K19), no braces."""
    own = text.text((FOLDER / PAPERS[paper].template).read_bytes())

    assert "训诫" not in own
    assert "上诉" not in own
    assert "｛" not in own
    assert LEFTOVER.search(own)


@EVERY
def test_the_model_has_no_optional_field(paper):
    """An unknown fact is written in words; a blank would read as forgotten."""
    assert declared(PAPERS[paper].model)
    assert "None" not in str(
        [info.annotation for info in PAPERS[paper].model.model_fields.values()]
    )
