"""The command `curation`: reads options, asks an action, prints the answer. Errors are one sentence on stderr."""

import json
import math
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from curation import __version__
from curation.errors import BadValue, CurationError
from curation.i18n import N_, Translate, locale_of, translator
from curation.settings import DATABASE_VARIABLE, WORKSPACE_VARIABLE, Settings

cli = typer.Typer(
    name="curation",
    help="Compare many generated candidates blind, two at a time, and keep the best.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Workspace = Annotated[
    Path | None,
    typer.Option("--workspace", envvar=WORKSPACE_VARIABLE, help="Folder that holds the database and the media files."),
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database-url", envvar=DATABASE_VARIABLE, help="PostgreSQL database to use instead of the workspace's SQLite."
    ),
]
ProjectName = Annotated[str, typer.Option("--project", help="Name of the project.")]


class TableFormat(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"


class MethodName(StrEnum):
    """Rating methods."""

    BRADLEY_TERRY = "bradley-terry"
    ELO = "elo"


class TiesName(StrEnum):
    """What ties are."""

    HALF = "half"
    DROP = "drop"


class ByName(StrEnum):
    """What a leaderboard lists."""

    CANDIDATE = "candidate"
    RECIPE = "recipe"


Format = Annotated[TableFormat, typer.Option("--format", help="A table, or JSON and nothing else.")]
Ties = Annotated[
    TiesName, typer.Option("--ties", help="Both good, both bad and ties: half a win each way, or dropped.")
]
Prior = Annotated[str, typer.Option("--prior", help="Variance of the strengths: auto, none, or a number above 0.")]


def main() -> None:
    """Run the command; what went wrong is one sentence on stderr and exit code 1."""
    try:
        cli()
    except CurationError as error:
        print(error.message(_translate()), file=sys.stderr)
        raise SystemExit(1) from None
    except BrokenPipeError:
        # Somebody piped us into `head`: that is no error. Python would complain again when it flushes at exit.
        sys.stderr.close()
        raise SystemExit(0) from None


def _translate() -> Translate:
    return translator(locale_of())


def _say(template: str, **values: object) -> None:
    print(_translate()(template).format(**values))


def _now() -> datetime:
    return datetime.now(UTC)


@cli.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        print(f"curation {__version__}")
        raise typer.Exit()


@cli.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSON or JSON Lines: candidates or earlier judgments.")],
    project: ProjectName,
    map: Annotated[
        list[str] | None, typer.Option("--map", help="What a column means, for example prompt=question.")
    ] = None,
    briefs: Annotated[
        Path | None, typer.Option("--briefs", help="A file with id and text, when prompts are only keys.")
    ] = None,
    make_candidates: Annotated[
        bool, typer.Option("--make-candidates", help="Judgments make the candidates they name.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be brought in.")] = False,
    workspace: Workspace = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Bring a file into a project, which is made if missing. The same file twice changes nothing."""
    from curation.actions.actor import local_actor
    from curation.actions.importing import import_file
    from curation.app import build

    curation = build(Settings.read(workspace, database_url))
    result = import_file(
        curation.store,
        local_actor(curation.store),
        file,
        project,
        now=_now(),
        mapping=_mapping(map or []),
        briefs_path=briefs,
        make_candidates=make_candidates,
        dry_run=dry_run,
    )
    if result.already is not None:
        _say(
            N_("{file} was brought into “{project}” on {day} already. Nothing was changed."),
            file=result.file,
            project=project,
            day=f"{result.already:%Y-%m-%d}",
        )
        return
    print(_counts(result.__dict__))
    if dry_run:
        _say(N_("A trial run: nothing was changed."))
    else:
        _say(N_("Take it back with: {command}"), command=f'curation take-back {result.import_id} --project "{project}"')


COUNTED = {
    "briefs": (N_("{n} new brief"), N_("{n} new briefs")),
    "recipes": (N_("{n} new recipe"), N_("{n} new recipes")),
    "candidates": (N_("{n} new candidate"), N_("{n} new candidates")),
    "judgments": (N_("{n} judgment"), N_("{n} judgments")),
    "judges": (N_("{n} judge"), N_("{n} judges")),
    "unchanged": (N_("{n} row was there already"), N_("{n} rows were there already")),
}


def _counts(values: dict[str, int]) -> str:
    spoken = [
        _translate()(one if values[name] == 1 else many).format(n=f"{values[name]:,}")
        for name, (one, many) in COUNTED.items()
        if values[name]
    ]
    return f"{values['file']}: {', '.join(spoken) or _translate()(N_('nothing new'))}."


@cli.command()
def imports(project: ProjectName, workspace: Workspace = None, database_url: DatabaseUrl = None) -> None:
    """List what was brought into a project."""
    from curation.actions.actor import local_actor
    from curation.actions.importing import list_imports
    from curation.app import build

    curation = build(Settings.read(workspace, database_url))
    for found in list_imports(curation.store, local_actor(curation.store), project):
        print(
            f"{found.id}  {found.created_at:%Y-%m-%d %H:%M}  {found.state.value:10}  {found.kind.value:10}  {found.file_name}"
        )


@cli.command("take-back")
def take_back(
    import_id: Annotated[int, typer.Argument(help="The import's number, from “curation imports”.")],
    project: ProjectName,
    workspace: Workspace = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Take an import back: what it brought is no longer seen or counted."""
    from curation.actions import importing
    from curation.actions.actor import local_actor
    from curation.app import build

    curation = build(Settings.read(workspace, database_url))
    found = importing.take_back(curation.store, local_actor(curation.store), project, import_id)
    _say(N_("{file} was taken back out of “{project}”."), file=found.file_name, project=project)


@cli.command()
def projects(workspace: Workspace = None, database_url: DatabaseUrl = None) -> None:
    """List the projects of the workspace."""
    from curation.actions.actor import local_actor
    from curation.actions.projects import list_projects
    from curation.app import build

    curation = build(Settings.read(workspace, database_url))
    cards = list_projects(curation.store, curation.links, local_actor(curation.store), now=_now())
    for card in cards:
        counts = N_("{name}: {briefs} briefs, {candidates} candidates, {judged} judgments by {judges} judges")
        _say(counts, **{**card.__dict__})
    if not cards:
        _say(N_("There are no projects yet. Bring outputs in with: curation import FILE --project NAME"))


@cli.command()
def rank(
    file: Annotated[Path, typer.Argument(help="Any file of judgments: left, right, winner in one of many spellings.")],
    map: Annotated[
        list[str] | None, typer.Option("--map", help="What a column means, for example winner=vote.")
    ] = None,
    method: Annotated[
        MethodName, typer.Option("--method", help="Bradley-Terry, or Elo in the order of the file.")
    ] = MethodName.BRADLEY_TERRY,
    ties: Ties = TiesName.HALF,
    prior: Prior = "auto",
    k_factor: Annotated[float, typer.Option("--k-factor", help="Elo: points at stake in one judgment.")] = 32.0,
    initial: Annotated[float, typer.Option("--initial", help="Elo: rating at the start.")] = 1000.0,
    scale: Annotated[float, typer.Option("--scale", help="Elo: points for odds of 10 to 1.")] = 400.0,
    format: Format = TableFormat.TABLE,
) -> None:
    """Rank the names in any file of judgments; no workspace is needed."""
    from curation.actions.rating import RatingSettings, rank_judgments
    from curation.importers import read, read_judgments

    judgments = read_judgments(read(file), _mapping(map or []), outcomes_only=True)
    settings = RatingSettings(method.value, ties.value, _prior(prior), k_factor, initial, scale)
    ranking = rank_judgments(judgments.left, judgments.right, judgments.outcome, settings, file=judgments.file)
    if format is TableFormat.JSON:
        from curation.actions.printing import ranking_json

        print(json.dumps(ranking_json(ranking), ensure_ascii=False, indent=2))
        return
    from curation.actions.printing import estimates_table

    print(estimates_table(ranking.estimates))


@cli.command()
def leaderboard(
    project: ProjectName,
    by: Annotated[
        ByName, typer.Option("--by", help="Candidates of each brief, or recipes over all briefs.")
    ] = ByName.CANDIDATE,
    top: Annotated[int, typer.Option("--top", min=1, help="How many lines of each leaderboard.")] = 10,
    ties: Ties = TiesName.HALF,
    prior: Prior = "auto",
    format: Format = TableFormat.TABLE,
    workspace: Workspace = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Print the ratings of a project, with 95 % intervals."""
    from curation.actions.actor import local_actor
    from curation.actions.leaderboards import leaderboards, method_line
    from curation.actions.printing import board_json, board_table
    from curation.actions.projects import find_project
    from curation.actions.rating import RatingSettings
    from curation.app import build

    curation = build(Settings.read(workspace, database_url))
    actor = local_actor(curation.store)
    found = find_project(curation.store, actor, project)
    settings = RatingSettings(ties=ties.value, prior_variance=_prior(prior))
    boards = leaderboards(curation.store, actor, found.id, by=by.value, settings=settings)
    if format is TableFormat.JSON:
        print(json.dumps([board_json(board) for board in boards], ensure_ascii=False, indent=2))
        return
    for board in boards:
        print(board_table(board, top))
        print(method_line(board))
        print()
    if not boards:
        _say(N_("“{project}” has no candidates yet."), project=project)


@cli.command()
def export(
    project: ProjectName,
    output: Annotated[Path, typer.Option("--output", help="The file to write.")],
    top: Annotated[int, typer.Option("--top", help="How many of each brief.")] = 5,
    format: Annotated[str, typer.Option("--format", help="csv or jsonl.")] = "csv",
    workspace: Workspace = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write the top-rated candidates of each brief to a file."""
    from curation.actions.actor import local_actor
    from curation.actions.exporting import export_file
    from curation.actions.projects import find_project
    from curation.app import build

    curation = build(Settings.read(workspace, database_url))
    actor = local_actor(curation.store)
    found = find_project(curation.store, actor, project)
    result = export_file(curation.store, actor, found.id, output, top=top, format=format)
    said = N_("{output}: {n} candidates of {briefs} briefs.")
    _say(said, output=output, n=len(result.rows), briefs=result.briefs)
    if result.briefs_without_judgments:
        _say(N_("{n} briefs were left out: nobody has judged them yet."), n=result.briefs_without_judgments)


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for pair in pairs:
        target, equals, column = pair.partition("=")
        if not equals or not target.strip() or not column.strip():
            raise BadValue("--map", f"“{pair}”", N_("what=column, for example prompt=question"))
        mapping[target.strip()] = column.strip()
    return mapping


def _prior(text: str) -> float | None:
    if text == "auto":
        return None
    if text == "none":
        return math.inf
    try:
        variance = float(text)
    except ValueError:
        variance = math.nan
    if not variance > 0 or math.isinf(variance):
        raise BadValue("--prior", f"“{text}”", N_("auto, none, or a number above 0"))
    return variance
