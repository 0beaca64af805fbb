"""Asking the law of the case: once, written down with the pack that said it."""

from models.forms.base import Form
from tasks.effects.opening import record_done
from tasks.journal.asked_law import answered
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import AskLaw


def ask_law(journal: CaseJournal, effect: AskLaw) -> None:
    """Ask the pack of the case and write down what it says."""

    def answer(key: str) -> Form:
        return journal.answer(journal.entry(key))

    law = journal.office.pack(journal.row.pack, journal.row.locality)
    record_done(journal, effect, result=answered(effect, law, answer))
