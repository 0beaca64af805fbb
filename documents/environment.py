"""The only Jinja environment documents are written with: sandboxed, strict, always escaping.

What docxtpl and Jinja do by default loses text or runs a template's code (docs/documents.md
names each trap); here a template can look at the values it was given, and nothing else.
"""

from typing import Any

from jinja2 import StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from documents import wording
from documents.errors import TemplateFaulty

#: Closes and reopens the run's text around a line break or a tab, as Word stores them.
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')

#: Every filter a template may use.
FILTERS = {
    "cn_date": wording.cn_date,
    "cn_instant": wording.cn_instant,
    "masked": wording.masked,
    "or_none": wording.or_none,
    "rmb": wording.rmb,
}


def printed(value: Any) -> Markup:
    """Turn one value into Word text: escaped, its line breaks and tabs kept.

    Raises:
        UndefinedError: There is no such variable.
        TemplateFaulty: The value is neither text nor a whole number; `None` or `True` on paper
            would be a mistake nobody sees.
    """
    if isinstance(value, Undefined):
        return escape(value)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TemplateFaulty("模板打印了不是文字的内容。")
    lines = escape(str(value).replace("\r\n", "\n")).split("\n")
    return _BREAK.join(_TAB.join(line.split("\t")) for line in lines)


def make_environment() -> ImmutableSandboxedEnvironment:
    """Make the environment: no globals, no tests, our filters only."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, finalize=printed, cache_size=0
    )
    environment.globals.clear()
    environment.tests.clear()
    environment.filters.clear()
    environment.filters.update(FILTERS)
    return environment
