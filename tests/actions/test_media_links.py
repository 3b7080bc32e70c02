"""Addresses of media: signed, stable within the hour, refused when changed or old."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from curation.actions.media_links import ROUTE, MediaLinks, workspace_secret

NOW = datetime(2026, 5, 1, 12, 10, tzinfo=UTC)
HASH = "ab" * 32
links = MediaLinks(b"secret")
name = links.url(7, HASH, NOW).removeprefix(f"{ROUTE}/")


def test_an_address_leads_to_its_file_for_a_day() -> None:
    assert links.verify(name, NOW) == HASH
    assert links.verify(name, NOW + timedelta(hours=22)) == HASH
    assert links.verify(name, NOW + timedelta(hours=25)) is None


def test_an_address_is_the_same_within_the_hour() -> None:
    assert links.url(7, HASH, NOW) == links.url(7, HASH, NOW + timedelta(minutes=40))
    assert links.url(7, HASH, NOW) != links.url(7, HASH, NOW + timedelta(hours=1))


def test_another_workspace_does_not_accept_it() -> None:
    assert MediaLinks(b"other").verify(name, NOW) is None


@given(st.text())
def test_nothing_made_up_is_accepted(text: str) -> None:
    assert links.verify(text, NOW) is None


@given(st.integers(0, len(name) - 1), st.sampled_from("0123456789abcdef-/.é"))
def test_a_changed_address_is_refused(place: int, letter: str) -> None:
    changed = name[:place] + letter + name[place + 1 :]
    assert changed == name or links.verify(changed, NOW) is None


def test_the_secret_is_made_once_and_private(tmp_path: Path) -> None:
    first = workspace_secret(tmp_path / "w")
    assert workspace_secret(tmp_path / "w") == first
    assert len(first) == 64
    assert (tmp_path / "w" / "secret.key").stat().st_mode & 0o077 == 0
