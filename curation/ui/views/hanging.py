"""A leaderboard on the wall: the hanging list, what its signs mean, and the same lines as a table."""

from collections.abc import Sequence

import streamlit as st

from curation.actions.leaderboards import Leaderboard, Standing, method_line
from curation.actions.verdicts import SEEN_AT_ONCE, Place, Verdict, percent, too_close
from curation.charts.ratings import Labels, RatedRow, hanging_list
from curation.charts.theme import PALETTES
from curation.i18n import Translate
from curation.models import MediaKind
from curation.ui.language import on_phone
from curation.ui.views.markup import legend, pictures, quotation
from curation.ui.views.wording import MEDIA_WORDS, grouped, tag_words

CHART_ROWS = 40
PICTURE_ROW = 48
TEXT_ROW = 36


def chart(board: Leaderboard, judged: Verdict, _: Translate) -> None:
    """The first lines as a picture; a screen reader hears the sentence and finds the lines in the table."""
    pairs = list(zip(board.standings, judged.places, strict=True))[:CHART_ROWS]
    rows = [_row(standing, place, _) for standing, place in pairs]
    labels = Labels(_("ranks"), _("wins"), _("Wins against the field,\u00a0%, with 95\u00a0% interval"))
    palette = PALETTES["dark" if st.context.theme.type == "dark" else "light"]
    drawn = hanging_list(rows, labels, palette, narrow=on_phone())
    said = _("{sentence} The table below has every line.").format(sentence=judged.message(_))
    st.altair_chart(drawn, theme=None, width="stretch", alt=said, key="results.chart")
    if len(board.standings) > CHART_ROWS:
        shown, count = CHART_ROWS, grouped(len(board.standings))
        st.caption(_("The first {shown} of {count}. The table below has all of them.").format(shown=shown, count=count))


def beside(board: Leaderboard, judged: Verdict, _: Translate) -> None:
    """What is left to decide by eye, what the signs mean, and how the numbers were made."""
    close = too_close(board, judged)
    if board.by == "candidate" and 1 < len(close) <= SEEN_AT_ONCE:
        with st.container(border=True, key="results-close", gap="small"):
            st.subheader(_("Too close to call"), anchor=False)
            st.markdown(_("Look at them together: your eye is faster than many more judgments."))
            _show_together(close, _)
    legend(_("winner"), _("too close, or out"), _("A line is the 95\u00a0% interval."))
    st.caption(_("Method, to copy"))
    st.code(method_line(board), language=None, wrap_lines=True)


def table(board: Leaderboard, _: Translate) -> None:
    """Every line, to be sorted and searched."""
    has_pictures = any(_picture(standing) for standing in board.standings)
    lines = [_line(standing, _) for standing in board.standings]
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    columns = {
        "picture": st.column_config.ImageColumn("", width="small"),
        "words": text(_("Output"), width="large"),
        "ranks": text(_("Ranks")),
        "wins": number(_("Wins,\u00a0%"), format="%.0f"),
        "wins_interval": text(_("95\u00a0% interval")),
        "elo": number(_("Elo"), format="%.0f"),
        "elo_interval": text(_("Elo, 95\u00a0% interval")),
        "judged": number(_("Judged"), format="%d"),
        "tags": text(_("Tags")),
        "recipe": text(_("Recipe")),
    }
    empty = {name for name in ("picture", "words", "tags") if not any(line[name] for line in lines)}
    if board.by == "recipe":
        empty.add("words")
    st.dataframe(
        lines,
        hide_index=True,
        key=f"results.table.{board.by}",
        row_height=PICTURE_ROW if has_pictures else TEXT_ROW,
        column_config=columns,
        column_order=[name for name in columns if name not in empty],
        alt=_("The leaderboard, best first"),
    )


def _row(standing: Standing, place: Place, _: Translate) -> RatedRow:
    estimate = standing.estimate
    wins_interval = _interval(_percent(estimate.wins_low), _percent(estimate.wins_high))
    return RatedRow(
        ranks=_ranks(standing),
        words=_words(standing, _),
        picture=_picture(standing),
        wins=_percent(estimate.wins),
        low=_percent(estimate.wins_low),
        high=_percent(estimate.wins_high),
        state=place.value,
        hover={
            _("Wins,\u00a0%"): f"{percent(estimate.wins)} ({wins_interval})",
            _("Elo"): f"{estimate.rating:.0f} ({_interval(estimate.low, estimate.high)})",
            _("Judged"): str(estimate.comparisons),
            _("Recipe"): standing.recipe,
        },
    )


def _line(standing: Standing, _: Translate) -> dict[str, object]:
    estimate = standing.estimate
    return {
        "picture": _picture(standing),
        "words": _words(standing, _),
        "ranks": _ranks(standing),
        "wins": _percent(estimate.wins),
        "wins_interval": _interval(_percent(estimate.wins_low), _percent(estimate.wins_high)),
        "elo": estimate.rating,
        "elo_interval": _interval(estimate.low, estimate.high),
        "judged": estimate.comparisons,
        "tags": tag_words(standing.tags),
        "recipe": standing.recipe,
    }


def _show_together(close: Sequence[Standing], _: Translate) -> None:
    if urls := [url for standing in close if (url := _picture(standing))]:
        pictures(urls, "large")
    for standing in close:
        if _picture(standing) is None:
            quotation(_words(standing, _), _)


def _picture(standing: Standing) -> str | None:
    return standing.url if standing.media is MediaKind.IMAGE else None


def _words(standing: Standing, _: Translate) -> str:
    """What stands for a line without a picture: the beginning of its text, or what it is."""
    if standing.excerpt or _picture(standing):
        return standing.excerpt
    return _(MEDIA_WORDS[standing.media])


def _ranks(standing: Standing) -> str:
    return _interval(standing.estimate.rank_low, standing.estimate.rank_high)


def _interval(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "–"
    first, last = f"{low:.0f}", f"{high:.0f}"
    return first if first == last else f"{first}–{last}"


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
