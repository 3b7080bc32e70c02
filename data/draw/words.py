"""What every poster has to say."""

from pathlib import Path

from sheet import Sheet

WHAT = "Open-air concerts on the beach at dusk"
WHEN = "12–14 September"


def poster(paper: str, fonts: Path) -> Sheet:
    return Sheet(960, 1200, paper, fonts)
