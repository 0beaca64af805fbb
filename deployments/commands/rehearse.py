"""`hutong rehearse FILE… --out DIR`: play practice cases on a virtual clock."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from deployments.rehearsal.running import Result

#: Exit status when an expectation does not hold.
NOT_AS_EXPECTED = 1
#: And when a file was refused; the others were played all the same.
BAD_INPUT = 2


def register(app: typer.Typer) -> None:
    """Add `rehearse`."""

    @app.command(help="在虚拟时钟上排演练习案例,留下文书、时间线和期限计算单。")
    def rehearse(
        files: Annotated[
            list[str] | None, typer.Argument(help="案例文件(YAML),或者自带案例的名称")
        ] = None,
        out: Annotated[Path | None, typer.Option("--out", help="输出目录")] = None,
        json: Annotated[bool, typer.Option("--json", help="结果输出为 JSON")] = False,
        list_: Annotated[bool, typer.Option("--list", help="列出自带的练习案例")] = False,
    ) -> None:
        if list_:
            show_list(json=json)
            return
        play(files or [], out, json=json)


def show_list(*, json: bool) -> None:
    """Print the shipped cases: name, file, title, what each shows."""
    import json as encoder

    from deployments.rehearsal.loading import load_script, shipped_cases

    found = [(file, load_script(file)) for file in shipped_cases()]
    if json:
        listed = [
            {"name": script.name, "file": str(file), "title": script.title, "about": script.about}
            for file, script in found
        ]
        typer.echo(encoder.dumps(listed, ensure_ascii=False, indent=2))
        return
    for file, script in found:
        typer.echo(f"{script.name}\t{script.title}\n    {script.about}\n    {file}")


def play(names: list[str], out: Path | None, *, json: bool) -> None:
    """Rehearse, show progress on standard error, print what came on standard output.

    Raises:
        BadInput: Nothing to play, or nowhere to write.
        Exit: Status 2 when a file was refused, 1 when an expectation does not hold.
    """
    from deployments.rehearsal.progress import PlayProgress
    from deployments.rehearsal.running import NotPlayed, find_files, rehearse
    from models.errors import BadInput

    if not names:
        raise BadInput("请写明要排演的案例文件;自带的案例见 hutong rehearse --list。")
    if out is None:
        raise BadInput("请用 --out 写明输出目录。")
    with PlayProgress(len(names)) as progress:
        rehearsed = rehearse(find_files(names), out, told=progress.told)
    show_results(rehearsed, json=json)
    if any(isinstance(one, NotPlayed) for one in rehearsed):
        raise typer.Exit(BAD_INPUT)
    if any(one.failures for one in rehearsed if not isinstance(one, NotPlayed)):
        raise typer.Exit(NOT_AS_EXPECTED)


def show_results(rehearsed: "list[Result]", *, json: bool) -> None:
    """Print one line a case, and each expectation that does not hold; why a file was refused."""
    import json as encoder

    from deployments.rehearsal.running import NotPlayed

    for one in rehearsed:
        if isinstance(one, NotPlayed):
            typer.echo(one.sentence, err=True)
    if json:
        typer.echo(
            encoder.dumps([one.as_json() for one in rehearsed], ensure_ascii=False, indent=2)
        )
        return
    for one in rehearsed:
        if isinstance(one, NotPlayed):
            continue
        mark = "✗" if one.failures else "✓"
        state = "已结案" if one.closed else "在办"
        typer.echo(
            f"{mark} {one.script.title}:{one.steps} 个环节,{one.documents} 份文书,{state},"
            f"{one.seconds:.1f} 秒 → {one.out or '(没有写出)'}"
        )
        for failure in one.failures:
            typer.echo(str(failure), err=True)
