"""Posters cut in lino: few flat inks, carved edges, lines left by the gouge."""

from pathlib import Path

import numpy as np
from sheet import Mask, Sheet
from words import WHAT, WHEN, poster

# Where people stand on the sand in `moonlight`: x, foot, height.
LISTENERS = [
    (134, 970, 46),
    (166, 980, 50),
    (214, 962, 43),
    (252, 976, 49),
    (276, 982, 40),
    (338, 966, 45),
    (372, 960, 42),
    (800, 978, 47),
    (828, 984, 50),
]


def ripples(sheet: Sheet, top: float, bottom: float, seed: int, gap: float = 16, growth: float = 1.06) -> Mask:
    """Gouged ripples on water: lens-shaped cuts in rows, longer and further apart towards the viewer."""
    rng = np.random.default_rng(seed)
    cuts = []
    y = top
    while y < bottom:
        x = rng.uniform(-120, 0)
        while x < sheet.width:
            length = rng.uniform(50, 150) * (gap / 16)
            bend = rng.uniform(-0.25, 0.25) * gap
            cut = [(x, y), (x + length / 2, y + bend), (x + length, y + rng.uniform(-2, 2))]
            cuts.append((cut, [0.5, gap * rng.uniform(0.2, 0.42), 0.5]))
            x += length * rng.uniform(1.08, 1.5)
        y += gap
        gap *= growth
    return sheet.strokes(cuts)


def even_below(sheet: Sheet, mask: Mask, line: float, seed: int) -> Mask:
    """Worn ink, but whole where small type has to be read."""
    return np.maximum(sheet.worn(mask, seed, 0.55), mask * sheet.below(line))


def heron(fonts: Path) -> Sheet:
    """A heron listening, in front of the setting sun."""
    sheet = poster("#F3EADB", fonts)
    night, coral, sun = "#14263F", "#E4573D", "#F6C667"
    horizon = 770
    rays = []
    rng = np.random.default_rng(8)
    for angle in np.linspace(np.pi * 0.985, np.pi * 2.015, 66):
        near, far = 318 + rng.uniform(0, 26), 420 + rng.uniform(-40, 330)
        middle = near + (far - near) * 0.45
        rays.append(([(505 + r * np.cos(angle), 560 + r * np.sin(angle)) for r in (near, middle, far)], [1, 8, 0.5]))
    sky = sheet.above(horizon) * (1 - sheet.carve(sheet.strokes(rays, 300), 3))
    sheet.cover(sheet.worn(sky, 11, 0.5), coral)
    disc = sheet.disc(505, 560, 292) * sheet.above(horizon)
    sheet.cover(sheet.carve(disc, 4), sun)

    bird = sheet.stroke(
        [(322, 762), (372, 690), (440, 610), (512, 556), (566, 506), (586, 440), (556, 384), (552, 330), (590, 296)],
        [3, 46, 104, 112, 62, 34, 27, 26, 30],
        700,
    )
    bill = sheet.polygon([(580, 281), (604, 283), (748, 322), (600, 313)])
    crest = sheet.stroke([(592, 288), (548, 292), (498, 318)], [10, 7, 0.5], 120)
    legs = np.maximum(
        sheet.stroke([(470, 640), (478, 730), (470, 800), (474, 884)], [26, 9, 10, 4], 200),
        sheet.stroke([(508, 610), (524, 700), (534, 790), (526, 884)], [26, 9, 10, 4], 200),
    )
    plume = []
    for i in range(9):
        x, y = 372 + i * 19, 716 - i * 21
        plume.append(([(x, y), (x + 44, y - 46), (x + 62, y - 96)], [0.5, 6.5, 0.5]))
    for i in range(5):
        y = 470 - i * 30
        plume.append(([(556, y + 6), (566, y - 4), (572, y - 22)], [0.5, 4.5, 0.5]))
    eye = sheet.disc(598, 292, 5)
    water = sheet.below(horizon) * (1 - ripples(sheet, horizon + 16, 950, 5))
    sheet.cover(even_below(sheet, sheet.carve(water, 6), 1116, 12), night)
    figure = np.maximum.reduce([bird, bill, crest, legs]) * (1 - np.maximum(sheet.strokes(plume), eye))
    halo = np.maximum.reduce([bird, legs]) * sheet.below(horizon)
    sheet.cover(sheet.carve(sheet.shift(halo, 5, 0), 9) * sheet.below(horizon + 12), "#F3EADB")
    sheet.cover(sheet.carve(figure, 7, 0.12, 1.1), night)

    size = sheet.fit("LOW TIDE", "sans", 836, 900)
    sheet.cover(sheet.carve(sheet.text((62, 1102), "LOW TIDE", "sans", size, 900), 8, 0.14), "#F3EADB")
    sheet.cover(sheet.text((66, 1150), WHAT, "sans", 25, 600), sun)
    sheet.cover(sheet.text((896, 1150), WHEN, "sans", 25, 600, "r"), sun)
    return sheet


