"""The portal as a process: half requests, slow ones, doubled lengths, foreign names, false addresses."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from deployments.machine.connections import HEAD_SECONDS
from deployments.machine.postgres import EmbeddedPostgres
from models.store.acting import make_engine
from tests.conftest import Database, fresh_database
from tests.web.sockets import connected, get, post, read_all, running_portal, said

#: As many as stopped the portal once, and more than it may have.
HALF = 1_010


@pytest.fixture(scope="module")
def record(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Database]:
    """What the portal of the module writes to."""
    with fresh_database(postgres, template_database) as made:
        yield made


@pytest.fixture(scope="module")
def port(record: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """One portal for all of them: what one test did to it must not hinder the next."""
    with running_portal(record, tmp_path_factory.mktemp("portal")) as port:
        yield port


def hold_half_requests(stack: ExitStack, port: int, sent: bytes) -> list[socket.socket]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, HALF + 300)), hard))
    links = []
    for _ in range(HALF):
        link = stack.enter_context(connected(port))
        link.sendall(sent)
        links.append(link)
    return links


def test_half_requests_keep_nobody_else_out_and_end_by_themselves(port: int) -> None:
    with ExitStack() as stack:
        links = hold_half_requests(stack, port, b"GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        begun = time.monotonic()
        assert said(port, get("/livez")).startswith("HTTP/1.1 200")
        assert time.monotonic() - begun < 5
        # One byte now and then prolongs nothing.
        drip = links[-1]
        with pytest.raises(OSError):  # noqa: PT011 - reset or broken pipe, as the system likes
            for _ in range(int(HEAD_SECONDS * 6)):
                drip.sendall(b"X")
                time.sleep(0.5)
        links[-2].settimeout(HEAD_SECONDS)
        with pytest.raises((ConnectionResetError, AssertionError)):
            assert links[-2].recv(1)


def test_half_bodies_keep_nobody_else_out(port: int) -> None:
    with ExitStack() as stack:
        hold_half_requests(stack, port, post("/login", b"account=", length=1_000))
        begun = time.monotonic()

        assert said(port, get("/livez")).startswith("HTTP/1.1 200")
        assert time.monotonic() - begun < 10


def test_two_lengths_are_refused(port: int) -> None:
    body = b"5\r\nabcde\r\n0\r\n\r\n"
    answer = said(port, post("/login", body, "Content-Length: 5", "Transfer-Encoding: chunked"))
    two = said(port, post("/login", b"abcde", "Content-Length: 5", "Content-Length: 6"))

    assert answer.startswith("HTTP/1.1 400"), answer[:200]
    assert two.startswith("HTTP/1.1 400"), two[:200]


@pytest.mark.parametrize("host", ["elsewhere.example", "192.0.2.7", "127.0.0.1.elsewhere.example"])
def test_a_foreign_name_is_refused(port: int, host: str) -> None:
    answer = said(port, get("/login", host=host))

    assert answer.startswith("HTTP/1.1 421")
    assert "没有这个网站" in answer


def test_more_than_any_form_is_answered_with_a_page(port: int) -> None:
    answer = said(port, post("/login", b"a=", length=17 * 1024 * 1024))

    assert answer.startswith("HTTP/1.1 413")
    assert "内容过大" in answer


def tried_from(database: Database) -> set[str]:
    owner = make_engine(database.owner_url)
    with owner.begin() as db:
        found = set(db.execute(text("SELECT address FROM login_attempts")).scalars())
    owner.dispose()
    return found


def guess(port: int, *lines: str) -> None:
    page = said(port, get("/login", *lines))
    token = page.split('name="csrf" value="')[1].split('"')[0]
    cookie = page.lower().split("set-cookie: ")[1].split("=")[0].strip()
    name = "__Host-hutong_login" if cookie.startswith("__host") else "hutong_login"
    form = {"csrf": token, "account": "nobody", "password": "wrong"}
    answer = said(
        port,
        post("/login", urlencode(form).encode(), f"Cookie: {name}={token}", "Connection: close", *lines),
    )  # fmt: skip
    assert answer.startswith("HTTP/1.1 401"), answer[:300]


def test_what_a_stranger_says_of_where_they_come_from_is_not_believed(
    port: int, record: Database
) -> None:
    guess(port, "X-Forwarded-For: 198.51.100.7", "X-Forwarded-Proto: https")

    assert tried_from(record) == {"127.0.0.1"}
    assert "strict-transport" not in said(port, get("/login", "X-Forwarded-Proto: https")).lower()


def test_a_trusted_proxy_is_believed_and_behind_tls_browsers_come_back_by_tls(
    database: Database, tmp_path: Path
) -> None:
    with running_portal(
        database,
        tmp_path,
        trusted_proxies="127.0.0.1,10.0.0.0/8",
        allowed_hosts="hutong.example.cn",
    ) as port:
        # The client may have said something itself: what stands last was said by our proxy.
        guess(port, "X-Forwarded-For: 203.0.113.1, 198.51.100.7", "X-Forwarded-Proto: https")
        page = said(port, get("/login", "X-Forwarded-Proto: https", host="hutong.example.cn"))

    assert tried_from(database) == {"198.51.100.7"}
    assert page.startswith("HTTP/1.1 200")
    assert "strict-transport-security: max-age=31536000" in page.lower()


def test_slow_bodies_end(port: int) -> None:
    with connected(port, timeout=100) as link:
        link.sendall(post("/login", b"account=", length=1_000))
        begun = time.monotonic()
        answer = read_all(link)

    assert answer.startswith("HTTP/1.1 408")
    assert "没有传完" in answer
    assert 50 < time.monotonic() - begun < 90
