"""An integrator's callback on plain HTTP that keeps an account for each identity it hears of, in one of three ways."""

import http.server
import threading
from enum import Enum
from urllib.parse import parse_qs, urlsplit


class Storing(Enum):
    """How a callback turns an identity into an account."""

    EACH_TIME = "a new account for each call"
    LOOK_THEN_STORE = "look whether there is one, then store: right until two calls come together"
    LOCKED = "look and store in one step"


class Integrator:
    """A server on a free port. `accounts` are the identities that it has stored, as often as it has."""

    def __init__(self, storing: Storing) -> None:
        self.accounts: list[str] = []
        self.calls: list[str] = []
        self._storing = storing
        self._lock = threading.Lock()
        # Two calls that are under way together meet here; a call that comes alone goes on after a moment.
        self._meeting = threading.Barrier(2)
        integrator = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                integrator._take(parse_qs(urlsplit(self.path).query)["identity_id"][0])
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def callback(self) -> str:
        """Where it wants to be called."""
        return f"http://127.0.0.1:{self._server.server_port}/callback"

    def close(self) -> None:
        """Stops the server."""
        self._server.shutdown()
        self._server.server_close()

    def _take(self, identity: str) -> None:
        with self._lock:
            self.calls.append(identity)
        match self._storing:
            case Storing.EACH_TIME:
                self.accounts.append(identity)
            case Storing.LOOK_THEN_STORE:
                is_new = identity not in self.accounts
                self._meet()
                if is_new:
                    self.accounts.append(identity)
            case Storing.LOCKED:
                self._meet()
                with self._lock:
                    if identity not in self.accounts:
                        self.accounts.append(identity)

    def _meet(self) -> None:
        try:
            self._meeting.wait(timeout=0.5)
        except threading.BrokenBarrierError:
            self._meeting.reset()
