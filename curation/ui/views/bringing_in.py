"""Files dropped on the page: what they are, what their columns mean, what they would make, and then the import."""

from typing import Any

import streamlit as st

from curation.actions.importing import ImportResult
from curation.actions.importing_media import import_media
from curation.actions.previews import TARGETS, Reading, first_rows, import_as, is_media, read_upload, suggest
from curation.i18n import N_, Translate
from curation.importers import Table
from curation.models import ImportKind
from curation.models.base import utc_now
from curation.ui import identity
from curation.ui.boundary import boundary
from curation.ui.language import plain
from curation.ui.state import workspace
from curation.ui.views.wording import counted, day

TABLES = "add.tables"
ROUND = "add.round"
DONE = "add.done"
SHOWN_ROWS = 4
MAIN_BOXES = 5
NONE = ""

KINDS = {ImportKind.CANDIDATES: N_("Outputs"), ImportKind.JUDGMENTS: N_("Judgments")}
COLUMN_WORDS = {
    "prompt": N_("Brief"),
    "response": N_("Output"),
    "model": N_("Recipe (model)"),
    "tags": N_("Tags"),
    "left": N_("Left"),
    "right": N_("Right"),
    "winner": N_("Winner"),
    "judge": N_("Judge (person)"),
    "loser": N_("Loser"),
    "left_wins": N_("Left wins (0 or 1)"),
    "right_wins": N_("Right wins (0 or 1)"),
    "tie": N_("Tie (0 or 1)"),
    "left_response": N_("Text on the left"),
    "right_response": N_("Text on the right"),
    "degree": N_("How clearly"),
    "seconds": N_("Seconds"),
    "judged_at": N_("When"),
    "valid": N_("Valid (true or false)"),
}


def bringing_in(project_name: str, _: Translate) -> None:
    """The drop zone, and a part for what was dropped."""
    dropped = st.file_uploader(
        _("CSV, TSV, JSON or JSON Lines; or pictures, sound and film"),
        accept_multiple_files=True,
        key=f"add.files.{st.session_state.get(ROUND, 0)}",
    )
    media = [file for file in dropped if is_media(file.getbuffer()[:4096].tobytes())]
    tables = [file for file in dropped if file not in media]
    if media:
        _media(project_name, media, _)
    for place, file in enumerate(tables):
        with boundary():
            _table(project_name, place, _read(file), _)
    _forget_others({file.file_id for file in tables})


def said_before(_: Translate) -> None:
    """What the import that was just made brought."""
    if sentence := st.session_state.pop(DONE, None):
        st.success(plain(sentence))


def _media(project_name: str, files: list[Any], _: Translate) -> None:
    names = ", ".join(file.name for file in files[:3]) + (" …" if len(files) > 3 else "")
    st.markdown(plain(_("{count} files: {names}").format(count=len(files), names=names)))
    brief = st.text_area(_("Brief: what was asked for"), key="add.media_brief", height=88)
    if st.button(_("Import"), key="add.import_media", type="primary"):
        here, bar = workspace(), st.progress(0.0)
        with boundary():
            result = import_media(
                here.store,
                here.media,
                identity.actor(here),
                ((file.name, file.getvalue()) for file in files),
                project_name,
                brief_text=brief.strip() or "—",
                now=utc_now(),
                progress=lambda done: _tell(bar, done, len(files)),
            )
            _finish(result, _)


def _tell(bar: Any, done: int, of: int) -> None:
    bar.progress(min(1.0, done / of))


def _table(project_name: str, place: int, table: Table, _: Translate) -> None:
    with st.container(key=f"add-table-{place}", gap="small"):
        st.subheader(plain(table.file), anchor=False)
        st.dataframe(first_rows(table, SHOWN_ROWS), hide_index=True, key=f"add.rows.{place}", row_height=36)
        reading = _reading(place, table, _)
        make_candidates = False
        if reading.kind is ImportKind.JUDGMENTS:
            make_candidates = st.checkbox(_("Make the outputs that are missing"), value=True, key=f"add.make.{place}")
        if not project_name:
            st.markdown(_("Name the project above to see what this brings."))
            return
        # A wrong column is said here; the boxes above stay, so that another can be chosen.
        with boundary():
            _offer(project_name, place, table, reading, make_candidates, _)


