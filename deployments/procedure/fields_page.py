"""`docs/fields.md`: the fields of every form, for whoever writes a practice case."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from models.choice import Choice
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.reading import inner_type, item_type, meta, must_be_given, part_type

_HEAD = """\
# Fields of the forms

For whoever writes a [practice case](practice-cases.md): what stands under `with:` for each form.
Printed by `hutong procedure --fields`; do not edit.

A list is a YAML list, of groups or of texts. A choice is written by its word or by its Chinese
label, yes and no as 是 and 否, a day as 2026-03-04, an instant as 2026-03-04 09:30.
*When* names the field and value with which a field belongs to the answer; without it, it always
does. *Must*: an answer without it is refused, where it belongs. *From the record*: the page shows
what the case knows of it; a practice case says it itself.
"""


def fields_page() -> str:
    """Print the page."""
    return "\n".join([_HEAD, *(_form(name, form) for name, form in FORMS.items())])


def _form(name: str, form: type[Form]) -> str:
    head = "| field | is | label | must | when | from the record |"
    lines = [f"## `{name}` {form.title}", "", head, "| --- | --- | --- | --- | --- | --- |"]
    return "\n".join([*lines, *_rows(form, ""), ""])


def _rows(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, info in model.model_fields.items():
        about, path = meta(info), prefix + name
        when = f"`{about['shown_if']}`" if about.get("shown_if") else ""
        must = "yes" if must_be_given(info) else ""
        cells = (f"`{path}`", _kind(info), info.title or name, must, when.replace("|", " or "),
                 "yes" if about.get("known") else "")  # fmt: skip
        yield "| " + " | ".join(cells) + " |"
        inner = part_type(info.annotation) or _row_type(info)
        if inner is not None:
            yield from _rows(inner, f"{path}." if part_type(info.annotation) else f"{path}[].")


def _row_type(info: FieldInfo) -> type[BaseModel] | None:
    item = item_type(info.annotation)
    return item if isinstance(item, type) and issubclass(item, BaseModel) else None


def _kind(info: FieldInfo) -> str:
    item = item_type(info.annotation)
    if part_type(info.annotation) is not None:
        return "group"
    if item is not None:
        return "list" if _row_type(info) else f"list of {_word(item)}"
    return _word(inner_type(info.annotation))


def _word(kind: Any) -> str:
    if isinstance(kind, type) and issubclass(kind, Choice):
        return "one of " + ", ".join(f"`{one.value}` {one.label.split('(')[0]}" for one in kind)
    names = {bool: "yes or no", int: "number", float: "number", datetime: "instant", date: "day"}
    return names.get(kind, "text")
