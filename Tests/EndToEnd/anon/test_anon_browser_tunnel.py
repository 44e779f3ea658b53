"""Anon's tunnel in a real Chromium: who gets through to a page of the customer's, and what the others see."""

import base64
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from anon import Anon
from certificates import TemporaryAuthority
from server import STOP_LIMIT_SECONDS, DrydockServer
from tunnel_page import MAPPED_NAME, TUNNEL_FAILED, TunnelPage, TunnelUser
from world import World

REACHED = "Back at the integrator"


@pytest.fixture
def site(anon: Anon, authority: TemporaryAuthority) -> Iterator[TunnelPage]:
    """The page at the tunnel's other end."""
    site = TunnelPage(anon, authority)
    yield site
    site.close()


@pytest.fixture
def user(anon: Anon, site: TunnelPage) -> TunnelUser:
    """Ada, with this world's key."""
    return TunnelUser(anon)


def failure(error: str, url: str) -> str:
    """How Playwright words an error of the browser's."""
    return f"Page.goto: {error} at {url}"


def connects(world: World) -> list[tuple[str, int, str | None]]:
    """The CONNECTs of the journal: to what, with status and reason. A browser may repeat one, which counts once."""
    entries = world.journal(operation="anon.openTunnel")
    assert all(entry["request"]["method"] == "CONNECT" for entry in entries)
    seen = [
        (entry["request"]["headers"]["Host"], entry["response"]["status"], (entry["reason"] or {}).get("code"))
        for entry in entries
    ]
    return list(dict.fromkeys(seen))


@pytest.mark.faq("tunnel-refused")
def test_unlinked_user_has_no_tunnel_until_she_links(
    anon: Anon, browser: Browser, site: TunnelPage, user: TunnelUser
) -> None:
    assert user.browse(browser, site.url) == failure(TUNNEL_FAILED, site.url)
    assert connects(anon.world) == [("page.test:443", 502, "tunnel.userNotLinked")]
    [entry, *_] = anon.world.journal(operation="anon.openTunnel")
    assert entry["response"]["headers"]["X-Drydock-Reason"] == "tunnel.userNotLinked"
    assert "Link" not in entry["response"]["headers"], "help is not at the host that the client wants to reach"
    assert site.visits == 0
    anon.link("ada")
    assert user.browse(browser, site.url) == REACHED
    assert connects(anon.world)[1:] == [("page.test:443", 200, None)]
    assert site.visits == 1


def test_token_alone_opens_no_tunnel(anon: Anon, browser: Browser, site: TunnelPage, user: TunnelUser) -> None:
    anon.issue("ada")
    anon.link("ben")
    assert user.browse(browser, site.url) == failure(TUNNEL_FAILED, site.url)
    assert TunnelUser(anon, "ben").browse(browser, site.url) == REACHED


@pytest.mark.faq("tunnel-key-refused")
def test_refused_key_has_no_tunnel_until_it_is_put_right(
    anon: Anon, browser: Browser, site: TunnelPage, user: TunnelUser
) -> None:
    anon.link("ada")
    invalid = TunnelUser(anon, key=anon.world.key("anon_invalid"))
    assert invalid.browse(browser, site.url) == failure(TUNNEL_FAILED, site.url)
    assert connects(anon.world) == [("page.test:443", 403, "tunnel.keyRefused")]
    assert user.browse(browser, site.url) == REACHED


@pytest.mark.faq("tunnel-without-credentials")
def test_browser_without_credentials_is_asked_for_them(
    anon: Anon, browser: Browser, site: TunnelPage, user: TunnelUser
) -> None:
    anon.link("ada")
    nobody = TunnelUser(anon, app_user_id=None)
    assert nobody.browse(browser, site.url) == failure("net::ERR_INVALID_AUTH_CREDENTIALS", site.url)
    assert user.browse(browser, site.url) == REACHED


@pytest.mark.faq("tunnel-without-credentials")
def test_connect_without_credentials_is_in_the_journal_of_the_default_world(
    launch: Callable[..., DrydockServer], browser: Browser
) -> None:
    world = World(launch("--clock", "frozen", "--scenario", "faq/tunnel-refused").base_url, "default")
    nobody = TunnelUser(Anon(world), app_user_id=None)
    url = f"https://{MAPPED_NAME}/"
    assert nobody.browse(browser, url) == failure("net::ERR_INVALID_AUTH_CREDENTIALS", url)
    assert connects(world) == [("page.test:443", 407, "tunnel.noCredentials")]
    [entry, *_] = world.journal(operation="anon.openTunnel")
    assert entry["response"]["headers"]["Proxy-Authenticate"].startswith("Basic realm=")
    nobody.anon.close()
    world.close()


