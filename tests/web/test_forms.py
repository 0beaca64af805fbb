"""A form at the screen: errors keep what was typed, drafts, rows, returned rounds, late entry."""

from datetime import timedelta
from typing import Any

from models.forms.catalogue import FORMS
from models.forms.receipt import PoliceReport
from models.forms.registration import Registration
from tests.factories_forms import raw_example
from tests.playing import happened
from tests.web.browsing import Browser, as_sent
from tests.web.conftest import NOT_SUBSTANTIATED, Portal

#: What a look at a page and a draft that is kept leave behind.
BESIDE = {"view_log": 0, "imprints": 0}


def registration(portal: Portal, account: str = "worker1") -> Browser:
    """The registration form of a new case, opened by who has it."""
    case_id = portal.practice.open_case()
    return portal.log_in(account).go(f"/cases/{case_id}").follow("办理")


def sent(**changes: Any) -> list[tuple[str, str]]:
    return as_sent(Registration, raw_example(Registration, **changes))


def test_an_answer_goes_on_to_the_next_person_and_says_who_that_is(portal: Portal) -> None:
    browser = registration(portal).press("提交", *sent())

    assert browser.url.startswith("/cases/")
    assert "已提交。" in browser.words
    assert "下一环节" in browser.words or "系统正在办理" in browser.words


def test_all_errors_come_at_once_above_and_beside_the_fields(portal: Portal) -> None:
    browser = registration(portal).press("提交", what_happened="只写了这一句")

    assert browser.status == 422
    assert browser.title.startswith("错误")
    summary = browser.page.get_element_by_id("problems")
    links = [a.get("href") for a in summary.iter("a")]
    assert "#f-received_at" in links
    assert "#f-reporter-kind" in links
    assert all(browser.page.get_element_by_id(link[1:]) is not None for link in links)
    field = browser.page.get_element_by_id("f-received_at")
    beside = browser.page.get_element_by_id(field.get("aria-describedby").split()[-1])
    assert "请填写" in beside.text_content()
    assert field.get("aria-invalid") == "true"


def test_nothing_typed_is_lost_by_an_error(portal: Portal) -> None:
    typed = sent(received_at="昨天", needs="<b>&\"'</b> 需要帮助", guardians=[{"name": "林某某"}])
    browser = registration(portal).press("提交", *typed)
    shown = browser.page

    assert browser.status == 422
    assert shown.get_element_by_id("f-received_at").get("value") == "昨天"
    assert shown.get_element_by_id("f-needs").get("value") == "<b>&\"'</b> 需要帮助"
    assert shown.get_element_by_id("f-guardians-0-name").get("value") == "林某某"
    assert shown.get_element_by_id("f-what_happened").value.strip()
    checked = shown.xpath("//input[@name='matter'][@checked]/@value")
    assert checked == [dict(typed)["matter"]]


def test_a_multiline_text_comes_back_exactly_as_it_was_typed(portal: Portal) -> None:
    typed = "\n第一行空着\n  缩进 \n最后一行"
    browser = registration(portal).press("提交", what_happened=typed)

    # The first line break after the tag is the page's own; a browser drops it.
    assert browser.page.get_element_by_id("f-what_happened").value == "\n" + typed


def test_a_row_can_be_added_and_taken_away_without_a_script(portal: Portal) -> None:
    browser = registration(portal)
    browser.press("＋ 添加一项：监护人", needs="别丢")
    browser.press("＋ 添加一项：监护人", **{"guardians.0.name": "甄一"})
    browser.press("＋ 添加一项：监护人", **{"guardians.1.name": "甄二"})

    names = browser.page.xpath("//input[contains(@name, 'guardians') and contains(@name, '.name')]")
    assert [one.get("value") for one in names] == ["甄一", "甄二", ""]
    browser.press("删除这一项")

    names = browser.page.xpath("//input[contains(@name, 'guardians') and contains(@name, '.name')]")
    assert [one.get("value") for one in names] == ["甄二", ""]
    assert browser.page.get_element_by_id("f-needs").get("value") == "别丢"


def test_enter_in_a_field_keeps_a_draft_and_submits_nothing(portal: Portal) -> None:
    browser = registration(portal)
    form = browser.page.xpath("//form[contains(@class, 'long')]")[0]
    first = form.xpath(".//button")[0]

    assert (first.get("name"), first.get("value")) == ("do", "draft")


def test_a_draft_is_there_when_one_comes_back_and_gone_when_answered(portal: Portal) -> None:
    browser = registration(portal)
    step = browser.url
    browser.press("保存草稿", what_happened="写到一半", received_at="不是日期也保存")
    assert "草稿已保存" in browser.words
    again = portal.log_in("worker1").go(step)

    assert "已恢复您上次保存的草稿" in again.words
    assert "写到一半" in again.html
    assert again.page.get_element_by_id("f-received_at").get("value") == "不是日期也保存"
    assert "有草稿" in again.go("/work").words
    again.go(step).press("提交", *sent())
    [row] = portal.ask("SELECT draft FROM steps WHERE id = :id", id=step.rpartition("/")[2])
    assert row.draft is None


def test_pressing_twice_answers_once(portal: Portal) -> None:
    browser = registration(portal)
    step, token = browser.url, browser.token
    sending = [("csrf", token), ("do", "submit"), *sent()]
    first = browser.post(step, sending).url
    second = browser.post(step, sending).url
    [row] = portal.ask(
        "SELECT count(*) AS n FROM events WHERE tag = 'step:answered' AND step_id = :id",
        id=step.rpartition("/")[2],
    )

    assert first == second
    assert row.n == 1


