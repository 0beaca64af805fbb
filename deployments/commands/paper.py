"""`hutong paper check FILE-or-FOLDER…`: are these papers what a filing desk takes?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from documents.check.flaw import Flaw
    from documents.check.reading import NotAPaper
    from documents.check.told import Told

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
    record: Annotated[
        str | None, typer.Option("--record", help="案号或者案件编号(id):同时与案件记录核对。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
    pack: Annotated[str, typer.Option("--pack", help="按哪个规则包核对")] = "national",
) -> None:
    """Check papers and print what was found."""
    from deployments.law.pack_files import chosen_pack
    from documents.check.checking import cases_of, check_case, errors, yardstick
    from models.law.calendar.table import Calendar

    measure = yardstick(chosen_pack(pack), Calendar.standard())
    cases, refused = cases_of(paths)
    told = _record(record) if record else None
    found = [one for papers in cases for one in check_case(papers, measure, told)]
    _show(found, refused, as_json=as_json)
    if refused:
        raise typer.Exit(UNUSABLE)
    raise typer.Exit(HAS_ERRORS if errors(found) else 0)


def _record(case: str) -> "Told":
    """What the record of this installation tells of a case.

    Raises:
        BadInput: There is no such case, or no record to be asked.
    """
    from sqlalchemy.exc import DBAPIError

    from deployments.machine.database import database_at_hand
    from documents.check.recorded import told_by_record
    from models.errors import BadInput
    from models.settings import Settings
    from models.store import imprints
    from models.store.acting import as_worker, make_engine
    from models.time_source import MachineTime
    from models.words import Stage
    from tasks.office import Office
    from tasks.record.reading import read_record

    with database_at_hand(Settings(), say=lambda text: typer.echo(text, err=True)) as at_hand:
        engine = make_engine(at_hand.worker_database_url)
        try:
            office = Office.of_installation(at_hand, engine)
            with as_worker(engine) as db:
                named = imprints.case_numbered(db, case)
                if named is None:
                    raise BadInput(f"没有案号或者编号是“{case}”的案件。")
                read = read_record(
                    db, office, named.id, stage=Stage.CLOSURE, stage_ordinal=0,
                    now=MachineTime().now(),
                )  # fmt: skip
                return told_by_record(read)
        except DBAPIError as lost:
            raise BadInput("打不开本机的案件记录;请先启动或者升级系统,再用 --record。") from lost
        finally:
            engine.dispose()


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
