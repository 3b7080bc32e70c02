"""Outputs pasted into a box: told apart, counted, and put into a project that may be new."""

import re
from datetime import datetime

from curation.actions.actor import Actor, require
from curation.actions.projects import create_project, paste_outputs
from curation.errors import BadValue
from curation.i18n import N_
from curation.models import Project
from curation.models.base import TEXT_LENGTH
from curation.models.projects import DEFAULT_QUESTION
from curation.storage import Store

# How pasted outputs are told apart. A haiku has line breaks in it, a letter blank lines.
SEPARATORS: dict[str, tuple[str, str]] = {
    "blank": (N_("by blank lines"), r"\n[^\S\n]*\n\s*"),
    "line": (N_("by line breaks"), r"\n"),
    "dashes": (N_("by lines of three dashes"), r"(?m)^[^\S\n]*-{3,}[^\S\n]*$"),
}


def split_outputs(pasted: str, separator: str) -> list[str]:
    """The outputs in a pasted text, trimmed, each once, in their order. `separator` is a key of SEPARATORS.

    Raises:
        BadValue: One of them cannot be stored.

    Example:
        >>> split_outputs("one\\ntwo\\n\\nthree", "blank")
        ['one\\ntwo', 'three']
    """
    text = pasted.replace("\r\n", "\n").replace("\r", "\n")
    outputs = [output.strip() for output in re.split(SEPARATORS[separator][1], text)]
    if any(len(output) > TEXT_LENGTH or "\0" in output for output in outputs):
        raise BadValue(N_("outputs"), N_("a text that cannot be stored"), N_("texts under 1,000,000 characters"))
    return [output for output in dict.fromkeys(outputs) if output]


def start_project(
    store: Store,
    actor: Actor,
    name: str,
    brief_text: str,
    outputs: list[str],
    *,
    now: datetime,
    question: str = DEFAULT_QUESTION,
    winners_per_brief: int = 1,
) -> tuple[Project, int]:
    """Make a project and put pasted outputs into it; returns it and how many they are.

    Raises:
        BadValue: The name, the question or the brief cannot be used. Nothing is changed.
    """
    if len(brief_text) > TEXT_LENGTH:
        raise BadValue(N_("brief"), N_("a text that cannot be stored"), N_("texts under 1,000,000 characters"))
    project = create_project(store, actor, name, now=now, question=question, winners_per_brief=winners_per_brief)
    made = paste_outputs(store, actor, project.id, brief_text, outputs, now=now) if outputs else 0
    return project, made


def add_pasted(
    store: Store, actor: Actor, project_name: str, brief_text: str, outputs: list[str], *, now: datetime
) -> int:
    """Put pasted outputs into the project of this name, which is made if missing; returns how many were new.

    Raises:
        BadValue: There is no output, or the name or a text cannot be used.
    """
    require(actor, "curate")
    if not outputs:
        raise BadValue(N_("outputs"), N_("no text"), N_("at least one output"))
    with store.reading() as rows:
        project = rows.find(Project, name=project_name)
    if project is None:
        return start_project(store, actor, project_name, brief_text, outputs, now=now)[1]
    return paste_outputs(store, actor, project.id, brief_text, outputs, now=now)