def test_who_comes_second_with_another_answer_is_told_whose_counts(portal: Portal) -> None:
    browser = registration(portal)
    case_id = portal.practice.case_of(browser.url.rpartition("/")[2])  # type: ignore[arg-type]
    supervisor = portal.log_in("worker1").go(browser.url)
    browser.press("提交", *sent())
    supervisor.press("提交", *sent(needs="另外的内容"))

    assert supervisor.status == 409
    assert "已由甄个案于" in supervisor.words
    assert f"/cases/{case_id}" in supervisor.links("返回")


def test_a_fact_of_an_earlier_day_is_entered_with_its_day(portal: Portal) -> None:
    browser = registration(portal)
    today = portal.practice.clock.now().date()
    browser.press("提交", *sent(), done_on=f"{today + timedelta(days=3)}")
    assert "办理日期不能晚于今天" in browser.words
    browser.press("提交", *sent(), done_on="哪一天")
    assert "请填写日期" in browser.words
    day = today - timedelta(days=2)
    browser.press("提交", *sent(), done_on=f"{day.year}年{day.month}月{day.day}日")

    assert "实际办理" in browser.words


def test_what_is_known_of_the_child_is_filled_in_where_it_is_asked_again(portal: Portal) -> None:
    step = portal.practice.play_to_step("ask:reception-handover")
    browser = portal.log_in("worker1").go(f"/steps/{step.id}")

    assert browser.page.get_element_by_id("f-child-called").get("value") == "小禾(化名)"


def test_a_gate_stands_above_the_form_and_nothing_typed_is_lost(portal: Portal) -> None:
    step = portal.practice.play_to_step("ask:closing-report", NOT_SUBSTANTIATED)
    example = raw_example(FORMS["closing-report"], reason="followed_up", summary="写了很久的经过")
    raw = happened("closing-report", example, portal.practice.clock.now())
    browser = portal.log_in("worker1").go(f"/steps/{step.id}")
    browser.press("提交", *as_sent(FORMS["closing-report"], raw))

    assert browser.status == 422
    assert "本案没有完成回访期" in browser.page.get_element_by_id("problems").text_content()
    assert "写了很久的经过" in browser.html


def test_an_answer_is_read_by_the_team_after_it_was_given(portal: Portal) -> None:
    browser = registration(portal)
    step = browser.url
    browser.press("提交", *sent(needs="需要临时住处"))
    reading = portal.log_in("supervisor1").go(step)

    assert "需要临时住处" in reading.words
    assert "甄个案于" in reading.words
    assert not reading.page.xpath("//form[contains(@class, 'long')]")


def test_who_has_not_the_role_sees_who_has(portal: Portal) -> None:
    browser = registration(portal)
    looking = portal.log_in("director1").go(browser.url)

    assert "这个环节由甄个案（个案工作者）办理" in looking.words
    answer = looking.post(browser.url, [("csrf", looking.token), ("do", "submit"), *sent()])
    assert answer.status == 403


def test_a_button_that_does_not_exist_does_nothing(portal: Portal) -> None:
    browser = registration(portal)
    browser.post(browser.url, [("csrf", browser.token), ("do", "explode"), ("needs", "别丢")])

    assert browser.status == 400
    assert browser.page.get_element_by_id("f-needs").get("value") == "别丢"


def test_a_start_in_the_future_is_refused_beside_its_field(portal: Portal) -> None:
    browser = registration(portal)
    before = portal.practice.counts() | BESIDE
    ahead = portal.practice.clock.now() + timedelta(days=365)
    browser.press("提交", *sent(received_at=f"{ahead:%Y-%m-%d %H:%M}"))

    assert browser.status == 422
    field = browser.page.get_element_by_id("f-received_at")
    beside = browser.page.get_element_by_id(field.get("aria-describedby").split()[-1])
    assert "还没有到" in beside.text_content()
    assert portal.practice.counts() | BESIDE == before


def test_a_day_of_long_ago_is_asked_about_and_stands_with_its_reason(portal: Portal) -> None:
    step = portal.practice.play_to_step("ask:police-report")
    browser = portal.log_in("worker1").go(f"/steps/{step.id}")
    a_year_before = portal.practice.clock.now() - timedelta(days=365)
    typed = as_sent(
        PoliceReport, raw_example(PoliceReport, reported_at=f"{a_year_before:%Y-%m-%d} 10:00",
                                  channel="already_there"),
    )  # fmt: skip

    browser.press("提交", *typed)

    assert browser.status == 422
    assert "相差365天" in browser.page.get_element_by_id("f-reported_at-error").text_content()
    [folded] = browser.page.xpath("//details[@class='late-entry']")
    assert folded.get("open") is not None

    browser.press("提交", *typed, late_reason="警方一年前已经立案,现在才转来")

    assert browser.status == 200, browser.words[:400]
    read = browser.go(f"/steps/{step.id}").words
    assert "警方一年前已经立案" in read
    assert "实际办理日期" in read


def test_a_year_mistyped_in_the_first_form_is_asked_about(portal: Portal) -> None:
    browser = registration(portal)
    now = portal.practice.clock.now()
    browser.press("提交", *sent(received_at=f"{now.year - 1}-{now:%m-%d} 09:00"))

    assert browser.status == 422
    assert (
        "请核对日期和年份" in browser.page.get_element_by_id("f-received_at-error").text_content()
    )
