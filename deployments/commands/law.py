"""`hutong law …`: compare rule packs, check a new one, put it on the shelf, say what is open."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from deployments.law.effects import CaseEffects
    from models.law.pack import RulePack
    from models.law.shelf import Shelf

#: Exit status when a file is wrong, as for every other refusal.
WRONG = 2

_PACK = "规则包:national、版本号、地方包(如 wuhan)或一个 YAML 文件"
_JSON = typer.Option("--json", help="输出 JSON")


def register(app: typer.Typer) -> None:
    """Add `law` with its own commands."""
    law = typer.Typer(
        help="规则包:比较、校验、放入、列出,说明哪些法律尚未核实。", no_args_is_help=True
    )
    app.add_typer(law, name="law")
    law.command("diff", help="比较两个规则包:逐条,并用练习案件比较环节、文书和日期。")(diff)
    law.command("check", help="校验一个规则包文件,一次列出全部问题。")(check)
    law.command("add", help="校验后放入本机的规则包目录,不改程序。")(add)
    law.command("list", help="列出现有的规则包:自带的、本机放入的、未能载入的。")(list_packs)
    law.command("place", help="设置一个中心的所在地:新案件同时适用该地的地方包。")(place)
    law.command("caveats", help="列出规则包不能担保的事项(未取得、未核实的法律)。")(caveats)


def diff(
    old: Annotated[str, typer.Argument(help=f"原来的{_PACK}")],
    new: Annotated[str, typer.Argument(help=f"新的{_PACK}")],
    cases: Annotated[
        Path | None, typer.Option("--cases", help="练习案件目录;不写则用自带的练习案件")
    ] = None,
    rules_only: Annotated[bool, typer.Option("--rules-only", help="只比较条文,不排演案件")] = False,
    json: Annotated[bool, _JSON] = False,
) -> None:
    """Compare two packs rule by rule, and practice cases played under both."""
    import json as encoder

    from deployments.law.pack_files import chosen_pack
    from deployments.law.printing import as_json, show, show_cases
    from models.law.differing import differences

    before, after = chosen_pack(old), chosen_pack(new)
    found = differences(before, after)
    if not json:
        show(found)
    # The same law twice changes nothing in any case.
    nothing = rules_only or not found.differences
    played = [] if nothing else _played(cases, before, after)
    if json:
        typer.echo(encoder.dumps(as_json(found, played), ensure_ascii=False, indent=2))
    elif not nothing:
        show_cases(played)


def _played(cases: Path | None, old: "RulePack", new: "RulePack") -> "list[CaseEffects]":
    """Play the cases under both packs, with a bar on standard error."""
    from deployments.law.effects import CaseEffects, effects
    from deployments.law.replay import case_files, read_cases, replay
    from deployments.rehearsal.progress import PlayProgress

    scripts = read_cases(case_files(cases))
    with PlayProgress(len(scripts), times=2) as progress:
        return [
            CaseEffects(one.script, tuple(effects(one)))
            for one in replay(scripts, old, new, told=progress.told)
        ]


def check(file: Annotated[Path, typer.Argument(help="规则包文件(YAML)")]) -> None:
    """Check a file; every problem on a line of its own."""
    from deployments.law.pack_files import check_file, installed_shelf

    checked = check_file(file, installed_shelf())
    for problem in checked.problems:
        typer.echo(problem, err=True)
    if checked.problems or checked.pack is None:
        typer.echo(f"{file.name}:共 {len(checked.problems)} 处问题,不能使用。", err=True)
        raise typer.Exit(WRONG)
    typer.echo(f"{file.name} 可以使用:{checked.pack.version},{len(checked.pack.rules)} 条规则。")
    for remark in checked.remarks:
        typer.echo(remark)


def add(file: Annotated[Path, typer.Argument(help="规则包文件(YAML)")]) -> None:
    """Put a checked file into the installation's folder."""
    from deployments.law.pack_files import add_file, check_file, installed_shelf

    shelf = installed_shelf()
    target = add_file(file, shelf)
    typer.echo(f"已放入 {target}。已经打开的案件仍按原规则包办理,由主任逐案改按新规则包。")
    for remark in check_file(target, shelf).remarks:
        typer.echo(remark)


def list_packs() -> None:
    """List what is on the shelf."""
    from deployments.law.pack_files import for_today, installed_shelf
    from models.law.dates import shanghai_date
    from models.time_source import MachineTime

    shelf = installed_shelf()
    today = shanghai_date(MachineTime().now())
    typer.echo(f"今天登记的案件适用:{for_today(shelf, today)}")
    typer.echo(f"规则包目录:{shelf.folder}")
    _listed(shelf)
    for broken in shelf.broken:
        typer.echo(f"✗ {broken.name} 未载入:", err=True)
        for problem in broken.problems:
            typer.echo(f"    {problem}", err=True)


def _listed(shelf: "Shelf") -> None:
    for kept in shelf.nationals():
        since = kept.file.in_force_from
        when = f"{since}起" if since else "一直有效"
        typer.echo(f"全国 {kept.file.version}\t{kept.file.title}\t{when}")
    for local in shelf.local_ids():
        for kept in shelf.overlays(local):
            typer.echo(f"地方 {kept.file.version}\t{kept.file.title}")


def place(
    centre: Annotated[str, typer.Argument(help="中心代码")],
    locality: Annotated[str, typer.Argument(help="地方包,如 wuhan;写 none 表示没有")],
    reason: Annotated[str, typer.Option(help="理由;全中心可以看到")] = "命令行设置",
) -> None:
    """Say where a centre is; cases opened from then on take the overlay."""
    from deployments.law.centre_place import set_place
    from deployments.law.pack_files import installed_shelf
    from deployments.machine.database import database_at_hand
    from models.settings import Settings
    from models.time_source import MachineTime

    local = "" if locality == "none" else locality
    with database_at_hand(Settings(), say=lambda text: typer.echo(text, err=True)) as settings:
        shelf, now = installed_shelf(), MachineTime().now()
        name = set_place(settings, shelf, centre, local, reason=reason, now=now)
    said = f"地方包 {local}" if local else "没有地方包,只按全国规则"
    typer.echo(f"{name}:{said}。已经打开的案件不变。")


def caveats(
    pack: Annotated[str, typer.Option(help=_PACK)] = "national",
    json: Annotated[bool, _JSON] = False,
) -> None:
    """Say what a pack cannot vouch for, and which numbers were not seen in their source."""
    import json as encoder

    from deployments.law.pack_files import chosen_pack
    from models.law.vocabulary import Confirmation

    book = chosen_pack(pack)
    doubted = [
        rule
        for rule in book.rules.values()
        if rule.confirmed is Confirmation.MEMORY and rule.counted
    ]
    if json:
        told = {
            "pack": book.version,
            "caveats": [
                {"id": one.id, "document": book.documents[one.document].title, "text": one.text}
                for one in book.caveats
            ],
            "unconfirmed": [rule.id for rule in doubted],
        }
        typer.echo(encoder.dumps(told, ensure_ascii=False, indent=2))
        return
    typer.echo(f"规则包 {book.version}:{len(book.caveats)} 项未能核实的事项")
    for one in book.caveats:
        typer.echo(f"- {one.id}({book.documents[one.document].title})\n    {one.text}")
    for rule in doubted:
        typer.echo(f"- 规则 {rule.id} {rule.title}:{rule.counted},{rule.confirmed.chinese}")