def scallop(fonts: Path) -> Sheet:
    """A scallop shell that is the sun going down."""
    sheet = poster("#F4ECDD", fonts)
    sea, shell, gold = "#12404A", "#E9633B", "#EDB23F"
    cx, cy, ribs = 480, 690, 13
    angle = np.arctan2(cy - sheet.y, sheet.x - cx)
    radius = np.hypot(sheet.x - cx, sheet.y - cy)
    turn = np.clip(angle / np.pi, 0, 1) * ribs
    within = np.abs(turn % 1 - 0.5) * 2
    edge = 402 + 22 * np.sqrt(np.clip(1 - within**2, 0, 1))
    upper = (angle > 0) & (angle < np.pi)

    rays = []
    rng = np.random.default_rng(21)
    for k in range(91):
        a = np.pi * k / 90
        near = 452 + (26 if k % 2 else 0)
        far = near + rng.uniform(60, 110) + (230 if k % 2 else 80)
        rays.append(([(cx + r * np.cos(a), cy - r * np.sin(a)) for r in (near, near + 30, far)], [1, 7, 0.5]))
    sheet.cover(sheet.worn(sheet.carve(sheet.strokes(rays, 300), 2) * sheet.above(cy - 4), 3, 0.3), gold)

    body = sheet.inside(radius - edge) * upper
    groove = 1.2 + 0.018 * radius
    seam = sheet.inside((1 - within) * radius * np.pi / ribs / 2 - groove)
    rings = np.zeros_like(body)
    for r, w in ((372, 8), (338, 6), (284, 5), (214, 4), (140, 3)):
        bow = r + 16 * (r / 400) * np.sqrt(np.clip(1 - within**2, 0, 1))
        rings = np.maximum(rings, sheet.inside(np.abs(radius - bow) - w / 2) * (within < 0.82))
    hinge = sheet.inside(radius - 46) * upper
    form = body * (1 - seam) * (1 - rings) * (1 - sheet.inside(radius - 58) * upper)
    sheet.cover(sheet.worn(sheet.carve(np.maximum(form, hinge), 4, 0.13), 5, 0.5), shell)

    water = sheet.below(cy + 10)
    glints = []
    for i in range(12):
        y = cy + 26 + i * 17
        half = 400 - i * 26 + rng.uniform(-40, 40)
        for x0, x1 in ((cx - half, cx - 14 * (i % 3)), (cx + 30 * ((i + 1) % 2), cx + half * rng.uniform(0.7, 1))):
            wave = [(x0, y), ((x0 + x1) / 2, y + rng.uniform(-5, 5)), (x1, y)]
            glints.append((wave, [0.5, 7 + i * 0.35, 0.5]))
    glint = sheet.strokes(glints, 400)
    base = sheet.carve(water * (1 - glint), 7)
    sheet.cover(water * sheet.carve(glint, 7), shell)
    sheet.cover(even_below(sheet, base, 1116, 8), sea)
    size = sheet.fit("Low Tide", "serif", 830, 700)
    sheet.cover(sheet.carve(sheet.text((58, 1092), "Low Tide", "serif", size, 700), 9, 0.12, 1.2), "#F4ECDD")
    sheet.cover(sheet.text((66, 1150), WHAT, "sans", 25, 600), gold)
    sheet.cover(sheet.text((894, 1150), WHEN, "sans", 25, 600, "r"), gold)
    return sheet


