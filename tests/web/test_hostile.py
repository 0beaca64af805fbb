"""What no form expects, sent to every form with a key of its own: a sentence, and nothing is lost.

Each field of each form in turn holds what nobody types; the others what somebody would have typed.
"""

import html
import os
import random
import re
from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest
from starlette.testclient import TestClient

from deployments.machine.postgres import EmbeddedPostgres
from tests.flows.positions import Positions, positions_on
from tests.web.browsing import HERE, Browser
from tests.web.conftest import Portal
from tests.web.pressing import KEYLESS, PLAYERS, Sent, standing
from web.presses import FormMarks

#: As bytes on the way, for some of it is no text.
VALUES: dict[str, str] = {
    "nothing": "",
    "NUL": "a%00b",
    "a lone surrogate": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "controls": "%01%1B%0D%0A%7F",
    "a turned line": quote_plus("\u202e\u2066倒\u2069"),
    "full-width digits": quote_plus("２０２６－０３－１０"),
    "a year before all": "0001-01-01",
    "no day": "2026-13-45T25:61",
    "a year after all": "9999-12-31T23%3A59",
    "a year of five digits": "99999-01-01",
    "negative": "-1",
    "huge": "9" * 400,
    "not a number": "NaN",
    "infinite": "1e400",
    "an id of nothing": "00000000-0000-0000-0000-000000000000",
    "no id": "%7B%7D%27%22--%3B",
    "both lengths": "5" * 20,
    "a long text": quote_plus("长" * 60_000),
    "markup": quote_plus("<script>x</script>{{7*7}}"),
}
#: Sent beside what the form has, or in another shape.
SHAPES = ("left out", "twice", "a hundred times", "as a list", "as a part of itself")
#: Ids and words that a form offers: a page draws them as they are offered, or not at all.
CHOSEN = re.compile(r"[0-9a-f-]{36}|[0-9_:.#-]*[a-z][a-z0-9_:.#-]*")
#: Not said again to anybody.
SECRET = ("password", "first", "again", "old", "new", "code")
#: How many of the forms are tried in a run of all tests, and how many odd things each.
FORMS, ODD = 4, 12
ALL = bool(os.environ.get("HOSTILE"))


@pytest.fixture(scope="session")
def positions(postgres: EmbeddedPostgres, template_database: str) -> Positions:
    return positions_on(postgres, template_database)


EVERY = PLAYERS | KEYLESS


def chosen() -> list[str]:
    return sorted(EVERY) if ALL else sorted(random.Random(SEED).sample(sorted(EVERY), FORMS))


SEED = int(os.environ.get("SEED", "0")) or random.randrange(2**32)


def odd_ones(sent: Sent, seed: str) -> Iterator[tuple[str, str]]:
    """Each field with something odd, each odd thing at least once where all is tried."""
    fields = list(dict.fromkeys(name for name, _ in sent if name not in ("csrf", "press")))
    fields.append("unheard_of")
    every = [(field, odd) for field in fields for odd in (*VALUES, *SHAPES)]
    choice = random.Random(seed)
    yield from choice.sample(every, min(len(every), 60 if ALL else ODD))


def with_odd(sent: Sent, field: str, odd: str) -> str:
    """The body of a form in which one field is odd."""
    # A file does not go in a body of this kind: its field is empty, as where none was chosen.
    parts = [(name, quote_plus(value if isinstance(value, str) else "")) for name, value in sent]
    there = [value for name, value in parts if name == field] or ["x"]
    others = [(name, value) for name, value in parts if name != field]
    if odd in VALUES:
        parts = [*others, (field, VALUES[odd])]
    elif odd == "left out":
        parts = others
    elif odd == "as a list":
        parts = [*others, (f"{field}%5B%5D", there[0]), (f"{field}.0", there[0])]
    elif odd == "as a part of itself":
        parts = [*others, (f"{field}.{field}.0.x", there[0]), (field, there[0])]
    else:
        parts = [*parts, *[(field, "x")] * (1 if odd == "twice" else 100)]
    return "&".join(f"{quote_plus(name, safe='%.')}={value}" for name, value in parts)


@pytest.mark.parametrize("number", range(len(EVERY) if ALL else FORMS))
def test_what_nobody_types_is_answered_and_the_rest_comes_back(
    positions: Positions, number: int
) -> None:
    name = chosen()[number]
    player = EVERY[name]
    with standing(positions, player.position) as portal:
        ready = player.play(portal)
        address, sent = ready.form()
        typed = [
            (field, value)
            for field, value in ready.typed.items()
            if not any(word in field for word in SECRET) and not CHOSEN.fullmatch(value)
        ]
        for field, odd in odd_ones(sent, f"{SEED} {name}"):
            if name in KEYLESS:  # The one before may have let somebody in or out.
                ready = player.play(portal)
                address, sent = ready.form()
            told = f"SEED={SEED} {name}: {field} {odd}"
            status, page = send(
                portal, ready.browser, address, with_odd(with_key(portal, sent), field, odd)
            )
            assert status < 500, told
            if status < 400:
                continue
            assert "<main" in page, told
            if status == 422:
                lost = [one for one, value in typed if one != field and value not in page]
                assert lost == [], told


def with_key(portal: Portal, sent: Sent) -> Sent:
    """The form as a fresh page has it: what was sent once is another press."""
    parts = dict(sent)
    if "press" not in parts:
        return sent
    [session] = portal.ask(
        "SELECT officer_id FROM login_sessions WHERE csrf = :csrf AND ended_at IS NULL",
        csrf=parts["csrf"],
    )
    practice = portal.practice
    marks = FormMarks(parts["csrf"], session.officer_id, practice.office.seal, practice.clock.now())
    return [(name, marks.press if name == "press" else value) for name, value in sent]


def send(portal: Portal, browser: Browser, address: str, body: str) -> tuple[int, str]:
    client = TestClient(portal.app, follow_redirects=False, raise_server_exceptions=False)
    client.headers["origin"] = HERE
    client.cookies.update(browser.client.cookies)
    answer = client.post(
        address, content=body.encode(),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    return answer.status_code, html.unescape(answer.text)
