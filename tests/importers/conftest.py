"""Files written for one test."""

from collections.abc import Callable
from pathlib import Path

import pytest

from curation.importers import Table, read_table

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes text (as UTF-8) or bytes to a file of this test and says where."""

    def write(content: str | bytes, name: str = "votes.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def table_of(written: Written) -> Callable[..., Table]:
    """The table read from a file with this content."""
    return lambda content, name="votes.csv": read_table(written(content, name))
