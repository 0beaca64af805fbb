"""A risk level is chosen from the standard of the case's locality; its code and rank follow.

Where the locality's document names no levels there is nothing to choose from, and it is typed.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from models.forms.reading import part_type
from models.forms.scopes import RiskGrade
from models.law.levels import scheme
from models.law.local import Locality
from models.law.pack import RulePack
from web.fields import Options
from web.wording import _, word


def standard(law: RulePack | None) -> Locality | None:
    """The standard by which children of a case are graded; None where its locality has none."""
    return scheme(law.localities.values()) if law else None


def chosen_from(law: RulePack | None, given: Mapping[str, Any]) -> Locality | None:
    """The standard to choose from; None too where a level of another one stands there."""
    local = standard(law)
    if local is None or not given.get("code"):
        return local
    is_of_it = given.get("scheme_version") in (None, "", local.version)
    return local if is_of_it and local.level(str(given["code"])) else None


def options(local: Locality) -> Options:
    """The levels of a standard, the highest risk first."""
    return tuple(
        (one.code, _("%(name)s（第%(rank)s级，共%(all)s级，1为最低）", name=word(one.name),
                     rank=one.rank, all=len(local.risk_levels)))
        for one in sorted(local.risk_levels, key=lambda one: -one.rank)
    )  # fmt: skip


def with_levels(
    model: type[BaseModel], typed: dict[str, Any], law: RulePack | None
) -> dict[str, Any]:
    """What was typed, with all that the level says that was chosen."""
    local = standard(law)
    for name, info in model.model_fields.items():
        given = typed.get(name)
        if local is None or part_type(info.annotation) is not RiskGrade:
            continue
        level = local.level(str(given.get("code"))) if isinstance(given, Mapping) else None
        if level is not None and isinstance(given, Mapping):
            whole = RiskGrade(locality=local.name, scheme_version=local.version, code=level.code,
                              rank=level.rank, name=level.name)  # fmt: skip
            told = {key: str(value) for key, value in whole.model_dump(mode="json").items()}
            typed = {**typed, name: told if _follows(given, local) else given}
    return typed


def _follows(given: Mapping[str, Any], local: Locality) -> bool:
    """Whether what stands beside the code is of this standard, or blank."""
    return given.get("scheme_version") in (None, "", local.version)
