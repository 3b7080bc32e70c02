"""The command `curation`: reads options, asks an action, prints the answer. Errors are one sentence on stderr."""

import io
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from curation import __version__
from curation.cli import files, serving, workspace
from curation.cli.speaking import translate
from curation.errors import CurationError

cli = typer.Typer(
    name="curation",
    help="Compare many generated candidates blind, two at a time, and keep the best.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
COMMANDS: dict[str, Callable[..., Any]] = {
    "demo": serving.demo,
    "serve": serving.serve,
    "open": serving.open_,
    "import": workspace.import_,
    "imports": workspace.imports,
    "take-back": workspace.take_back,
    "projects": workspace.projects,
    "leaderboard": workspace.leaderboard,
    "export": workspace.export,
    "rank": files.rank,
}
for name, command in COMMANDS.items():
    cli.command(name)(command)


@cli.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        print(f"curation {__version__}")
        raise typer.Exit()


def main() -> None:
    """Run the command; what went wrong is one sentence on stderr and exit code 1."""
    # Matrices here are small; threads of the linear algebra wait for each other longer than they work. Read when numpy
    # is first loaded, which no command has done yet.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        # A terminal or a pipe that cannot write a letter shows its code instead of stopping the command.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli()
    except CurationError as error:
        # Names and paths that people typed may hold line breaks; the sentence stays on one line.
        print(" ".join(error.message(translate()).splitlines()), file=sys.stderr)
        raise SystemExit(1) from None
    except BrokenPipeError:
        # Somebody piped us into `head`: that is no error. Python would complain again when it flushes at exit.
        sys.stderr.close()
        raise SystemExit(0) from None
