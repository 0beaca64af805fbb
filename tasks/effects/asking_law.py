"""Asking the law of the case: once, written down with the pack that said it."""

from typing import Any

from models.forms.base import Form
from models.store import visits
from tasks.effects.opening import record_done
from tasks.journal.asked_law import answered, opened, written
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import AskLaw, LayWindows


def ask_law(journal: CaseJournal, effect: AskLaw) -> None:
    """Ask the pack of the case and write down what it says."""

    def answer(key: str) -> Form:
        return journal.answer(journal.entry(key))

    law = journal.office.pack(journal.row.pack, journal.row.locality)
    said = answered(effect, law, answer)
    if isinstance(effect, LayWindows) and journal.find("wait:window-1"):
        said |= {"windows": _beside_what_stands(journal, said["windows"])}
    record_done(journal, effect, result=said)


def _beside_what_stands(journal: CaseJournal, laid: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was opened before windows were written down stays as it was opened.

    Only what is still to come is laid by the pack; nothing is, once the review is asked for.
    """
    stands = {
        one.number: written(opened(one)) for one in visits.standing(journal.db, journal.row.id)
    }
    ahead = {} if journal.find("ask:follow-up-review") else {one["number"]: one for one in laid}
    return [one for _, one in sorted((ahead | stands).items())]
