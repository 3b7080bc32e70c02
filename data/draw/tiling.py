"""Ways to cut a wall into tiles: for every pixel, which tile it is in and how far from that tile's edge."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree
from sheet import Mask, Sheet


class Tiles(NamedTuple):
    """u, v in [-1, 1] inside a tile, column and row of the tile, pixels to its edge (negative: in the joint)."""

    u: np.ndarray
    v: np.ndarray
    column: np.ndarray
    row: np.ndarray
    depth: np.ndarray


def wall(paper: str, fonts: Path, repeats: int = 1) -> Sheet:
    return Sheet(720, 720, paper, fonts, repeats)


def squares(sheet: Sheet, across: int, joint: float = 5, corner: float = 4) -> Tiles:
    return rectangles(sheet, across, across, joint, corner)


def rectangles(sheet: Sheet, across: int, down: int, joint: float = 5, corner: float = 4) -> Tiles:
    wide, high = sheet.width / across, sheet.height / down
    column, row = np.floor(sheet.x / wide), np.floor(sheet.y / high)
    u, v = (sheet.x / wide - column) * 2 - 1, (sheet.y / high - row) * 2 - 1
    dx = np.abs(u) * wide / 2 - (wide / 2 - joint / 2 - corner)
    dy = np.abs(v) * high / 2 - (high / 2 - joint / 2 - corner)
    outside = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0)
    return Tiles(u, v, column, row, corner - outside)


def nearest(sheet: Sheet, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The nearest centre of each pixel, its distance, and the distance to the joint with the second nearest."""
    points = np.stack([sheet.x.ravel(), sheet.y.ravel()], 1)
    distance, index = cKDTree(centres).query(points, k=2)
    first, second = centres[index[:, 0]], centres[index[:, 1]]
    edge = (distance[:, 1] ** 2 - distance[:, 0] ** 2) / (2 * np.linalg.norm(second - first, axis=1))
    shape = sheet.x.shape
    return index[:, 0].reshape(shape), distance[:, 0].reshape(shape), edge.reshape(shape)


def turned(tiles: Tiles, quarters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """u, v of each tile turned by a number of quarter turns, one per tile."""
    number = quarters[tiles.row.astype(int) % quarters.shape[0], tiles.column.astype(int) % quarters.shape[1]] % 4
    cos, sin = np.array([1, 0, -1, 0])[number], np.array([0, 1, 0, -1])[number]
    return tiles.u * cos - tiles.v * sin, tiles.u * sin + tiles.v * cos


def glaze(sheet: Sheet, depth: np.ndarray, colour: np.ndarray, joint: str, seed: int, bevel: float = 7) -> None:
    """Glazed ceramic: lit from the upper left along its rounded edge, pooled a little darker, uneven underneath."""
    height = np.sqrt(np.clip(1 - (1 - np.clip(depth / bevel, 0, 1)) ** 2, 0, 1)) * bevel
    dy, dx = np.gradient(height + 0.9 * sheet.noise(46, seed))
    light = np.clip((-dx - dy) * sheet.scale, -1.2, 1.2)
    pooled = 1 - 0.16 * np.exp(-np.clip(depth, 0, None) / 6)
    shade = pooled + 0.18 * np.clip(light, -1, 0) + 0.035 * sheet.noise(60, seed + 1)
    shine = 0.34 * np.clip(light - 0.12, 0, 1) ** 1.4
    body = colour * shade[..., None]
    body += (255 - body) * shine[..., None]
    mask: Mask = sheet.inside(-depth)
    shadow = np.clip(1 + depth / 3, 0, 1) * 0.25
    sheet.cover(np.ones_like(mask), joint)
    sheet.pixels *= (1 - shadow * (1 - mask))[..., None]
    sheet.cover(mask, body)
