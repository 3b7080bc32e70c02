"""Posters made of light: soft transitions of colour and very little line."""

from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter
from sheet import Sheet, ramp
from words import WHAT, WHEN, poster


def slats(fonts: Path) -> Sheet:
    """The sun taken apart by the water in horizontal strips."""
    sheet = poster("#22305F", fonts)
    horizon = 700
    sky = ["#1D2A57", "#3C3B7C", "#8A4F93", "#D96C7E", "#F79B6B", "#FFCF8F"]
    sheet.pixels = ramp(np.clip(sheet.y / horizon, 0, 1) ** 1.25, sky)
    glow = np.exp(-(np.hypot(sheet.x - 480, (sheet.y - 640) * 1.2) ** 2) / (2 * 290**2))
    sheet.cover(glow * 0.55, "#FFD9A0")
    sea = ramp(np.clip((sheet.y - horizon) / 500, 0, 1), ["#E98A78", "#A85A8C", "#5A4386", "#27306A", "#161E48"])
    sheet.cover(sheet.below(horizon), sea)

    disc = ramp(np.clip((sheet.y - 350) / 430, 0, 1), ["#FFF4D2", "#FFE0A1", "#FFB37A", "#FF8A73"])
    sheet.cover(sheet.disc(480, 590, 236) * sheet.above(horizon), disc)
    mirror = ramp(np.clip((sheet.y - horizon) / 400, 0, 1), ["#FFE3AB", "#FFB884", "#F5837E", "#A95B97"])
    for i in range(13):
        top = horizon + 9 + i * 17 + i * i * 0.95
        thick = 11 - i * 0.45
        middle = 2 * horizon - top
        half = np.sqrt(max(236**2 - (min(middle + 20 + i * 6, 590) - 590) ** 2, 0)) * (1.02 - i * 0.034)
        sway = 34 * np.sin(i * 1.75) * (0.25 + i / 11)
        bar = np.hypot(np.maximum(np.abs(sheet.x - 480 - sway) - half + thick / 2, 0), sheet.y - top - thick / 2)
        sheet.cover(sheet.inside(bar - thick / 2) * (1 - i * 0.035), mirror)
    sheet.cover(sheet.text((60, 210), "Low Tide", "serif", sheet.fit("Low Tide", "serif", 836, 300), 300), "#FFE9C9")
    sheet.cover(sheet.text((64, 1140), WHAT, "sans", 27, 500), "#FFE3BE")
    sheet.cover(sheet.text((896, 1140), WHEN, "sans", 27, 500, "r"), "#FFE3BE")
    sheet.grain(1.3, 2)
    return sheet


def submerged(fonts: Path) -> Sheet:
    """The title standing in the water, and the water taking it away."""
    sheet = poster("#F3EEE6", fonts)
    line = 806
    sheet.pixels = ramp(np.clip(sheet.y / line, 0, 1), ["#F7F1E6", "#F9E5D3", "#F8D3BC"])
    sea = ramp(np.clip((sheet.y - line) / 394, 0, 1), ["#C9D9DA", "#8FB8C4", "#4C86A3", "#1F4F78"])
    size = sheet.fit("LOW", "sans", 840, 900, -10)
    low = sheet.text((52, 486), "LOW", "sans", size, 900, tracking=-10)
    size_tide = sheet.fit("TIDE", "sans", 840, 900, -6)
    tide = sheet.text((56, 800), "TIDE", "sans", size_tide, 900, tracking=-6)
    ink = ramp(np.clip((sheet.y - 130) / 640, 0, 1), ["#F2A65A", "#EE6C4D", "#C8406E", "#6C3483", "#2B2C6B"])
    whole = np.maximum(low, tide)
    sheet.cover(whole, ink)
    sheet.cover(sheet.below(line), sea)
    below = np.clip(sheet.y - line, 0, None)
    # The letters come back upside down, squashed, and carried off further the deeper they are.
    mirrored = sheet.shift(whole, 0, 2 * (sheet.y - line) + below * 0.22)
    drift = np.sin(sheet.y / 9 + 0.9 * np.sin(sheet.x / 170)) * (3 + below * 0.07) + 8 * np.sin(below / 60)
    wet = ramp(np.clip(below / 360, 0, 1), ["#4A2E78", "#8A3D7A", "#D65F6B", "#F0A06A"])
    fade = 0.88 * np.clip(1.1 - below / 360, 0, 1) ** 0.7
    sheet.cover(sheet.shift(mirrored, drift, 0) * fade * sheet.below(line + 4), wet)
    glints = np.clip((np.sin(sheet.y / 7 + sheet.noise(90, 4)) + sheet.noise(60, 7) * 0.5 - 1.35) * 3, 0, 1)
    sheet.cover(glints * sheet.below(line) * 0.28, "#FFFFFF")
    sheet.cover(sheet.text((58, 92), WHAT, "sans", 28, 600), "#6C3483")
    sheet.cover(sheet.text((902, 92), WHEN, "sans", 28, 600, "r"), "#6C3483")
    return sheet


