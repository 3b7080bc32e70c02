"""JSON Lines: one object per row, as it is, for programs."""

import json
from collections.abc import Sequence
from typing import Any


def write_jsonl(rows: Sequence[dict[str, Any]]) -> bytes:
    """One JSON object per line, UTF-8, keys in the order of the row."""
    return "".join(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows).encode()
