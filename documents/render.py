"""Write a document, then read it back: what went in is what stands on the paper, or nothing is made.

A document is rendered once, hashed, stored and never rendered again. The same template, context,
number and day give the same bytes.
"""

from datetime import date

from pydantic import BaseModel

from documents import text
from documents.errors import TemplateFaulty, TextLost
from documents.papers import PAPERS
from documents.printable import refuse_unprintable, texts
from documents.template import LEFTOVER, ReadyTemplate, ready
from documents.wording import cn_date
from models.words import Paper


def render(paper: Paper, context: BaseModel, *, number: str, issued_on: date) -> bytes:
    """Make the Word file of a paper.

    Args:
        paper: Which document.
        context: An instance of exactly the paper's context model.
        number: The full number, such as `示未保接登〔2026〕17号`.
        issued_on: Shanghai calendar day printed as the date of the document.

    Returns:
        DOCX as bytes.

    Raises:
        TextNotPrintable: A value has a control character or one that turns text around.
        TemplateFaulty: The context is not of this paper, or the template is not right.
        TextLost: The finished file does not contain a value as it was given.
    """
    kind = PAPERS[paper]
    if type(context) is not kind.model:
        raise TemplateFaulty(f"文书“{kind.title}”的数据不是为它准备的。")
    return fill(ready(kind.template, kind.model), context, number=number, issued_on=issued_on)


def fill(template: ReadyTemplate, context: BaseModel, *, number: str, issued_on: date) -> bytes:
    """Fill a ready template and check the result; `render` says what is raised."""
    given = {"number": number, "issued_on": cn_date(issued_on)}
    refuse_unprintable(context)
    refuse_unprintable(_Given(**given))
    values: dict[str, object] = {
        name: getattr(context, name) for name in type(context).model_fields
    }
    document = template.fill(values | given)
    shown = [(name, said) for name, said in given.items() if name in template.given]
    _refuse_loss(document, [*texts(context), *shown], template.name)
    return document


class _Given(BaseModel):
    number: str
    issued_on: str


def _refuse_loss(document: bytes, printed: list[tuple[str, str]], template: str) -> None:
    read = text.paragraphs(document)
    whole = "\n\0".join(read)
    for path, value in printed:
        if value.replace("\r\n", "\n") not in whole:
            raise TextLost(f"模板“{template}”生成的文书里缺少“{path}”的内容,已停止生成。")
    if LEFTOVER.search(whole):
        _refuse_leftover(read, [value for _, value in printed], template)


def _refuse_leftover(read: tuple[str, ...], values: list[str], template: str) -> None:
    """Refuse braces that no value brought; longest values first, so that none hides in another."""
    braced = sorted({v for v in values if LEFTOVER.search(v)}, key=len, reverse=True)
    for paragraph in read:
        rest = paragraph
        for value in braced:
            rest = rest.replace(value.replace("\r\n", "\n"), "")
        if LEFTOVER.search(rest):
            raise TemplateFaulty(f"模板“{template}”生成的文书里有没有替换的标签。")
