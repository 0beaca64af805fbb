"""Asking the law of the case: once, written down with the pack that said it."""

from models.forms.base import Form
from models.store import visits
from tasks.effects.opening import record_done
from tasks.journal.asked_law import answered, beside_what_stands, windows_laid, written
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import AskLaw, LayWindows
from tasks.journal.task_settings import effect_task


@effect_task("ask-law")
def ask_law(journal: CaseJournal, effect: AskLaw) -> None:
    """Ask the pack of the case and write down what it says."""

    def answer(key: str) -> Form:
        return journal.answer(journal.entry(key))

    law = journal.office.pack(journal.row.pack, journal.row.locality)
    said = answered(effect, law, answer)
    if isinstance(effect, LayWindows) and journal.find("wait:window-1"):
        stood = visits.standing(journal.db, journal.row.id)
        is_reviewed = journal.find("ask:follow-up-review") is not None
        windows = beside_what_stands(windows_laid(said), stood, is_reviewed=is_reviewed)
        said |= {"windows": [written(one) for one in windows]}
    record_done(journal, effect, result=said)
