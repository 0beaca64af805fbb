"""Every way to answer every form, as far as the procedure can tell one answer from another.

Read `proof.answers_main` and `answers_side` as tables: form, decision in Chinese, the fields
a stage looks at. Tests hold that each is a valid answer to its form, and that together they lead
through every branch of every stage.
"""

from collections.abc import Mapping
from types import MappingProxyType

from models.forms.catalogue import FORMS, name_of
from proof.answers_main import MAIN_LINE
from proof.answers_side import SIDE_PROCEDURES
from proof.variant import Variant


def _by_form() -> dict[str, tuple[Variant, ...]]:
    every = (*MAIN_LINE, *SIDE_PROCEDURES)
    return {name: tuple(v for v in every if name_of(v.form) == name) for name in FORMS}


#: Form name to its variants; a form nobody wrote down has none, and the proof says so.
VARIANTS: Mapping[str, tuple[Variant, ...]] = MappingProxyType(_by_form())
