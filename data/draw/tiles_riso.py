"""Tiles as a stencil duplicator would print them: plain shapes, transparent inks, grain."""

from pathlib import Path

import numpy as np
from sheet import Sheet
from tiling import squares, turned, wall

PAPER = "#FAF6EC"


def joints(sheet: Sheet, across: int, width: float = 3) -> None:
    tiles = squares(sheet, across, width, 1)
    sheet.cover(1 - sheet.inside(-tiles.depth), PAPER)


def quarters(fonts: Path) -> Sheet:
    sheet = wall(PAPER, fonts)
    t = squares(sheet, 4)
    rng = np.random.default_rng(12)
    for ink, seed, reach in (("#FF8A7A", 1, 2.0), ("#2F6FD0", 2, 1.32)):
        u, v = turned(t, rng.integers(0, 4, (4, 4)))
        r = np.hypot(u + 1, v + 1)
        tone = np.clip(0.55 + 0.32 * r, 0, 1.2)
        sheet.overprint(sheet.inside((r - reach) * 90) * sheet.grainy(tone, seed, 0.4), ink)
    joints(sheet, 4)
    return sheet


def petals(fonts: Path) -> Sheet:
    sheet = wall(PAPER, fonts)
    t = squares(sheet, 4)
    a, b = np.hypot(t.u - 1, t.v - 1), np.hypot(t.u + 1, t.v + 1)
    c, d = np.hypot(t.u + 1, t.v - 1), np.hypot(t.u - 1, t.v + 1)
    one, two = np.maximum(a, b) - 2, np.maximum(c, d) - 2
    sheet.overprint(sheet.inside((one + 0.02) * 90), "#F7B733")
    sheet.overprint(sheet.shift(sheet.inside((two + 0.02) * 90), 1.5, 1), "#1D8A99")
    sheet.cover(sheet.inside((np.hypot(t.u, t.v) - 0.16) * 90), PAPER)
    return sheet


def tides(fonts: Path) -> Sheet:
    """Two sets of waves out of step."""
    sheet = wall(PAPER, fonts)
    for ink, phase in (("#F26B5E", 0.0), ("#2453B8", np.pi * 0.9)):
        lift = 22 * np.sin(sheet.x / 720 * 6 * np.pi + phase)
        band = np.abs(((sheet.y + lift) / 60) % 1 - 0.5) * 2
        sheet.overprint(sheet.inside((band - 0.5) * 30) * 0.97, ink)
    joints(sheet, 3, 4)
    return sheet


def pebbles(fonts: Path) -> Sheet:
    """Beach pebbles that overlap."""
    sheet = wall(PAPER, fonts)
    rng = np.random.default_rng(5)
    inks = ("#F2A65A", "#3A7CA5", "#E4687A", "#3E8E7E")
    for k in range(64):
        x, y = 120 * rng.integers(-1, 7) + rng.normal(60, 36), 120 * rng.integers(-1, 7) + rng.normal(60, 36)
        r, turn, flat = rng.uniform(26, 62), rng.uniform(0, 3.1), rng.uniform(0.62, 0.95)
        dx, dy = sheet.x - x, sheet.y - y
        p, q = dx * np.cos(turn) + dy * np.sin(turn), (dy * np.cos(turn) - dx * np.sin(turn)) / flat
        shape = (np.abs(p) ** 2.5 + np.abs(q) ** 2.5) ** 0.4 - r
        sheet.overprint(sheet.inside(shape) * (0.9 if k % 3 else 0.45), inks[rng.integers(4)])
    joints(sheet, 3, 4)
    return sheet


def horizons(fonts: Path) -> Sheet:
    """Suns rising and setting, tile by tile, over water."""
    sheet = wall(PAPER, fonts)
    t = squares(sheet, 4)
    height = np.array(
        [[0.55, 0.2, -0.05, -0.3], [0.2, -0.05, -0.3, -0.05], [-0.05, -0.3, -0.05, 0.2], [-0.3, -0.05, 0.2, 0.55]]
    )
    level = height[t.row.astype(int) % 4, t.column.astype(int) % 4]
    sun = np.hypot(t.u, t.v - level) - 0.56
    tone = np.clip(0.5 + 0.45 * (t.v + 1) / 2 + 0.15, 0, 1.1)
    sheet.overprint(sheet.inside(sun * 90) * sheet.grainy(tone, 2, 0.45), "#FF6A4D")
    lines = np.abs(((t.v - 0.1) / 0.24) % 1 - 0.5) * 2 - (0.2 + 0.62 * np.clip(t.v, 0, 1))
    sheet.overprint(sheet.inside(np.maximum(lines * 0.12, 0.06 - t.v) * 90), "#174EA6")
    joints(sheet, 4, 6)
    return sheet


def sails(fonts: Path) -> Sheet:
    """Triangles, a regatta from far away."""
    sheet = wall("#F4F7F4", fonts)
    t = squares(sheet, 6)
    rng = np.random.default_rng(9)
    u, v = turned(t, rng.integers(0, 4, (6, 6)))
    colours = np.array([0, 1, 2, 0, 3, 1])[(t.row * 2 + t.column * 3).astype(int) % 6]
    half = sheet.inside((u + v) * 42)
    for k, ink in enumerate(("#1F7A8C", "#F2B134", "#9AD1D4", "#ED553B")):
        sheet.overprint(half * (colours == k), ink)
    joints(sheet, 6, 3)
    return sheet


def confetti(fonts: Path) -> Sheet:
    """Squares in every ink at once, the plates badly out of register."""
    sheet = wall("#FFFBE0", fonts)
    rng = np.random.default_rng(2)
    for ink, dx, dy in (("#FF2FA0", -7, 4), ("#00C853", 9, -6), ("#FFD600", 3, 11), ("#6A1B9A", -4, -9)):
        plate = np.zeros_like(sheet.x)
        for _ in range(46):
            x, y, r = rng.uniform(0, 720), rng.uniform(0, 720), rng.uniform(8, 44)
            plate = np.maximum(plate, sheet.box(x - r + dx, y - r * 0.6 + dy, x + r + dx, y + r * 0.6 + dy))
        sheet.overprint(plate, ink)
    tiles = squares(sheet, 5, 8, 1)
    sheet.cover(1 - sheet.inside(-tiles.depth), "#555555")
    return sheet


def ribbons(fonts: Path) -> Sheet:
    """Arcs that join from tile to tile into one long line."""
    sheet = wall(PAPER, fonts)
    t = squares(sheet, 6)
    turn = np.random.default_rng(17).integers(0, 2, (6, 6))
    u, v = turned(t, turn)
    near = np.minimum(np.hypot(u + 1, v + 1), np.hypot(u - 1, v - 1))
    sheet.overprint(sheet.inside((np.abs(near - 1) - 0.62) * 60), "#9FD8CB")
    for middle, ink in ((1.0, "#F0564A"), (0.62, "#20639B"), (1.38, "#20639B")):
        sheet.overprint(sheet.inside((np.abs(near - middle) - 0.1) * 60), ink)
    return sheet
