"""The `hutong` command: every module of `deployments.commands` adds its own.

A command imports what it needs inside its body, so that help and short commands answer at once.
"""

import importlib
import pkgutil
import sys

import typer

from deployments import commands
from models.errors import HutongError

#: Exit status when the program refuses, as command lines do for wrong use.
REFUSED = 2


def build() -> typer.Typer:
    """Return the command line with every command registered, in the order of their names."""
    app = typer.Typer(
        name="hutong",
        help="护童：未成年人救助保护中心危机处置办案系统。",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for found in sorted(pkgutil.iter_modules(commands.__path__), key=lambda m: m.name):
        importlib.import_module(f"{commands.__name__}.{found.name}").register(app)
    return app


def main() -> None:
    """Run the command line; a refusal is one sentence and exit status 2."""
    try:
        build()()
    except HutongError as refusal:
        print(refusal.message, file=sys.stderr)  # noqa: T201 - the terminal is the reader
        sys.exit(REFUSED)
