"""The first people of an installation: a centre and its officers, made at the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from argon2 import PasswordHasher
from sqlalchemy import text
from typer.testing import CliRunner, Result

from deployments.commands import accounts
from models.errors import BadInput, HutongError, NotFound, OutsideFailure
from models.words import Role
from tests.flows.practice import Practice

PASSWORD = "a-first-one-7"
TWICE = f"{PASSWORD}\n{PASSWORD}\n"
CENTRE = (
    "虚构乡县未成年人救助保护中心", "虚未保", "虚构乡县1号", "12345", "虚主任", "主任",
    "虚构乡县民政局", "虚构乡县人民法院", "虚构乡县",
)  # fmt: skip
LINES = "\n".join(CENTRE) + "\n"
LOGGED_IN = text(
    "INSERT INTO login_sessions (id, officer_id, csrf, created_at, seen_at, address) SELECT "
    "'\\x01', id, 'x', now(), now(), '127.0.0.1' FROM officers WHERE account = 'keeper'"
)
KEEPER = ["keeper", "--centre", "example", "--name", "甄管理", "--role", "administrator"]


@pytest.fixture(autouse=True)
def installation(practice: Practice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Practice:
    """Settings that lead to the database of the practice."""
    monkeypatch.setenv("HUTONG_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("HUTONG_DATABASE_URL", practice.database.owner_url)
    return practice


def run(*arguments: str, typed: str = "") -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    accounts.register(app)
    return CliRunner().invoke(app, [*arguments], input=typed)


def refused(result: Result, kind: type[HutongError] = BadInput) -> str:
    assert isinstance(result.exception, kind), result.output
    return result.exception.message


@pytest.fixture
def staff_before(practice: Practice) -> Iterator[None]:
    """Nothing is changed by what is refused."""
    before = practice.one("SELECT count(*) FROM officers"), practice.rows("SELECT id FROM centres")
    yield
    after = practice.one("SELECT count(*) FROM officers"), practice.rows("SELECT id FROM centres")
    assert before == after


def test_an_administrator_of_a_new_centre_can_log_in_and_must_change_the_password(
    practice: Practice,
) -> None:
    assert run("centre", "add", "xuxiang", typed=LINES).exit_code == 0
    made = run(
        "officer", "add", "keeper", "--centre", "xuxiang", "--name", "甄管理",
        "--role", "系统管理员", "--role", "director", typed=TWICE,
    )  # fmt: skip

    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    [found] = practice.rows("SELECT * FROM officers WHERE account = 'keeper'")
    assert PasswordHasher().verify(found.password, PASSWORD)
    assert found.password.startswith("$argon2id$")
    assert found.must_change_password
    assert found.active
    assert set(found.roles) == {Role.ADMINISTRATOR, Role.DIRECTOR}
    noted = practice.rows("SELECT name, value FROM system_facts ORDER BY name")
    assert [row.name for row in noted] == ["centre:xuxiang"]
    [made_by] = practice.rows("SELECT what, detail, by_id, by_machine FROM account_changes")
    assert (made_by.what, made_by.by_id) == ("added", None)
    assert made_by.by_machine
    assert set(made_by.detail["roles"]) == {"administrator", "director"}
    assert PASSWORD not in str(noted)
    assert "argon2" not in str(noted)


@pytest.mark.usefixtures("staff_before")
@pytest.mark.parametrize(
    ("code", "typed", "sentence"),
    [
        ("Xu Xiang", LINES, "不能用"),
        ("example", LINES, "已经有代码为“example”的中心"),
        ("xuxiang", LINES.replace("虚未保", "示例未保"), "文号会混淆"),
        ("xuxiang", LINES.replace("12345", " "), "请填写电话"),
        ("xuxiang", "虚构乡县未成年人救助保护中心\n", "请填写文号用的简称"),
    ],
)
def test_a_wrong_centre_is_refused_in_words(code: str, typed: str, sentence: str) -> None:
    assert sentence in refused(run("centre", "add", code, typed=typed))


@pytest.mark.usefixtures("staff_before")
@pytest.mark.parametrize(
    ("arguments", "typed", "sentence"),
    [
        (["Worker One", *KEEPER[1:]], TWICE, "账号“Worker One”不能用"),
        (["worker1", *KEEPER[1:]], TWICE, "已经有人使用"),
        ([*KEEPER[:-1], "king"], TWICE, "administrator(系统管理员)"),
        (KEEPER, "short\nshort\n", "10个字符以上"),
        (KEEPER, f"{PASSWORD}\nanother-lantern-8\n", "不一致"),
        (KEEPER, "keeper-keeper\nkeeper-keeper\n", "太容易猜到"),
        (KEEPER, "", "没有改动"),
    ],
)
def test_a_wrong_officer_is_refused_in_words(
    arguments: list[str], typed: str, sentence: str
) -> None:
    assert sentence in refused(run("officer", "add", *arguments, typed=typed))


@pytest.mark.usefixtures("staff_before")
def test_an_unknown_centre_is_named_with_those_there_are() -> None:
    wrong = run("officer", "add", *KEEPER[:2], "nowhere", *KEEPER[3:], typed=TWICE)

    assert "example" in refused(wrong, NotFound)


def test_a_forgotten_password_is_given_anew_and_ends_what_was_open(practice: Practice) -> None:
    assert run("officer", "add", *KEEPER, typed=TWICE).exit_code == 0
    practice.tell("UPDATE officers SET must_change_password = false WHERE account = 'keeper'")
    with practice.root.begin() as db:
        db.execute(LOGGED_IN)
    done = run("officer", "password", "keeper", typed="another-lantern-8\nanother-lantern-8\n")

    assert done.exit_code == 0, done.output
    row = practice.rows("SELECT * FROM officers WHERE account = 'keeper'")[0]
    assert PasswordHasher().verify(row.password, "another-lantern-8")
    assert row.must_change_password
    with practice.root.begin() as db:
        assert db.execute(text("SELECT ended_at FROM login_sessions WHERE id = '\\x01'")).scalar()
    assert "没有账号“nobody”" in refused(
        run("officer", "password", "nobody", typed=TWICE), NotFound
    )


def test_without_a_case_record_it_says_what_to_do(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUTONG_DATABASE_URL", practice.database.owner_url + "_gone")

    assert "请先启动一次" in refused(run("centre", "add", "xuxiang", typed=LINES), OutsideFailure)
