"""Facts at the doors by which temporary guardianship ends: what must be so, and what must be refused.

Each situation is made of facts and says, from the article, whether the child may leave so.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from models.facts.case import CaseFacts
from models.facts.given import GivenAnswer
from models.facts.leaving import (
    comes_of_age,
    is_of_age,
    may_be_collected,
    may_be_restored,
    may_begin_restoration,
    may_go_with_the_case,
    may_leave_beside,
)
from models.facts.long_term import may_be_long_term
from models.facts.returning import may_come_back
from models.forms.base import Form
from models.forms.custody import IdentitySearch, ReceptionHandover
from models.forms.handover import Handover
from models.forms.long_term import GuardianLost, LongTermGrounds, Loss
from models.forms.majority import BirthProof, MajorityPreparation
from models.forms.missing import BackTo, BroughtBack, MissingRecord
from models.forms.people import ChildIdentity, GuardianEntry, GuardianRelation
from models.forms.receipt import Registration
from models.forms.relative_care import RelativeHandover
from models.forms.restoration import RestorationCommission
from models.forms.return_home import Collection
from models.forms.revocation import Judgment
from models.forms.transfer import TransferRequest
from models.labels import STAGES
from models.law.dates import day_begins, turns_on
from models.law.majority import ADULT_YEARS
from models.law.pack import RulePack
from models.law.terms import JudgmentResult, LongTerm94
from models.law.verdict import Verdict
from models.words import MAIN_STAGES, Stage
from proof.law import newest
from proof.moves import BEFORE, GIVEN_AT


def _asked_long_term(grounds: LongTermGrounds, facts: CaseFacts, law: RulePack) -> Verdict:
    return may_be_long_term(grounds, facts, law, now=GIVEN_AT)


def _asked_back(form: BroughtBack, facts: CaseFacts, law: RulePack) -> Verdict:
    return may_come_back(form, facts, law, now=GIVEN_AT)


def _asked_transfer(
    made: Handover | None,
    facts: CaseFacts,
    elsewhere: bool,  # noqa: FBT001 - situations are put by place
    law: RulePack,
) -> Verdict:
    return may_go_with_the_case(made, facts, law, elsewhere=elsewhere, now=GIVEN_AT)


#: The questions in force, by name; a test puts a faulty one in its place.
QUESTIONS: Mapping[str, Callable[..., Verdict]] = {
    one.__name__: one
    for one in (
        comes_of_age, is_of_age, may_be_collected, may_be_restored, may_begin_restoration,
        may_leave_beside,
    )
} | {
    may_be_long_term.__name__: _asked_long_term,
    may_come_back.__name__: _asked_back,
    may_go_with_the_case.__name__: _asked_transfer,
}  # fmt: skip

_TODAY: date = GIVEN_AT.date()
_REVOKED_ON = _TODAY - timedelta(days=200)


@dataclass(frozen=True)
class Situation:
    """Facts, the question they are put to, and what must be answered."""

    question: str
    says: str
    given: tuple[Any, ...]
    may: bool


def wrongly_left(
    questions: Mapping[str, Callable[..., Verdict]] = QUESTIONS,
) -> Iterator[tuple[Situation, str]]:
    """Every situation that is answered otherwise than it must be."""
    for one in situations():
        verdict = questions[one.question](*one.given, newest())
        if one.may is not bool(verdict):
            yield one, ("应当拒绝却放行" if verdict else "应当放行却被拒绝")


def situations() -> Iterator[Situation]:
    """Every situation."""
    yield from _collections()
    yield from _restorations()
    yield from _majorities()
    yield from _long_terms()
    yield from _returns()
    yield from _transfers()


#: Where the child is, and what was answered for it.
_AT_HOME = (Registration.model_construct(received_at=BEFORE - timedelta(days=30)),)
_IN_CENTRE = (
    *_AT_HOME,
    ReceptionHandover.model_construct(
        child_was_received=True, taken_over_at=BEFORE - timedelta(days=20), taken_over_by="",
        child=None, guardians=(), escorts=(),
    ),
)  # fmt: skip
_HANDED = Handover.model_construct(handed_over_at=BEFORE - timedelta(days=10), taker_name="")
_PLACES: Mapping[str, tuple[tuple[Form, ...], bool]] = {
    "在家": (_AT_HOME, False),
    "在临时监护中": (_IN_CENTRE, True),
    "已由监护人领回": (
        (*_IN_CENTRE, Collection.model_construct(collected=True, handover=_HANDED)),
        False,
    ),
    "在亲友家": (
        (*_IN_CENTRE, RelativeHandover.model_construct(took_the_child=True, handover=_HANDED)),
        True,
    ),
}


def _collections() -> Iterator[Situation]:
    for says, (forms, may) in _PLACES.items():
        yield Situation(may_be_collected.__name__, f"会商结论“通知领回”:未成年人{says}",
                        (_facts(*forms),), may)  # fmt: skip


def _restorations() -> Iterator[Situation]:
    judged = Judgment.model_construct(
        result=JudgmentResult.REVOKED, effective_on=_REVOKED_ON, guardian_name=None,
        appointed=None, guardian_relation=None,
    )  # fmt: skip
    for (where, (forms, _)), here in product(_PLACES.items(), (True, False)):
        in_custody = where == "在临时监护中"
        facts = _facts(*forms, *((judged,) if here else ()))
        told = f"未成年人{where},{'本案已经' if here else '没有'}判决撤销"
        yield Situation(may_begin_restoration.__name__, f"启动恢复程序:{told}",
                        (facts,), here or not in_custody)  # fmt: skip
        for elsewhere, right_day in product((True, False), repeat=2):
            commission = RestorationCommission.model_construct(
                applicant="甲某", relation="父亲",
                revoked_on=_REVOKED_ON if right_day else _TODAY,
                revoked_court="某法院" if elsewhere else None,
                revoked_number="某号" if elsewhere else None,
            )  # fmt: skip
            says = f"登记委托:{told},{'写明' if elsewhere else '没有写明'}别处的判决"
            says += "" if right_day else ",日期不符"
            yield Situation(may_be_restored.__name__, says, (commission, facts),
                            right_day if here else elsewhere)  # fmt: skip
        for main in (*sorted(MAIN_STAGES), None):
            decided = main in (None, Stage.PLACEMENT, Stage.FOLLOW_UP, Stage.CLOSURE)
            says = f"恢复后交接:{told},主线在{STAGES[main] if main else '(已结案)'}"
            yield Situation(may_leave_beside.__name__, says, (facts, main),
                            not in_custody or decided)  # fmt: skip


def _majorities() -> Iterator[Situation]:
    for years, estimated, proof in product(
        (9, ADULT_YEARS - 1, ADULT_YEARS, None), (True, False), BirthProof
    ):
        born = None if years is None else _TODAY.replace(year=_TODAY.year - years)
        child = ChildIdentity.model_construct(birth_date=born, birth_date_estimated=estimated)
        told = (
            "出生日期不详" if years is None else f"登记为{years}岁{'(推算)' if estimated else ''}"
        )
        right = turns_on(born, ADULT_YEARS) if born else None
        for day in {_TODAY, right or _TODAY}:
            form = MajorityPreparation.model_construct(
                turns_eighteen=True, eighteenth_on=day, birth_proof=proof
            )
            proved = not (estimated and proof is BirthProof.ESTIMATE)
            yield Situation(comes_of_age.__name__, f"成年准备:{told},依据{proof.label},填{day}",
                            (form, child), day == right and proved)  # fmt: skip
        left = day_begins(_TODAY)
        yield Situation(is_of_age.__name__, f"成年转出:{told}", (left, child),
                        years == ADULT_YEARS)  # fmt: skip


def _long_terms() -> Iterator[Situation]:
    """Long-term guardianship: where the child is, the search, one guardian told of or not."""
    searches = {
        "没有查找结论": (),
        "查找不到": (IdentitySearch.model_construct(found=False, child=None),),
        "已经查清": (IdentitySearch.model_construct(found=True, child=None),),
    }
    items = (LongTerm94.NOBODY_FOUND, LongTerm94.GUARDIAN_DEAD, LongTerm94.GUARDIAN_INCAPABLE)
    for (where, (forms, _)), (searched, search), known, told, item in product(
        _PLACES.items(), searches.items(), (True, False), (True, False), items
    ):
        guardians = (_guardian("甲某"),) if known else ()
        lost = GuardianLost.model_construct(name="甲某", loss=Loss.DEAD, since=None, proof="某证明")
        grounds = LongTermGrounds.model_construct(item=item, guardians=(lost,) if told else ())
        says = f"会商结论“转长期监护”({item.value}):未成年人{where},{searched},"
        says += (
            f"{'登记了' if known else '没有登记'}监护人,{'已写明' if told else '没有写明'}其情况"
        )
        yield Situation(
            may_be_long_term.__name__, says,
            (grounds, _facts(*forms, *search, guardians=guardians)),
            where == "在临时监护中" and (told or not known)
            and (item is not LongTerm94.NOBODY_FOUND or searched == "查找不到"),
        )  # fmt: skip


def _returns() -> Iterator[Situation]:
    """A child that was away comes back: from where, to whom, and who takes it."""
    since = BEFORE - timedelta(days=2)
    gone = MissingRecord.model_construct(is_missing=True, missing_since=since, noticed_at=since)
    for (where, (forms, _)), to, right in product(_PLACES.items(), BackTo, (True, False)):
        in_custody = where == "在临时监护中"
        rightful = "甲某" if where == "在家" else _HANDED.taker_name
        form = BroughtBack.model_construct(
            to=to, taker_name=rightful if right else "戊某", taker_relation="", back_at=GIVEN_AT,
            taker_id_number=None,
        )  # fmt: skip
        says = f"找回交接:离开以前{where},{to.label},{'原来的' if right else '另一名'}接收人"
        yield Situation(
            may_come_back.__name__, says,
            (form, _facts(*forms, gone, guardians=(_guardian("甲某"),))),
            to is BackTo.CENTRE if in_custody else (to is BackTo.CARER and right),
        )  # fmt: skip


def _transfers() -> Iterator[Situation]:
    """A case is signed for by another centre: where, and whether the child was handed over."""
    request = TransferRequest.model_construct(to_centre_name="某中心")
    for (where, (forms, _)), elsewhere, made, right in product(
        _PLACES.items(), (True, False), (True, False), (True, False)
    ):
        in_custody = where == "在临时监护中"
        taker = "某中心" if right else "某单位"
        handed = Handover.model_construct(
            handed_over_at=GIVEN_AT, taker_name="戊某", taker_relation=taker, taker_id_number=None
        )
        says = f"移交签收:未成年人{where},{'系统以外' if elsewhere else '本系统'}的中心,"
        says += f"{'书面交给' + taker if made else '没有交接'}"
        yield Situation(
            may_go_with_the_case.__name__, says,
            (handed if made else None, _facts(*forms, request), elsewhere),
            (in_custody and elsewhere and right) if made else not (in_custody and elsewhere),
        )  # fmt: skip


def _guardian(name: str) -> GuardianEntry:
    return GuardianEntry.model_construct(
        name=name, relation=GuardianRelation.FATHER, is_suspected=False, may_be_contacted=True
    )


def _facts(*forms: Form, guardians: tuple[GuardianEntry, ...] = ()) -> CaseFacts:
    return CaseFacts.of(
        (
            GivenAnswer(str(at), form, None, 1, Stage.RECEIPT, 1,
                        BEFORE - timedelta(days=9, minutes=-at), None, "")
            for at, form in enumerate(forms)
        ),
        guardians=guardians,
    )  # fmt: skip
