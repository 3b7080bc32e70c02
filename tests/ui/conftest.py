"""Page scripts driven without a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import curation.ui.compare.showing as showing
from curation.settings import DATABASE_VARIABLE, WORKSPACE_VARIABLE
from curation.ui import state

MAIN = Path(state.__file__).parent / "main.py"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The workspace folder that pages find through the environment."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path))
    monkeypatch.delenv(DATABASE_VARIABLE, raising=False)
    yield tmp_path
    state.close_workspaces()


@pytest.fixture
def compare(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens the judging page of a project; pairs need not be looked at for long."""
    monkeypatch.setattr(showing, "YOUNGEST_SECONDS", 0.0)

    def open_page(project: int | str | None = None, **query: str) -> AppTest:
        page = AppTest.from_file(str(MAIN), default_timeout=30)
        if project is not None:
            page.query_params["project"] = str(project)
        for name, value in query.items():
            page.query_params[name] = value
        page.switch_page("app_pages/compare.py")
        return page.run()

    return open_page
