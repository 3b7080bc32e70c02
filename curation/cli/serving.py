"""Commands that start the app in the browser."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from curation.cli.options import DatabaseUrl, Headless, Host, Map, Port, Workspace, mapping_of
from curation.cli.speaking import now, opened, say, say_counts
from curation.i18n import N_
from curation.settings import Settings


def demo(
    host: Host = "127.0.0.1",
    port: Port = 8501,
    headless: Headless = False,
    workspace: Workspace = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Start the app on the sample project, ready to judge; no key is needed."""
    from curation.actions.projects import briefs_of
    from curation.actions.sample import load_sample
    from curation.ui.server import serve as serve_app

    curation, actor = opened(workspace, database_url)
    project = load_sample(curation.store, curation.media, actor, now=now())
    first = briefs_of(curation.store, actor, project.id)[0]
    curation.close()
    path = f"/compare?project={project.id}&brief={first.id}"
    serve_app(curation.settings, host, port, headless=headless, path=path, announce=_announce)


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8501,
    headless: Headless = False,
    workspace: Workspace = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Start the app on your own projects."""
    from curation.ui.server import serve as serve_app

    serve_app(Settings.read(workspace, database_url), host, port, headless=headless, announce=_announce)


def open_(
    path: Annotated[Path, typer.Argument(help="A folder of pictures, sound or film, or a file of outputs.")],
    project: Annotated[
        str | None, typer.Option("--project", help="Name of the project; by default that of the path.")
    ] = None,
    map: Map = None,
    host: Host = "127.0.0.1",
    port: Port = 8501,
    headless: Headless = False,
    workspace: Workspace = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Make a project of a folder or file, and open the browser on judging it."""
    from curation.actions.importing import import_file
    from curation.actions.importing_media import files_of, import_media
    from curation.actions.projects import find_project
    from curation.ui.server import serve as serve_app

    curation, actor = opened(workspace, database_url)
    name = project or path.absolute().stem
    if path.is_dir():
        result = import_media(
            curation.store,
            curation.media,
            actor,
            files_of(path),
            name,
            brief_text=path.absolute().name,
            now=now(),
            progress=_show_progress,
        )
    else:
        result = import_file(curation.store, actor, path, name, now=now(), mapping=mapping_of(map))
    if result.already is None:
        say_counts(result)
    found = find_project(curation.store, actor, name)
    curation.close()
    serve_app(curation.settings, host, port, headless=headless, path=f"/compare?project={found.id}", announce=_announce)


def _announce(url: str) -> None:
    say(N_("Curation is at {url} - stop it with Ctrl+C."), url=url)
    sys.stdout.flush()


def _show_progress(done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}", end="", file=sys.stderr)
