"""Tiles printed from cut lino blocks: one or two flat inks and the marks of the gouge."""

from pathlib import Path

import numpy as np
from sheet import Mask, Sheet
from tiling import Tiles, squares, turned, wall

CREAM, INK, RUST = "#F4EEE1", "#1D3A5F", "#C9573B"


def block(sheet: Sheet, tiles: Tiles, distance: np.ndarray, unit: float, seed: int) -> Mask:
    """What the block prints inside each tile, from a signed distance in units of half a tile."""
    return sheet.carve(sheet.inside(distance * unit), seed, 0.12, 1.0) * sheet.inside(6 - tiles.depth)


def joints(sheet: Sheet, tiles: Tiles, colour: str = "#D8D0BF") -> None:
    sheet.cover(1 - sheet.inside(-tiles.depth), colour)


def fish(fonts: Path) -> Sheet:
    sheet = wall(CREAM, fonts, 2)
    t = squares(sheet, 4)
    way = np.where((t.row + t.column) % 2 == 0, 1.0, -1.0)
    u, v = t.u * way, t.v + 0.06 * np.sin(t.u * way * 3)
    body = np.maximum(np.hypot(u - 0.08, v - 0.62) - 0.98, np.hypot(u - 0.08, v + 0.62) - 0.98)
    tail = np.maximum(np.abs(v) - 0.08 - 0.62 * np.clip(-0.46 - u, 0, 1), np.maximum(u + 0.46, -u - 0.84))
    tail = np.maximum(tail, -(np.hypot(u + 1.02, v) - 0.26))
    whole = np.minimum(body, tail)
    gill = np.abs(np.hypot(u - 0.72, v) - 0.36) - 0.025
    scales = np.full_like(u, 9.0)
    for i in range(5):
        for j in range(-2, 3):
            x, y = 0.2 - i * 0.17, j * 0.17 + (0.085 if i % 2 else 0)
            arc = np.maximum(np.abs(np.hypot(u - x, v - y) - 0.1) - 0.017, -(u - x))
            scales = np.minimum(scales, arc)
    scales = np.maximum(scales, np.abs(v) - (0.3 - 0.22 * np.abs(u)))
    eye = np.abs(np.hypot(u - 0.62, v + 0.07) - 0.055) - 0.022
    cut = np.minimum.reduce([np.where(u < 0.33, scales, 9), gill, eye])
    fins = np.maximum(np.abs(v) - 0.04, np.abs(u + 0.66) - 0.14)
    form = np.maximum(np.maximum(whole, -cut), -fins)
    waves = np.minimum.reduce([np.abs(t.v - s + 0.05 * np.sin(t.u * np.pi * 2)) - 0.024 for s in (-0.74, 0.74)])
    unit = 90.0
    odd = (t.row + t.column) % 2 == 0
    printed = block(sheet, t, form, unit, 3)
    sheet.cover(sheet.worn(printed * odd, 5, 0.4), INK)
    sheet.cover(sheet.worn(printed * ~odd, 6, 0.4), RUST)
    sheet.cover(block(sheet, t, waves, unit, 4), INK)
    joints(sheet, t)
    return sheet


def scallops(fonts: Path) -> Sheet:
    sheet = wall("#EAF0EC", fonts, 2)
    t = squares(sheet, 4)
    quarters = np.array([[0, 1], [3, 2]])
    u, v = turned(t, quarters)
    r, a = np.hypot(u + 1, v + 1), np.arctan2(v + 1, u + 1)
    ribs = a / (np.pi / 2) * 7
    within = np.abs(ribs % 1 - 0.5) * 2
    edge = 1.62 + 0.12 * np.sqrt(np.clip(1 - within**2, 0, 1))
    seam = (1 - within) * r * np.pi / 28 - 0.012 - 0.018 * r
    form = np.maximum.reduce([r - edge, -seam, -(np.abs(r - 1.3) - 0.022), -(np.abs(r - 0.86) - 0.018), 0.34 - r])
    sheet.cover(sheet.worn(block(sheet, t, form, 90, 2), 4, 0.4), "#17544F")
    pearl = np.hypot(u + 1, v + 1) - 0.24
    sheet.cover(block(sheet, t, pearl, 90, 3), "#E2A13B")
    dot = np.hypot(u - 0.78, v - 0.78) - 0.1
    sheet.cover(block(sheet, t, dot, 90, 5), "#E2A13B")
    joints(sheet, t, "#CBD5CF")
    return sheet


