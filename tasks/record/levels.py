"""Risk levels of a case: the last one given, and what it is in the centre's own scheme."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from models.errors import FormInvalid
from models.forms.assessment import Assessment
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.scopes import RiskGrade
from models.forms.transfer import TransferRequest
from models.law.levels import Graded, Proposal, problem_of, proposed, scheme
from models.law.local import Locality
from models.law.pack import RulePack, UnknownPack
from models.seal import Seal
from models.sealed_places import SealedPlace
from models.store import answers
from tasks.office import Office


@dataclass(frozen=True)
class LevelNow:
    """The last level of a case, and the proposal for the centre that has it now."""

    grade: RiskGrade
    proposal: Proposal


def last_grade(db: Connection, seal: Seal, case_id: UUID) -> RiskGrade | None:
    """The level that was given last; None where none was."""
    for row in answers.graded(db, case_id):
        form = FORMS[row.form].load(seal.open_json(row.answer, SealedPlace.STEP_ANSWER.of(row.id)))
        grade = grade_of(form)
        if grade:
            return grade
    return None


def grade_of(form: Form) -> RiskGrade | None:
    """The level a form gives."""
    return form.risk if isinstance(form, Assessment | TransferRequest) else None


def level_now(db: Connection, office: Office, case_id: UUID, law: RulePack) -> LevelNow | None:
    """The last level of a case in the scheme of the law it is judged by; None without a level."""
    grade = last_grade(db, office.seal, case_id)
    if grade is None:
        return None
    places = list(law.localities.values())
    to = scheme(places) or next(iter(places), None)
    return LevelNow(grade, proposed(_graded(grade), _scheme_of(office, grade), to))


def check_level(form: Form, law: RulePack) -> None:
    """Refuse an assessment whose level is not in the scheme of the case's locality.

    Raises:
        FormInvalid: With the levels there are.
    """
    local = scheme(law.localities.values())
    if local is None or not isinstance(form, Assessment):
        return
    wrong = problem_of(_graded(form.risk), local)
    if wrong:
        raise FormInvalid({f"risk.{wrong[0]}": [wrong[1]]})


def first_grade(db: Connection, office: Office, case_id: UUID, law: RulePack) -> RiskGrade | None:
    """What a form may begin with: the last level, placed in the scheme of the case's locality."""
    local = scheme(law.localities.values())
    now = level_now(db, office, case_id, law)
    if now is None or local is None:
        return now.grade if now else None
    level = now.proposal.level
    if level is None:
        return None
    return RiskGrade(
        locality=local.name, scheme_version=level.version, code=level.code, rank=level.rank,
        name=level.name,
    )  # fmt: skip


def _graded(grade: RiskGrade) -> Graded:
    return Graded(grade.scheme_version, grade.code, grade.rank)


def _scheme_of(office: Office, grade: RiskGrade) -> Locality | None:
    """The scheme a level was given by, where its overlay is on the shelf."""
    try:
        book = office.pack("national", grade.scheme_version)
    except UnknownPack:
        return None
    found = [one for one in book.localities.values() if one.version == grade.scheme_version]
    return found[0] if found else None
