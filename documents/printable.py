"""Where in a context each text is, and that none of them has a character no document can carry.

Which characters those are is said once, in `models.printable`: forms read by the same answer.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from documents.errors import TextNotPrintable
from models.printable import unprintable


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield `(path, text)` of every text in a context, in order; tuples by index."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, (tuple, list)):
        for index, item in enumerate(value):
            yield from texts(item, f"{path}.{index}")


def refuse_unprintable(value: Any) -> None:
    r"""Refuse a context that has a character no document can carry.

    Raises:
        TextNotPrintable: Naming the field; `\r\n` counts as a line break.
    """
    for path, text in texts(value):
        if code := unprintable(text.replace("\r\n", "\n")):
            raise TextNotPrintable(f"“{path}”里有无法打印的字符({code}),请在表单中删除后重新提交。")