def rosette(fonts: Path) -> Sheet:
    sheet = wall("#F6F2E8", fonts, 3)
    t = squares(sheet, 3)
    u, v = t.u, t.v
    r, a = np.hypot(u, v), np.arctan2(v, u)
    petal = r - (0.44 + 0.22 * np.abs(np.cos(4 * a)) ** 0.8)
    vein = np.abs(np.sin(4 * a)) * r / 4 - 0.016
    flower = np.maximum.reduce([petal, -np.maximum(vein, 0.3 - r), -(np.abs(r - 0.24) - 0.03)])
    cu, cv = 1 - np.abs(u), 1 - np.abs(v)
    cr, ca = np.hypot(cu, cv), np.arctan2(cv, cu)
    corner = np.abs(cr - 0.52) - 0.05
    fan = np.maximum(cr - 0.4 - 0.05 * np.cos(8 * ca), 0.12 - cr)
    fan = np.maximum(fan, -(np.abs(np.sin(4 * ca)) * cr / 4 - 0.014))
    frame = np.maximum(np.abs(np.abs(u) + np.abs(v) - 1.02) - 0.028, 0.6 - cr)
    sheet.cover(sheet.worn(block(sheet, t, np.minimum(flower, corner), 120, 2), 7, 0.35), "#1F4E8C")
    sheet.cover(sheet.worn(block(sheet, t, fan, 120, 3), 8, 0.3), "#D98E2B")
    sheet.cover(block(sheet, t, frame, 120, 4), "#1F4E8C")
    sheet.cover(block(sheet, t, r - 0.13, 120, 5), "#D98E2B")
    joints(sheet, t)
    return sheet


def kelp(fonts: Path) -> Sheet:
    sheet = wall("#F3EFE3", fonts, 2)
    t = squares(sheet, 4)
    stems, leaves, veins = [], [], []
    for k in range(-1, 9):
        sway = [(90 * (k + 0.5 + 0.2 * np.sin(h * np.pi / 2 + k * np.pi)), 90 * h) for h in np.arange(-1, 9.1, 0.25)]
        stems.append((sway, 5))
        for j in range(-2, 19):
            side = 1 if (j + k) % 2 else -1
            y = 90 * (j * 0.5 + (k % 2) * 0.22)
            x = 90 * (k + 0.5 + 0.2 * np.sin(y / 90 * np.pi / 2 + k * np.pi))
            leaves.append(([(x, y), (x + side * 16, y - 17), (x + side * 36, y - 34)], [3, 19, 2]))
            veins.append(([(x + side * 6, y - 6), (x + side * 16, y - 17), (x + side * 27, y - 27)], [0.5, 3.2, 0.5]))
    rng = np.random.default_rng(4)
    bubbles = np.zeros_like(sheet.x)
    for _ in range(34):
        far = np.hypot(sheet.x - rng.uniform(0, 720), sheet.y - rng.uniform(0, 720)) - rng.uniform(5, 9)
        bubbles = np.maximum(bubbles, sheet.inside(np.abs(far) - 1.8))
    leaf = np.maximum(sheet.strokes(stems, 900), sheet.strokes(leaves, 60) - sheet.strokes(veins, 40))
    sheet.cover(bubbles, "#D2783C")
    sheet.cover(sheet.worn(sheet.carve(leaf, 2, 0.12, 0.9), 4, 0.3), "#2E5B45")
    joints(sheet, t)
    return sheet


def starfish(fonts: Path) -> Sheet:
    sheet = wall(INK, fonts, 3)
    t = squares(sheet, 3)
    turn = (t.row * 3 + t.column) % 2 * np.pi
    r, a = np.hypot(t.u, t.v), np.arctan2(t.v, t.u) + turn
    edge = 0.3 + 0.46 * np.clip(np.cos(5 * a) * 0.5 + 0.5, 0, 1) ** 1.6
    arm = np.round(a / (2 * np.pi / 5)) * 2 * np.pi / 5
    along, across = r * np.cos(a - arm), r * np.sin(a - arm)
    beads = np.full_like(r, 9.0)
    for k in range(5):
        beads = np.minimum(beads, np.hypot(along - 0.16 - k * 0.11, across) - (0.034 - 0.004 * k))
    star = np.maximum(r - edge, -beads)
    ring = np.abs(r - 0.9) - 0.02
    corner = np.hypot(1 - np.abs(t.u), 1 - np.abs(t.v))
    quarter = np.minimum(np.abs(corner - 0.3) - 0.02, corner - 0.16)
    sheet.cover(sheet.worn(block(sheet, t, star, 120, 2), 4, 0.4), "#EFB48B")
    sheet.cover(block(sheet, t, np.minimum(ring, quarter), 120, 3), "#F4EEE1")
    joints(sheet, t, "#0F2440")
    return sheet