def moonlight(fonts: Path) -> Sheet:
    """One block, one ink: tone made only by the width of the carved lines."""
    sheet = poster("#F2EBDD", fonts)
    ink, moon = "#1B2540", "#DB4F3F"
    mx, my, mr, horizon = 610, 500, 128, 742
    far = np.hypot(sheet.x - mx, sheet.y - my)
    wobble = 2.2 * sheet.noise(70, 5)

    sky_tone = np.clip(0.24 + (far - mr) / 640, 0.2, 0.9) + 0.05 * sheet.noise(120, 8)
    sky_line = np.abs(((far + wobble) / 18) % 1 - 0.5) * 2
    sky = np.clip((sky_tone - sky_line) * 18 / 2 * sheet.scale + 0.5, 0, 1) * (far > mr + 10)

    depth = np.clip((sheet.y - horizon) / 420, 0, 1)
    swell = 5 * np.sin(sheet.x / (46 + 90 * depth) + sheet.y / 19) * (0.35 + depth) + wobble
    path = np.exp(-(((sheet.x - mx) / (40 + 260 * depth)) ** 2))
    broken = 0.34 * sheet.noise(34, 3) * (0.3 + path)
    sea_tone = np.clip(0.93 - 0.78 * path + broken, 0.1, 1)
    pitch = 12 + 9 * depth
    # The lines open up towards the viewer: their number is the integral of 1 / pitch over the 420 pixels of water.
    phase = np.log1p(9 / 12 * depth) * 420 / 9 + swell / pitch
    sea_line = np.abs(phase % 1 - 0.5) * 2
    sea = np.clip((sea_tone - sea_line) * pitch / 2 * sheet.scale + 0.5, 0, 1)

    print_area = sheet.box(56, 56, 904, 1002)
    block = np.where(sheet.y < horizon, sky, sea) * print_area
    shore = 908 + 9 * np.sin(sheet.x / 120 + 1) + 20 * np.clip((sheet.x - 560) / 400, 0, 1)
    sand_line = np.abs(((sheet.y - shore) / 17 + 0.16 * np.sin(sheet.x / 60) + wobble / 17) % 1 - 0.5) * 2
    sand = np.clip((0.2 + 0.1 * sheet.noise(50, 12) - sand_line) * 17 / 2 * sheet.scale + 0.5, 0, 1)
    block = np.where(sheet.y < shore, block, sand * print_area)
    bodies, shades = [], []
    for x, foot, height in LISTENERS:
        bodies.append(([(x - 3, foot), (x, foot - height * 0.5), (x + 1, foot - height * 0.74)], [5, 15, 13]))
        bodies.append(([(x + 2, foot - height), (x + 2.2, foot - height), (x + 2.4, foot - height)], 10.5))
        shades.append(([(x, foot), (x - 26, foot + 4), (x - 58, foot + 10)], [7, 6, 1]))
    people = sheet.strokes(bodies)
    outline = np.clip(sheet.strokes([(p, np.add(w, 9)) for p, w in bodies]) - people, 0, 1)
    block = np.maximum(block, sheet.strokes(shades) * print_area) * (1 - outline)
    block = np.maximum(block, people)
    sheet.cover(sheet.carve(block, 4, 0.1, 0.9), ink)
    sheet.cover(sheet.worn(sheet.carve(sheet.disc(mx, my, mr), 6), 9, 0.5), moon)
    sheet.cover(sheet.text((50, 1128), "Low Tide", "italic", 138, 400), ink)
    for i, line in enumerate(("Open-air concerts", "on the beach at dusk")):
        sheet.cover(sheet.text((904, 1060 + 34 * i), line, "sans", 25, 500, "r"), ink)
    sheet.cover(sheet.text((904, 1128), WHEN, "sans", 25, 700, "r"), moon)
    return sheet


