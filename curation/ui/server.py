"""The server: the ASGI app that every way of starting serves, and the one that `curation serve` runs."""

import asyncio
import errno
import logging
import os
import signal
import socket
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

from curation.errors import CurationError
from curation.i18n import N_
from curation.settings import DATABASE_VARIABLE, WORKSPACE_VARIABLE, Settings
from curation.ui.headers import SecurityHeaders
from curation.ui.media_route import media_route
from curation.ui.state import close_workspaces, workspace

MAIN = Path(__file__).parent / "main.py"
LOOPBACK = "127.0.0.1"
PORT = 8501
PORTS_TRIED = 100
PING_SECONDS = 30
MESSAGE_BYTES = 200 * 1024 * 1024
GOODBYE_SECONDS = 3
BUSY = frozenset({errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE)})
ANY_ADDRESS = ("", "0.0.0.0", "::")  # noqa: S104  # compared with, not bound to


class BusyPort(CurationError):
    """The port asked for is taken; `free_port` in the values is the next one that is not."""

    template = N_("Port {port} is in use. Port {free_port} is free: add --port {free_port}.")

    def __init__(self, port: int, free_port: int) -> None:
        super().__init__(port=port, free_port=free_port)
        self.free_port = free_port


class UnusableAddress(CurationError):
    """The host is not one of this machine's, or no port of it can be used."""

    template = N_("Nothing can be served at {host}, port {port} ({reason}). Choose another with --host and --port.")

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(host=host, port=port, reason=reason)


@asynccontextmanager
async def _open_workspace(_app: st.App) -> AsyncIterator[dict[str, object]]:
    await asyncio.to_thread(workspace, prepare=True)
    try:
        yield {}
    finally:
        await asyncio.to_thread(close_workspaces)


def parts(allowed_hosts: Sequence[str] = ("*",)) -> dict[str, Any]:
    """What `st.App` is made of. The workspace is learnt from the environment when the app starts, not when it is made.

    Args:
        allowed_hosts: The host names that requests may be made to.
    """
    return {
        "script_path": MAIN,
        "lifespan": _open_workspace,
        "routes": [media_route()],
        "middleware": [
            Middleware(SecurityHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(allowed_hosts)),
        ],
    }


def asgi(allowed_hosts: Sequence[str] = ("*",)) -> ASGIApp:
    """The app, for any ASGI server."""
    app: ASGIApp = st.App(**parts(allowed_hosts))
    return app


def free_port(host: str, port: int) -> int:
    """The first port from this one on that nobody listens at.

    Raises:
        UnusableAddress: There is none among the next hundred, or the host is not one of this machine's.
    """
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        try:
            _listen(host, candidate).close()
        except BusyPort:
            continue
        return candidate
    raise UnusableAddress(host, port, N_("no port is free"))


def serve(
    settings: Settings,
    host: str = LOOPBACK,
    port: int = PORT,
    *,
    headless: bool = False,
    path: str = "/",
    announce: Callable[[str], None] = print,
) -> None:
    """Serve a workspace until SIGINT or SIGTERM.

    Args:
        settings: The workspace.
        host: The address to listen at; only this machine reaches the default.
        port: The port to listen at.
        headless: Whether to leave the browser closed.
        path: Where the browser opens, such as `/compare?project=1`.
        announce: Is told the address once the server answers.

    Raises:
        BusyPort: The port is taken; it names one that is free.
        UnusableAddress: The host is not one of this machine's.
    """
    os.environ[WORKSPACE_VARIABLE] = str(settings.workspace)
    if settings.database_url:
        os.environ[DATABASE_VARIABLE] = settings.database_url
    else:
        os.environ.pop(DATABASE_VARIABLE, None)
    # Opened before anything is served: what is wrong with it is one sentence here, and a traceback inside the server.
    workspace(prepare=True)
    try:
        listening = _listen(host, port)
    except BusyPort:
        raise BusyPort(port, free_port(host, port + 1)) from None
    with listening:
        url = f"http://{_spoken(host)}:{listening.getsockname()[1]}{path}"
        server = _Server(_uvicorn_config(host, port), on_start=lambda: _tell(url, announce, headless))
        with _ended_by_signals(server):
            server.run(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # Streamlit gives uvicorn's loggers its own level, after which every signed address would be in the log.
        logging.getLogger("uvicorn").setLevel(logging.WARNING)
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
        logging.getLogger("uvicorn.access").disabled = True
        if self.started:
            self._on_start()


def _uvicorn_config(host: str, port: int) -> uvicorn.Config:
    # A page elsewhere that lets its own name point at this machine must not be able to read what is here.
    names = (host, "localhost", LOOPBACK) if host in (LOOPBACK, "localhost") else ("*",)
    return uvicorn.Config(
        asgi(names),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        lifespan="on",
        ws="websockets-sansio",
        ws_max_size=MESSAGE_BYTES,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GOODBYE_SECONDS,
        server_header=False,
    )


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. The protocol is named, since asyncio sends small messages at once only on such sockets."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UnusableAddress(host, port, error.strerror or str(error)) from error
    try:
        if os.name != "nt":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2048)
    except OSError as error:
        listening.close()
        if error.errno in BUSY:
            raise BusyPort(port, port + 1) from error
        raise UnusableAddress(host, port, error.strerror or str(error)) from error
    listening.setblocking(False)
    return listening


@contextmanager
def _ended_by_signals(server: uvicorn.Server) -> Iterator[None]:
    """Let SIGINT and SIGTERM end the server; uvicorn raises them once more at its end, which then is no failure."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: object) -> None:
        server.should_exit = True

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _spoken(host: str) -> str:
    """The host as an address in a browser of this machine."""
    if host in ANY_ADDRESS:
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _tell(url: str, announce: Callable[[str], None], headless: bool) -> None:
    announce(url)
    if not headless:
        # A browser that takes its time must not hold up the server.
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
