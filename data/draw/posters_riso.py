"""Posters for a stencil duplicator: two or three transparent inks, grain for tone, a third colour where they meet."""

from pathlib import Path

import numpy as np
from sheet import Sheet
from words import WHAT, WHEN, poster

PAPER = "#F8F4EA"


def evening(fonts: Path) -> Sheet:
    """The sun behind the waves, its colour changing where the blue goes over it."""
    sheet = poster(PAPER, fonts)
    coral, blue = "#FF5C4D", "#2452C7"
    fade = np.clip(0.42 + (sheet.y - 250) / 520, 0.25, 1.3)
    sheet.overprint(sheet.disc(480, 574, 318) * sheet.grainy(fade, 3), coral)
    sea = np.zeros_like(sheet.x)
    for i in range(9):
        crest = 632 + i * 25 + i * i * 3.6
        crest = crest + (8 + i * 2.2) * np.sin(sheet.x / (66 + 5 * i) + i * 0.95)
        sea = np.maximum(sea, sheet.below(crest) * sheet.above(crest + 13 + i * 4.6))
    clear = sheet.above(1086)
    sheet.overprint(sheet.shift(sea * clear, 2, 1) * 0.96, blue)
    size = sheet.fit("LOW TIDE", "sans", 856, 900, -2)
    sheet.overprint(sheet.text((48, 196), "LOW TIDE", "sans", size, 900, tracking=-2), blue)
    sheet.overprint(sheet.text((52, 1146), WHAT, "sans", 26, 700), blue)
    sheet.overprint(sheet.text((906, 1146), WHEN, "sans", 26, 700, "r"), blue)
    return sheet


def echoes(fonts: Path) -> Sheet:
    """Two rings of waves meeting: the music and the sea."""
    sheet = poster("#FBF6EC", fonts)
    pink, teal, yellow = "#FF6F91", "#00857C", "#FFD23F"
    sheet.overprint(sheet.disc(690, 300, 150), yellow)
    pitch = 58
    for (x, y), ink in (((690, 300), pink), ((210, 900), teal)):
        far = np.hypot(sheet.x - x, sheet.y - y)
        tone = np.clip(1.08 - far / 1500, 0.35, 1)
        ring = np.abs((far / pitch) % 1 - 0.5) * 2
        bars = np.clip((0.16 + 0.42 * tone - ring) * pitch / 2 * sheet.scale + 0.5, 0, 1) * (far > pitch)
        sheet.overprint(bars * 0.96, ink)
    block = sheet.text((40, 700), "LOW", "sans", 320, 900, tracking=-8)
    below = sheet.text((916, 952), "TIDE", "sans", 320, 900, "r", tracking=-8)
    letters = np.maximum(block, below)
    sheet.cover(np.maximum.reduce([sheet.shift(letters, d * 0.7, d) for d in (0, 4, 8)]), "#FBF6EC")
    sheet.overprint(sheet.shift(letters, 7, 9), pink)
    sheet.overprint(letters, "#123C4A")
    strip = sheet.box(0, 1088, 960, 1200)
    sheet.cover(strip, "#FBF6EC")
    sheet.overprint(sheet.text((48, 1154), WHAT, "sans", 28, 800), "#123C4A")
    sheet.overprint(sheet.text((912, 1154), WHEN, "sans", 28, 800, "r"), "#123C4A")
    return sheet


def audience(centre: tuple[float, float], seed: int) -> list[tuple[float, float]]:
    """Where people sit: arcs around a stage, close together in front, with gaps further back."""
    rng = np.random.default_rng(seed)
    places = []
    for row, far in enumerate(np.arange(132, 470, 36)):
        for angle in np.arange(0.04, 0.97, 33 / far / np.pi) * np.pi:
            if rng.random() < 0.93 - 0.085 * row:
                near = far + rng.normal(0, 5)
                x = centre[0] + near * np.cos(angle + rng.normal(0, 0.02))
                places.append((x, centre[1] + near * np.sin(angle)))
    return [(x, y) for x, y in places if 48 < x < 890]


