"""Commands on a workspace: bring in, list, take back, rate, deliver."""

from pathlib import Path
from typing import Annotated

import typer

from curation.cli.options import (
    ByName,
    DatabaseUrl,
    Format,
    Map,
    Prior,
    ProjectName,
    TableFormat,
    Ties,
    TiesName,
    Workspace,
    mapping_of,
    prior_variance,
)
from curation.cli.speaking import json_text, now, opened, say, say_counts
from curation.i18n import N_


def import_(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSON or JSON Lines: candidates or earlier judgments.")],
    project: ProjectName,
    map: Map = None,
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
    from curation.actions.importing import import_file

    curation, actor = opened(workspace, database_url)
    result = import_file(
        curation.store,
        actor,
        file,
        project,
        now=now(),
        mapping=mapping_of(map),
        briefs_path=briefs,
        make_candidates=make_candidates,
        dry_run=dry_run,
    )
    if result.already is not None:
        say(
            N_("{file} was brought into “{project}” on {day} already. Nothing was changed."),
            file=result.file,
            project=project,
            day=f"{result.already:%Y-%m-%d}",
        )
        return
    say_counts(result)
    if result.left_out:
        say(N_("{n} rows were left out: the file itself marks them as not valid."), n=result.left_out)
    if dry_run:
        say(N_("A trial run: nothing was changed."))
    else:
        say(N_("Take it back with: {command}"), command=f'curation take-back {result.import_id} --project "{project}"')


def imports(project: ProjectName, workspace: Workspace = None, database_url: DatabaseUrl = None) -> None:
    """List what was brought into a project."""
    from curation.actions.importing import list_imports

    curation, actor = opened(workspace, database_url)
    for found in list_imports(curation.store, actor, project):
        print(
            f"{found.id}  {found.created_at:%Y-%m-%d %H:%M}  {found.state.value:10}  {found.kind.value:10}  {found.file_name}"
        )


def take_back(
    import_id: Annotated[int, typer.Argument(help="The import's number, from “curation imports”.")],
    project: ProjectName,
    workspace: Workspace = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Take an import back: what it brought is no longer seen or counted."""
    from curation.actions import importing

    curation, actor = opened(workspace, database_url)
    found = importing.take_back(curation.store, actor, project, import_id)
    say(N_("{file} was taken back out of “{project}”."), file=found.file_name, project=project)


def projects(workspace: Workspace = None, database_url: DatabaseUrl = None) -> None:
    """List the projects of the workspace."""
    from curation.actions.projects import list_projects

    curation, actor = opened(workspace, database_url)
    cards = list_projects(curation.store, curation.links, actor, now=now())
    for card in cards:
        counts = N_("{name}: {briefs} briefs, {candidates} candidates, {judged} judgments by {judges} judges")
        say(counts, **{**card.__dict__})
    if not cards:
        say(N_("There are no projects yet. Bring outputs in with: curation import FILE --project NAME"))


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
    from curation.actions.leaderboards import leaderboards, method_line
    from curation.actions.printing import board_json, board_table
    from curation.actions.projects import find_project
    from curation.actions.rating import RatingSettings

    curation, actor = opened(workspace, database_url)
    found = find_project(curation.store, actor, project)
    settings = RatingSettings(ties=ties.value, prior_variance=prior_variance(prior))
    boards = leaderboards(curation.store, actor, found.id, by=by.value, settings=settings)
    if format is TableFormat.JSON:
        print(json_text([board_json(board) for board in boards]))
        return
    judged = [board for board in boards if board.comparisons]
    for board in judged:
        print(board_table(board, top))
        print(method_line(board))
        print()
    if len(judged) < len(boards):
        say(N_("{n} briefs are left out: nobody has judged them yet."), n=len(boards) - len(judged))
    if not boards:
        say(N_("“{project}” has no candidates yet."), project=project)


def export(
    project: ProjectName,
    output: Annotated[Path, typer.Option("--output", help="The file to write.")],
    top: Annotated[int, typer.Option("--top", help="How many of each brief.")] = 5,
    format: Annotated[str, typer.Option("--format", help="csv or jsonl.")] = "csv",
    workspace: Workspace = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write the top-rated candidates of each brief to a file."""
    from curation.actions.exporting import export_file
    from curation.actions.projects import find_project

    curation, actor = opened(workspace, database_url)
    found = find_project(curation.store, actor, project)
    result = export_file(curation.store, actor, found.id, output, top=top, format=format)
    said = N_("{output}: {n} candidates of {briefs} briefs.")
    say(said, output=output, n=len(result.rows), briefs=result.briefs)
    if result.briefs_without_judgments:
        say(N_("{n} briefs were left out: nobody has judged them yet."), n=result.briefs_without_judgments)
