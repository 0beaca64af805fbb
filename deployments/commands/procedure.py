"""`hutong procedure`: the procedure as the program has it, to read or to work with."""

import json as encoder
from typing import Annotated

import typer

_PERMISSIONS = Annotated[
    bool, typer.Option("--permissions", help="输出 docs/permissions.md：谁可以做什么")
]
_CONSISTENCY = Annotated[
    bool, typer.Option("--consistency", help="输出 docs/consistency.md：哪些事实互相核对")
]
_FIELDS = Annotated[bool, typer.Option("--fields", help="输出 docs/fields.md：各表单的全部栏目")]


def register(app: typer.Typer) -> None:
    """Add `procedure`."""

    @app.command(help="列出办案程序：阶段、环节、办理人、期限、表单、文书、规则和依据。")
    def procedure(
        *,
        stage: Annotated[
            str, typer.Option(help="只看一个阶段，写代号或中文名，如 consultation、多方会商")
        ] = "",
        pack: Annotated[
            str, typer.Option(help="规则包：national、版本号、地方包（如 wuhan）或一个 YAML 文件")
        ] = "national",
        json: Annotated[
            bool, typer.Option("--json", help="输出 JSON，含表单的 JSON schema")
        ] = False,
        mermaid: Annotated[
            bool, typer.Option("--mermaid", help="输出 docs/stages.md：流程图和全部环节")
        ] = False,
        permissions: _PERMISSIONS = False,
        consistency: _CONSISTENCY = False,
        fields: _FIELDS = False,
    ) -> None:
        from rich.console import Console

        from deployments.law.pack_files import chosen_pack
        from deployments.procedure.book import book, stage_named
        from deployments.procedure.printing import markdown, show
        from models.words import Stage

        asked = {"permissions": permissions, "consistency": consistency, "fields": fields}
        if page := next((name for name, wanted in asked.items() if wanted), None):
            typer.echo(_printed(page), nl=False)
            return
        wanted = [stage_named(stage)] if stage else list(Stage)
        found = book(chosen_pack(pack), wanted)
        if json:
            typer.echo(encoder.dumps(found, ensure_ascii=False, indent=2))
        elif mermaid:
            typer.echo(markdown(found), nl=False)
        else:
            show(found, Console(highlight=False))


def _printed(page: str) -> str:
    """A page of `docs/` that is printed, by its name."""
    from deployments.procedure.consistency_page import consistency_page
    from deployments.procedure.fields_page import fields_page
    from deployments.procedure.permissions_page import permissions_page

    pages = {
        "permissions": permissions_page,
        "consistency": consistency_page,
        "fields": fields_page,
    }
    return pages[page]()
