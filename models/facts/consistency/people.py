"""Who is named: in a notice, as the carer that was concluded on, in a petition, in a judgment."""

from collections.abc import Iterator

from models.facts.consistency.rule import Compared, Contradiction
from models.facts.persons import Mention, PersonRole, may_be, plain_name
from models.facts.titles import TitleKind
from models.forms.consultation import Minutes
from models.forms.petition import PetitionDraft
from models.forms.relative_care import CarerVerification
from models.forms.return_home import CollectionNotice
from models.forms.revocation import Judgment
from models.law.terms import Conclusion

#: Titles by which somebody is, or was, the guardian.
_GUARDIANS = frozenset({TitleKind.GUARDIAN, TitleKind.APPOINTED, TitleKind.RESTORED})
_PUT_RIGHT = "请核对姓名;确是监护人的,先更正人员信息并写明依据。"


def notice_names_no_guardian(compared: Compared) -> Iterator[Contradiction]:
    """Who is told to collect is a guardian, and whom they send is not suspected of the harm."""
    notice = compared.form
    if not isinstance(notice, CollectionNotice):
        return
    if not _is_guardian(compared, notice.guardian):
        yield Contradiction("guardian", f"通知的人没有登记为现任监护人,不能通知领回;{_PUT_RIGHT}")
    sent = notice.authorised and _named(notice.authorised)
    suspected = (one for one in compared.facts.titles if one.kind is TitleKind.SUSPECTED)
    if sent and any(may_be(one.who, sent) for one in suspected):
        yield Contradiction(
            "authorised", "委托代为领回的人涉嫌实施监护侵害,不能领回;请监护人本人领回。"
        )


def carer_is_another(compared: Compared) -> Iterator[Contradiction]:
    """Who is verified as the carer is whom the bodies concluded on."""
    form, minutes = compared.form, compared.facts.newest(Minutes)
    if not isinstance(form, CarerVerification) or minutes is None or not minutes.carer:
        return
    concluded = minutes.conclusion is Conclusion.RELATIVES
    if concluded and plain_name(form.carer.name) not in plain_name(minutes.carer):
        yield Contradiction(
            "carer.name", "拟照料人不是会商结论写明的照料人;换由别人照料的,须重新会商。"
        )


def respondent_is_no_guardian(compared: Compared) -> Iterator[Contradiction]:
    """Only who is guardian can cease to be it."""
    draft = compared.form
    for at, one in enumerate(draft.respondents if isinstance(draft, PetitionDraft) else ()):
        if not _is_guardian(compared, one.name, or_was=True):
            yield Contradiction(
                f"respondents.{at}.name",
                f"被申请人没有登记为监护人,没有可以撤销的资格;{_PUT_RIGHT}",
            )


def revoked_was_not_asked(compared: Compared) -> Iterator[Contradiction]:
    """Of several respondents a judgment may revoke some, and nobody else."""
    judgment, draft = compared.form, compared.facts.newest(PetitionDraft)
    if not isinstance(judgment, Judgment) or draft is None:
        return
    asked = {plain_name(one.name) for one in draft.respondents}
    if any(plain_name(name) not in asked for name in judgment.revoked):
        yield Contradiction("revoked", "写明的人不是申请书的被申请人,请核对判决书和申请书。")


def _is_guardian(compared: Compared, name: str, *, or_was: bool = False) -> bool:
    """Whether this may be a guardian on record, now or ever."""
    now, who = compared.answer.answered_at, _named(name)
    return any(
        one.kind in _GUARDIANS and (or_was or one.holds(now)) and may_be(one.who, who)
        for one in compared.facts.titles
    )


def _named(name: str) -> Mention:
    return Mention(name, PersonRole.GUARDIAN)
