"""A whole case walked by hand in a real browser, by three roles and more."""

import zipfile
from io import BytesIO

import pytest
from playwright.sync_api import Browser, expect

from models.law.dates import SHANGHAI
from models.time_source import MachineTime
from tests.e2e.conftest import Installation
from tests.e2e.hands import Person, walk
from tests.playing import Changes

#: A report that turns out not to be substantiated: the shortest way from beginning to end.
SHORT: Changes = {
    "registration": {"police_will_bring_child": "no"},
    "investigation": {
        "substantiated": "no", "needs_custody": "no", "custody_ground": None, "dangers": [],
    },
    "closing-report": {
        "reason": "not_substantiated", "concluded_on": f"{MachineTime().now().astimezone(SHANGHAI):%Y-%m-%d}",
    },
}  # fmt: skip


@pytest.mark.timeout(900)
def test_three_roles_walk_a_case_from_report_to_closure_without_scripts(
    chromium: Browser, installation: Installation
) -> None:
    worker, supervisor, _director = people = [
        Person(chromium, installation, account, scripts=False)
        for account in ("worker1", "supervisor1", "director1")
    ]
    number = worker.register()
    worker.act(SHORT)

    done = walk(people, number, SHORT, installation.work_off, until="")

    assert {one.partition(":")[0] for one in done} == {"worker1", "supervisor1", "director1"}
    assert "supervisor1:受理决定" in done
    assert "director1:审批《结案报告》" in done
    for person in people:
        person.page.goto(f"{installation.address}/cases?closed=true")
        person.page.get_by_role("link", name=number).click()
        expect(person.page.get_by_text("已结案").first).to_be_visible()
    documents = worker.page.get_by_role("link", name="下载 v1")
    assert documents.count() >= 4
    with worker.page.expect_download() as downloading:
        documents.first.click()
    content = downloading.value.path().read_bytes()
    assert downloading.value.suggested_filename.endswith("_v1.docx")
    assert "结案报告" in downloading.value.suggested_filename
    assert "word/document.xml" in zipfile.ZipFile(BytesIO(content)).namelist()
    assert supervisor.page.locator(".strip li.now").count() == 0


@pytest.mark.timeout(1500)
def test_a_case_goes_through_assessment_and_consultation_to_a_signed_petition(
    chromium: Browser, installation: Installation
) -> None:
    accounts = ("worker1", "supervisor1", "director1", "civil1", "legal1")
    people = [Person(chromium, installation, one, scripts=True) for one in accounts]
    number = people[0].register()
    people[0].act({})

    done = walk(people, number, {}, installation.work_off, until="递交申请")

    titles = [one.partition(":")[2] for one in done]
    for title in ("家庭监护评估", "会商纪要", "审批《会商纪要》"):
        assert title in titles
    assert any(title.startswith("听取意见（未成年人）") for title in titles)
    page = people[0].page
    page.goto(f"{installation.address}/cases")
    page.get_by_role("link", name=number).click()
    expect(page.locator(".strip li.now b")).to_have_text("申请撤销监护人资格")
    expect(page.get_by_text("撤销监护人资格申请书").first).to_be_visible()


def test_a_conditional_field_is_shown_when_it_applies_and_not_before(
    chromium: Browser, installation: Installation
) -> None:
    person = Person(chromium, installation, "worker1", scripts=True)
    person.register()
    number = person.page.get_by_label("报警回执或者警情编号")
    told = person.page.locator('[name="police_told_by_reporter"]')

    expect(number).to_be_hidden()
    told.first.check()
    expect(number).to_be_visible()
    told.last.check()
    expect(number).to_be_hidden()


def test_enter_in_a_field_submits_nothing(chromium: Browser, installation: Installation) -> None:
    person = Person(chromium, installation, "worker1", scripts=True)
    person.register()
    address = person.page.url
    person.page.get_by_label("接报人").fill("甄个案")
    person.page.get_by_label("接报人").press("Enter")

    assert person.page.url == address
    assert person.page.locator("#problems").count() == 0


def test_errors_are_shown_first_and_lead_to_their_fields(
    chromium: Browser, installation: Installation
) -> None:
    person = Person(chromium, installation, "worker1", scripts=True)
    person.register()
    person.press("提交")
    expect(person.page.locator("#problems")).to_be_focused()
    person.page.locator("#problems a").first.click()

    expect(person.page.get_by_label("接报时间")).to_be_focused()


def test_every_page_fits_a_phone(chromium: Browser, installation: Installation) -> None:
    worker = Person(chromium, installation, "worker1", scripts=True)
    number = worker.register()
    case = worker.page.get_by_role("link", name=number).get_attribute("href")
    pages = {
        "worker1": (worker.page.url, f"{installation.address}{case}"),
        "supervisor1": [
            f"{installation.address}/{path}"
            for path in (
                "work",
                "cases",
                "board",
                "absences",
                "cases/new",
                "password",
                "nowhere",
                "notices",
                "account",
                "deliveries",
            )
        ],
    }
    for account, addresses in pages.items():
        page = Person(chromium, installation, account, scripts=True).page
        page.set_viewport_size({"width": 360, "height": 740})
        for address in addresses:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
