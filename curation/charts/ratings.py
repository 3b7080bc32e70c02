"""The hanging list: one row per candidate or recipe, best first, with its interval, its dot and its wins at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from curation.charts.theme import SANS, SERIF, VALUE_SIZE, Palette, in_house_style

ROW_PIXELS = 38
PICTURE_PIXELS = (28, 34)
RANKS_PIXELS = 56
WINS_PIXELS = 64
MOST_WORDS_PIXELS = 356
STATES = ("winner", "too close", "out")

State = Literal["winner", "too close", "out"]


@dataclass(frozen=True)
class RatedRow:
    """One row.

    Attributes:
        ranks: The ranks its interval leaves open, such as "2–4".
        picture: Address of its picture, or None: then `words` stand in its place.
        wins, low, high: Expected wins against the field and their interval, percent; None before anything is known.
        state: What the dot says: filled for a winner, hollow for the others.
        hover: What a pointer on the dot is told, by name; the same names in every row.
    """

    ranks: str
    words: str
    picture: str | None
    wins: float | None
    low: float | None
    high: float | None
    state: State
    hover: dict[str, str]


@dataclass(frozen=True)
class Labels:
    """The words around the rows, in the reader's language."""

    ranks: str
    wins: str
    axis: str


@dataclass(frozen=True)
class _Layout:
    """Where things stand, in pixels. Gutters are pixels, so that they hold their words at every width.

    Attributes:
        row: Height of a row.
        start: Where the scale begins.
        words: Room for the words.
        words_dy, marks_dy: How far words and intervals stand below the middle of the row.
    """

    row: int
    start: int
    words: int
    words_dy: int = 0
    marks_dy: int = 0


def hanging_list(rows: Sequence[RatedRow], labels: Labels, palette: Palette, *, narrow: bool = False) -> alt.LayerChart:
    """Rows under each other, as wide as its place.

    Args:
        rows: Best first.
        labels: The words around them.
        palette: Of the page.
        narrow: For a phone: words without a picture stand above their interval instead of before it.

    Returns:
        A chart in the house style.
    """
    pictures = any(row.picture for row in rows)
    layout = _layout(rows, pictures=pictures, narrow=narrow)
    scale = alt.Scale(domain=[0, 100], nice=False, range=[layout.start, {"expr": f"width - {WINS_PIXELS}"}])
    hanging = alt.Chart(_frame(rows)).encode(y=alt.Y("row:O", axis=None))
    layers = [
        *_headings(labels, palette),
        _ranks(hanging, palette, layout),
        *([_pictures(hanging)] if pictures else []),
        _words(hanging, palette, layout, beside=pictures),
        *_intervals(hanging, labels, palette, scale, layout, tuple(rows[0].hover) if rows else ()),
        _wins(hanging, palette, layout),
    ]
    chart = alt.LayerChart(
        layer=layers, height=len(rows) * layout.row, padding={"top": 4, "left": 0, "right": 0, "bottom": 0}
    )
    return in_house_style(chart, palette)


def _layout(rows: Sequence[RatedRow], *, pictures: bool, narrow: bool) -> _Layout:
    if pictures:
        words = PICTURE_PIXELS[0]
    elif narrow:
        return _Layout(row=58, start=8, words=280, words_dy=-13, marks_dy=12)
    else:
        # About seven pixels a letter, within what the page can give.
        words = min(MOST_WORDS_PIXELS, 7 * max((len(row.words) for row in rows), default=0) + 8)
    return _Layout(row=ROW_PIXELS, start=RANKS_PIXELS + words + 28, words=words)


def _frame(rows: Sequence[RatedRow]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": range(len(rows)),
            "ranks": [row.ranks for row in rows],
            "words": [row.words for row in rows],
            "picture": [row.picture for row in rows],
            "wins": pd.Series([row.wins for row in rows], dtype=float),
            "low": pd.Series([row.low for row in rows], dtype=float),
            "high": pd.Series([row.high for row in rows], dtype=float),
            "said": ["" if row.wins is None else f"{row.wins:.0f}\u00a0%" for row in rows],
            "state": [row.state for row in rows],
            **{
                f"hover{place}": list(told)
                for place, told in enumerate(zip(*(row.hover.values() for row in rows), strict=True))
            },
        }
    )


def _headings(labels: Labels, palette: Palette) -> list[alt.Chart]:
    nothing = alt.Chart(pd.DataFrame({"one": [0]}))
    above: dict[str, Any] = {"baseline": "bottom", "dy": -6, "color": palette.quiet}
    return [
        nothing.mark_text(text=labels.ranks, align="left", **above).encode(x=alt.value(0), y=alt.value(0)),
        nothing.mark_text(text=labels.wins, align="right", **above).encode(x=alt.value("width"), y=alt.value(0)),
    ]


def _ranks(hanging: alt.Chart, palette: Palette, layout: _Layout) -> alt.Chart:
    layer: alt.Chart = hanging.mark_text(
        align="left", color=palette.quiet, fontSize=VALUE_SIZE, dy=layout.words_dy
    ).encode(x=alt.value(0), text="ranks:N")
    return layer


def _pictures(hanging: alt.Chart) -> alt.Chart:
    width, height = PICTURE_PIXELS
    layer: alt.Chart = hanging.mark_image(width=width, height=height, align="left").encode(
        x=alt.value(RANKS_PIXELS), url="picture:N"
    )
    return layer


def _words(hanging: alt.Chart, palette: Palette, layout: _Layout, *, beside: bool) -> alt.Chart:
    """Texts stand in the place of pictures; where most rows have one, a row without shows what fits."""
    layer: alt.Chart = hanging.mark_text(
        align="left",
        color=palette.ink,
        font=SANS if beside else SERIF,
        fontSize=13 if beside else 16,
        limit=layout.words,
        dy=layout.words_dy,
    ).encode(x=alt.value(RANKS_PIXELS), text="words:N")
    return layer


def _intervals(
    hanging: alt.Chart,
    labels: Labels,
    palette: Palette,
    scale: alt.Scale,
    layout: _Layout,
    hover: tuple[str, ...],
) -> list[alt.Chart]:
    states = list(STATES)
    stroke = alt.Stroke(
        "state:N", scale=alt.Scale(domain=states, range=[palette.accent, palette.ink, palette.grey]), legend=None
    )
    fill = alt.Fill(
        "state:N", scale=alt.Scale(domain=states, range=[palette.accent, palette.page, palette.page]), legend=None
    )
    axis = alt.Axis(values=[0, 25, 50, 75, 100], title=labels.axis, titleAnchor="middle")
    wins = alt.X("wins:Q", scale=scale, title=labels.axis, axis=axis)
    bounds = alt.X("low:Q", scale=scale, title=labels.axis, axis=axis)
    told = [alt.Tooltip(f"hover{place}:N", title=name) for place, name in enumerate(hover)]
    return [
        hanging.mark_rule(strokeWidth=2.5, yOffset=layout.marks_dy).encode(x=bounds, x2="high:Q", stroke=stroke),
        hanging.mark_point(size=110, strokeWidth=2.5, opacity=1, yOffset=layout.marks_dy).encode(
            x=wins, stroke=stroke, fill=fill, tooltip=told
        ),
    ]


def _wins(hanging: alt.Chart, palette: Palette, layout: _Layout) -> alt.Chart:
    layer: alt.Chart = hanging.mark_text(
        align="right", color=palette.ink, fontSize=VALUE_SIZE, dy=layout.marks_dy
    ).encode(x=alt.value("width"), text="said:N")
    return layer
