"""Gates about temporary guardianship: what is not running is not extended, and a year is a year."""

from uuid import UUID

from sqlalchemy import Connection

from documents.record import CaseRecord
from models.facts.consistency.rule import should_be
from models.forms.consultation import Minutes
from models.forms.custody import AfterRefusal, CustodyDecision
from models.forms.extension import ExtensionRequest
from models.law.custody import usual_limit
from models.law.dates import chinese, shanghai_date
from models.law.terms import Conclusion
from models.law.verdict import Allowed, Refused, Verdict


def only_what_runs_is_extended(
    form: Minutes, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Nobody extends a temporary guardianship that there is not."""
    if form.conclusion is Conclusion.EXTEND and record.custody_began_at is None:
        return Refused(
            "未成年人不在临时监护中,会商结论不能是延长临时监护。", record.law.rule("3.3").source
        )
    return Allowed()


def the_request_names_what_runs(
    form: ExtensionRequest, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Since when the child is in temporary guardianship and until when is on record, not typed."""
    if record.custody_began_at is None:
        return Allowed()
    began, clock = shanghai_date(record.custody_began_at), record.clock("3.2")
    wrong = []
    if form.custody_began_on != began:
        wrong.append(should_be("临时监护起始日", began))
    if clock and form.current_limit_on != shanghai_date(clock.due_at):
        wrong.append(should_be("本次期限届满日", shanghai_date(clock.due_at)))
    if not wrong:
        return Allowed()
    return Refused("与记录不一致:" + "".join(wrong), record.law.rule("3.2").source)


def only_who_has_left_is_handed_on(
    form: CustodyDecision, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """A refusal is settled by a hand-over that took place, and by no word of it."""
    if form.after_refusal is AfterRefusal.HANDED_ON and record.custody_began_at is not None:
        return Refused(
            "记录中没有未成年人离开中心的交接,不能选“已经书面交接离开中心”;请再次提请或者提出异议。",
            "未成年人保护法第92、93条",
        )
    return Allowed()


def a_year_is_the_childs_year(
    form: ExtensionRequest, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """The request is about what runs; beyond a year in all, in every case, it says why.

    Source: outline art. 68; opinions art. 15 (reading in ADR-0124).
    """
    before = record.custody_before
    if record.custody_began_at is None or before is None:
        return Refused("未成年人不在临时监护中,没有可以延长的期限。", record.law.rule("3.3").source)
    full = usual_limit(shanghai_date(before.counted_from), record.law)
    if form.extend_until > full and not form.beyond_one_year:
        told = before.told() or ""
        return Refused(
            f"延长后累计超过总时限({chinese(full)}届满),请选“是”并单列理由。{told}",
            record.law.rule("3.4").source,
        )
    return Allowed()
