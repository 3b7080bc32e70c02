"""What is delivered: said, shown line by line, and handed over as a file."""

import re

import streamlit as st

from curation.actions.exporting import ExportResult
from curation.exporters import ExportRow
from curation.i18n import N_, Translate
from curation.models import MediaKind
from curation.ui.language import plain
from curation.ui.views.ways import JUDGE, way
from curation.ui.views.wording import MEDIA_WORDS, counted

FORMATS = {"csv": N_("CSV, for spreadsheets"), "jsonl": N_("JSON Lines, for programs")}
MIME = {"csv": "text/csv", "jsonl": "application/jsonl"}
CELL_CHARACTERS = 200


def nothing_judged(project_id: int, _: Translate) -> None:
    """There are candidates, and nobody has compared any."""
    with st.container(key="empty", horizontal_alignment="center", gap="small"):
        st.title(_("Nothing has been judged yet"), anchor=False, text_alignment="center")
        st.markdown(_("Judge some pairs, then the best of them can be delivered."), text_alignment="center")
        way(_("Judge"), "deliver.judge", JUDGE, project_id, type="primary")


def delivered(project_name: str, result: ExportResult, top: int, format: str, _: Translate) -> None:
    """What the file holds, the file itself, and its lines."""
    st.markdown(plain(_says(result, _)))
    st.download_button(
        _("Download"),
        result.content,
        file_name=file_name(project_name, top, format),
        mime=MIME[format],
        key="deliver.download",
        type="primary",
        on_click="ignore",
    )
    number = st.column_config.NumberColumn
    st.dataframe(
        [_line(row, _) for row in result.rows],
        hide_index=True,
        key="deliver.preview",
        row_height=36,
        column_config={
            "brief": _("Brief"),
            "rank": number(_("Rank"), format="%d"),
            "text": st.column_config.TextColumn(_("Output"), width="large"),
            "recipe": _("Recipe"),
            "rating": number(_("Elo"), format="%.0f"),
            "low": number(_("from"), format="%.0f"),
            "high": number(_("to"), format="%.0f"),
            "comparisons": number(_("Judged"), format="%d"),
            "tags": _("Tags"),
        },
        alt=_("What the file holds"),
    )


def file_name(project_name: str, top: int, format: str) -> str:
    """A name for the file that every system can store, without what the project's name may not be."""
    stem = re.sub(r"[^\w-]+", "-", project_name).strip("-").lower()[:60] or "project"
    return f"{stem}-top-{top}.{format}"


def _says(result: ExportResult, _: Translate) -> str:
    sentence = _("{outputs} of {briefs}.").format(
        outputs=counted(len(result.rows), "outputs", _), briefs=counted(result.briefs, "briefs", _)
    )
    if not result.briefs_without_judgments:
        return sentence
    briefs = counted(result.briefs_without_judgments, "briefs", _)
    left_out = _("Left out, not judged yet: {briefs}.").format(briefs=briefs)
    return f"{sentence} {left_out}"


def _line(row: ExportRow, _: Translate) -> dict[str, object]:
    """The columns that a person reads first; the file has them all."""
    text = " ".join((row["text"] or _(MEDIA_WORDS[MediaKind(row["media"])])).split())
    shown = text if len(text) <= CELL_CHARACTERS else f"{text[: CELL_CHARACTERS - 1]}…"
    first = ("rank", "recipe", "rating", "low", "high", "comparisons")
    line = {"brief": " ".join(row["brief"].split())[:80], "rank": row["rank"], "text": shown}
    return {**line, **{name: row[name] for name in first[1:]}, "tags": ", ".join(row["tags"])}
