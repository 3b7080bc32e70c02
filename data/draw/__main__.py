"""Draw the sample's pictures: `python data/draw FONT_FOLDER [NAME ...]`, for example `python data/draw fonts posters/03`.

The fonts are Newsreader and Hanken Grotesk (OFL-1.1) as woff2. Needs numpy, scipy and a Pillow whose FreeType reads woff2.
"""

import sys
from pathlib import Path

from catalogue import POSTERS, TILES

DATA = Path(__file__).parent.parent


def main(fonts: Path, wanted: list[str]) -> None:
    for folder, drawings, most_bytes in (("posters", POSTERS, 140_000), ("tiles", TILES, 58_000)):
        for number, draw in enumerate(drawings, start=1):
            name = f"{folder}/{number:02d}"
            if not wanted or any(name.startswith(prefix) for prefix in wanted):
                path = DATA / f"{name}.webp"
                draw(fonts).save(path, most_bytes)
                print(name, path.stat().st_size)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
