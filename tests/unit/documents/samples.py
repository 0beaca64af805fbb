"""Contexts and small templates made up for tests of the engine: any model, any text in each field."""

import io
from datetime import date
from functools import cache
from typing import Any, get_args, get_origin

from openxml_audit import OpenXmlValidator
from pydantic import BaseModel

from documents.authoring.package import Description, build
from documents.template import ReadyTemplate, prepare

NUMBER = "示未保接登〔2026〕17号"
DAY = date(2026, 11, 5)


def sample(model: type[BaseModel], text: str = "样例") -> BaseModel:
    """A context of `model` with `text` and the field's path in every text field."""
    return model(**{
        name: _value(info.annotation, f"{text}{name}") for name, info in model.model_fields.items()
    })  # fmt: skip


def _value(kind: Any, text: str) -> Any:
    if kind is str:
        return text
    if get_origin(kind) is tuple:
        return (_value(get_args(kind)[0], f"{text}1"), _value(get_args(kind)[0], f"{text}2"))
    return sample(kind, text)


def template_of(model: type[BaseModel], *blocks: str) -> ReadyTemplate:
    """A template of these blocks, made ready for `model`."""
    return prepare(build(Description("测试", blocks)), model, name="test.docx")


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator()


def complaints(document: bytes, folder: Any) -> list[str]:
    """What an Open XML validator says against a document."""
    path = folder / "audited.docx"
    path.write_bytes(document)
    return [str(error.description) for error in _validator().validate(str(path)).errors]


def opened(document: bytes) -> Any:
    """The document as python-docx reads it."""
    from docx import Document

    return Document(io.BytesIO(document))
