"""`hutong paper check FILE-or-FOLDER…`: are these papers what a filing desk takes?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from documents.check.flaw import Flaw
    from documents.check.reading import NotAPaper

#: Exit status when a paper has errors.
HAS_ERRORS = 1
#: And when a file is no paper; the others are checked all the same.
UNUSABLE = 2


def register(app: typer.Typer) -> None:
    """Add `paper` with its own commands."""
    paper = typer.Typer(help="文书:检查已经写好的 Word 文件。", no_args_is_help=True)
    app.add_typer(paper, name="paper")

    @paper.callback()
    def paper_commands() -> None:
        """文书:检查已经写好的 Word 文件。"""

    paper.command("check", help="检查 Word 文书能否递交:逐份检查,一个文件夹作为一个案件互相核对。")(
        check
    )


def check(
    paths: Annotated[list[Path], typer.Argument(help="文书(.docx)或者文件夹;一个文件夹是一个案件")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
    pack: Annotated[str, typer.Option("--pack", help="按哪个规则包核对")] = "national",
) -> None:
    """Check papers and print what was found."""
    from deployments.law.pack_files import chosen_pack
    from documents.check.checking import cases_of, check_case, errors, yardstick
    from models.law.calendar.table import Calendar

    measure = yardstick(chosen_pack(pack), Calendar.standard())
    cases, refused = cases_of(paths)
    found = [one for papers in cases for one in check_case(papers, measure)]
    _show(found, refused, as_json=as_json)
    if refused:
        raise typer.Exit(UNUSABLE)
    raise typer.Exit(HAS_ERRORS if errors(found) else 0)


def _show(found: "list[Flaw]", refused: "list[NotAPaper]", *, as_json: bool) -> None:
    import json as encoder

    for one in refused:
        typer.echo(one.message, err=True)
    if as_json:
        typer.echo(encoder.dumps([one.as_json() for one in found], ensure_ascii=False, indent=2))
        return
    for finding in found:
        typer.echo(
            f"{finding.severity.label} {finding.file} {finding.place}({finding.rule})"
            f"“{finding.words}”:{finding.sentence}"
        )
    if not found:
        typer.echo("没有发现问题。")
