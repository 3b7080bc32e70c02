"""The house theme of charts: hue-free greys and one blue pencil, light and dark."""

from dataclasses import dataclass
from typing import Any

import altair as alt
from altair.theme import ThemeConfig

SANS = "Hanken Grotesk, system-ui, sans-serif"
SERIF = "Newsreader, Georgia, serif"
LABEL_SIZE = 13
VALUE_SIZE = 14


@dataclass(frozen=True)
class Palette:
    """The colours of a page. `categories` are told apart also by people who see fewer colours; the last is grey."""

    page: str
    ink: str
    quiet: str
    line: str
    grey: str
    accent: str
    categories: tuple[str, ...]


LIGHT = Palette(
    page="#F4F4F4",
    ink="#1A1A1A",
    quiet="#5C5C5C",
    line="#D6D6D6",
    grey="#6B6B6B",
    accent="#2F45D6",
    categories=("#2F45D6", "#BB5123", "#2C9D8E", "#5F2D52", "#6B6B6B"),
)
DARK = Palette(
    page="#161616",
    ink="#EDEDED",
    quiet="#A6A6A6",
    line="#3A3A3A",
    grey="#8C8C8C",
    accent="#7A8BF5",
    categories=("#7A8BF5", "#FCAD82", "#86F4DF", "#914F7A", "#8C8C8C"),
)
PALETTES = {"light": LIGHT, "dark": DARK}


def house_config(palette: Palette) -> dict[str, Any]:
    """The Vega-Lite configuration: no domain, no ticks, no frame, no legend; labels are quiet, values are ink."""
    return {
        "background": "transparent",
        "font": SANS,
        "view": {"stroke": None},
        "axis": {
            "domain": False,
            "ticks": False,
            "grid": False,
            "gridColor": palette.line,
            "labelColor": palette.quiet,
            "labelFontSize": LABEL_SIZE,
            "labelFlush": False,
            "labelPadding": 8,
            "titleColor": palette.quiet,
            "titleFontSize": LABEL_SIZE,
            "titleFontWeight": 400,
            "titlePadding": 8,
        },
        "legend": {"disable": True},
        "range": {"category": list(palette.categories)},
        "text": {"color": palette.ink, "font": SANS, "fontSize": LABEL_SIZE},
        "title": {"anchor": "start", "color": palette.ink, "font": SERIF, "fontSize": 20, "fontWeight": 500},
    }


def in_house_style(chart: alt.LayerChart, palette: Palette) -> alt.LayerChart:
    """The chart with the house configuration inside.

    Altair's enabled theme belongs to the process, where one reader's page may be light and another's dark.
    """
    chart.config = alt.Config.from_dict(house_config(palette))
    return chart


@alt.theme.register("curation-light", enable=False)
def light() -> ThemeConfig:
    """The light theme, for charts of one's own: `alt.theme.enable("curation-light")`."""
    return ThemeConfig(config=house_config(LIGHT))  # type: ignore[typeddict-item]


@alt.theme.register("curation-dark", enable=False)
def dark() -> ThemeConfig:
    """The dark theme, for charts of one's own: `alt.theme.enable("curation-dark")`."""
    return ThemeConfig(config=house_config(DARK))  # type: ignore[typeddict-item]
