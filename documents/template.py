"""A Word template made ready once: unzipped, its tags joined, compiled and checked.

Ready templates are kept by the hash of their file, so an edited file is a new template. docxtpl
gives the syntax (`{%p for … %}` drops its paragraph, `{%tr … %}` its table row, tags split over
runs are joined); the environment is ours.
"""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from pydantic import BaseModel

from documents.environment import make_environment
from documents.errors import TemplateFaulty
from documents.text import SPEAKING
from documents.variables import GIVEN, refuse_mismatch

FOLDER = Path(__file__).parent / "templates"

#: Twelve hexadecimal digits tell the versions of twenty templates apart for ever.
VERSION_LENGTH = 12

#: What must not stand in a template's own text: tags Jinja did not take, and the braces a Chinese
#: input method types, which Jinja never takes.
LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|[｛｝]")

_CONTROL = re.compile(r"\{%.*?%\}", re.DOTALL)
_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_TEXT = re.compile(r"<w:t(?: [^<>]*)?>[^<]*</w:t>")

#: Every package of ours carries this moment, so that the same document has the same bytes.
ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class ReadyTemplate:
    """A compiled template and the unchanging rest of its package."""

    name: str
    version: str
    parts: tuple[tuple[str, Template], ...]
    rest: tuple[tuple[str, bytes], ...]
    order: tuple[str, ...]
    given: frozenset[str]
    """Which of what rendering adds it prints: a court paper shows no number."""

    def fill(self, values: dict[str, object]) -> bytes:
        """Write the package with these values; the caller has checked them.

        Raises:
            TemplateFaulty: The template asks for what it may not have.
        """
        try:
            texts = {name: part.render(values).encode() for name, part in self.parts}
        except (SecurityError, UndefinedError) as wrong:
            raise TemplateFaulty(f"模板“{self.name}”用到了没有的或者不允许的内容。") from wrong
        texts.update(self.rest)
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as package:
            for name in self.order:
                entry = zipfile.ZipInfo(name, ZIP_MOMENT)
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, texts[name])
        return file.getvalue()


def version_of(file: bytes) -> str:
    """Short hash of a template file, recorded with each document made from it."""
    return hashlib.sha256(file).hexdigest()[:VERSION_LENGTH]


def ready(name: str, model: type[BaseModel]) -> ReadyTemplate:
    """Return the committed template `name` made ready for contexts of `model`.

    Raises:
        TemplateFaulty: The file is absent or does not fit the model.
    """
    path = FOLDER / name
    if not path.is_file():
        raise TemplateFaulty(f"没有模板“{name}”,请检查安装是否完整。")
    return prepare(path.read_bytes(), model, name=name)


@lru_cache(maxsize=128)
def prepare(file: bytes, model: type[BaseModel], *, name: str) -> ReadyTemplate:
    """Unzip, compile and check a template; kept by content.

    Raises:
        TemplateFaulty: Wrong syntax, leftover braces, variables that are not the model's.
    """
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        order = tuple(package.namelist())
        contents = {entry: package.read(entry) for entry in order}
    joiner = DocxTemplate(io.BytesIO(file))
    sources = {
        entry: joiner.patch_xml(content.decode())
        for entry, content in contents.items()
        if SPEAKING.fullmatch(entry)
    }
    _check(sources, model, name)
    return ReadyTemplate(
        name=name,
        version=version_of(file),
        parts=_compiled(sources, name),
        rest=tuple((e, c) for e, c in contents.items() if e not in sources),
        order=order,
        given=frozenset(
            one for one in GIVEN if any(re.search(rf"{{{{\s*{one}\b", x) for x in sources.values())
        ),
    )


def _compiled(sources: dict[str, str], name: str) -> tuple[tuple[str, Template], ...]:
    environment = make_environment()
    try:
        return tuple((entry, environment.from_string(xml)) for entry, xml in sources.items())
    except TemplateSyntaxError as wrong:
        raise TemplateFaulty(f"模板“{name}”用到了没有的过滤器或者判断。") from wrong


def _check(sources: dict[str, str], model: type[BaseModel], name: str) -> None:
    whole = "".join(sources.values())
    try:
        tree = make_environment().parse(whole)
    except TemplateSyntaxError as wrong:
        raise TemplateFaulty(f"模板“{name}”的标签写错了:{wrong.message}") from wrong
    for data in tree.find_all(nodes.TemplateData):
        words = re.sub(r"<[^>]*>", "", data.data)
        if LEFTOVER.search(words):
            raise TemplateFaulty(f"模板“{name}”里有没有配对的括号或者全角花括号。")
    marked = _VALUE.sub("\0", _CONTROL.sub("", whole))
    if "\0" in _TEXT.sub("", marked):
        raise TemplateFaulty(f"模板“{name}”里的变量不在正文文字中。")
    refuse_mismatch(tree, model, template=name)
