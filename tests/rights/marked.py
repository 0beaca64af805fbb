"""Answers with a marker word in every place where a person may write freely."""

from copy import deepcopy
from functools import cache
from typing import Any

from sqlalchemy import Row

from models.errors import FormInvalid
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.protection_application import ProtectionApplication
from tests.factories_forms import raw_example
from tests.flows.practice import Casework
from tests.law import LAW

#: A word that stands nowhere else; obviously no name.
MARK = "犀牛记号"
NAME, ADDRESS, PHONE = f"{MARK}小孩", f"{MARK}路七号", "0999-7654321"
#: No resident number: nothing is read from it, least of all a birthday.
ID_NUMBER = "INVENTED-99-2017-067"
#: Fields that name somebody whom another form names too.
_NAMES = frozenset(
    {"name", "taker_name", "guardian_name", "receiver_name", "guardian", "applicant", "carer"}
)


@cache
def marked(form: type[Form]) -> dict[str, Any]:
    """The example answer, marked wherever the form still accepts it."""
    typed = raw_example(form)
    for path, value in list(_leaves(typed)):
        # A name stays who it is: what stands in brackets is not compared at a door.
        first = f"{value}({MARK}{len(path)})" if _is_kept(form, path) else f"{MARK}{len(path)}"
        for text in (first, PHONE, ID_NUMBER):
            trial = deepcopy(typed)
            _put(trial, path, text)
            if _accepts(form, trial):
                typed = trial
                break
    return typed


def _is_kept(form: type[Form], path: tuple[str | int, ...]) -> bool:
    """Whether somebody keeps the name; not who is kept away, so that the child may go back."""
    return path[-1] in _NAMES and (form is not ProtectionApplication or path[0] != "respondents")


class MarkedCasework(Casework):
    """Answers everything with markers."""

    def answer(self, step: Row[Any], **changes: Any) -> None:
        """Answer a step with its marked example."""
        own = dict(self.changes.get(step.form, {})) | dict(self.changes.get(step.key, {}))
        super().answer(step, **{**marked(FORMS[step.form]), **own, **changes})


def _leaves(typed: Any, path: tuple[str | int, ...] = ()) -> Any:
    places = typed.items() if isinstance(typed, dict) else enumerate(typed)
    for place, value in places:
        if isinstance(value, (dict, list)):
            yield from _leaves(value, (*path, place))
        else:
            yield (*path, place), value


def _put(typed: Any, path: tuple[str | int, ...], text: str) -> None:
    for part in path[:-1]:
        typed = typed[part]
    typed[path[-1]] = text


def _accepts(form: type[Form], typed: dict[str, Any]) -> bool:
    try:
        form.parse(typed, LAW)
    except FormInvalid:
        return False
    return True
