"""D20 催办函: an outside body is asked for what is still awaited. No facts of the child."""

from documents.contexts.base import Context
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import cn_date
from models.errors import BrokenInvariant
from models.law.dates import SHANGHAI


class ChaserLetterContext(Context):
    """What the letter prints: a reference and what is awaited, nobody's name but the officer's."""

    centre: str
    addressee: str
    reference: str
    awaited: str
    since: str
    terms: tuple[str, ...]
    requests: tuple[str, ...]
    contact: str
    phone: str


def build(record: CaseRecord, about: str | None) -> ChaserLetterContext:  # noqa: ARG001
    """Fill the letter.

    A date stands on it only where the law gives it and it is certain; a rule that is not
    confirmed is not cited.

    Raises:
        BrokenInvariant: The record does not say what is chased.
    """
    chased = record.chased
    if chased is None:
        raise BrokenInvariant("催办函缺少所催办的事项。")
    terms = []
    if chased.basis:
        terms.append(say("办理依据：{}。", full_width(chased.basis)))
    if chased.due_at:
        local = chased.due_at.astimezone(SHANGHAI)
        passed = "已于" if chased.due_at < record.now else "于"
        terms.append(say("办理期限{}{}届满。", passed, cn_date(local.date())))
    if chased.times:
        terms.append(say("本中心此前已催办{}次。", str(chased.times)))
    return ChaserLetterContext(
        centre=record.centre.name,
        addressee=chased.addressee,
        reference=record.case_number,
        awaited=chased.awaited,
        since=cn_date(chased.since.astimezone(SHANGHAI).date()),
        terms=tuple(terms),
        requests=(
            full_width("请及时办理,并将结果书面告知本中心;"),
            full_width("暂时不能办结的,请书面说明原因和预计时间。"),
        ),
        contact=chased.contact,
        phone=record.centre.phone,
    )
