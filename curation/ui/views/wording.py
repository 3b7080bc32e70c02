"""Numbers, moments and people's words as they stand in sentences."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from curation.actions.projects import PICTURE_TAGS, TEXT_TAGS
from curation.i18n import N_, Translate
from curation.models import Goal, MediaKind

GOALS = {
    Goal.PICK_BEST: N_("Pick the best outputs"),
    Goal.CHOOSE_RECIPE: N_("Choose the best recipe"),
    Goal.STUDY: N_("Run a study"),
}

MEDIA_WORDS = {
    MediaKind.TEXT: N_("Text"),
    MediaKind.IMAGE: N_("Picture"),
    MediaKind.AUDIO: N_("Sound"),
    MediaKind.VIDEO: N_("Film"),
}

# what is counted -> one, several
COUNTED = {
    "briefs": (N_("1 brief"), N_("{count} briefs")),
    "candidates": (N_("1 candidate"), N_("{count} candidates")),
    "judgments": (N_("1 judgment"), N_("{count} judgments")),
    "outputs": (N_("1 output"), N_("{count} outputs")),
    "people": (N_("1 person"), N_("{count} people")),
    "recipes": (N_("1 recipe"), N_("{count} recipes")),
    "rows": (N_("1 row"), N_("{count} rows")),
}
NO_BREAK = "\u00a0"


def counted(count: int, what: str, _: Translate) -> str:
    """A number of something: "416 judgments". `what` is a key of COUNTED."""
    one, several = COUNTED[what]
    return _(one) if count == 1 else _(several).format(count=grouped(count))


def grouped(number: int) -> str:
    """A number with a thin space between its thousands, which both languages read."""
    return f"{number:,}".replace(",", "\u202f")


def day(moment: datetime) -> str:
    """When something was done, by the reader's clock."""
    zone = st.context.timezone
    return moment.astimezone(ZoneInfo(zone) if zone else None).strftime("%Y-%m-%d %H:%M")


def tag_words(tags: Mapping[str, int]) -> str:
    """Tags with how many judges put them there, the most frequent first: "striking 3, original"."""
    french = (st.context.locale or "").startswith("fr")
    labels = {slug: (in_french if french else english) for slug, english, in_french in (*PICTURE_TAGS, *TEXT_TAGS)}
    listed = sorted(tags.items(), key=lambda tag: (-tag[1], tag[0]))
    names = [(labels.get(slug, slug.replace("-", " ")), judges) for slug, judges in listed]
    return ", ".join(name if judges == 1 else f"{name}{NO_BREAK}{judges}" for name, judges in names)
