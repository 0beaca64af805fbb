"""Build every template from its description: `python -m documents.authoring.build`.

The descriptions are the only source; the `.docx` files are what they make, committed so that an
installation needs no build. A test fails when the two differ.
"""

import sys
from pathlib import Path

from documents.authoring import (
    assessment,
    consultation,
    court,
    custody,
    deadline_sheet,
    intake,
    leaving,
    letters,
)
from documents.authoring.package import Description, build
from documents.template import FOLDER
from models.words import Paper

DESCRIPTIONS: dict[Paper, Description] = {
    Paper.REGISTRATION: intake.registration,
    Paper.RECEPTION_HANDOVER: intake.reception_handover,
    Paper.INVESTIGATION_REPORT: intake.investigation_report,
    Paper.ASSESSMENT_REPORT: assessment.assessment_report,
    Paper.CONSULTATION_NOTICE: consultation.consultation_notice,
    Paper.CONSULTATION_MINUTES: consultation.consultation_minutes,
    Paper.COLLECTION_NOTICE: leaving.collection_notice,
    Paper.HANDOVER: leaving.handover,
    Paper.BRIEFING_LETTER: leaving.briefing_letter,
    Paper.PROTECTION_APPLICATION: court.protection_application,
    Paper.INJUNCTION_APPLICATION: court.injunction_application,
    Paper.REVOCATION_PETITION: court.revocation_petition,
    Paper.EXTENSION_FORM: custody.extension_form,
    Paper.VISIT_RECORD: custody.visit_record,
    Paper.RESTORATION_OPINION: court.restoration_opinion,
    Paper.SUGGESTION_REPLY: letters.suggestion_reply,
    Paper.RIGHTS_NOTICE: leaving.rights_notice,
    Paper.WORK_PLAN: assessment.work_plan,
    Paper.CLOSING_REPORT: custody.closing_report,
    Paper.REFERRAL_LETTER: letters.referral_letter,
}
#: What is printed from the record without being a paper of the procedure.
SHEETS: dict[str, Description] = {"deadline_sheet": deadline_sheet.deadline_sheet}


def build_all(folder: Path = FOLDER) -> list[Path]:
    """Write all templates into a folder; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    every = {paper.value: made for paper, made in DESCRIPTIONS.items()} | SHEETS
    for name, description in every.items():
        path = folder / f"{name}.docx"
        path.write_bytes(build(description))
        written.append(path)
    return written


if __name__ == "__main__":
    sys.stdout.writelines(f"{path.name}\n" for path in build_all())
