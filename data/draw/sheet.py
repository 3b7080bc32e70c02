"""A sheet that is printed on: masks in, inks down, one clean WebP out. All lengths are pixels of the finished picture."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy.interpolate import CubicSpline
from scipy.ndimage import gaussian_filter, map_coordinates

Mask = np.ndarray
Point = tuple[float, float]

FACES = {
    "sans": "hanken-grotesk-latin-wght-normal.woff2",
    "serif": "newsreader-latin-opsz-normal.woff2",
    "italic": "newsreader-latin-opsz-italic.woff2",
}


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float32)


def ramp(t: np.ndarray, colours: Sequence[str]) -> np.ndarray:
    """Colours blended along t in [0, 1]: an array of t's shape with three channels."""
    stops = np.linspace(0, 1, len(colours))
    channels = np.stack([rgb(c) for c in colours])
    return np.stack([np.interp(t, stops, channels[:, i]) for i in range(3)], -1).astype(np.float32)


def smooth_curve(points: Sequence[Point], steps: int = 400) -> np.ndarray:
    """A curve through the points, as an array (steps, 2)."""
    knots = np.array(points, float)
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(knots, axis=0).T))])
    return CubicSpline(length, knots)(np.linspace(0, length[-1], steps))


class Sheet:
    """Paper of a colour. `cover` lays an opaque ink, `overprint` a transparent one that darkens what lies under it."""

    scale = 2

    def __init__(self, width: int, height: int, paper: str, fonts: Path, repeats: int = 1) -> None:
        self.width, self.height, self.fonts = width, height, fonts
        # A block printed `repeats` times across and down leaves the same marks each time.
        self.repeats = repeats
        rows, columns = np.mgrid[0 : height * self.scale, 0 : width * self.scale].astype(np.float32)
        self.x, self.y = (columns + 0.5) / self.scale, (rows + 0.5) / self.scale
        self.pixels = np.broadcast_to(rgb(paper), (*self.x.shape, 3)).copy()

    def cover(self, mask: Mask, ink: str | np.ndarray) -> None:
        colour = rgb(ink) if isinstance(ink, str) else ink
        cover = np.clip(mask, 0, 1)[..., None]
        self.pixels += (colour - self.pixels) * cover

    def overprint(self, mask: Mask, ink: str) -> None:
        self.pixels *= 1 - np.clip(mask, 0, 1)[..., None] * (1 - rgb(ink) / 255)

    def inside(self, distance: np.ndarray) -> Mask:
        """1 where a signed distance (pixels) is negative, with an edge one pixel soft."""
        return np.clip(0.5 - distance * self.scale / 2, 0, 1)

    def disc(self, x: float, y: float, radius: float) -> Mask:
        return self.inside(np.hypot(self.x - x, self.y - y) - radius)

    def above(self, edge: np.ndarray | float) -> Mask:
        """1 above a line y = edge(x)."""
        return self.inside(self.y - edge)

    def below(self, edge: np.ndarray | float) -> Mask:
        return self.inside(edge - self.y)

    def box(self, left: float, top: float, right: float, bottom: float) -> Mask:
        dx = np.maximum(left - self.x, self.x - right)
        dy = np.maximum(top - self.y, self.y - bottom)
        return self.inside(np.maximum(dx, dy))

    def polygon(self, points: Iterable[Point]) -> Mask:
        image, pen = self._canvas()
        pen.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=255)
        return self._mask(image)

    def stroke(self, points: Sequence[Point], width: float | Sequence[float], steps: int = 400) -> Mask:
        """A curve through the points, its width (pixels) following `width` from end to end."""
        return self.strokes([(points, width)], steps)

    def strokes(self, marks: Iterable[tuple[Sequence[Point], float | Sequence[float]]], steps: int = 120) -> Mask:
        """Many strokes (points, width) in one mask."""
        image, pen = self._canvas()
        for points, width in marks:
            widths = np.atleast_1d(np.asarray(width, float))
            radii = np.interp(np.linspace(0, 1, steps), np.linspace(0, 1, len(widths)), widths) * self.scale / 2
            for (x, y), r in zip(smooth_curve(points, steps) * self.scale, radii, strict=True):
                pen.ellipse([x - r, y - r, x + r, y + r], fill=255)
        return self._mask(image)

    def font(self, face: str, size: float, weight: int, optical_size: float = 72) -> ImageFont.FreeTypeFont:
        font = ImageFont.truetype(self.fonts / FACES[face], round(size * self.scale))
        font.set_variation_by_axes([weight] if face == "sans" else [weight, optical_size])
        return font

    def text(
        self,
        xy: Point,
        words: str,
        face: str,
        size: float,
        weight: int = 400,
        align: str = "l",
        tracking: float = 0,
        optical_size: float = 72,
    ) -> Mask:
        """Words on a baseline at xy; `align` is l, m or r, `tracking` pixels of air between letters, kerning kept."""
        font = self.font(face, size, weight, optical_size)
        image, pen = self._canvas()
        air = tracking * self.scale
        total = font.getlength(words) + air * (len(words) - 1)
        start = xy[0] * self.scale - {"l": 0, "m": total / 2, "r": total}[align]
        for i, letter in enumerate(words):
            before = font.getlength(words[: i + 1]) - font.getlength(letter)
            pen.text((start + before + air * i, xy[1] * self.scale), letter, font=font, fill=255, anchor="ls")
        return self._mask(image)

    def text_width(self, words: str, face: str, size: float, weight: int, tracking: float = 0) -> float:
        return self.font(face, size, weight).getlength(words) / self.scale + tracking * (len(words) - 1)

    def fit(self, words: str, face: str, width: float, weight: int, tracking: float = 0) -> float:
        """The type size at which the words are that wide."""
        return (width - tracking * (len(words) - 1)) / self.text_width(words, face, 100, weight) * 100

    def noise(self, size: float, seed: int) -> np.ndarray:
        """Smooth noise, mean 0 and standard deviation 1, with blobs about `size` pixels wide."""
        # Drawn coarse and enlarged: a blur of this width on the full sheet would take seconds.
        step = max(size / 4, 1 / self.scale)
        rows, columns = int(self.height / step) + 4, int(self.width / step) + 4
        coarse = gaussian_filter(np.random.default_rng(seed).standard_normal((rows, columns)), size / step / 2)
        fine = map_coordinates(coarse, [self.y / step + 1, self.x / step + 1], order=1, mode="nearest")
        high, wide = (n // self.repeats for n in fine.shape)
        fine = np.tile(fine[:high, :wide], (self.repeats, self.repeats))
        return ((fine - fine.mean()) / fine.std()).astype(np.float32)

    def shift(self, mask: Mask, dx: np.ndarray | float = 0, dy: np.ndarray | float = 0) -> Mask:
        """The mask moved by (dx, dy) pixels, which may differ from place to place."""
        return map_coordinates(mask, [(self.y - dy) * self.scale - 0.5, (self.x - dx) * self.scale - 0.5], order=1)

    def carve(self, mask: Mask, seed: int, rough: float = 0.16, blade: float = 1.6) -> Mask:
        """An edge as a gouge leaves it: corners rounded to the blade's width, the line a little unsteady."""
        soft = gaussian_filter(mask, blade * self.scale) + rough * self.noise(5, seed) * 0.5
        return np.clip((soft - 0.5) * 5 + 0.5, 0, 1)

    def worn(self, mask: Mask, seed: int, amount: float = 1.0) -> Mask:
        """Ink that did not take everywhere: small flecks of paper, more of them in some places."""
        flecks = self.noise(2.2, seed) + 0.7 * self.noise(60, seed + 1)
        return mask * np.clip((3.1 - 0.6 * amount - flecks) * 3, 1 - amount, 1)

    def grainy(self, tone: np.ndarray, seed: int, strength: float = 0.5) -> Mask:
        """A grey tone printed as fine random dots, as a stencil duplicator does."""
        grain = self.noise(1.4, seed)
        sharp = np.clip((tone - 0.5) * 2.2 + 0.5 + 0.32 * grain, 0, 1)
        return np.where((tone <= 0) | (tone >= 1.2), np.clip(tone, 0, 1), strength * sharp + (1 - strength) * tone)

    def grain(self, strength: float, seed: int) -> None:
        self.pixels += (self.noise(1.2, seed) * strength)[..., None]

    def image(self) -> Image.Image:
        whole = Image.fromarray(np.clip(self.pixels + 0.5, 0, 255).astype(np.uint8))
        return whole.resize((self.width, self.height), Image.Resampling.LANCZOS)

    def save(self, path: Path, most_bytes: int) -> None:
        """WebP without metadata: lossless if that stays under `most_bytes`, else at the best quality (88 at most)."""
        picture = self.image()
        picture.save(path, "WEBP", lossless=True, quality=100, method=4)
        for quality in range(88, 50, -2):
            if path.stat().st_size < most_bytes:
                return
            picture.save(path, "WEBP", quality=quality, method=6)
        raise ValueError(f"{path.name} stays above {most_bytes} bytes; draw it with less grain.")

    def _canvas(self) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        image = Image.new("L", (self.width * self.scale, self.height * self.scale))
        return image, ImageDraw.Draw(image)

    @staticmethod
    def _mask(image: Image.Image) -> Mask:
        return np.asarray(image, np.float32) / 255
