"""Corrections in words: what was put right, old and new; and what would become of what rests on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.desk.correcting import Consequences
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.correction import PeopleCorrection
from models.forms.late_paper import LatePaper
from models.law.pack import RulePack
from models.sealed_places import SealedPlace
from models.store.correction import Corrected, StepSeen, VersionSeen
from tasks.acts.late_papers import LATE_PAPER
from web.describing import fields_of
from web.fields import Field
from web.titles import step_title
from web.typed import as_typed
from web.unsealing import Opener
from web.wording import _, word


@dataclass(frozen=True)
class ShownChange:
    """One field with its old and its new value."""

    label: str
    was: Field
    now: Field


@dataclass(frozen=True)
class ShownCorrection:
    """A correction as the case page shows it."""

    at: datetime
    by: str
    title: str
    href: str
    reason: str
    evidence: str
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True)
class ShownConsequences:
    """What a person reads before confirming."""

    moved: list[tuple[str, datetime, datetime]]
    ended: list[str]
    opened: list[str]
    fell: list[tuple[str, str]]
    voided: list[str]
    marked: list[str]
    other_way: bool
    digest: str

    @property
    def is_nothing(self) -> bool:
        """Whether nothing rests on it."""
        return not any((self.moved, self.ended, self.opened, self.fell, self.voided, self.marked))


def shown_consequences(found: Consequences) -> ShownConsequences:
    """Put in words what becomes of what rests on an answer."""
    return ShownConsequences(
        moved=[(word(one.title), one.old, one.new) for one in found.moved],
        ended=[_titled(one) for one in found.ended],
        opened=[_titled(one) for one in found.opened],
        fell=[(word(paper), who) for paper, who in found.fell],
        voided=[_named(one) for one in found.voided],
        marked=[_named(one) for one in found.marked],
        other_way=found.other_way,
        digest=found.digest,
    )


def shown_correction(opener: Opener, law: RulePack | None, row: Corrected) -> ShownCorrection:
    """One correction, with the fields that differ."""
    changed = opener.json(row.changed, SealedPlace.CORRECTED.of(row.id)) or {}
    form: type[Form] = FORMS[row.form] if row.form else PeopleCorrection
    if LATE_PAPER in changed:
        came = changed[LATE_PAPER][1] or {}
        form, changed = LatePaper, {name: [None, value] for name, value in came.items()}
    return ShownCorrection(
        at=row.at,
        by=row.by_name or "",
        title=_titled(row) if row.kind else _named_form(form),
        href=f"/steps/{row.step_id}" if row.step_id else "",
        reason=opener.text(row.reason, SealedPlace.CORRECTED_WHY.of(row.id)),
        evidence=opener.text(row.evidence, SealedPlace.CORRECTED_BY.of(row.id))
        if row.step_id
        else "",
        changes=_changes(form, law, changed),
    )


def _changes(
    form: type[Form], law: RulePack | None, changed: Mapping[str, list[Any]]
) -> tuple[ShownChange, ...]:
    old, new = (
        {one.path: one for one in fields_of(form, as_typed(form, values), law)}
        for values in ({name: pair[side] for name, pair in changed.items()} for side in (0, 1))
    )
    return tuple(
        ShownChange(old[name].label, old[name], new[name]) for name in changed if name in old
    )


def _named_form(form: type[Form]) -> str:
    return _("人员信息") if form is PeopleCorrection else word(form.title)


def _titled(row: StepSeen | Corrected) -> str:
    return step_title(
        row.kind or "", key=row.key or "", form=row.form, paper=row.paper, about=row.about,
        turn=row.turn or 1,
    )  # fmt: skip


def _named(one: VersionSeen) -> str:
    return f"《{word(one.title)}》{one.full_number} v{one.version}"