def _reading(place: int, table: Table, _: Translate) -> Reading:
    """The boxes that say what the file holds and what its columns mean."""
    found = suggest(table)
    kind = st.segmented_control(
        _("This file holds"),
        list(KINDS),
        format_func=lambda one: _(KINDS[one]),
        default=found.kind,
        required=True,
        key=f"add.kind.{place}",
    )
    kind = ImportKind(kind or found.kind)
    suggested = suggest(table, kind).columns
    columns: dict[str, str] = {}
    main, others = TARGETS[kind][:MAIN_BOXES], TARGETS[kind][MAIN_BOXES:]
    for target, cell in zip(main, st.columns(len(main)), strict=True):
        with cell:
            columns[target] = _column_box(place, kind, target, table, suggested[target], _)
    if others:
        with st.expander(_("More columns")):
            cells = st.columns(4)
            for number, target in enumerate(others):
                with cells[number % 4]:
                    columns[target] = _column_box(place, kind, target, table, suggested[target], _)
    return Reading(kind, columns)


def _column_box(place: int, kind: ImportKind, target: str, table: Table, suggested: str, _: Translate) -> str:
    options = [NONE, *table.columns]
    chosen = st.selectbox(
        _(COLUMN_WORDS[target]),
        options,
        index=options.index(suggested),
        format_func=lambda column: column or _("none"),
        key=f"add.column.{place}.{kind.value}.{target}",
    )
    return chosen or NONE


def _offer(project_name: str, place: int, table: Table, reading: Reading, make_candidates: bool, _: Translate) -> None:
    here, now = workspace(), utc_now()
    actor = identity.actor(here)
    how: dict[str, Any] = {"now": now, "make_candidates": make_candidates}
    would = import_as(here.store, actor, table, project_name, reading, dry_run=True, **how)
    st.markdown(plain(_would_bring(would, _)))
    if would.already is None and st.button(_("Import"), key=f"add.import.{place}", type="primary"):
        with st.spinner(_("Bringing it in…")):
            result = import_as(here.store, actor, table, project_name, reading, dry_run=False, **how)
        _finish(result, _)


def _finish(result: ImportResult, _: Translate) -> None:
    """Say what came in, and clear the drop zone for the next file."""
    st.session_state[DONE] = _brought(result, _)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun()


def _would_bring(result: ImportResult, _: Translate) -> str:
    if result.already is not None:
        return _already(result, _)
    sentence = _("This brings in {what}.").format(what=_counts(result, _))
    return f"{sentence} {_unchanged(result, _)}".rstrip()


def _brought(result: ImportResult, _: Translate) -> str:
    if result.already is not None:
        return _already(result, _)
    sentence = _("Brought into “{project}”: {what}.").format(project=result.project, what=_counts(result, _))
    return f"{sentence} {_unchanged(result, _)}".rstrip()


def _already(result: ImportResult, _: Translate) -> str:
    sentence = _("“{file}” is in this project since {day}. Bringing it in again changes nothing.")
    return sentence.format(file=result.file, day=day(result.already) if result.already else "")


def _unchanged(result: ImportResult, _: Translate) -> str:
    return _("There already: {rows}.").format(rows=counted(result.unchanged, "rows", _)) if result.unchanged else ""


def _counts(result: ImportResult, _: Translate) -> str:
    numbers = {
        "judgments": result.judgments,
        "candidates": result.candidates,
        "briefs": result.briefs,
        "recipes": result.recipes,
    }
    listed = [counted(number, what, _) for what, number in numbers.items() if number]
    return ", ".join(listed) or _("nothing new")


def _read(file: Any) -> Table:
    """The table of an upload, read once however often the page is drawn."""
    tables: dict[str, Table] = st.session_state.setdefault(TABLES, {})
    if file.file_id not in tables:
        tables[file.file_id] = read_upload(file.name, file.getvalue())
    return tables[file.file_id]


def _forget_others(kept: set[str]) -> None:
    tables: dict[str, Table] = st.session_state.setdefault(TABLES, {})
    for file_id in tables.keys() - kept:
        del tables[file_id]
