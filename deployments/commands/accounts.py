"""`hutong centre add`, `hutong officer add`, `hutong officer password`: people before the portal.

A password is asked for, twice and unseen, or read from standard input; it is never an argument.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from models.settings import Settings
    from tasks.acts.leaving import WentOver

To = Annotated[str, typer.Option(help="接手人的账号;不写时按办案小组和工作量分给有相应岗位的人")]
State = Annotated[Path | None, typer.Option("--state", help="数据目录。")]


def register(app: typer.Typer) -> None:
    """Add `centre` and `officer`."""
    centre = typer.Typer(no_args_is_help=True)
    centre.command("add", help="建立一个中心,逐项询问文书抬头用的名称、简称、地址等。")(add_centre)
    app.add_typer(centre, name="centre", help="中心:建立。")
    officer = typer.Typer(no_args_is_help=True)
    officer.command("add", help="建立一个账号;首次登录必须改密码。")(add)
    officer.command("password", help="给忘记密码的人一个新的初始密码。")(password)
    officer.command("unlock", help="解除因连续输错密码而要等待的账号。")(unlock)
    officer.command("roles", help="改岗位;不再有权办理的未办事项同时移交。")(change_roles)
    officer.command("end", help="停用账号;未办的事项同时移交,已签署的仍署原名。")(end)
    app.add_typer(officer, name="officer", help="工作人员账号:建立、重置密码、解锁、改岗位、停用。")


def add_centre(
    code: Annotated[str, typer.Argument(help="中心代码:小写字母、数字、连字符,如 shili")],
    state: State = None,
) -> None:
    """Add a centre; what stands on its letterheads is asked for, line by line."""
    from deployments import accounts
    from models.time_source import MachineTime

    with _installation(state) as settings:
        accounts.check_code(settings, code)
        facts = {fact: _asked(label) for fact, label in accounts.CENTRE_FACTS.items()}
        accounts.add_centre(settings, code, facts, now=MachineTime().now())
    typer.echo(f"已建立中心 {code}({facts['name']})。下一步:hutong officer add 建立账号。")


def add(
    account: Annotated[str, typer.Argument(help="登录用的账号名")],
    centre: Annotated[str, typer.Option(help="中心代码")],
    name: Annotated[str, typer.Option(help="姓名")],
    role: Annotated[
        list[str], typer.Option(help="岗位,可以写几次,如 administrator 或者 系统管理员")
    ],
    state: State = None,
) -> None:
    """Add an officer; the first password is asked for."""
    from deployments import accounts
    from models.time_source import MachineTime

    wanted = accounts.NewOfficer(account, name, centre, role)
    with _installation(state) as settings:
        accounts.check_officer(settings, wanted)
        first = _new_password(account, name)
        roles = accounts.add_officer(settings, wanted, first, now=MachineTime().now())
    typer.echo(f"已建立账号 {account}({name},{roles})。首次登录时必须改密码。")


def password(
    account: Annotated[str, typer.Argument(help="登录用的账号名")], state: State = None
) -> None:
    """Give a new first password; every log-in of the account ends."""
    from deployments import accounts
    from models.time_source import MachineTime

    first = _new_password(account)
    with _installation(state) as settings:
        name = accounts.give_password(settings, account, first, now=MachineTime().now())
    typer.echo(f"已给 {account}({name})新的初始密码,原有登录都已结束;登录后必须改密码。")


def unlock(
    account: Annotated[str, typer.Argument(help="登录用的账号名")], state: State = None
) -> None:
    """Let an account log in again at once after wrong passwords."""
    from deployments import accounts
    from models.time_source import MachineTime

    with _installation(state) as settings:
        forgotten = accounts.unlock(settings, account, now=MachineTime().now())
    typer.echo(f"已解除 {account} 的等待,清除了{forgotten}次输错密码的记录。")


def change_roles(
    account: Annotated[str, typer.Argument(help="登录用的账号名")],
    role: Annotated[list[str], typer.Option(help="今后的岗位,可以写几次;没写的不再有")],
    to: To = "",
    state: State = None,
) -> None:
    """Give an officer other roles; they count from the next request on."""
    from deployments import accounts
    from models.time_source import MachineTime

    with _installation(state) as settings:
        roles, went = accounts.change_roles(settings, account, role, to=to, now=MachineTime().now())
    typer.echo(f"{account} 的岗位现在是{roles}。{_went(went)}")


def end(
    account: Annotated[str, typer.Argument(help="登录用的账号名")],
    to: To = "",
    state: State = None,
) -> None:
    """End an account; its log-ins, calendar address and channels end with it."""
    from deployments import accounts
    from models.time_source import MachineTime

    with _installation(state) as settings:
        went = accounts.end_account(settings, account, to=to, now=MachineTime().now())
    typer.echo(f"已停用 {account},登录、日历地址和接收方式都已结束。{_went(went)}")


def _went(went: "WentOver") -> str:
    return f"已移交:未办环节和审批{went.work}项,主办案件{went.led}件,督办{went.owed}件。"


def _asked(label: str) -> str:
    """Ask for a line; an end of the input is an empty answer, which is refused in words."""
    try:
        return str(typer.prompt(label, default="", show_default=False))
    except typer.Abort:
        return ""


def _new_password(account: str, name: str = "") -> str:
    """Ask twice, unseen.

    Raises:
        BadInput: Too simple, not the same twice, or nothing came.
    """
    from models.errors import BadInput
    from web.password_rules import SHORTEST, refused_because

    try:
        ask = f"初始密码({SHORTEST}个字符以上)"
        first = typer.prompt(ask, hide_input=True, default="", show_default=False)
        again = typer.prompt("再输入一次", hide_input=True, default="", show_default=False)
    except typer.Abort as ended:
        raise BadInput("没有输入密码,没有改动。") from ended
    if wrong := refused_because(first, again, account=account, old="", name=name):
        raise BadInput(f"{wrong}没有改动,请重新运行。")
    return str(first)


@contextmanager
def _installation(state: Path | None) -> "Iterator[Settings]":
    from deployments.machine.database import database_at_hand
    from models.settings import Settings

    settings = Settings(state_dir=state.absolute()) if state else Settings()
    with database_at_hand(settings, say=lambda text: typer.echo(text, err=True)) as at_hand:
        yield at_hand
