"""A person's hands at a browser: logs in, takes the next thing from the list, fills it in, sends it."""

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Browser, Locator, Page
from pydantic import BaseModel

from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.reading import part_type
from models.time_source import MachineTime
from tests.e2e.conftest import PASSWORD, Installation
from tests.factories_forms import example
from tests.playing import agreeing
from web.typed import as_typed, many_of, row_type

#: What to change in the example answer, by form name.
Changes = Mapping[str, Mapping[str, Any]]

TITLES = {form.title: name for name, form in FORMS.items()}


class Person:
    """One officer at their own screen."""

    def __init__(self, browser: Browser, at: Installation, account: str, *, scripts: bool) -> None:
        context = browser.new_context(
            viewport={"width": 1366, "height": 768}, java_script_enabled=scripts
        )
        context.set_default_timeout(20_000)
        self.account, self._at = account, at
        self.page: Page = context.new_page()
        self.page.goto(f"{at.address}/login")
        self.page.get_by_label("账号").fill(account)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.press("登录")
        assert self.page.get_by_role("heading", name="我的待办").is_visible()

    def press(self, button: str) -> None:
        """Press a button and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()

    def register(self) -> str:
        """Register a case; its number."""
        self.page.get_by_role("link", name="登记新案").first.click()
        self.press("登记并填写接报登记")
        return self.page.locator(".crumbs a").nth(1).inner_text()

    def next_step(self, number: str, *, last: str = "结案报告") -> bool:
        """Open the first thing of this case that waits for me; closing comes after all else."""
        self.page.goto(f"{self._at.address}/work")
        mine = self.page.locator("table.work").first.locator("tbody tr")
        if "同岗位可以代办" in self.page.content() and not self.page.locator("h1 .count").count():
            return False
        rows = mine.filter(has=self.page.get_by_role("link", name=number, exact=True))
        if not rows.count():
            return False
        early = rows.filter(has_not_text=last)
        chosen = early if early.count() else rows
        with self.page.expect_navigation():
            chosen.first.locator("a.what").click()
        return True

    def act(self, changes: Changes) -> str:
        """Do the step that is open on my screen; its heading."""
        heading = self.page.locator("h1").first.inner_text().split("\n")[0]
        if heading.startswith("审批"):
            self.page.get_by_label("审批意见").fill("同意。")
            self.press("同意")
        else:
            form = FORMS[_form_named(heading)]
            typed = as_typed(form, example(form, **changes.get(_form_named(heading), {})).dump())
            while True:
                self._type_in(form, typed)
                self.press("提交")
                told = self._told()
                if not told:
                    break
                # The examples are of a spring long ago: the page asks, and is answered.
                agreed = agreeing(typed, told, MachineTime().now())
                assert agreed != typed or "late_reason" in told, f"{heading}: {told}"
                typed = agreed
                if "late_reason" in told:
                    self.page.locator('[name="late_reason"]').fill("示例中的日期")
        return heading

    def fill(self, form: type[Form], changes: Mapping[str, Any]) -> None:
        """Fill in a form with its example, rows first, then from top to bottom."""
        self._type_in(form, as_typed(form, example(form, **changes).dump()))

    def _type_in(self, form: type[Form], typed: Mapping[str, Any]) -> None:
        self._add_rows(form, typed, "")
        self._fill(form, typed, "")

    def _told(self) -> dict[str, list[str]]:
        """What the page says of which field."""
        told: dict[str, list[str]] = {}
        for link in self.page.locator("#problems a").all():
            field = self.page.locator(f'[id="{(link.get_attribute("href") or "")[1:]}"]').first
            told.setdefault(field.get_attribute("name") or "", []).append(link.inner_text())
        return told

    def _add_rows(self, model: type[BaseModel], typed: Mapping[str, Any], prefix: str) -> None:
        for name, info in model.model_fields.items():
            row, path = row_type(info), prefix + name
            if row is None or not typed.get(name):
                continue
            add = self.page.locator(f'button[value="add:{path}"]')
            for number, one in enumerate(typed[name]):
                while not self.page.locator(f'[id="f-{_id(path)}-{number}"]').count():
                    self._show(add, model, typed, prefix, name)
                    with self.page.expect_navigation():
                        add.click()
                self._add_rows(row, one, f"{path}.{number}.")

    def _show(
        self,
        what: Locator,
        model: type[BaseModel],
        typed: Mapping[str, Any],
        prefix: str,
        name: str,
    ) -> None:
        """With scripts a group that does not apply yet is hidden: first choose what makes it apply."""
        if not what.is_visible():
            before = list(model.model_fields)[: list(model.model_fields).index(name)]
            known = {one: typed[one] for one in before if one in typed}
            self._fill(model, known, prefix)

    def _fill(self, model: type[BaseModel], typed: Mapping[str, Any], prefix: str) -> None:
        for name, info in model.model_fields.items():
            value, path = typed.get(name), prefix + name
            part, row = part_type(info.annotation), row_type(info)
            if not value:
                continue
            if part is not None:
                self._fill(part, value, f"{path}.")
            elif row is not None:
                for number, one in enumerate(value):
                    self._fill(row, one, f"{path}.{number}.")
            elif many_of(info):
                for one in value:
                    self.page.locator(f'form.long [name="{path}"][value="{one}"]').check()
            else:
                self._put(path, str(value))

    def _put(self, path: str, value: str) -> None:
        field = self.page.locator(f'form.long [name="{path}"]')
        kind = field.first.evaluate("one => one.type")
        if kind == "hidden" or not field.first.is_visible():
            return
        if kind == "radio":
            self.page.locator(f'form.long [name="{path}"][value="{value}"]').check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def _id(path: str) -> str:
    return path.replace(".", "-")


def _form_named(heading: str) -> str:
    title = heading.partition("（")[0].partition("·")[0].strip()
    return TITLES[title]


def walk(
    people: list[Person], number: str, changes: Changes, work_off: Callable[[], int], *, until: str,
    most: int = 120,
) -> list[str]:  # fmt: skip
    """Let everybody do what waits for them until a step with this heading is reached or all is done.

    Returns:
        The headings of what was done, with who did it.
    """
    done: list[str] = []
    for _ in range(most):
        work_off()
        for person in people:
            if person.next_step(number):
                heading = person.page.locator("h1").first.inner_text().split("\n")[0]
                if heading == until:
                    return done
                done.append(f"{person.account}:{person.act(changes)}")
                break
        else:
            return done
    raise AssertionError(f"the case does not come to an end: {done}")
