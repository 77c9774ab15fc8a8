"""An HTTP server on loopback, in threads that all end when it stops.

The demo's site and its webhook receiver answer through it. It is no server for strangers.
"""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import TCPServer, ThreadingMixIn
from threading import Event, Lock, Thread
from typing import Any, NoReturn

LOOPBACK = "127.0.0.1"


class LoopbackServer(ThreadingMixIn, HTTPServer):
    """Listens from the moment it is made until `stop`.

    Args:
        handler: makes the handler of one connection.
        port: 0 takes any that is free.
    """

    daemon_threads = False  # `stop` joins every thread, so none outlives it
    request_queue_size = 128

    def __init__(self, handler: Callable[..., BaseHTTPRequestHandler], port: int = 0) -> None:
        self.stopping = Event()
        self._connections: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__((LOOPBACK, port), handler)
        self._thread = Thread(target=self.serve_forever, args=(0.05,), name="loopback-http")
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection; return when the last thread has ended."""
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        with self._lock:
            connections = tuple(self._connections)
        for connection in connections:
            with suppress(OSError):  # the client was faster
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def server_bind(self) -> None:
        # not HTTPServer's, which asks the DNS for the name of this host
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.socket.getsockname()[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # clients of a site that misbehaves hang up as a matter of course
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class QuietHandler(BaseHTTPRequestHandler):
    """Says nothing on the terminal and has the ways of answering that both servers need."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "newsroom", ""
    disable_nagle_algorithm = True
    server: LoopbackServer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
        """Nothing: whoever wants to know reads the tray."""

    def answer(self, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
        """Send a whole answer; its length is added."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(body)

    def stream(self, headers: Mapping[str, str], chunks: Iterable[bytes]) -> None:
        """Send a chunked answer as it is made, until its end or the server's."""
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in chunks:
            if self.server.stopping.is_set():
                self.cut()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\n\r\n")

    def pause(self, seconds: float) -> None:
        """Wait, but no longer than the server lives."""
        self.server.stopping.wait(seconds)

    def cut(self) -> NoReturn:
        """Break the connection off, and the handling with it: the client gets a reset, no end.

        Raises:
            ConnectionAbortedError: always; the server takes it for what it is.
        """
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        for end in (self.wfile, self.rfile, self.connection):
            end.close()
        raise ConnectionAbortedError