def holiday(fonts: Path) -> Sheet:
    """Everything a beach poster has had since 1975, and the words went wrong."""
    sheet = poster("#FFF3C9", fonts)
    blue, orange, green = "#1F6FB2", "#F08A12", "#1E7A3C"
    a = np.arctan2(sheet.y - 330, sheet.x - 300)
    r = np.hypot(sheet.x - 300, sheet.y - 330)
    spikes = 190 + 90 * (1 - np.abs((a / (2 * np.pi) * 16) % 1 - 0.5) * 2)
    sheet.cover(sheet.carve(sheet.inside(r - spikes), 2), orange)
    sheet.cover(sheet.carve(sheet.inside(np.abs(r - 172) - 7), 3), "#FFF3C9")
    for x in (262, 338):
        sheet.cover(sheet.disc(x, 300, 15), "#FFF3C9")
    sheet.cover(sheet.stroke([(230, 372), (300, 420), (370, 372)], [10, 15, 10]), "#FFF3C9")
    wave = 760 + 26 * np.abs(np.sin(sheet.x / 62))
    sheet.cover(sheet.carve(sheet.below(wave), 4), blue)
    trunk = sheet.stroke([(770, 1010), (742, 760), (760, 560), (806, 400)], [62, 40, 34, 26])
    sheet.cover(sheet.carve(trunk, 5), "#7A4A1E")
    for dx, dy in ((-190, 60), (-170, -40), (-80, -130), (60, -130), (130, -30), (120, 80)):
        leaf = sheet.stroke([(806, 400), (806 + dx * 0.6, 372 + dy * 0.8), (806 + dx, 420 + dy)], [16, 46, 3])
        sheet.cover(sheet.carve(leaf, 6), green)
    body = np.maximum(sheet.disc(330, 860, 104), sheet.disc(424, 770, 74))
    neck = sheet.stroke([(440, 750), (530, 664), (640, 560)], 30)
    head = sheet.stroke([(636, 564), (655, 546), (674, 527)], 52)
    sheet.cover(sheet.carve(np.maximum.reduce([body, neck, head]), 7), "#B3261E")
    sheet.cover(sheet.disc(366, 826, 40), "#FFF3C9")
    for k in (-8, 0, 8):
        sheet.cover(sheet.stroke([(320 + k, 880 + k), (480 + k, 720 + k), (650 + k, 552 + k)], 2.4), "#FFF3C9")
    letters, x = [("L", 0), ("O", 4), ("W", -10), ("T", 14), ("l", -6), ("D", 6), ("E", -12)], 40.0
    for letter, drop in letters:
        sheet.cover(sheet.carve(sheet.text((x, 160 + drop), letter, "sans", 152, 900), 8), "#B3261E")
        x += sheet.text_width(letter, "sans", 152, 900) + (46 if letter == "W" else 14 if drop > 0 else 34)
    sheet.cover(sheet.carve(sheet.text((30, 1078), "OPPEN-AIR CONCETRS", "sans", 74, 900), 9), "#FFF3C9")
    sheet.cover(sheet.carve(sheet.text((30, 1130), "on the baech ot dsuk", "serif", 58, 700), 9), "#FFF3C9")
    sheet.cover(sheet.carve(sheet.text((946, 1188), "12–14 SEPTEMBRER", "sans", 48, 900, "r"), 9), orange)
    return sheet
