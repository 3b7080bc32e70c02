"""Writers: rows in, bytes out, the same bytes for the same rows. One file per format, one registry."""

from collections.abc import Callable, Sequence
from typing import Any

from curation.exporters.csv_file import write_csv
from curation.exporters.jsonl import write_jsonl

ExportRow = dict[str, Any]

EXPORTERS: dict[str, Callable[[Sequence[ExportRow]], bytes]] = {"csv": write_csv, "jsonl": write_jsonl}

__all__ = ["EXPORTERS", "ExportRow", "write_csv", "write_jsonl"]
