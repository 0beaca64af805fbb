"""A browser without a screen: reads pages by what a person sees, and presses buttons by name."""

from collections.abc import Iterator
from typing import Any

from lxml import html  # type: ignore[import-untyped]
from starlette.testclient import TestClient

from models.forms.reading import item_type, part_type
from web.typed import row_type

HERE = "http://testserver"


def flat(typed: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield what a browser would send for a nested answer: names are paths, lists repeat."""
    if isinstance(typed, dict):
        for name, value in typed.items():
            yield from flat(value, f"{path}.{name}" if path else name)
    elif isinstance(typed, list):
        for number, value in enumerate(typed):
            is_row = isinstance(value, dict)
            yield from flat(value, f"{path}.{number}") if is_row else [(path, str(value))]
    elif typed is not None:
        yield path, str(typed)


def as_sent(model: Any, typed: dict[str, Any]) -> list[tuple[str, str]]:
    """Like `flat`, but lists of plain words that are typed into one box are joined."""
    return list(flat(_joined(model, typed)))


def _joined(model: Any, typed: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in typed.items():
        info = model.model_fields.get(name)
        if info is None:
            assert not value, f"{model.__name__} has no field {name}"
            continue
        part, row, item = part_type(info.annotation), row_type(info), item_type(info.annotation)
        if part is not None and isinstance(value, dict):
            found[name] = _joined(part, value)
        elif row is not None and isinstance(value, list):
            found[name] = [_joined(row, one) for one in value]
        elif item in (str, int) and isinstance(value, list):
            found[name] = "\n".join(str(one) for one in value)
        else:
            found[name] = value
    return found


def body_of(sent: list[tuple[str, Any]]) -> dict[str, Any]:
    """What a client is told to send; a value that is a name and bytes is a file."""
    data: dict[str, list[str]] = {}
    files = [(name, value) for name, value in sent if isinstance(value, tuple)]
    for name, value in sent:
        if not isinstance(value, tuple):
            data.setdefault(name, []).append(value)
    return {"data": data, "files": files or None}


class Browser:
    """One person at one screen; keeps the last page."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.status = 0
        self.url = ""
        self.html = ""
        self.headers: Any = {}

    def go(self, address: str) -> "Browser":
        """Open an address."""
        return self._take(self.client.get(address))

    def _take(self, answer: Any) -> "Browser":
        self.status, self.html, self.headers = answer.status_code, answer.text, answer.headers
        self.url = str(answer.url).removeprefix(HERE)
        return self

    @property
    def page(self) -> Any:
        return html.fromstring(self.html)

    @property
    def title(self) -> str:
        return str(self.page.findtext(".//title"))

    @property
    def heading(self) -> str:
        return " ".join(self.page.find(".//h1").text_content().split())

    @property
    def words(self) -> str:
        """All text of the page's main part, blanks made single."""
        return " ".join(self.page.get_element_by_id("main").text_content().split())

    def links(self, words: str) -> list[str]:
        """Addresses of the links that say these words."""
        return [a.get("href") for a in self.page.iter("a") if words in a.text_content()]

    def follow(self, words: str) -> "Browser":
        """Press the first link that says these words."""
        return self.go(self.links(words)[0])

    def press(self, button: str, *more: tuple[str, Any], **typed: str) -> "Browser":
        """Fill in fields by name and press a button; `more` is sent instead of what is shown."""
        return self.post(*self.would_send(button, *more, **typed))

    def would_send(
        self, button: str, *more: tuple[str, Any], **typed: str
    ) -> tuple[str, list[tuple[str, Any]]]:
        """What pressing a button would send, and where to."""
        form, name, value = self._find(button)
        sent = [(n, v) for n, v in form.form_values() if n not in typed]
        replaced = {n for n, _v in more}
        sent = [(n, v) for n, v in sent if n not in replaced]
        sent += [*more, *typed.items()]
        if name:
            sent.append((name, value))
        return form.get("action"), sent

    def _find(self, words: str) -> tuple[Any, str | None, str]:
        for button in self.page.iter("button"):
            if button.text_content().strip() == words and "default" not in button.get("class", ""):
                form = next(one for one in button.iterancestors("form"))
                return form, button.get("name"), button.get("value", "")
        raise AssertionError(f"no button says {words}: {self.words[:500]}")

    def post(self, address: str, sent: list[tuple[str, Any]]) -> "Browser":
        """Send a form; one that does not say its key has that of a page; a file is name and bytes."""
        if not any(name == "press" for name, _value in sent):
            sent = [*sent, ("press", self.key_of(address))]
        return self._take(self.client.post(address, **body_of(sent)))

    def key_of(self, address: str) -> str:
        """The key of the page's form for this address, or one that any page gives; empty: none."""
        key = f"//form[@action='{address}']//input[@name='press']/@value"
        found = self.page.xpath(key) if self.html.strip() else []
        if not found:
            any_page = html.fromstring(self.client.get("/password").text)
            found = any_page.xpath("//input[@name='press']/@value")
        return str(found[0]) if found else ""

    @property
    def token(self) -> str:
        """The token that forms of the page carry."""
        return str(self.page.xpath("//input[@name='csrf']/@value")[0])
