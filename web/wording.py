"""The one door through which every text of the portal passes.

Texts are gettext messages whose ids are the Chinese sentences themselves: `{{ _("…") }}` in
templates, `_("…")` in code. Another language is another catalogue, chosen for the request; no page
changes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

from documents.punctuation import full_width
from models.law.blanks import filled
from models.law.pack import RulePack

_SOURCE_LANGUAGE = NullTranslations()
_CATALOGUE: ContextVar[NullTranslations] = ContextVar("catalogue", default=_SOURCE_LANGUAGE)


def _(text: str, /, **values: object) -> str:
    """Say a sentence in the language of the request.

    Args:
        text: The Chinese sentence; a literal per cent sign is doubled.
        values: Put in for `%(name)s`.
    """
    return _CATALOGUE.get().gettext(text) % values


def word(text: str) -> str:
    """Say a word of the vocabulary (a label, a hint, the name of a stage), typeset for a screen.

    Forms and rules write half-width marks; a Chinese screen shows full-width ones.
    """
    return full_width(_CATALOGUE.get().gettext(text)) if text else ""


def word_of_law(text: str, law: RulePack | None) -> str:
    """Say a word of the vocabulary whose blanks are numbers of law, by the pack of the case.

    None: that pack is missing, and no number is named.
    """
    return full_width(filled(_CATALOGUE.get().gettext(text), law)) if text else ""


@contextmanager
def speaking(catalogue: NullTranslations) -> Iterator[None]:
    """Use another catalogue for the while."""
    token = _CATALOGUE.set(catalogue)
    try:
        yield
    finally:
        _CATALOGUE.reset(token)


def gettext(text: str) -> str:
    """What templates call; they put values in themselves, escaped."""
    return _CATALOGUE.get().gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """What templates call for plurals; Chinese has none."""
    return _CATALOGUE.get().ngettext(one, many, count)
