"""Glazed tiles: colour that runs across the wall, light on every edge."""

from pathlib import Path

import numpy as np
from sheet import Sheet, ramp
from tiling import glaze, nearest, rectangles, squares, wall

SEA = ["#F3E7D0", "#CFE0D3", "#8CC3C0", "#3F8FA5", "#1D5C85", "#123A63"]
DUSK = ["#FBE3C4", "#F6B48F", "#DE7F7E", "#96598A", "#4B4583", "#22305F"]


def tint(index: np.ndarray, level: np.ndarray, colours: list[str], spread: float, seed: int) -> np.ndarray:
    """One colour per tile: where the tile hangs, and a little chance from the kiln."""
    chance = np.random.default_rng(seed).normal(0, spread, int(index.max()) + 1)
    return ramp(np.clip(level + chance[index], 0, 1), colours)


def honeycomb(fonts: Path) -> Sheet:
    sheet = wall("#EDE7DC", fonts)
    step = 62.0
    rows = np.arange(-1, 16)
    centres = np.array([(c * step + (r % 2) * step / 2, r * step * 0.866) for r in rows for c in range(-1, 14)])
    index, _, edge = nearest(sheet, centres)
    level = centres[index][..., 1] / 720 + 0.09 * np.sin(centres[index][..., 0] / 95)
    glaze(sheet, edge - 2.2, tint(index, level, SEA, 0.07, 4), "#E8E2D6", 5)
    return sheet


def fishscale(fonts: Path) -> Sheet:
    sheet = wall("#EDE7DC", fonts)
    radius, rise = 45.0, 45.0
    index, depth = np.zeros(sheet.x.shape, int), np.full(sheet.x.shape, -9.0)
    level = np.zeros_like(sheet.x)
    for row in range(-2, 18):
        cy = 720 - row * rise
        offset = radius * (row % 2)
        column = np.floor((sheet.x + offset) / (2 * radius))
        x = (sheet.x + offset) - (column + 0.5) * 2 * radius
        far = np.hypot(x, np.maximum(sheet.y - cy, 0))
        here = (far < radius) & (sheet.y > cy - rise * 1.2)
        index = np.where(here, (row + 2) * 20 + column.astype(int) + 1, index)
        depth = np.where(here, np.minimum(radius - far, 99) - 1.6, depth)
        level = np.where(here, cy / 720 + 0.05, level)
    glaze(
        sheet, depth, tint(index, level, ["#BFE3D6", "#57B5A9", "#1E7F86", "#155A73", "#103A5C"], 0.09, 3), "#E9E4D8", 6
    )
    return sheet


def zellige(fonts: Path) -> Sheet:
    sheet = wall("#D9D2C4", fonts)
    t = squares(sheet, 8, 4, 3)
    rng = np.random.default_rng(8)
    index = (t.row * 8 + t.column).astype(int) % 64
    tilt = rng.normal(0, 0.09, (64, 2))[index]
    colour = tint(index, 0.5 + 0 * t.u, ["#0F4C4A", "#1B6E68", "#2E8C80", "#63B3A1", "#A9D6C4"], 0.2, 2)
    colour = colour * (1 + (tilt[..., 0] * t.u + tilt[..., 1] * t.v))[..., None]
    glaze(sheet, t.depth + 0.8 * sheet.noise(24, 3), colour, "#D9D2C4", 9, 5)
    return sheet


def pennies(fonts: Path) -> Sheet:
    """Penny rounds that make a wave."""
    sheet = wall("#F2EDE3", fonts)
    step = 36.0
    rows = np.arange(-1, 26)
    centres = np.array([(c * step + (r % 2) * step / 2, r * step * 0.866) for r in rows for c in range(-1, 23)])
    index, far, _ = nearest(sheet, centres)
    x, y = centres[:, 0], centres[:, 1]
    crest = 360 + 92 * np.sin(x / 720 * 2 * np.pi * 1.5 + 0.6)
    deep = np.clip((y - crest) / 300, 0, 1)
    foam = np.abs(y - crest) < 22
    sun = np.hypot(x - 520, y - 170) < 84
    palette = ramp(np.clip(0.35 + 0.65 * deep, 0, 1), SEA)
    palette[y < crest] = ramp(np.zeros(1), ["#F7E9D3", "#F7E9D3"])[0]
    palette[sun & (y < crest)] = ramp(np.zeros(1), ["#E8704F", "#E8704F"])[0]
    palette[foam] = ramp(np.zeros(1), ["#FFFFFF", "#FFFFFF"])[0]
    palette += np.random.default_rng(3).normal(0, 5, (len(palette), 1))
    glaze(sheet, 15.6 - far, palette[index], "#DDD5C7", 4, 6)
    return sheet


def herringbone(fonts: Path) -> Sheet:
    sheet = wall("#EDE7DC", fonts)
    unit, longer = 40.0, 3
    a, b = (sheet.x + sheet.y) / np.sqrt(2) / unit + 60, (sheet.y - sheet.x) / np.sqrt(2) / unit + 60
    i, j = np.floor(a).astype(int), np.floor(b).astype(int)
    k = (i - j) % (2 * longer)
    flat = k < longer
    along = np.where(flat, k + a % 1, (2 * longer - 1 - k) + b % 1)
    across = np.where(flat, b % 1, a % 1)
    depth = np.minimum(np.minimum(along, longer - along), np.minimum(across, 1 - across)) * unit - 2
    start = np.where(flat, (i - k) * 200 + j, i * 200 + j - (2 * longer - 1 - k) + 50_000)
    _, index = np.unique(start, return_inverse=True)
    index = index.reshape(start.shape)
    colour = tint(index, np.clip(sheet.y / 720, 0, 1), DUSK, 0.06, 5)
    glaze(sheet, depth, colour, "#F1EADF", 3)
    return sheet


def fingers(fonts: Path) -> Sheet:
    """Narrow upright tiles whose colours draw a swell."""
    sheet = wall("#EDE7DC", fonts)
    t = rectangles(sheet, 24, 5, 3, 3)
    index = (t.row * 24 + t.column).astype(int) % 120
    level = 0.5 + 0.42 * np.sin(t.column / 24 * 2 * np.pi * 1.5 + t.row * 1.1)
    glaze(sheet, t.depth, tint(index, level, SEA, 0.05, 6), "#F2ECE1", 4, 6)
    return sheet


def halos(fonts: Path) -> Sheet:
    """A soft ring on every tile, the same on each."""
    sheet = wall("#EDE7DC", fonts)
    t = squares(sheet, 4, 5, 6)
    ring = np.exp(-(((np.hypot(t.u, t.v) - 0.55) / 0.26) ** 2))
    glaze(sheet, t.depth, ramp(ring, ["#CFE3EA", "#7FB2CE", "#3F7FB0"]), "#FFFFFF", 2)
    return sheet


def rainbow(fonts: Path) -> Sheet:
    """Every colour there is, as shiny as a screensaver."""
    sheet = wall("#000000", fonts)
    t = squares(sheet, 5, 10, 18)
    colours = ["#FF0040", "#FF9900", "#FFEE00", "#00E676", "#00B0FF", "#7C4DFF", "#FF00CC"]
    colour = ramp(((sheet.x + sheet.y) / 720 * 1.5) % 1, colours)
    colour += (255 * np.exp(-(((t.u + 0.4) ** 2 + (t.v + 0.45) ** 2) / 0.1)))[..., None]
    glaze(sheet, t.depth, np.clip(colour, 0, 255), "#111111", 7, 26)
    return sheet
