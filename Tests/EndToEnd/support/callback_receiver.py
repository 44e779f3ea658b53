"""The integrator's side of the flow: an HTTPS server that notes each callback and hosts the popup's opener."""

import http.server
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from certificates import TemporaryAuthority

OPENER_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Opener</title></head><body>
<h1>Opener</h1>
<script>
window.received = [];
window.addEventListener("message", event => window.received.push({origin: event.origin, data: event.data}));
</script>
</body></html>"""


@dataclass(frozen=True)
class Callback:
    """One GET that reached the receiver."""

    path: str
    raw_query: str

    @property
    def query(self) -> dict[str, list[str]]:
        """The query's parameters, each with all its values."""
        return parse_qs(self.raw_query, keep_blank_values=True)


class CallbackReceiver:
    """An HTTPS server on a free port; `/opener` is the page of the popup tests, all other paths are callbacks."""

    def __init__(self, authority: TemporaryAuthority) -> None:
        self._callbacks: list[Callback] = []
        self._changed = threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                address = urlsplit(self.path)
                if address.path == "/opener":
                    self._answer(OPENER_PAGE)
                elif address.path == "/favicon.ico":
                    self.send_error(404)
                else:
                    receiver._note(Callback(address.path, address.query))
                    self._answer("<!doctype html><title>Back</title><h1>Back at the integrator</h1>")

            def _answer(self, page: str) -> None:
                body = page.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(authority.certificate_file, authority.key_file)
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def origin(self) -> str:
        """The receiver's origin."""
        return f"https://localhost:{self._server.server_port}"

    def url(self, path: str = "/callback") -> str:
        """A callback URL at this receiver."""
        return self.origin + path

    def received(self, path: str = "/callback") -> list[Callback]:
        """The callbacks at `path` so far."""
        with self._changed:
            return [callback for callback in self._callbacks if callback.path == path]

    def expect_one(self, path: str = "/callback", seconds: float = 10) -> Callback:
        """Waits for the first callback at `path`; fails after `seconds`, and when there is more than one."""
        with self._changed:
            found = self._changed.wait_for(lambda: self.received(path), seconds)
        assert found, f"no callback at {path} within {seconds} s; there were {self._callbacks}"
        assert len(found) == 1, found
        return found[0]

    def close(self) -> None:
        """Stops the server."""
        self._server.shutdown()
        self._server.server_close()

    def _note(self, callback: Callback) -> None:
        with self._changed:
            self._callbacks.append(callback)
            self._changed.notify_all()
