"""`hutong looks`: who looked at what, asked of the database on the machine itself."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from models.store.views_looks import LookTold

#: Lines that are told when nobody says how many.
_USUAL = 200


def register(app: typer.Typer) -> None:
    """Add `looks`."""
    app.command("looks", help="查看记录:谁在什么时候看了什么,新的在前。")(looks)


def looks(  # noqa: PLR0917 - typer reads its options from here
    case: Annotated[str | None, typer.Option(help="只看这个案号")] = None,
    officer: Annotated[str | None, typer.Option(help="只看这个账号")] = None,
    since: Annotated[str | None, typer.Option(help="从哪一天,如 2026-11-01")] = None,
    until: Annotated[str | None, typer.Option(help="到哪一天(含当天)")] = None,
    most: Annotated[int, typer.Option(min=1, help="最多几行")] = _USUAL,
    as_json: Annotated[bool, typer.Option("--json", help="每行一个 JSON 对象")] = False,
    state: Annotated[Path | None, typer.Option("--state", help="数据目录。")] = None,
) -> None:
    """Tell looks; `hutong looks` itself asks as the owner of the database and is in no log."""
    from deployments.machine.database import database_at_hand
    from models.settings import Settings
    from models.store import views_looks
    from models.store.acting import make_engine
    from models.store.views_looks import EVER

    begins, ends = _begins(since) or EVER[0], _begins(until)
    settings = Settings(state_dir=state.absolute()) if state else Settings()
    with database_at_hand(settings, say=lambda text: typer.echo(text, err=True)) as at_hand:
        engine = make_engine(at_hand.database_url)
        try:
            with engine.connect() as db:
                found = views_looks.told(
                    db, number=case, account=officer, since=begins,
                    until=ends + timedelta(days=1) if ends else EVER[1], most=most,
                )  # fmt: skip
        finally:
            engine.dispose()
    for one in found:
        typer.echo(_as_json(one) if as_json else _line(one))
    if len(found) == most and not as_json:
        typer.echo(
            f"只列出最近{most}行,还有更早的;用 --most、--since、--until 看其余的。", err=True
        )


def _begins(day: str | None) -> datetime | None:
    """When a day begins in Shanghai.

    Raises:
        BadInput: It is no day.
    """
    from models.errors import BadInput
    from models.law.dates import day_begins

    if day is None:
        return None
    try:
        return day_begins(date.fromisoformat(day))
    except (ValueError, OverflowError):
        raise BadInput(f"“{day}”不是日期,请写成 2026-11-01 的样子。") from None


def _line(one: "LookTold") -> str:
    from models.labels import LOOKS
    from models.law.dates import SHANGHAI
    from models.words import Look

    at = one.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    return "\t".join(
        (at, f"{one.officer}({one.account})", LOOKS[Look(one.what)], one.number or "—")
    )


def _as_json(one: "LookTold") -> str:
    told = {
        "at": one.at.isoformat(), "account": one.account, "what": one.what, "case": one.number,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)
