"""What the record of a case tells its papers' check: the people as they stand now, and all secrets.

Papers in a folder may lack the forms that name them; the record has every answer.
"""

import re

from documents.check.parties import bare
from documents.check.told import NOTHING, Told, untitled
from documents.record import CaseRecord
from documents.wording import cn_date
from models.forms.people import RelativeEntry
from models.forms.placement import PlacementPlan
from models.forms.registration import Registration
from models.forms.relative_care import CarerVerification


def told_by_record(record: CaseRecord) -> Told:
    """Gather what the record knows, with every correction."""
    child = record.child
    told = Told(
        children=_said(*(bare(one) for one in (child.name, child.called) if one)),
        births=_said(cn_date(child.birth_date) if child.birth_date else None),
        numbers=_said(child.id_number),
        guardians=frozenset((one.name, one.relation.label) for one in record.guardians),
        home=_said(child.household_address, child.current_address,
                   *(one.address for one in record.guardians)),
        schools=_said(child.school),
        health=_said(child.health_note),
    )  # fmt: skip
    for _, form in record.all(Registration):
        reporter = form.reporter
        told = told.and_also(Told(
            reporters=_said(untitled(reporter.name) if reporter.name else None),
            reporter_units=_said(reporter.unit),
            reporter_phones=_phones(reporter.phone), siblings=_names(form.siblings),
            schools=_said(form.child.school),
        ))  # fmt: skip
    for _, verified in record.all(CarerVerification):
        told = told.and_also(_carer(verified.carer))
    for _, plan in record.all(PlacementPlan):
        told = told.and_also(Told(care_phones=_phones(plan.receiver_phone)))
    return told


def _carer(carer: RelativeEntry) -> Told:
    return Told(care=_said(carer.address), care_phones=_phones(carer.phone))


def _said(*values: str | None) -> frozenset[str]:
    told = (value.strip() for value in values if value)
    return frozenset(value for value in told if value not in NOTHING)


def _names(text: str | None) -> frozenset[str]:
    """Names in a list of persons, each up to the first mark behind it."""
    parts = (re.split("[，,（(：: ]", part)[0] for part in re.split("[、；;\n]", text or ""))
    return frozenset(one for one in parts if len(one) > 1 and one not in NOTHING)


def _phones(text: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"[\d-]{7,}", text or ""))
