"""The customer's side of a self-hosted pool: an HTTP server with key sets, error pages, redirects and silence."""

import http.server
import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

DEADLINE_SECONDS = 20.0


@dataclass(frozen=True)
class Page:
    """What the server answers at one path."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class KeySetServer:
    """An HTTP server on a free port. What it has not been told to serve is a 404 with a page of HTML."""

    def __init__(self) -> None:
        self._pages: dict[str, Page] = {}
        self._held: set[str] = set()
        self._downloads: Counter[str] = Counter()
        self._changed = threading.Condition()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                page = outer._page(urlsplit(self.path).path)
                self.send_response(page.status)
                for name, value in page.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(page.body)))
                self.end_headers()
                self.wfile.write(page.body)

            def log_message(self, *_: object) -> None:
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """A client that goes away early is no error of this server's."""

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def base_url(self) -> str:
        """The server's address without a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def serve(
        self, content: Any, path: str = "/.well-known/jwks.json", status: int = 200, content_type: str | None = None
    ) -> str:
        """Answers `content` from now on, bytes and text as they are and anything else as JSON; returns the URL."""
        match content:
            case bytes():
                body, default_type = content, "application/octet-stream"
            case str():
                body, default_type = content.encode(), "text/plain"
            case _:
                body, default_type = json.dumps(content).encode(), "application/json"
        return self._set(path, Page(status, {"Content-Type": content_type or default_type}, body))

    def redirect(self, path: str, location: str, status: int = 302) -> str:
        """Sends whoever asks for `path` elsewhere; returns the URL."""
        return self._set(path, Page(status, {"Location": location}))

    def hold(self, path: str = "/.well-known/jwks.json") -> None:
        """Lets whoever asks for `path` wait until `release`."""
        with self._changed:
            self._held.add(path)

    def release(self, path: str = "/.well-known/jwks.json") -> None:
        """Answers those who wait, and all who come later."""
        with self._changed:
            self._held.discard(path)
            self._changed.notify_all()

    def downloads(self, path: str = "/.well-known/jwks.json") -> int:
        """How often `path` was asked for."""
        with self._changed:
            return self._downloads[path]

    def await_downloads(self, count: int, path: str = "/.well-known/jwks.json") -> None:
        """Waits until `path` has been asked for so often."""
        with self._changed:
            arrived = self._changed.wait_for(lambda: self._downloads[path] >= count, DEADLINE_SECONDS)
        assert arrived, f"{path} was asked for {self.downloads(path)} times, not {count}"

    def close(self) -> None:
        """Answers those who still wait and stops."""
        with self._changed:
            self._held.clear()
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()

    def _set(self, path: str, page: Page) -> str:
        with self._changed:
            self._pages[path] = page
        return self.base_url + path

    def _page(self, path: str) -> Page:
        missing = Page(404, {"Content-Type": "text/html"}, b"<!doctype html><title>404</title><h1>Not Found</h1>")
        with self._changed:
            self._downloads[path] += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: path not in self._held)
            return self._pages.get(path, missing)