def nautilus(fonts: Path) -> Sheet:
    sheet = wall("#F2E9DC", fonts, 3)
    t = squares(sheet, 3)
    u, v = turned(t, np.array([[0, 1], [2, 3]]))
    u, v = u + 0.16, v - 0.1
    r, a = np.hypot(u, v), np.arctan2(v, u) % (2 * np.pi)
    shrink = 0.176
    rim = 0.92 * np.exp(shrink * (a - 2 * np.pi))
    whorl = np.floor(np.log(rim / np.maximum(r, 1e-4)) / (2 * np.pi * shrink))
    outer = rim * np.exp(-2 * np.pi * shrink * whorl)
    inner = outer * np.exp(-2 * np.pi * shrink)
    middle = (r - inner) / (outer - inner)
    angle = a - 2 * np.pi * whorl + 1.1 * middle**2
    wall_line = np.where(whorl >= 1, outer - r, 9.0) - 0.03 * outer
    septa = np.abs((angle / 0.4) % 1 - 0.5) * 0.4 * r - 0.035 * outer - 0.006
    septa = np.where((whorl < 1) & (angle > 4.8), 9.0, septa)
    form = np.maximum.reduce([r - rim, -wall_line, -septa, 0.05 - r])
    mask = block(sheet, t, form, 120, 2)
    sheet.cover(sheet.worn(mask, 5, 0.4), "#8A2F3C")
    corner = np.hypot(1 - np.abs(t.u), 1 - np.abs(t.v))
    sheet.cover(block(sheet, t, np.minimum(np.abs(corner - 0.2) - 0.02, corner - 0.1), 120, 6), "#24476B")
    joints(sheet, t)
    return sheet


def swells(fonts: Path) -> Sheet:
    """Overlapping arcs in rows, cut by hand."""
    sheet = wall("#F5F0E4", fonts, 4)
    pitch, rise = 180.0, 60.0
    ink = np.zeros_like(sheet.x)
    for row in range(-2, 16):
        cy = row * rise + 126
        offset = pitch / 2 * (row % 2)
        x = (sheet.x - offset + pitch / 2) % pitch - pitch / 2
        r = np.hypot(x, sheet.y - cy)
        inside = sheet.inside(r - 90)
        rings = np.zeros_like(ink)
        for k, width in ((80, 13), (56, 11), (33, 9), (9, 16)):
            rings = np.maximum(rings, sheet.inside(np.abs(r - k) - width / 2))
        ink = ink * (1 - inside) + rings * inside
    sheet.cover(sheet.worn(sheet.carve(ink, 3, 0.14, 0.9), 5, 0.4), "#23507A")
    joints(sheet, squares(sheet, 4))
    return sheet


def anchors(fonts: Path) -> Sheet:
    """The anchor everybody thinks of first, on blocks laid crooked."""
    sheet = wall("#FFFFFF", fonts, 1)
    rng = np.random.default_rng(3)
    t = squares(sheet, 4, 9)
    ru, rv = rng.normal(0, 0.16, (4, 4)), rng.normal(0, 0.16, (4, 4))
    turn = rng.normal(0, 0.22, (4, 4))
    row, column = t.row.astype(int) % 4, t.column.astype(int) % 4
    a = turn[row, column]
    u = (t.u - ru[row, column]) * np.cos(a) - t.v * np.sin(a)
    v = (t.v - rv[row, column]) * np.cos(a) + t.u * np.sin(a)
    ring = np.abs(np.hypot(u, v + 0.6) - 0.13) - 0.05
    shaft = np.maximum(np.abs(u) - 0.07, np.abs(v - 0.06) - 0.55)
    bar = np.maximum(np.abs(v + 0.3) - 0.06, np.abs(u) - 0.34)
    hook = np.maximum(np.abs(np.hypot(u, v - 0.08) - 0.52) - 0.07, 0.16 - v)
    anchor = np.minimum.reduce([ring, shaft, bar, hook])
    sheet.cover(block(sheet, t, anchor, 90, 4), "#0033CC")
    rope = np.abs(np.hypot(t.u, t.v) - 0.9) - 0.05
    sheet.cover(block(sheet, t, rope, 90, 5), "#E02020")
    joints(sheet, t, "#8A8A8A")
    return sheet
