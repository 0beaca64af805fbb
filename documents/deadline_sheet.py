"""The receipt of a deadline as a Word file (期限计算单).

It is an extract of the record, not a paper of the procedure: it has no number of its own, is not
kept, and can be printed again at any time (ADR 0123).
"""

from datetime import date

from documents.contexts.deadline_sheet import DeadlineSheetContext, build
from documents.papers import file_name
from documents.render import fill
from documents.template import ready
from models.law.sheet import TITLE, Sheet

TEMPLATE = "deadline_sheet.docx"
#: What stands for the case number where a rule is only tried out.
TRIAL = "试算,不属于案件"


def deadline_sheet(sheet: Sheet, *, centre: str, issued_on: date) -> bytes:
    """Make the Word file of a receipt.

    Args:
        sheet: Of a case or of a rule alone.
        centre: Name of the centre that prints it; empty for a trial.
        issued_on: Shanghai date of printing.

    Raises:
        TextNotPrintable: A typed reason has a character no document can carry.
    """
    context = build(sheet, centre=centre or "—")
    number = sheet.standing.number if sheet.standing else TRIAL
    return fill(ready(TEMPLATE, DeadlineSheetContext), context, number=number, issued_on=issued_on)


def sheet_name(sheet: Sheet, issued_on: date) -> str:
    """Name the file `案号_期限计算单-5A.2_日期_v1.docx`."""
    number = sheet.standing.number if sheet.standing else "试算"
    return file_name(number, f"{TITLE}-{sheet.receipt.rule or ''}", issued_on, 1)
