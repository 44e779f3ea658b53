"""A session's browser goes out by the customer's own proxy, with name and password."""

import base64
import http.server
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Error

from browser_sessions import BrowserSessions

CREDENTIALS = "Basic " + base64.b64encode(b"ada:geheim").decode()


class Proxy:
    """A proxy of a customer's that lets in who knows its password, and answers for every site itself."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str | None]] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                """A page of whatever site."""
                credentials = self.headers["Proxy-Authorization"]
                outer.seen.append((self.path, credentials))
                is_known = credentials == CREDENTIALS
                body = b"<title>By proxy</title>" if is_known else b""
                self.send_response(200 if is_known else 407)
                if not is_known:
                    self.send_header("Proxy-Authenticate", "Basic")
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def options(self, password: str) -> dict:
        """What a session is created with to go by it."""
        server = f"http://127.0.0.1:{self.port}"
        proxy = {"type": "custom", "active": True, "server": server, "username": "ada", "password": password}
        return {"session": {"proxy": proxy}}

    def close(self) -> None:
        """Stops it."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """The customer's proxy."""
    proxy = Proxy()
    yield proxy
    proxy.close()


def test_browser_goes_by_the_customers_proxy(browser_sessions: Callable[..., BrowserSessions], proxy: Proxy) -> None:
    page = browser_sessions().connect(**proxy.options("geheim")).contexts[0].pages[0]
    page.goto("http://shop.example.com/")
    assert page.title() == "By proxy"
    assert ("http://shop.example.com/", CREDENTIALS) in proxy.seen


def test_a_wrong_password_is_refused_by_the_proxy(
    browser_sessions: Callable[..., BrowserSessions], proxy: Proxy
) -> None:
    page = browser_sessions().connect(**proxy.options("falsch")).contexts[0].pages[0]
    try:
        answer = page.goto("http://shop.example.com/")
        assert answer and answer.status == 407
    except Error as error:
        assert "ERR_INVALID_AUTH_CREDENTIALS" in str(error) or "ERR_HTTP_RESPONSE_CODE_FAILURE" in str(error)
    assert proxy.seen and proxy.seen[0][1] != CREDENTIALS
