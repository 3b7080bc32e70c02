"""The hanging list, as the specification a browser draws."""

import altair as alt
import pytest

from curation.charts.ratings import Labels, RatedRow, hanging_list
from curation.charts.theme import DARK, LIGHT, PALETTES, house_config

LABELS = Labels("ranks", "wins", "Wins against the field")


def row(words="a text", picture=None, wins=60.0, state="winner", **hover):
    return RatedRow("1–2", words, picture, wins, 50.0, 70.0, state, hover or {"Elo": "1100 (1000–1200)"})


def specification(*rows, palette=LIGHT, narrow=False):
    return hanging_list(rows, LABELS, palette, narrow=narrow).to_dict()


def marks(spec):
    return [layer["mark"]["type"] for layer in spec["layer"]]


def data(spec):
    return max(spec["datasets"].values(), key=lambda rows: len(rows[0]))


def test_a_row_has_ranks_words_interval_dot_and_wins():
    spec = specification(row(), row(state="out"))
    assert marks(spec) == ["text", "text", "text", "text", "rule", "point", "text"]
    assert [line["said"] for line in data(spec)] == ["60\u00a0%", "60\u00a0%"]
    assert spec["height"] == 76


def test_pictures_are_drawn_from_their_addresses():
    spec = specification(row(words="", picture="/app/static/blobs/1"), row(words="", picture="/app/static/blobs/2"))
    assert "image" in marks(spec)
    assert [line["picture"] for line in data(spec)] == ["/app/static/blobs/1", "/app/static/blobs/2"]


def test_a_list_without_pictures_asks_for_none():
    assert "image" not in marks(specification(row()))


def test_the_rows_keep_their_order():
    spec = specification(*(row(words=f"text {n}", wins=90.0 - n) for n in range(12)))
    assert [line["row"] for line in data(spec)] == list(range(12))


def test_what_is_not_known_yet_is_left_out():
    spec = specification(RatedRow("1", "alone", None, None, None, None, "out", {}))
    [line] = data(spec)
    assert line["wins"] is None
    assert line["said"] == ""


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_winners_are_filled_and_the_others_hollow(palette):
    point = next(layer for layer in specification(row(), palette=palette)["layer"] if layer["mark"]["type"] == "point")
    scale = point["encoding"]["fill"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        "winner": palette.accent,
        "too close": palette.page,
        "out": palette.page,
    }


def test_words_stand_above_the_interval_on_a_phone():
    wide, narrow = specification(row()), specification(row(), narrow=True)
    assert narrow["height"] > wide["height"]
    rule = next(layer for layer in narrow["layer"] if layer["mark"]["type"] == "rule")
    assert rule["mark"]["yOffset"] > 0
    assert rule["encoding"]["x"]["scale"]["range"][0] < 50


def test_long_words_are_cut_by_the_browser_and_leave_room_for_the_interval():
    spec = specification(row(words="x" * 160))
    words = spec["layer"][3]["mark"]
    start = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "rule")["encoding"]["x"]["scale"][
        "range"
    ][0]
    assert words["limit"] <= 360
    assert start < 460


def test_hostile_words_stay_data():
    spec = specification(row(words='"><script>', **{"a.b[c]": "{{x}}"}))
    [line] = data(spec)
    assert line["words"] == '"><script>'
    assert line["hover0"] == "{{x}}"


def test_an_empty_list_is_a_chart_too():
    assert specification()["height"] == 0


def test_the_style_travels_with_the_chart():
    """Two readers of one process, one light and one dark: the enabled theme of Altair would be the same for both."""
    assert specification(row(), palette=DARK)["config"]["axis"]["labelColor"] == DARK.quiet
    assert specification(row(), palette=LIGHT)["config"]["axis"]["labelColor"] == LIGHT.quiet
    assert specification(row())["config"]["background"] == "transparent"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_house_theme_can_be_enabled_by_name(name):
    with alt.theme.enable(f"curation-{name}"):
        config = alt.Chart().mark_point().to_dict()["config"]
    assert config["axis"]["labelColor"] == house_config(PALETTES[name])["axis"]["labelColor"]


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_words_and_marks_can_be_told_from_the_page(palette):
    assert contrast(palette.ink, palette.page) >= 7
    assert contrast(palette.quiet, palette.page) >= 4.5
    assert all(contrast(colour, palette.page) >= 3 for colour in (palette.accent, palette.grey, *palette.categories))
