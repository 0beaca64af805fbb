"""A risk level is chosen from the standard of the case's locality, and its code and rank follow."""

from models.forms.assessment import Assessment
from models.forms.scopes import RiskGrade
from models.law.dates import shanghai_date
from models.sealed_places import SealedPlace
from tests.factories_forms import raw_example
from tests.web.browsing import as_sent
from tests.web.conftest import Portal


def test_the_level_is_chosen_and_never_typed_where_the_locality_has_levels(portal: Portal) -> None:
    portal.practice.tell(
        "UPDATE centres SET facts = facts || jsonb_build_object('locality_pack', 'changzhi')"
    )
    step = portal.practice.play_to_step("ask:assessment")
    [account] = [a for a, one in portal.practice.staff.by_account.items()
                 if one.officer_id == step.owner_id]  # fmt: skip
    browser = portal.log_in(account).go(f"/steps/{step.id}")

    assert browser.page.xpath("//input[@type='radio' and @name='risk.code']/@value") == [
        "一级", "二级", "三级",
    ]  # fmt: skip
    assert not browser.page.xpath("//*[@name='risk.rank' or @name='risk.scheme_version']")

    without = browser.press("提交", what="").html
    assert "监护风险等级" in without

    today = shanghai_date(portal.practice.clock.now()).isoformat()
    sent = as_sent(Assessment, raw_example(Assessment, risk={"code": "一级"}, assessed_on=today))
    browser.go(f"/steps/{step.id}").press("提交", *sent)

    [row] = portal.ask("SELECT id, answer FROM steps WHERE id = :id", id=step.id)
    assert row.answer is not None, browser.words[:600]
    given = portal.practice.office.seal.open_json(row.answer, SealedPlace.STEP_ANSWER.of(row.id))
    assert given["risk"] == {
        "locality": "长治市", "scheme_version": given["risk"]["scheme_version"], "code": "一级",
        "rank": 3, "name": "一级风险",
    }  # fmt: skip


def test_a_level_of_a_standard_without_codes_is_called_by_its_name() -> None:
    typed = {"locality": "虚构市", "scheme_version": "虚构2026", "rank": "2", "name": "中风险"}
    assert RiskGrade.completed(typed)["code"] == "中风险"