def swell(fonts: Path) -> Sheet:
    """Folded waves, lit along their crests."""
    sheet = poster("#FFE6CB", fonts)
    sheet.pixels = ramp(np.clip(sheet.y / 760, 0, 1), ["#FBE8D3", "#FFD3AE", "#FFB090", "#F48B86"])
    sun = np.hypot(sheet.x - 676, sheet.y - 428)
    sheet.cover(np.exp(-((sun / 250) ** 2)) * 0.7, "#FFF3DA")
    sheet.cover(sheet.disc(676, 428, 104), "#FFF8E8")
    rng = np.random.default_rng(6)
    lit = ["#FFC7A6", "#F9A394", "#E88193", "#C7668F", "#9A548B", "#6F4683", "#4B3B78", "#32336B"]
    dim = ["#F49A8B", "#E17C89", "#C2648A", "#9A5286", "#6E447D", "#4A3873", "#2F2E65", "#1E2454"]
    for i in range(8):
        a, b, c = rng.uniform(0, 6.3, 3)
        crest = 520 + i * 74 + (64 - 3 * i) * np.sin(sheet.x / 232 + a) + 26 * np.sin(sheet.x / 101 + b)
        crest = crest + 5 * np.sin(sheet.x / 37 + c)
        fall = np.clip((sheet.y - crest) / (150 + 12 * i), 0, 1)
        colour = ramp(fall**0.7, [lit[i], dim[i]])
        shadow = np.clip(1 - (crest - sheet.y) / 34, 0, 1) * sheet.above(crest)
        sheet.cover(shadow**2 * 0.2, dim[i])
        sheet.cover(sheet.below(crest), colour)
    sheet.cover(sheet.text((62, 192), "Low", "serif", 190, 400), "#7A3560")
    sheet.cover(sheet.text((62, 364), "Tide", "serif", 190, 400), "#7A3560")
    sheet.cover(sheet.text((64, 1142), WHAT, "sans", 26, 500), "#FFDCC2")
    sheet.cover(sheet.text((896, 1142), WHEN, "sans", 26, 500, "r"), "#FFDCC2")
    sheet.grain(1.2, 4)
    return sheet


def glossy(fonts: Path) -> Sheet:
    """The default look: purple, orange, light spots, a white disc, white words on it."""
    sheet = poster("#0B1026", fonts)
    sheet.pixels = ramp(sheet.y / 1200, ["#0B1026", "#3A1C71", "#D76D77", "#FFAF7B"])
    rng = np.random.default_rng(9)
    spots = np.zeros_like(sheet.pixels)
    for _ in range(30):
        x, y, r = rng.uniform(0, 960), rng.uniform(300, 1150), rng.uniform(14, 70)
        ink = ("#FFD6A5", "#FF8FA3", "#9B5CFF")[rng.integers(3)]
        spot = sheet.inside(np.hypot(sheet.x - x, sheet.y - y) - r) * rng.uniform(0.18, 0.5)
        spots = np.maximum(spots, spot[..., None] * ramp(np.zeros(1), [ink, ink])[0])
    sheet.pixels += gaussian_filter(spots, (7, 7, 0)) * 0.6
    sheet.cover(gaussian_filter(sheet.disc(480, 500, 200), 40), "#FFF3D6")
    sheet.cover(sheet.disc(480, 500, 170), "#FFF8E8")
    sheet.cover(gaussian_filter(sheet.text((484, 566), "LOW TIDE", "sans", 176, 800, "m"), 12), "#FF4FD8")
    sheet.cover(sheet.text((480, 560), "LOW TIDE", "sans", 176, 800, "m"), "#FFFFFF")
    sheet.cover(sheet.text((480, 640), WHAT, "sans", 38, 300, "m"), "#FFFFFF")
    sheet.cover(sheet.text((480, 1150), WHEN, "sans", 38, 300, "m"), "#FFFFFF")
    return sheet
