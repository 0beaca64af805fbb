"""`hutong replay`: a case built again from its imprints and answers, at an instant, and compared."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("replay")(replay)


def replay(
    case: Annotated[str, typer.Argument(help="案号,或者案件编号(id)。")],
    *,
    at: Annotated[
        str | None, typer.Option("--at", help="那一刻案件的情况,如 2026-11-01T09:00。")
    ] = None,
    known_on: Annotated[
        str | None, typer.Option("--known-on", help="只凭那一刻以前登记的内容。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
    state: Annotated[Path | None, typer.Option("--state", help="数据目录。")] = None,
) -> None:
    """只凭留痕和封存的答复重建一个案件,并与登记逐项核对;不一致时退出码为 1。

    --at 是“当时是什么情况”(用现在知道的一切),--known-on 是“当时知道什么”;两个可以一起用。
    """
    from deployments.doctor.replaying import as_json as told_json
    from deployments.doctor.replaying import as_text
    from deployments.machine.database import database_at_hand
    from models.errors import BadInput
    from models.settings import Settings
    from models.store import imprints
    from models.store.acting import as_worker, make_engine
    from models.time_source import MachineTime
    from tasks.check.replaying import replay as built_again
    from tasks.office import Office

    instants = {"at": _instant(at), "known_on": _instant(known_on)}
    settings = Settings(state_dir=state.absolute()) if state else Settings()
    with database_at_hand(settings, say=lambda text: typer.echo(text, err=True)) as at_hand:
        engine = make_engine(at_hand.worker_database_url)
        try:
            office = Office.of_installation(at_hand, engine)
            with as_worker(engine) as db:
                named = imprints.case_numbered(db, case)
                if named is None:
                    raise BadInput(f"没有案号或者编号是“{case}”的案件。")
                found = built_again(db, office, named, **instants)
        finally:
            engine.dispose()
    told = told_json(found, now=MachineTime().now())
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else as_text(found, told))
    raise typer.Exit(0 if found.holds else 1)


def _instant(said: str | None) -> datetime | None:
    """An instant as it was typed, in Shanghai where no zone is said.

    Raises:
        BadInput: It is none.
    """
    from models.errors import BadInput
    from models.law.dates import SHANGHAI

    if said is None:
        return None
    try:
        told = datetime.fromisoformat(said)
    except ValueError:
        raise BadInput(f"“{said}”不是时间,请写成 2026-11-01T09:00 的样子。") from None
    return told if told.tzinfo else told.replace(tzinfo=SHANGHAI)
