"""Serving Rowan on loopback: the port, the web process, the background worker."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

DEFAULT_PORT = 8000
_PORTS_TRIED = 50
_THREADS = 8


class NoPortError(Exception):
    """No port to serve on; the sentence says why."""


@dataclass(frozen=True)
class Listening:
    """Sockets that listen on one port of the loopback addresses."""

    port: int
    sockets: list[socket.socket]

    @property
    def address(self) -> str:
        """The address for a browser. Passkeys need the name: a number will not do."""
        return f"http://localhost:{self.port}"


def wanted_port() -> int:
    """The port that PORT names, 8000 without it."""
    text = os.environ.get("PORT", "") or str(DEFAULT_PORT)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65_535:
        raise NoPortError(f"PORT is {text!r}: give a number from 1 to 65535.")
    return int(text)


def listen(wanted: int, say: Callable[[str], None]) -> Listening:
    """Listen on the wanted port or the next free one, naming each that is taken."""
    for port in range(wanted, min(wanted + _PORTS_TRIED, 65_536)):
        try:
            return Listening(port, _sockets(port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise NoPortError(
                    f"Port {port} needs rights that you do not have: set PORT to 1024 or more."
                ) from error
            if error.errno != errno.EADDRINUSE:
                raise NoPortError(f"Port {port} cannot be used: {error.strerror}.") from error
            say(f"Port {port} is taken by another program.")
    raise NoPortError(f"No port from {wanted} on is free: set PORT to another one.")


class _Arbiter(Arbiter):  # type: ignore[misc]
    """Gunicorn's first process, remembering that a person or a closed terminal stopped it."""

    interrupted = False

    def handle_int(self) -> None:
        """Ctrl+C."""
        self.interrupted = True
        super().handle_int()

    handle_hup = handle_int


class WebServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn in this process, with one web process that also does the background work."""

    def __init__(self, listening: Listening, *, when_ready: Callable[[], None]) -> None:
        self._listening = listening
        self._when_ready = when_ready
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn's settings; it calls this itself."""
        settings: dict[str, Any] = {
            "bind": [f"fd://{each.fileno()}" for each in self._listening.sockets],
            "workers": 1,
            "worker_class": "gthread",
            "threads": _THREADS,
            "graceful_timeout": 5,
            "timeout": 120,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _arbiter: self._when_ready(),
            "post_worker_init": lambda _worker: start_background_work(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def run_until_stopped(self) -> None:
        """Serve until a signal; Ctrl+C comes out as KeyboardInterrupt, as elsewhere."""
        arbiter = _Arbiter(self)
        try:
            arbiter.run()
        except SystemExit as ended:
            if arbiter.interrupted:
                raise KeyboardInterrupt from ended
            raise

    def load(self) -> WSGIHandler:
        """The application; called in the web process."""
        return get_wsgi_application()


def serve(listening: Listening, *, when_ready: Callable[[], None]) -> None:
    """Serve until a signal stops us: KeyboardInterrupt or SystemExit comes out of it."""
    # The web process is a fork of this one and must not share our connections.
    connections.close_all()
    WebServer(listening, when_ready=when_ready).run_until_stopped()


def start_background_work() -> None:
    """The worker thread of the web process."""
    from jobs import worker

    worker.start_in_thread()


def _sockets(port: int) -> list[socket.socket]:
    """Both loopback addresses where there are two: browsers try either for "localhost"."""
    found = [_socket(socket.AF_INET, "127.0.0.1", port)]
    try:
        found.append(_socket(socket.AF_INET6, "::1", port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            found[0].close()
            raise
    return found


def _socket(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made
