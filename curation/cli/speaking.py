"""What commands have in common: the open workspace, the reader's language, sentences on stdout."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curation.i18n import N_, Translate, locale_of, translator
from curation.settings import Settings

if TYPE_CHECKING:
    from curation.actions.actor import Actor
    from curation.actions.importing import ImportResult
    from curation.app import Curation

COUNTED = {
    "briefs": (N_("{n} new brief"), N_("{n} new briefs")),
    "recipes": (N_("{n} new recipe"), N_("{n} new recipes")),
    "candidates": (N_("{n} new candidate"), N_("{n} new candidates")),
    "judgments": (N_("{n} judgment"), N_("{n} judgments")),
    "judges": (N_("{n} judge"), N_("{n} judges")),
    "unchanged": (N_("{n} row was there already"), N_("{n} rows were there already")),
}


def opened(workspace: Path | None, database_url: str | None) -> "tuple[Curation, Actor]":
    """The workspace these options name, and who is at the keyboard."""
    from curation.actions.actor import local_actor
    from curation.app import build

    curation = build(Settings.read(workspace, database_url))
    return curation, local_actor(curation.store)


def translate() -> Translate:
    """The terminal's language."""
    return translator(locale_of())


def say(template: str, **values: object) -> None:
    """Print one sentence in the terminal's language."""
    print(translate()(template).format(**values))


def json_text(value: Any) -> str:
    """The value as JSON that stdout can write; letters are escaped where it does not speak UTF-8."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    return json.dumps(value, ensure_ascii=plain, indent=2)


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


def say_counts(result: "ImportResult") -> None:
    """Print what an import brought in."""
    values = result.__dict__
    spoken = [
        translate()(one if values[name] == 1 else many).format(n=f"{values[name]:,}")
        for name, (one, many) in COUNTED.items()
        if values[name]
    ]
    print(f"{result.file}: {', '.join(spoken) or translate()(N_('nothing new'))}.")
