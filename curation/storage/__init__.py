"""Rows and files: the only place that speaks SQL, and the only one that writes media."""

from curation.storage.media import MediaFiles
from curation.storage.rows import Rows
from curation.storage.store import Store

__all__ = ["MediaFiles", "Rows", "Store"]
