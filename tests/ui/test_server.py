"""The server: what it serves, to whom, with which headers, and how it starts and ends."""

import signal
import socket
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import curation.ui.server as server
from curation.actions.media_links import ROUTE
from curation.app import Curation, build
from curation.settings import Settings
from curation.ui.headers import CONTENT_SECURITY_POLICY
from tests.ui.making import make, png
from tests.ui.processes import ROOT, Server, get

NOW = datetime.now(UTC)
PICTURE = png(200, 30, 30)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Curation]]:
    """A server, and its workspace opened here too."""
    folder = tmp_path_factory.mktemp("workspace")
    here = build(Settings(folder))
    serving = Server(folder)
    yield serving, here
    serving.stop()
    here.close()


Running = tuple[Server, Curation]


def saved(running: Running, content: bytes) -> str:
    """The address of a file that is in the workspace."""
    serving, here = running
    return serving.url + here.links.url(7, here.media.save(content), NOW)


def test_a_signed_address_gives_the_bytes_as_they_are(running: Running):
    answer = get(saved(running, PICTURE))
    assert answer.status == 200
    assert answer.content == PICTURE
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"] == "inline"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "private" in answer.headers["cache-control"]
    assert "immutable" in answer.headers["cache-control"]


def test_a_part_of_a_file_can_be_asked_for(running: Running):
    answer = get(saved(running, PICTURE), Range="bytes=4-11")
    assert answer.status == 206
    assert answer.content == PICTURE[4:12]


@pytest.mark.parametrize("content", [b"<html><script>1</script>", b"<svg xmlns='x'/>", b"%PDF-1.7", b""])
def test_what_is_not_a_medium_is_not_served(running: Running, content: bytes):
    answer = get(saved(running, content))
    assert (answer.status, answer.content) == (404, b"")


def test_forged_changed_old_and_unknown_addresses_are_404_without_a_reason(running: Running):
    serving, here = running
    good = saved(running, PICTURE)
    changed = good.replace(f"{ROUTE}/7-", f"{ROUTE}/8-")
    old = serving.url + here.links.url(7, here.media.save(PICTURE), NOW - timedelta(days=3))
    missing = serving.url + here.links.url(7, "0" * 64, NOW)
    nonsense = [f"{serving.url}{ROUTE}/{name}" for name in ("x", "1-2-3-4", "7-8-9-10", "%C3%A9-1-2-3")]
    for address in (changed, old, missing, *nonsense, good[:-1], good + "0"):
        answer = get(address)
        assert (answer.status, answer.content) == (404, b""), address


def test_no_address_leads_out_of_the_media_folder(running: Running):
    serving, _ = running
    for name in ("..%2fsecret.key", "..%2f..%2fsecret.key", "%2fetc%2fpasswd", "..\\secret.key"):
        assert get(f"{serving.url}{ROUTE}/{name}").status in (400, 404)


def test_an_address_of_another_workspace_does_not_work_here(running: Running, tmp_path: Path):
    serving, here = running
    other = make(tmp_path / "other").open()
    address = serving.url + other.links.url(7, here.media.save(PICTURE), NOW)
    other.close()
    assert get(address).status == 404


def test_every_answer_carries_the_security_headers(running: Running):
    serving, _ = running
    for address in (serving.url, f"{serving.url}/_stcore/health", f"{serving.url}/nowhere.js", saved(running, PICTURE)):
        headers = get(address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert "camera=()" in headers["permissions-policy"]
        assert headers["content-security-policy"]
    assert get(serving.url).headers["content-security-policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example"])
def test_a_name_of_somebody_else_is_refused_on_loopback(running: Running, host: str):
    serving, _ = running
    assert get(f"{serving.url}/_stcore/health", Host=host).status == 400
    assert get(f"{serving.url}/_stcore/health", Host=f"localhost:{serving.port}").status == 200


def test_the_policy_lets_nothing_be_fetched_from_elsewhere():
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == "'self'"
    assert rules["object-src"] == "'none'"
    assert rules["frame-ancestors"] == "'self'"
    assert not any("http" in sources or "*" in sources for sources in rules.values())


def test_both_copies_of_the_settings_are_equal():
    assert (ROOT / ".streamlit/config.toml").read_bytes() == (ROOT / "curation/ui/.streamlit/config.toml").read_bytes()


def test_the_settings_keep_what_was_measured():
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())
    assert settings["runner"]["postScriptGC"] is False
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "type"
    assert settings["server"]["address"] == "127.0.0.1"
    for face in settings["theme"]["fontFaces"]:
        assert (ROOT / "curation/ui" / face["url"].removeprefix("app/")).is_file()


def test_the_style_sheet_holds_no_angle_bracket():
    assert "<" not in (ROOT / "curation/ui/look.css").read_text()


def test_fonts_come_with_their_licences():
    fonts = ROOT / "curation/ui/static/fonts"
    assert {path.name for path in fonts.glob("OFL-*.txt")} == {"OFL-newsreader.txt", "OFL-hanken-grotesk.txt"}


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_busy_port_is_one_sentence_that_offers_a_free_one(folder: Path, taken: int):
    with pytest.raises(server.BusyPort) as refused:
        server.serve(Settings(folder), port=taken, headless=True)
    offered = refused.value.free_port
    assert str(refused.value) == f"Port {taken} is in use. Port {offered} is free: add --port {offered}."
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", offered))


def test_a_free_port_is_taken_as_it_is(taken: int):
    assert server.free_port("127.0.0.1", taken) > taken


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_a_host_that_is_not_ours_is_one_sentence(folder: Path, host: str):
    with pytest.raises(server.UnusableAddress, match="Nothing can be served at"):
        server.serve(Settings(folder), host=host, port=0, headless=True)


def test_the_listening_socket_names_its_protocol_so_that_small_messages_leave_at_once():
    with server._listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


WAYS = {
    "serve": None,
    "uvicorn": ["-m", "uvicorn", "streamlit_app:app", "--port", "{port}", "--app-dir", str(ROOT)],
    "streamlit": ["-m", "streamlit", "run", str(ROOT / "streamlit_app.py"), "--server.port={port}"],
}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_starting_serves_the_same_product_from_any_folder(tmp_path: Path, way: str):
    serving = Server(tmp_path, WAYS[way])
    try:
        page = get(f"{serving.url}/compare")
        font = get(f"{serving.url}/app/static/fonts/newsreader-latin-opsz-normal.woff2")
        assert page.status == 200
        assert page.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert font.content[:4] == b"wOF2"
        assert get(f"{serving.url}{ROUTE}/7-8-9-10").status == 404
        assert (tmp_path / "curation.sqlite").is_file()
    finally:
        serving.stop()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_quietly_and_the_next_start_finds_what_the_first_left(tmp_path: Path, number: int):
    made = make(tmp_path, pictures=2)
    for _ in range(2):
        serving = Server(tmp_path)
        assert get(f"{serving.url}{ROUTE}/7-8-9-10").status == 404
        assert serving.stop(number) == 0
        assert "Traceback" not in "".join(serving.output)
        assert ROUTE not in "".join(serving.output), "a signed address is in the log"
    opened = made.open()
    with opened.store.reading() as rows:
        assert rows.candidates.count_by_brief(made.project) == {made.briefs[0]: 2}
    opened.close()