@pytest.mark.parametrize("url", ["https://other.test/", "https://sub.page.test/", "https://93.184.216.34/"])
def test_tunnel_leads_to_mapped_names_only(
    anon: Anon, browser: Browser, site: TunnelPage, user: TunnelUser, url: str
) -> None:
    anon.link("ada")
    assert user.browse(browser, url) == failure(TUNNEL_FAILED, url)
    [(_, status, reason)] = connects(anon.world)
    assert (status, reason) == (403, "tunnel.hostNotMapped")


def test_tunnel_to_a_target_that_does_not_listen_is_refused(
    anon: Anon, browser: Browser, site: TunnelPage, user: TunnelUser
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        silent = free.getsockname()[1]
    site.map({MAPPED_NAME: f"127.0.0.1:{silent}"})
    anon.link("ada")
    assert user.browse(browser, site.url) == failure(TUNNEL_FAILED, site.url)
    assert connects(anon.world) == [("page.test:443", 502, "tunnel.targetUnreachable")]
    site.map({MAPPED_NAME: site.address})
    anon.link("ada")
    assert user.browse(browser, site.url) == REACHED


def test_keys_world_is_the_tunnels_world(
    anon: Anon, worlds: Callable[..., World], browser: Browser, site: TunnelPage, user: TunnelUser
) -> None:
    other = Anon(worlds())
    anon.link("ada")
    other.link("ada")
    stranger = TunnelUser(other)
    assert stranger.browse(browser, site.url) == failure(TUNNEL_FAILED, site.url)
    assert connects(other.world) == [("page.test:443", 403, "tunnel.hostNotMapped")]
    assert connects(anon.world) == []
    issued = TunnelUser(anon, key=anon.credentials["serviceSdkClient"]["apiKey"])
    for linked in (user, issued):
        assert linked.browse(browser, site.url) == REACHED
    other.close()


def test_production_key_is_for_production_users(anon: Anon, browser: Browser, site: TunnelPage) -> None:
    """A proxy's host names no environment: the key does."""
    anon.link("ada")
    production = TunnelUser(anon, key=anon.credentials["prodServiceSdkClient"]["apiKey"])
    assert production.browse(browser, site.url) == failure(TUNNEL_FAILED, site.url)
    assert connects(anon.world) == [("page.test:443", 502, "tunnel.userNotLinked")]
    anon.link("ada", environment="prod")
    assert production.browse(browser, site.url) == REACHED


# All that Chromium says of what proxies answer (the contract's table of CONNECT).

BASIC = {"Proxy-Authenticate": 'Basic realm="drydock"'}
ANSWERS: dict[str, tuple[dict[str, Any], str]] = {
    **{
        str(status): ({"status": status, "headers": headers}, TUNNEL_FAILED)
        for status, headers in [
            (302, {"Location": "https://elsewhere.test/"}),
            (400, {}),
            (401, {"WWW-Authenticate": 'Basic realm="drydock"'}),
            (403, {}),
            (404, {}),
            (429, {"Retry-After": "1"}),
            (500, {}),
            (502, {}),
            (503, {}),
        ]
    },
    "407 to credentials": ({"status": 407, "headers": BASIC}, "net::ERR_HTTP_RESPONSE_CODE_FAILURE"),
    "407 without challenge": ({"status": 407}, "net::ERR_PROXY_AUTH_UNSUPPORTED"),
}


@pytest.mark.parametrize(("reply", "error"), ANSWERS.values(), ids=ANSWERS.keys())
def test_rule_makes_each_error_that_chromium_has_for_a_proxy(
    anon: Anon, browser: Browser, site: TunnelPage, user: TunnelUser, reply: dict[str, Any], error: str
) -> None:
    anon.link("ada")
    rule = anon.world.add_rule("anon.openTunnel", {"reply": reply})
    assert user.browse(browser, site.url) == failure(error, site.url)
    assert site.visits == 0
    anon.world.demand("DELETE", f"/rules/{rule['id']}")
    assert user.browse(browser, site.url) == REACHED


def test_target_that_hangs_up_is_a_closed_connection(
    anon: Anon, browser: Browser, site: TunnelPage, user: TunnelUser
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        site.map({MAPPED_NAME: f"127.0.0.1:{listener.getsockname()[1]}"})
        anon.link("ada")
        hanging_up = threading.Thread(target=hang_up, args=(listener,))
        hanging_up.start()
        assert user.browse(browser, site.url) == failure("net::ERR_CONNECTION_CLOSED", site.url)
        listener.shutdown(socket.SHUT_RDWR)
        hanging_up.join()


def hang_up(listener: socket.socket) -> None:
    """Closes every connection once the client has said something, until the listener is closed."""
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            connection.recv(1)


@pytest.mark.faq("tunnel-refused")
@pytest.mark.parametrize("flags", [(), ("--proxy-basic",), ("--proxy-anyauth",)], ids=["plain", "basic", "anyauth"])
def test_curl_goes_through_the_tunnel_as_the_browser_does(
    anon: Anon, authority: TemporaryAuthority, site: TunnelPage, user: TunnelUser, flags: tuple[str, ...]
) -> None:
    refused = user.curl(site.url, authority, *flags)
    assert refused.returncode == 56 and "502" in refused.stderr
    anon.link("ada")
    reached = user.curl(site.url, authority, *flags)
    assert reached.returncode == 0, reached.stderr
    assert REACHED in reached.stdout
    assert connects(anon.world) == [
        ("page.test:443", 502, "tunnel.userNotLinked"),
        ("page.test:443", 200, None),
    ]


def test_curl_without_credentials_is_asked_for_them(
    anon: Anon, authority: TemporaryAuthority, site: TunnelPage
) -> None:
    refused = TunnelUser(anon, app_user_id=None).curl(site.url, authority)
    assert refused.returncode == 56 and "407" in refused.stderr


def test_page_over_plain_http_is_refused_as_the_page_itself(
    anon: Anon, authority: TemporaryAuthority, site: TunnelPage, user: TunnelUser
) -> None:
    answer = user.curl("http://page.test/", authority, "--include")
    assert answer.returncode == 0, answer.stderr
    assert "HTTP/1.1 403 Forbidden" in answer.stdout
    assert "tunnel.plainHTTP" in answer.stdout


@pytest.mark.serial
def test_server_with_an_open_tunnel_leaves_at_once(launch: Callable[..., DrydockServer]) -> None:
    seconds = []
    # The bar is the server's, not that of a machine with other work: the best of three tries counts.
    for _ in range(3):
        server = launch()
        world = World(server.base_url, "default")
        with socket.create_server(("127.0.0.1", 0)) as listener:
            hosts = {MAPPED_NAME: f"127.0.0.1:{listener.getsockname()[1]}"}
            policies = {"tunnel": {"hosts": hosts}}
            world.load({"name": "tunnel", "extends": ["default"], "anon": {"policies": policies}})
            world.demand("POST", "/link/complete", json={"appUserId": "ada", "app": "linkedin"})
            with open_tunnel(server.port) as client, listener.accept()[0] as target:
                client.sendall(b"there")
                assert target.recv(5, socket.MSG_WAITALL) == b"there"
                target.sendall(b"back")
                assert client.recv(4, socket.MSG_WAITALL) == b"back"
                code, taken = server.stop()
                assert client.recv(1) == b"" and target.recv(1) == b""
        world.close()
        assert code == 0, server.output()
        seconds.append(taken)
        if taken < STOP_LIMIT_SECONDS:
            break
    assert min(seconds) < STOP_LIMIT_SECONDS, seconds


def open_tunnel(port: int) -> socket.socket:
    """A connection of ada's through the tunnel."""
    client = socket.create_connection(("127.0.0.1", port), timeout=10)
    credentials = base64.b64encode(b"ada:anon_test").decode()
    head = f"CONNECT {MAPPED_NAME}:443 HTTP/1.1\r\nHost: {MAPPED_NAME}:443\r\n"
    client.sendall(f"{head}Proxy-Authorization: Basic {credentials}\r\n\r\n".encode())
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += client.recv(1)
    assert answer.startswith(b"HTTP/1.1 200 "), answer
    return client
