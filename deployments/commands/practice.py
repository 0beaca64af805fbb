"""`hutong practice`: load the invented practice centre and print its accounts."""

import typer


def register(app: typer.Typer) -> None:
    """Add `practice`."""

    @app.command(help="装入演练中心(虚构的人物和案件),并列出演练账号;已经装入的只列账号。")
    def practice() -> None:
        from deployments.machine.database import database_at_hand
        from deployments.practice.centre import load_practice_centre
        from deployments.steps import migrate
        from models.settings import Settings

        with database_at_hand(Settings(), say=typer.echo) as settings:
            migrate(settings)
            typer.echo(str(load_practice_centre(settings)))