def aerial(fonts: Path) -> Sheet:
    """The beach from above at the end of the day: a small stage, people, long shadows, the tide's edge."""
    sheet = poster(PAPER, fonts)
    yellow, blue, coral = "#FFD56B", "#1F5FBF", "#FF5B4A"
    swing = 22 * np.sin(sheet.x / 150 + 0.6) + 10 * np.sin(sheet.x / 61)
    shore = 336 + swing - 0.03 * sheet.x
    sheet.overprint(sheet.below(shore) * sheet.grainy(0.82 + 0.1 * sheet.noise(200, 2), 3, 0.35), yellow)
    depth = np.clip((shore - sheet.y) / 330, 0, 1)
    water = sheet.above(shore - 30) * sheet.grainy(0.5 + 0.5 * depth, 5, 0.4)
    foam = np.zeros_like(water)
    for k, (back, width) in enumerate(((50, 6), (84, 4), (112, 2.6))):
        line = shore - back - (5 + k) * np.sin(sheet.x / (40 + 12 * k) + k * 2)
        foam = np.maximum(foam, sheet.inside(np.abs(sheet.y - line) - width / 2))
    sheet.overprint(water * (1 - foam), blue)
    for k, back in enumerate((14, 44)):
        wet = shore + back + 10 * np.sin(sheet.x / 90 + k)
        sheet.overprint(sheet.inside(np.abs(sheet.y - wet) - 2.2) * 0.5, coral)

    centre = (470.0, 448.0)
    places = audience(centre, 14)
    stage = sheet.box(382, 392, 558, 462)
    sheet.cover(sheet.box(374, 384, 566, 470), PAPER)
    sheet.overprint(sheet.shift(stage, 74, 30) * (1 - stage) * sheet.below(392), blue)
    sheet.cover(stage, PAPER)
    sheet.overprint(stage, coral)
    for x in (410, 530):
        sheet.overprint(sheet.disc(x, 428, 15), blue)
    sheet.overprint(sheet.disc(470, 436, 9), blue)
    shadows = [([(x, y), (x + 20, y + 8), (x + 40, y + 16)], [12, 11, 8]) for x, y in places]
    sheet.overprint(sheet.strokes(shadows, 40) * (1 - stage), blue)
    heads = [[(x - 0.2, y), (x, y), (x + 0.2, y)] for x, y in places]
    sheet.cover(sheet.strokes([(head, 19) for head in heads], 3), PAPER)
    sheet.overprint(sheet.strokes([(head, 19) for head in heads[::3]], 3), coral)
    sheet.overprint(sheet.strokes([(head, 19) for head in heads[1::3]], 3), blue)
    rng = np.random.default_rng(3)
    for x, y, turn in ((96, 800, 0.3), (850, 860, -0.4), (150, 970, 1.2), (770, 985, 0.7), (880, 430, -0.5)):
        u = (sheet.x - x) * np.cos(turn) + (sheet.y - y) * np.sin(turn)
        v = (sheet.y - y) * np.cos(turn) - (sheet.x - x) * np.sin(turn)
        towel = sheet.inside(np.maximum(np.abs(u) - 20, np.abs(v) - 36))
        stripe = (np.abs((v / 14) % 1 - 0.5) < 0.25).astype(np.float32)
        sheet.cover(towel, PAPER)
        sheet.overprint(towel * stripe, coral if rng.random() < 0.6 else blue)
    sheet.cover(sheet.text((40, 158), "Low Tide", "sans", sheet.fit("Low Tide", "sans", 640, 800), 800), PAPER)
    sheet.overprint(sheet.text((44, 1150), WHAT, "sans", 28, 800), blue)
    sheet.overprint(sheet.text((916, 1150), WHEN, "sans", 28, 800, "r"), blue)
    return sheet


def dots(fonts: Path) -> Sheet:
    """A halftone sun, coarse enough to fray, with small words lost in the sea."""
    sheet = poster("#E9E4DA", fonts)
    red, navy = "#D7263D", "#1B2A49"
    pitch, turn = 27.0, np.deg2rad(18)
    u = (sheet.x * np.cos(turn) + sheet.y * np.sin(turn)) / pitch
    v = (sheet.y * np.cos(turn) - sheet.x * np.sin(turn)) / pitch
    cell = np.hypot(u - np.round(u), v - np.round(v)) * pitch
    cx = (np.round(u) * np.cos(turn) - np.round(v) * np.sin(turn)) * pitch
    cy = (np.round(u) * np.sin(turn) + np.round(v) * np.cos(turn)) * pitch
    ball = np.hypot(cx - 480, cy - 470) < 300
    light = np.clip(0.15 + 0.85 * np.hypot(cx - 380, cy - 370) / 480, 0, 1)
    waves = np.clip((cy - 330) / 760, 0.02, 0.95) * (0.6 + 0.4 * np.sin(cy / 17))
    tone = np.where(ball, light, waves)
    ink = sheet.inside(cell - pitch * 0.68 * np.sqrt(tone))
    sheet.cover(ink * ball, red)
    sheet.cover(ink * ~ball, navy)
    sheet.cover(sheet.text((480, 130), "LOW TIDE", "sans", 96, 900, "m"), navy)
    sheet.cover(sheet.text((60, 1120), WHAT, "sans", 26, 600), red)
    sheet.cover(sheet.text((60, 1160), WHEN, "sans", 26, 600), red)
    return sheet
